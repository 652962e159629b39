/** hashicorp/hcl holds every string in Unicode's composed form; so do plans, hence so must we. */
export function composed(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return text.normalize("NFC");
  return text;
}

export interface BadEscape {
  readonly at: number;
  readonly length: number;
  readonly detail: string;
}

/** Takes the escape at `at` (a backslash) of a quoted string: what it stands for and how long it is, or what is wrong. */
export function readEscape(text: string, at: number): { readonly value: string; readonly length: number } | BadEscape {
  const selector = text[at + 1];
  const simple = SIMPLE[selector];
  if (simple !== undefined) return { value: simple, length: 2 };
  if (selector === "u" || selector === "U") {
    const digits = selector === "u" ? 4 : 8;
    const hex = text.slice(at + 2, at + 2 + digits);
    if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) {
      const count = digits === 4 ? "four" : "eight";
      return {
        at,
        length: 2,
        detail: `The \\${selector} escape sequence must be followed by ${count} hexadecimal digits.`,
      };
    }
    const code = Number.parseInt(hex, 16);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      return { at, length: 2 + digits, detail: `Cannot encode character U+${hex.toLowerCase()} in UTF-8.` };
    }
    return { value: String.fromCodePoint(code), length: 2 + digits };
  }
  return {
    at,
    length: 2,
    detail: `The symbol ${JSON.stringify(selector ?? "")} is not a valid escape sequence selector.`,
  };
}

const SIMPLE: Readonly<Record<string, string | undefined>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

// Go's unicode.IsSpace, which decides what `~` and `<<-` take away; String.trim would spare U+0085.
const LEADING = /^\p{White_Space}+/u;
const TRAILING_SPACE = /\p{White_Space}/u;
export const trimStart = (text: string): string => text.replace(LEADING, "");
export function trimEnd(text: string): string {
  let end = text.length;
  // By hand: a pattern anchored at the end alone takes quadratic time on long runs of blanks.
  while (end > 0 && TRAILING_SPACE.test(text[end - 1])) end--;
  return text.slice(0, end);
}
