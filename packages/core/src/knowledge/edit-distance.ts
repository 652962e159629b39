/**
 * How many insertions, deletions, replacements and swaps of neighbours turn `a` into `b`, or `limit + 1` as soon as it
 * is plain that they are more than `limit` (optimal string alignment).
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length], limit + 1);
}

/** The candidate nearest to `text` within `limit`; the earlier one when two are equally near. */
export function findNearest(text: string, candidates: Iterable<string>, limit: number): string | undefined {
  let best: string | undefined;
  let within = limit;
  for (const candidate of candidates) {
    const distance = editDistance(text, candidate, within);
    if (distance > within || (best !== undefined && distance === within)) continue;
    best = candidate;
    within = distance;
  }
  return best;
}

/** The candidate within two edits (fewer of a short word), for "did you mean"; `undefined` where none is near. */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined =>
  findNearest(word.slice(0, 64), candidates, Math.min(2, Math.ceil(word.length / 2) - 1));
