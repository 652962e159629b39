/** Labels that are hashes, or were meant to be: of 32 hexadecimal digits each. */

export const ZEROS = "0".repeat(32);

export const unmarked = (label: string): string => (label.startsWith("_") ? label.slice(1) : label);

/** Reads as a hash of 32 digits and isn't one: in words what is wrong with it, else `undefined`. */
export function wrongHash(body: string): string | undefined {
  if (body.length < 30 || body.length > 34) return undefined;
  let others = 0;
  let digits = 0;
  let firstOther = "";
  for (const c of body) {
    if (c >= "0" && c <= "9") digits++;
    else if (c < "a" || c > "f") {
      if (others === 0) firstOther = c;
      others++;
    }
  }
  if (others > 2 || digits < 3) return undefined;
  if (body.length !== 32) return `"${body}" has ${body.length} characters instead of 32 hexadecimal digits`;
  return others === 0 ? undefined : `"${body}" holds "${firstOther}", which is no hexadecimal digit`;
}

/** Do the labels begin with something like a hash: 30 characters or more, nearly all of them hexadecimal? */
export function startsWithHash(front: string): boolean {
  const end = front.indexOf(".");
  const start = front[0] === "_" ? 1 : 0;
  const length = (end < 0 ? front.length : end) - start;
  if (length < 30 || length > 64) return false;
  let others = 0;
  for (let at = start; at < start + length; at++) if (!isHexDigit(front.charCodeAt(at))) others++;
  return others <= 2;
}

export function isHex(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) if (!isHexDigit(text.charCodeAt(at))) return false;
  return true;
}

const isHexDigit = (c: number): boolean => (c >= 48 && c <= 57) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
