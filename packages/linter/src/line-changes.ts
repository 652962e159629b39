/** Numbers of lines, from 1; `"all"` where there are too many to name them. */
export type ChangedLines = "all" | ReadonlySet<number>;

const MOST_LINES = 1_000_000;
const LONGEST_LINE = 2 ** 20;
const LF = 10;

/**
 * The lines of a text that weren't in the old one. Linear in both: what begins and ends alike is passed over, and of the
 * rest a line counts as old as often as it stood there. A line that only moved isn't told; what its move does to others
 * shows when the old text is linted.
 */
export function changedLines(before: Uint8Array, after: Uint8Array): ChangedLines {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (start === shorter && before.length === after.length) return new Set();
  // Back to where the line begins.
  start = start === 0 ? 0 : after.lastIndexOf(LF, start - 1) + 1;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  const old = linesBetween(before, start, lineBehind(before, before.length - same));
  const left = new Map<string, number>();
  let count = 0;
  for (const line of old) {
    if (++count > MOST_LINES) return "all";
    if (line !== undefined) left.set(line, (left.get(line) ?? 0) + 1);
  }
  const changed = new Set<number>();
  let number = 1;
  for (let at = after.indexOf(LF); at >= 0 && at < start; at = after.indexOf(LF, at + 1)) number++;
  for (const line of linesBetween(after, start, lineBehind(after, after.length - same))) {
    const times = line === undefined ? 0 : (left.get(line) ?? 0);
    if (times > 0) left.set(line!, times - 1);
    else if (changed.size >= MOST_LINES) return "all";
    else changed.add(number);
    number++;
  }
  return changed;
}

/** Where the line that holds `offset` ends, its LF included. */
function lineBehind(bytes: Uint8Array, offset: number): number {
  const end = bytes.indexOf(LF, offset);
  return end < 0 ? bytes.length : end + 1;
}

/** Lines without their ends (CR LF is what some clones make of LF); `undefined` for one that is too long to be kept. */
function* linesBetween(bytes: Uint8Array, from: number, to: number): Generator<string | undefined> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = from; at < to; ) {
    const lf = bytes.indexOf(LF, at);
    const end = lf < 0 || lf >= to ? to : lf;
    const bare = end > at && bytes[end - 1] === 13 ? end - 1 : end;
    yield bare - at > LONGEST_LINE ? undefined : text.toString("latin1", at, bare);
    at = end + 1;
  }
}
