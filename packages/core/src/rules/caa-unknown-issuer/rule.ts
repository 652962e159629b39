import { issuerOf, readCaa, showCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import type { IssuerSuggestion } from "../../knowledge/issuers.js";
import { findPlaceholder } from "../../knowledge/placeholders.js";
import { CAA } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";

interface Unknown {
  issuer: string;
  tag: string;
}

export default defineRule({
  id: "caa-unknown-issuer",
  group: "CAA",
  severity: "warning",
  summary: "A CAA issuer that no public CA is known by",
  sources: [
    rfc(8659, "4.2", "CAA issue Property"),
    source("CCADB, All CAA identifiers", "https://ccadb.my.salesforce-sites.com/ccadb/AllCAAIdentifiersReport"),
  ],
  seed: "tencent-caa",
  fixable: true,
  messages: {
    resembles: (d: Unknown & { meant: string; record: string; note?: string }) => ({
      what: `"${d.issuer}" is no issuer domain name that a public CA is known by; "${d.meant}" is one${d.note ? ` (${d.note})` : ""}.`,
      why: `A CA looks for its own issuer domain name and finds none of its names in this ${d.tag} record, so the record doesn't permit it.`,
      how: `If "${d.meant}" is meant, write: ${d.record}`,
    }),
    unknown: (d: Unknown) => ({
      what: `"${d.issuer}" is no issuer domain name that a public CA is known by.`,
      why: `If no CA goes by that name, this ${d.tag} record permits nobody.`,
      how: "Look the issuer domain name up in the CA's documentation on CAA. If the CA is a private one, suppress this finding with that reason.",
    }),
  },
  records: {
    types: [CAA],
    byRdata: [CAA],
    check(record, { facts, report }) {
      const reading = readCaa(record);
      const issuer = issuerOf(reading);
      if (!issuer || reading.tag === "issuemail" || facts.issuers.findIssuer(issuer.name)) return;
      if (findPlaceholder(reading.value, { validation: false })) return;
      const { value } = writtenCaa(record);
      const place = value.piece(issuer.start, issuer.end);
      const data = { issuer: issuer.asWritten, tag: reading.tag };
      const suggestion = facts.issuers.suggestIssuer(issuer.name);
      if (!suggestion) return report(place, "unknown", data);
      const { domain: meant, alternatives } = suggestion;
      // Which of several was meant nobody can tell.
      const edits = alternatives.length > 0 ? undefined : value.edit(issuer.start, issuer.end, meant);
      const shown = showCaa(reading, reading.value.slice(0, issuer.start) + meant + reading.value.slice(issuer.end));
      report(
        place,
        "resembles",
        { ...data, meant, record: shown, note: noteOf(suggestion) },
        {
          fix: edits && { title: `Write "${meant}"`, safety: "suggestion", edits },
        },
      );
    },
  },
});

function noteOf({ alternatives, note }: IssuerSuggestion): string | undefined {
  const others = alternatives.length > 0 ? `or ${alternatives.join(", ")}` : undefined;
  return [others, note].filter((part) => part !== undefined).join("; ") || undefined;
}
