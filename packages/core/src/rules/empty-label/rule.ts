import { shorten } from "../../dcv/written/written-names.js";
import { DOT, QUOTE } from "../../name/octets.js";
import { type Draft, defineRule, rfc } from "../../rule.js";
import type { Place } from "../../zone/record-view.js";
import type { Problem } from "../../zone/zone.js";

interface Name {
  written: string;
}

const what = (place: string, { written }: Name): string =>
  written === ""
    ? `The ${place} is an empty text.`
    : `The ${place} "${shorten(written)}" has an empty label: a dot with nothing in front of it.`;
const why = "Only the root has an empty label. Name servers refuse the whole zone.";
const how = ({ written }: Name): string =>
  collapse(written) === ""
    ? 'Write the name, "@" for the origin or "." for the root.'
    : `Write "${shorten(collapse(written))}", or put in the label that is missing.`;

export default defineRule({
  id: "empty-label",
  group: "Names",
  severity: "error",
  summary: "Two dots in a row, or a dot in front",
  sources: [rfc(1035, "3.1", "Name space definitions"), rfc(1035, "5.1", "Format")],
  fixable: true,
  whyOfResources:
    "Only the root has an empty label: the provider's API refuses the record, or publishes it at another name.",
  messages: {
    inOwner: (d: Name) => ({ what: what("owner", d), why, how: how(d) }),
    inTarget: (d: Name) => ({ what: what("target", d), why, how: how(d) }),
    inOrigin: (d: Name) => ({ what: what("origin", d), why, how: how(d) }),
  },
  fixProblem({ source, start, end, data }: Problem): Draft | undefined {
    if (collapse(data.written) === "") return undefined;
    const { bytes } = source;
    let from = start;
    while (from > 0 && !endsToken(bytes[from - 1])) from--;
    let to = Math.max(start, end);
    while (to < bytes.length && !endsToken(bytes[to])) to++;
    const edits = superfluousDots(bytes, from, to).map(([first, last]) => ({
      place: { source, start: first, end: last } satisfies Place,
      newText: "",
    }));
    if (edits.length === 0) return undefined;
    return { title: `Write "${shorten(collapse(data.written))}"`, safety: "suggestion", edits };
  },
});

/** The text without the dots that have nothing in front of them. */
const collapse = (written: string): string => written.replace(/^\.+/, "").replace(/(\\.)|(\.)\.+/gs, "$1$2");

/** Blanks, line ends, quotes, parentheses and semicolons: names that hold one are written with escapes, which nobody doubles dots in. */
const endsToken = (octet: number): boolean =>
  octet <= 32 || octet === QUOTE || octet === 40 || octet === 41 || octet === 59;

function superfluousDots(bytes: Uint8Array, from: number, to: number): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = from; at < to; at++) {
    if (bytes[at] === 92) {
      at++;
      continue;
    }
    if (bytes[at] !== DOT) continue;
    const first = at === from ? at : at + 1;
    while (at + 1 < to && bytes[at + 1] === DOT) at++;
    if (at + 1 > first) runs.push([first, at + 1]);
  }
  return runs;
}
