import { clip } from "../../dcv/written/rewrite.js";
import { RDATA_MESSAGES, type RdataMessage } from "../../rdata/messages.js";
import { type Draft, defineRule, type Message, rfc } from "../../rule.js";
import type { Problem } from "../../zone/zone.js";

/** These the reader hands to `syntax-error`, `txt-string-too-long` and the rules about labels and names. */
type OfOthers = "badEscape" | "tooLong" | "inTarget";
const OF_OTHERS: ReadonlySet<string> = new Set<OfOthers>(["badEscape", "tooLong", "inTarget"]);

const why =
  "A name server refuses the whole zone because of a record that it can't read. What it served before stays, or nothing is served.";

/** What is wrong is said where RDATA is read; what comes of it is the same for all. */
const messages = Object.fromEntries(
  Object.entries(RDATA_MESSAGES)
    .filter(([id]) => !OF_OTHERS.has(id))
    .map(([id, explain]): [string, Message] => [id, (data) => ({ ...explain(data as never), why })]),
) as Record<Exclude<RdataMessage, OfOthers>, Message>;

export default defineRule({
  id: "bad-rdata",
  group: "Reading the source",
  severity: "error",
  summary: "Record data that doesn't fit its type",
  sources: [rfc(1035, "3.3", "Standard RRs"), rfc(1035, "5.1", "Format"), rfc(3597, "5", "Text Representation")],
  fixable: true,
  whyOfResources:
    "The provider's API refuses data that it can't read: apply will be rejected half-way. What it lets through, nobody understands.",
  messages,
  fixProblem(problem) {
    const meant = findMeant(problem);
    if (meant === undefined) return undefined;
    const { source, start, end } = problem;
    const fix: Draft = {
      title: `Write ${clip(meant)}`,
      safety: "suggestion",
      edits: [{ place: { source, start, end }, newText: meant }],
    };
    return fix;
  },
});

/** The token as it must have been meant, where there is but one way. */
function findMeant({ message, data, source, start, end }: Problem): string | undefined {
  const written = source.text(start, end);
  switch (message) {
    case "quotedToken":
      return /^"[^\s;()"\\]+"$/.test(written) ? written.slice(1, -1) : undefined;
    case "needsQuotes":
      return /["\\]/.test(written) ? undefined : `"${written}"`;
    case "svcKeyCase":
      return written.startsWith(data.key) ? data.meant + written.slice(data.key.length) : undefined;
    default:
      return undefined;
  }
}
