/** One function for each medium. Everything in a pull request is hostile: names, values, comments, file names. */

/**
 * Characters that nobody sees or that a terminal obeys: controls, bidi and zero-width characters, spaces other than
 * the space, lone surrogates and noncharacters. And the first character of what GitHub's runner takes for a command,
 * since every medium may end up in a build log: `##[name]` anywhere in a line, `::name …::` at its start. A name has
 * a letter past f or a hyphen, so that IPv6 addresses stay whole.
 */
export const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\p{NChar}]|(?! )\p{Zs}|#(?=#\[)|:(?=:(?=[a-f]*[g-z-])[a-z-]+(?: |::))/giu;

/** Nearly all text is this, and needs neither a look at each character nor the compiling of what `UNSAFE` says. */
const PLAIN = /^[ -~]*$/;

export function isPlain(text: string): boolean {
  return PLAIN.test(text) && !text.includes("::") && !text.includes("##[");
}

const SHORT: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A character as a visible escape: `\x1b`, `\u202e`, `\u{e0001}`. */
export function visibleEscape(char: string): string {
  const code = char.codePointAt(0)!;
  const hex = code.toString(16);
  if (code > 0xffff) return `\\u{${hex}}`;
  return SHORT[char] ?? (code > 0xff ? `\\u${hex.padStart(4, "0")}` : `\\x${hex.padStart(2, "0")}`);
}

function visible(text: string, keep = ""): string {
  return isPlain(text) ? text : text.replace(UNSAFE, (char) => (keep.includes(char) ? char : visibleEscape(char)));
}

/** One line for a terminal or a log: line breaks are shown, not made. */
export function forTerminal(text: string): string {
  return visible(text);
}

/** Splits at the line breaks that a text has, for media that can show more than one line. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|[\r\n]/);
}

/** What follows `::error …::`. The runner turns %25, %0D and %0A back. */
export function forCommandData(text: string): string {
  return visible(text, "\r\n").replace(/[%\r\n]/g, percent);
}

/** A value between `::error ` and `::`, such as a file name. */
export function forCommandProperty(text: string): string {
  return visible(text.replace(/[%\r\n:,]/g, percent));
}

const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

/** Text or an attribute's value in XML 1.0, which has no way to write most controls. */
export function forXml(text: string): string {
  return visible(text, "\t\n").replace(/[&<>"'\t\n]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Text or an attribute's value in HTML. Line breaks stay, for what shows them is up to the style. */
export function forHtml(text: string): string {
  return visible(text, "\n").replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/**
 * A label of a Mermaid picture, between quotes. All but letters, digits and what ends no label, opens no list and marks
 * nothing up is written as `#35;`, which Mermaid turns back only once it has drawn the picture's grammar.
 */
export function forMermaid(text: string): string {
  return visible(text).replace(/[^A-Za-z0-9 .,:()/-]/gu, (char) => `#${char.codePointAt(0)};`);
}

/** SARIF reads `[text](target)` in a message as a link (SARIF 2.1.0 §3.11.6). */
export function forSarifMessage(text: string): string {
  return visible(text, "\n").replaceAll("](", "] (");
}

/** JSON that is safe to print: what `UNSAFE` finds can only stand in a string, where \u says the same. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2).replace(UNSAFE, (char) =>
    char === "\n" ? char : char.split("").map(jsonEscape).join(""),
  );
  return `${json}\n`;
}

/** A line of JSON Lines, made safe in the same way; it has no line breaks of its own. */
export function forJsonLine(json: string): string {
  return json.replace(UNSAFE, (char) => char.split("").map(jsonEscape).join(""));
}

/** Text that keeps its lines and tabs, such as a diff, for a terminal or a log. */
export function linesForTerminal(text: string): string {
  return text
    .split("\n")
    .map((line) => visible(line, "\t"))
    .join("\n");
}

const jsonEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** In Markdown a code span is the one place where nothing is a link, a mention, an emoji or HTML. */
const SPECIAL = /[@:#<>&*_[\]|~`\\{}$^]|www\.|gh-\d|^[0-9a-f]{7,}$/i;

/** Prose in Markdown. Words with anything special, and what stands in quotes, become code; line breaks become `<br>`. */
export function forMarkdown(text: string): string {
  const lines = splitLines(text).map((line) => visible(line).split(" ").map(markdownWord).join(" "));
  return lines.join("<br>");
}

function markdownWord(word: string): string {
  const opening = /^\(?"/.exec(word)?.[0];
  const closing = endBefore(word, "),;:.") - 1;
  if (opening && closing > opening.length && word[closing] === '"') return wordAsCode(word, opening.length, closing);
  const from = word.startsWith("(") ? 1 : 0;
  const to = Math.max(from, endBefore(word, "),;:"));
  return SPECIAL.test(word.slice(from, to)) ? wordAsCode(word, from, to) : word;
}

function wordAsCode(word: string, from: number, to: number): string {
  return word.slice(0, from) + codeSpan(word.slice(from, to)) + word.slice(to);
}

/** Where a word ends when the punctuation after it is left off. */
function endBefore(word: string, punctuation: string): number {
  let end = word.length;
  while (end > 0 && punctuation.includes(word[end - 1])) end--;
  return end;
}

/** A code span of one line. */
export function codeSpan(text: string): string {
  const code = visible(text);
  if (code.trim() === "") return "";
  const fence = "`".repeat(longestBacktickRun(code) + 1);
  const pad = code.startsWith("`") || code.endsWith("`") ? " " : "";
  return fence + pad + code + pad + fence;
}

/** Lines as a fenced block that nothing in them can close. */
export function codeBlock(lines: readonly string[], language = ""): string {
  const code = lines.map((line) => visible(line)).join("\n");
  const fence = "`".repeat(Math.max(3, longestBacktickRun(code) + 1));
  return `${fence}${language}\n${code}\n${fence}`;
}

/** A table's cell. Parsers differ on a backslash before `\|`, so a pipe, which only code can hold, is an escape. */
export function forMarkdownCell(markdown: string): string {
  return markdown.replaceAll("|", visibleEscape);
}

function longestBacktickRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
