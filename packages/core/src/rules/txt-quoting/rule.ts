import { SPF, TXT } from "../../rdata/types.js";
import { type Draft, defineRule, rfc } from "../../rule.js";
import type { RdataToken, RecordView } from "../../zone/record-view.js";
import { QUOTED } from "../../zone/zone.js";

export default defineRule({
  id: "txt-quoting",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "A TXT value without quotes falls into pieces at its blanks",
  sources: [rfc(1035, "5.1", "Format"), rfc(7208, "3.3", "Multiple Strings in a Single DNS Record")],
  fixable: true,
  messages: {
    split: ({ written, joined, count }: { written: string; joined: string; count: number }) => ({
      what: `Without quotes this is ${count} strings, published as ${written} and read as "${joined}".`,
      why: "Blanks outside quotes part strings, and readers join strings without a blank, so nobody knows the value again.",
      how: "Put the whole value into quotes.",
    }),
  },
  records: {
    types: [TXT, SPF],
    check(record, { report }) {
      if (!beginsLikeTagged(record)) return;
      const tokens = record.tokens();
      if (tokens.length < 2 || tokens.every(({ quoted }) => quoted) || tokens[0].text === "\\#") return;
      const texts = tokens.map(({ text }) => text);
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
