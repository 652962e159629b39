/** How two texts differ, to be shown: `…c1[e]a…` instead of `…c1[f]a…`. */
export interface Difference {
  /** The piece that differs in each, with a few characters round it. */
  readonly shownWanted: string;
  readonly shownFound: string;
  /** Characters that are in neither's common beginning or end. */
  readonly cost: number;
}

const AROUND = 8;
/** Characters of what was found that are shown; nothing that a CA looks for is longer. */
const LONGEST = 300;

export const clip = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Found by the common beginning and the common end: what a slip changes stands in between. Case counts. */
export function differenceOf(wanted: string, found: string): Difference {
  const least = Math.min(wanted.length, found.length);
  let start = 0;
  while (start < least && wanted[start] === found[start]) start++;
  let end = 0;
  while (end < least - start && wanted[wanted.length - 1 - end] === found[found.length - 1 - end]) end++;
  const show = (text: string) => {
    const from = Math.max(0, start - AROUND);
    const to = Math.min(text.length, text.length - end + AROUND);
    const piece = `${text.slice(from, start)}[${clip(text.slice(start, text.length - end))}]${text.slice(text.length - end, to)}`;
    return `${from > 0 ? "…" : ""}${piece}${to < text.length ? "…" : ""}`;
  };
  return {
    shownWanted: show(wanted),
    shownFound: show(found),
    cost: Math.max(wanted.length, found.length) - start - end,
  };
}
