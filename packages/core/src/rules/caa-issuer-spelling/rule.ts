import { issuerOf, readCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import { CA_SHAPES } from "../../knowledge/cas-shapes.gen.js";
import { CAA } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";

interface Spelling {
  issuer: string;
  good: string;
  /** The CA, where it is known to compare octet by octet. */
  strict?: string;
}

export default defineRule({
  id: "caa-issuer-spelling",
  group: "CAA",
  severity: "warning",
  summary: "A CAA issuer in upper case or with a final dot",
  sources: [
    rfc(8659, "4.2", "CAA issue Property"),
    source("Boulder, va/caa.go", "https://github.com/letsencrypt/boulder/blob/main/va/caa.go"),
  ],
  fixable: true,
  messages: {
    finalDot: (d: Spelling) => ({
      what: `The issuer "${d.issuer}" ends with a dot. A CAA value isn't a domain name of the zone: the dot is published, and the grammar has none.`,
      why: d.strict
        ? `${d.strict} compares octet by octet, so this record doesn't permit it.`
        : "A value outside the grammar counts as one that names nobody, so a CA may take the record as permitting no one.",
      how: `Write "${d.good}".`,
    }),
    upperCase: (d: Spelling) => ({
      what: `The issuer "${d.issuer}" has upper-case letters.`,
      why: d.strict
        ? `${d.strict} compares octet by octet, so this record doesn't permit it.`
        : "Whether a CA compares issuers without case is up to the CA.",
      how: `Write "${d.good}".`,
    }),
  },
  records: {
    types: [CAA],
    byRdata: [CAA],
    check(record, { facts, report }) {
      const reading = readCaa(record);
      const issuer = issuerOf(reading);
      if (!issuer || issuer.asWritten === issuer.name) return;
      const known = facts.issuers.findIssuer(issuer.name);
      if (!known) return;
      const strict = CA_SHAPES.find((ca) => ca.id === known.cas[0] && ca.caaBehaviour?.issuerMatch === "octets")?.name;
      const { value } = writtenCaa(record);
      const edits = value.edit(issuer.start, issuer.end, issuer.name);
      const data = { issuer: issuer.asWritten, good: issuer.name, strict };
      const message = issuer.asWritten.endsWith(".") ? "finalDot" : "upperCase";
      report(value.piece(issuer.start, issuer.end), message, data, {
        fix: edits && { title: `Write "${issuer.name}"`, safety: "suggestion", edits },
      });
    },
  },
});
