/**
 * Where to take up reading after an error in the top-level item that starts at `itemStart`: the next line that looks
 * like the start of one. A missing brace makes an item swallow its successors, so blocks of Terraform that stand at the
 * margin count even before the place of the error; others only after it.
 */
export function findResumption(
  text: string,
  itemStart: number,
  errorAt: number,
  opaque: readonly number[],
  expects: "blocks" | "arguments",
): number {
  let range = 0;
  for (let newline = text.indexOf("\n", itemStart); newline >= 0; newline = text.indexOf("\n", newline + 1)) {
    const line = newline + 1;
    const c = text.charCodeAt(line) | 0x20;
    if (c < 0x61 || c > 0x7a) continue;
    while (range < opaque.length && opaque[range + 1] <= line) range += 2;
    if (range < opaque.length && opaque[range] < line) continue;
    const pattern = expects === "arguments" ? ARGUMENT : line > errorAt ? BLOCK : TERRAFORM_BLOCK;
    pattern.lastIndex = line;
    if (pattern.test(text)) return line;
  }
  return text.length;
}

const LABEL = String.raw`(?:[ \t]*"(?:[^"\\\r\n]|\\.)*"|[ \t]+[\w-]+)`;
const BLOCK = new RegExp(String.raw`[A-Za-z][\w-]*${LABEL}{0,3}[ \t]*\{`, "y");
const TERRAFORM_BLOCK = new RegExp(
  String.raw`(?:(?:resource|data|ephemeral)${LABEL}{2}|(?:variable|output|module|provider|check)${LABEL}|(?:locals|terraform|moved|import|removed))[ \t]*\{`,
  "y",
);
const ARGUMENT = /[A-Za-z][\w-]*[ \t]*=(?![=>])/y;
