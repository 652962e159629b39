import { gradeBy, txtReadingOf, writtenData } from "../../dcv/written/provider-reading.js";
import { encodeUtf8 } from "../../name/octets.js";
import { SPF, TXT } from "../../rdata/types.js";
import { type Draft, defineRule, rfc } from "../../rule.js";
import type { Problem } from "../../zone/zone.js";

export default defineRule({
  id: "txt-string-too-long",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A string of over 255 octets, as in a long TXT",
  sources: [rfc(1035, "3.3", "Standard RRs"), rfc(7208, "3.3", "Multiple Strings in a Single DNS Record")],
  fixable: true,
  messages: {
    tooLong: ({ length }: { length: string }) => ({
      what: `This string has ${length} octets; a string in a record holds at most 255.`,
      why: "Name servers refuse the zone, so nothing in it is served, CAA and validation records included.",
      how: 'Split it: "first 255 octets" "the rest". Readers join the parts without a blank.',
    }),
    notSplit: ({ length, how }: { length: number; how: string }) => ({
      what: `This string has ${length} octets; a string in a record holds at most 255, and this provider doesn't split it.`,
      why: "The plan looks right, but the API refuses the record: apply will be rejected half-way.",
      how: `Split it: ${how}. Readers join the parts without a blank.`,
    }),
    overMost: ({ length, most }: { length: number; most: number }) => ({
      what: `This value has ${length} octets, and the provider takes at most ${most}.`,
      why: "The provider's own check refuses it: the plan will be rejected.",
      how: "Write a shorter value, or several records.",
    }),
  },
  records: {
    types: [TXT, SPF],
    check(record, { zone, report }) {
      const origin = zone.made ? record.origin : undefined;
      if (origin?.writtenText === undefined) return;
      const reading = txtReadingOf(origin);
      const severity = gradeBy(reading);
      const length = encodeUtf8(origin.writtenText).length;
      if (reading.maxLength !== undefined && length > reading.maxLength)
        report(writtenData(record), "overMost", { length, most: reading.maxLength }, { severity });
      else if (origin.tooLong !== undefined) {
        const isQuoted = origin.writtenText.trimStart().startsWith('"');
        const how =
          reading.quoting === "provider-adds" && !isQuoted
            ? 'first 255 octets\\"\\"the rest'
            : '\\"first 255 octets\\" \\"the rest\\"';
        report(writtenData(record), "notSplit", { length: origin.tooLong, how }, { severity });
      }
    },
  },
  fixProblem: (problem) => (isOfText(problem) ? split(problem) : undefined),
});

const MOST = 255;

/** Where one octet is one character and nothing is escaped, the parts can be cut anywhere. */
function split({ source, start, end, record }: Problem): Draft | undefined {
  const text = source.text(start, end);
  if (!/^"[ !#-[\]-~]+"$/.test(text)) return undefined;
  const parts: string[] = [];
  for (let at = 1; at < text.length - 1; at += MOST)
    parts.push(`"${text.slice(at, Math.min(at + MOST, text.length - 1))}"`);
  return {
    title: `Split it into ${parts.length} strings`,
    safety: "suggestion",
    edits: [{ place: { source, start, end, record }, newText: parts.join(" ") }],
  };
}

/** Does it belong to a type with any number of strings? Read backwards: strings, blanks and parentheses up to the type. */
function isOfText({ source, start }: Problem): boolean {
  const before = source.text(Math.max(0, start - MOST_BEFORE), start);
  let at = before.length;
  while (at > 0) {
    const char = before[at - 1];
    if (/[\s(]/.test(char)) at--;
    else if (char === '"') at = before.lastIndexOf('"', at - 2);
    else break;
  }
  // A longer word is none of the two, and needn't be read to its beginning.
  return /(?:^|[\s("])(TXT|SPF)$/i.test(before.slice(Math.max(0, at - 4), Math.max(0, at)));
}

const MOST_BEFORE = 4_096;
