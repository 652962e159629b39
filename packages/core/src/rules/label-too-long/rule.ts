import { shorten } from "../../dcv/written/written-names.js";
import { type Draft, defineRule, rfc } from "../../rule.js";
import type { Problem } from "../../zone/zone.js";

interface Label {
  written: string;
  label: string;
}

const what = (place: string, { label }: Label): string =>
  isHash(label)
    ? `"${label}", a label of ${place}, is a hash of 64 digits in one piece: ${label.length} octets, and a label has 63 at most.`
    : `"${shorten(label)}", a label of ${place}, is ${octets(label)} octets long, and a label has 63 at most.`;
const why = "Name servers refuse the whole zone, and consoles refuse the record or cut the label short.";
const copyAgain = "Copy it again from where it came; look for a dot that was lost.";

export default defineRule({
  id: "label-too-long",
  group: "Names",
  severity: "error",
  summary: "A label of more than 63 octets, often a hash that should be two labels",
  sources: [rfc(1035, "2.3.4", "Size limits")],
  seed: "trustico-dcv",
  fixable: true,
  whyOfResources: "No label is longer: the provider's API refuses the record, and apply will be rejected half-way.",
  messages: {
    inOwner: (d: Label) => ({
      what: what("an owner", d),
      why,
      how: isHash(d.label)
        ? "Owners take the hash of 32 digits (MD5); the one of 64 (SHA-256) goes into the target, cut in two."
        : copyAgain,
    }),
    inTarget: (d: Label) => ({
      what: what("a target", d),
      why,
      how: isHash(d.label) ? `Cut it in two after 32 digits: "${split(d.label).join(".")}".` : copyAgain,
    }),
    inOrigin: (d: Label) => ({ what: what("an origin", d), why, how: copyAgain }),
  },
  fixProblem({ message, data, source, start, end }: Problem): Draft | undefined {
    if (message !== "inTarget" || !isHash(source.text(start, end)) || data.label !== source.text(start, end))
      return undefined;
    const half = end - 32;
    return {
      title: "Cut the hash into two labels",
      safety: "suggestion",
      edits: [{ place: { source, start: half, end: half }, newText: "." }],
    };
  },
});

/** SHA-256 in hexadecimal, as CAs write it; some put an underscore in front. */
const isHash = (label: string): boolean => /^_?[0-9a-f]{64}$/i.test(label);

const split = (hash: string): string[] => [hash.slice(0, -32), hash.slice(-32)];

/** Octets on the wire: an escape is one, a character beyond ASCII two or more. */
function octets(label: string): number {
  let count = 0;
  for (const char of label.replace(/\\(\d{3}|.)/g, "x"))
    count += char < "\u0080" ? 1 : char < "\u0800" ? 2 : char < "\u{10000}" ? 3 : 4;
  return count;
}
