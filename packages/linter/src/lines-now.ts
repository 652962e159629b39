export interface LineNow {
  readonly line: number;
  /** It isn't there any more. */
  readonly isGone: boolean;
}

/**
 * Where the lines of an old text are in the new one, by their number from 1: a line that is gone is told where it was,
 * at the line that stands there now. Linear in both texts: what begins and ends alike is passed over, and between a line
 * is the first one that reads the same.
 */
export function linesNow(before: Uint8Array, after: Uint8Array): (line: number) => LineNow {
  const old = linesOf(before);
  const now = linesOf(after);
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start++;
  let same = 0;
  while (same < shorter - start && old[old.length - 1 - same] === now[now.length - 1 - same]) same++;
  const first = new Map<string, number>();
  for (let at = now.length - same - 1; at >= start; at--) first.set(now[at], at + 1);
  const between: LineNow[] = [];
  let last = start;
  for (let at = start; at < old.length - same; at++) {
    const found = first.get(old[at]);
    if (found !== undefined) last = found;
    between.push({ line: found ?? Math.min(last + 1, now.length), isGone: found === undefined });
  }
  return (line) => {
    if (line <= start) return { line, isGone: false };
    if (line > old.length - same) return { line: line + now.length - old.length, isGone: false };
    return between[line - 1 - start];
  };
}

/** At least one; CR LF is what some clones make of LF. */
const linesOf = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1")
    .replace(/\r?\n$/, "")
    .split(/\r?\n/);
