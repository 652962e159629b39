import { gradeBy, txtReadingOf, writtenData } from "../../dcv/written/provider-reading.js";
import { SPF, TXT } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc } from "../../rule.js";
import type { RecordOrigin } from "../../zone/record-origin.js";
import type { Place, RdataToken, RecordView } from "../../zone/record-view.js";
import { QUOTED } from "../../zone/zone.js";

const messages = {
  split: ({ written, joined, count }: { written: string; joined: string; count: number }) => ({
    what: `Without quotes this is ${count} strings, published as ${written} and read as "${joined}".`,
    why: "Blanks outside quotes part strings, and readers join strings without a blank, so nobody knows the value again.",
    how: "Put the whole value into quotes.",
  }),
  quotesAdded: ({ value }: { value: string }) => ({
    severity: "error" as const,
    what: `${value} has quotes of its own, and this provider puts the value into quotes itself.`,
    why: "The quotes become part of the data, or the API refuses the record. A CA compares the value octet by octet.",
    how: "Leave the quotes out.",
  }),
  quotesPerhapsAdded: ({ value }: { value: string }) => ({
    what: `${value} has quotes of its own, and this provider puts the value into quotes itself.`,
    why: "Likely the quotes become part of the data. A CA compares the value octet by octet.",
    how: "Leave the quotes out.",
  }),
  quotesMissing: ({ value }: { value: string }) => ({
    severity: "error" as const,
    what: `"${value}" has no quotes, and the API of this provider takes TXT data in quotes only.`,
    why: "The plan looks right, but the API refuses the record: apply will be rejected half-way.",
    how: `Write the quotes, escaped: "\\"${value}\\"".`,
  }),
  quotesPerhapsMissing: ({ value }: { value: string }) => ({
    what: `"${value}" has no quotes, and this provider wants TXT data in quotes.`,
    why: "Without them the API may refuse the record, part it at its blanks, or show a change in every plan.",
    how: `Write the quotes, escaped: "\\"${value}\\"".`,
  }),
  splitByProvider: ({ value, joined, count }: { value: string; joined: string; count: number }) => ({
    severity: "error" as const,
    what: `"${value}" has no quotes, so the API of this provider makes ${count} strings of it; resolvers join them to "${joined}".`,
    why: "Blanks outside quotes part strings and are lost. Whoever looks for the value, a CA included, finds another.",
    how: `Write the quotes, escaped: "\\"${value}\\"".`,
  }),
};

export default defineRule({
  id: "txt-quoting",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "Quotes of a TXT value that are missing, so that it falls into pieces, or that are too many",
  sources: [rfc(1035, "5.1", "Format"), rfc(7208, "3.3", "Multiple Strings in a Single DNS Record")],
  fixable: true,
  messages,
  records: {
    types: [TXT, SPF],
    check(record, context) {
      const { report } = context;
      if (record.zone.made) {
        const { origin } = record;
        if (origin) checkResource(record, origin, context);
        return;
      }
      if (!beginsLikeTagged(record)) return;
      const tokens = record.tokens();
      if (tokens.length < 2 || tokens.every(({ quoted }) => quoted) || tokens[0].text === "\\#") return;
      const texts = tokens.map(({ text }) => text);
      // "v=DMARC1\; p=none": behind a semicolon such lists need no blank (RFC 6376 §3.2), and say the same without.
      if (texts.every((text, i) => i === texts.length - 1 || text.endsWith(";"))) return;
      const shown = texts.slice(0, 4).map((text) => `"${text}"`);
      const data = {
        written: shown.join(" ") + (texts.length > shown.length ? " …" : ""),
        joined: cut(texts.join("")),
        count: texts.length,
      };
      report(record.rdataPlace, "split", data, { fix: quoteAll(tokens) });
    },
  },
});

/** Whether quotes belong round the value is the provider's affair. */
function checkResource(record: RecordView, origin: RecordOrigin, { report }: RuleContext<typeof messages>): void {
  const { writtenText } = origin;
  if (writtenText === undefined) return;
  const text = writtenText.trim();
  const reading = txtReadingOf(origin);
  const { quotedTxt, unquotedTxt } = origin.reading.verdicts;
  const place = writtenData(record);
  const value = cut(text);
  const inner = /^"([\s\S]+)"$/.exec(text)?.[1];
  if (inner !== undefined) {
    if (quotedTxt.value === "bug") report(place, "quotesAdded", { value }, { severity: gradeBy(quotedTxt) });
    else if (quotedTxt.value === "warn") report(place, "quotesPerhapsAdded", { value });
    return;
  }
  // With quotes inside, what was meant is another matter; and what is there already was neither refused nor cut.
  if (text === "" || text.includes('"') || origin.action === "no-op") return;
  const fix = addQuotes(place, writtenText);
  const words = text.split(/\s+/);
  if (reading.quoting === "api-raw" && reading.spacesSplit === true && words.length > 1) {
    const data = { value, joined: cut(words.join("")), count: words.length };
    report(place, "splitByProvider", data, { fix, severity: gradeBy(reading) });
  } else if (unquotedTxt.value === "apply_error")
    report(place, "quotesMissing", { value }, { fix, severity: gradeBy(unquotedTxt) });
  else if (unquotedTxt.value === "warn") report(place, "quotesPerhapsMissing", { value }, { fix });
}

const addQuotes = (place: Place, text: string): Draft => ({
  title: "Put the whole value into quotes",
  safety: "suggestion",
  edits: [{ place, newText: `"${text}"` }],
});

/** "v=spf1 …", "v=DMARC1": values whose parts are parted by blanks. A row of bare words may be meant as strings. */
function beginsLikeTagged({ source, zone, id }: RecordView): boolean {
  if ((zone.flags[id] & QUOTED) !== 0) return false;
  const at = zone.rdataStart[id];
  return (source.bytes[at] | 32) === 118 && source.bytes[at + 1] === 61;
}

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Quotes round everything that stands on one line, if none of it needs another look. */
function quoteAll(tokens: readonly RdataToken[]): Draft | undefined {
  const [first, last] = [tokens[0].place, tokens[tokens.length - 1].place];
  const { source, record } = first;
  const text = source.text(first.start, last.end);
  if (/["\\;()\n]/.test(text)) return undefined;
  const value = tokens.map((token) => token.text).join(" ");
  if (value.length > 255) return undefined;
  return {
    title: "Put the whole value into quotes",
    safety: "suggestion",
    edits: [{ place: { source, start: first.start, end: last.end, record }, newText: `"${value}"` }],
  };
}
