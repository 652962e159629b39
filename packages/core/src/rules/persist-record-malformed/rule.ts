import { isPersistOwner } from "../../dcv/validation/persist-owner.js";
import { coversWildcards, parsePersistRecord, persistMessageOf } from "../../dcv/validation/persist-record.js";
import { readValidation } from "../../dcv/validation/validation-record.js";
import { showOctets, WrittenValue } from "../../dcv/written/written-value.js";
import { TXT } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";

interface Trouble {
  /** The piece to blame, and the owner. */
  piece: string;
  owner: string;
}

const SKIPPED = "The CA passes over a record that it can't read, so dns-persist-01 finds no permission here.";
const FORM =
  '"letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567" with the CA and account in use';

export default defineRule({
  id: "persist-record-malformed",
  group: "Validation records",
  severity: "error",
  summary: "A dns-persist-01 record that no CA can read",
  sources: [
    source("draft-ietf-acme-dns-persist, section 4", "https://datatracker.ietf.org/doc/draft-ietf-acme-dns-persist/"),
    source(
      "CA/Browser Forum BR, section 3.2.2.4.22",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
    rfc(8659, "4.2", "CAA issue Property"),
    source("Boulder, va/dns_persist.go", "https://github.com/letsencrypt/boulder/blob/main/va/dns_persist.go"),
  ],
  fixable: true,
  messages: {
    semicolon: ({ owner }: Trouble) => ({
      what: `The record at "${owner}" has a semicolon with nothing behind it.`,
      why: SKIPPED,
      how: "Leave the semicolon out: it stands between two parts.",
    }),
    noIssuer: ({ owner }: Trouble) => ({
      what: `The record at "${owner}" doesn't begin with an issuer domain name.`,
      why: SKIPPED,
      how: `Write ${FORM}.`,
    }),
    noAccount: ({ owner }: Trouble) => ({
      what: `The record at "${owner}" has no accounturi parameter.`,
      why: `The account is what the record gives permission to. ${SKIPPED}`,
      how: `Write ${FORM}.`,
    }),
    accountNotUri: ({ piece }: Trouble) => ({
      what: `"${piece}" isn't the whole URL of an account.`,
      why: "The CA compares it with the account's URL, letter by letter, and finds no match.",
      how: "Write the account's URL as the ACME client shows it, with https:// in front.",
    }),
    twice: ({ piece }: Trouble) => ({
      what: `The record has this parameter a second time: "${piece}".`,
      why: SKIPPED,
      how: "Keep one of them. Another account gets a TXT record of its own at the same owner.",
    }),
    badUntil: ({ piece }: Trouble) => ({
      what: `"${piece}" is no time: it must be seconds since 1970, digits only.`,
      why: SKIPPED,
      how: "Write such as persistUntil=1830297600, or leave the parameter out.",
    }),
    unreadable: ({ piece, owner }: Trouble) => ({
      what: `The record at "${owner}" is outside its grammar at "${piece}".`,
      why: SKIPPED,
      how: `Write ${FORM}; parameters are parted by semicolons, without blanks or quotes in their values.`,
    }),
    unknownIssuer: ({ piece, better }: Trouble & { better: string }) => ({
      what: `"${piece}" is the issuer domain name of no CA that is known; "${better}" is one.`,
      why: "A CA passes over a record that names another issuer, so dns-persist-01 finds no permission here.",
      how: `Write "${better}", or the name that the CA's documents give.`,
      severity: "warning" as const,
    }),
    unknownPolicy: ({ piece }: Trouble) => ({
      what: `The policy "${piece}" is none that the standard knows; "wildcard" is the only one.`,
      why: "The CA goes on as if no policy were there: the record covers the name itself and neither wildcards nor names below.",
      how: "Write policy=wildcard if they are meant, else leave the parameter out.",
      severity: "warning" as const,
    }),
  },
  records: {
    types: [TXT],
    check(record, { zone, facts, report }) {
      if (!isPersistOwner(zone.names, record.ownerId)) return;
      const text = record.strings().join("");
      const reading = readValidation(record);
      // Sample text, a record of another kind, and what ExternalDNS keeps beside its records.
      if (reading?.placeholder || (reading?.diagnosis && reading.diagnosis.kind !== "quotes-or-blanks")) return;
      if (/^"?heritage=/.test(text)) return;
      const parsed = parsePersistRecord(text);
      const written = new WrittenValue(record, 0);
      const owner = zone.names.text(record.ownerId);
      if (parsed.kind === "persist-record") {
        const { policy, policyStart, issuer } = parsed;
        const better = facts.issuers.suggestIssuer(issuer)?.domain;
        if (better !== undefined) {
          const start = text.toLowerCase().indexOf(issuer);
          const place = written.piece(start, start + issuer.length);
          const edits = written.edit(start, start + issuer.length, better);
          const fix = edits && { title: `Write "${better}"`, safety: "suggestion" as const, edits };
          return report(place, "unknownIssuer", { piece: issuer, owner, better }, { fix });
        }
        if (policy === undefined || policyStart === undefined || coversWildcards(parsed)) return;
        const end = text.indexOf(";", policyStart);
        const place = written.piece(policyStart, end < 0 ? text.length : end);
        return report(place, "unknownPolicy", { piece: policy, owner });
      }
      const { trouble, start, end } = parsed;
      const data = { piece: showOctets(text.slice(start, end)), owner };
      const place = written.piece(start, end);
      const message = persistMessageOf(trouble);
      if (message !== "semicolon") return report(place, message, data);
      const from = text.slice(0, start).trimEnd().length;
      const mended = parsePersistRecord(text.slice(0, from) + text.slice(end)).kind === "persist-record";
      const edits = mended ? written.edit(from, end, "") : undefined;
      report(place, message, data, {
        fix: edits && { title: "Leave the semicolon out", safety: "suggestion", edits },
      });
    },
  },
});
