import { isPersistOwner, persistRecordsAt } from "../../dcv/validation/persist-owner.js";
import { coversWildcards } from "../../dcv/validation/persist-record.js";
import { WrittenValue } from "../../dcv/written/written-value.js";
import { findIssuer } from "../../knowledge/issuers.js";
import { foldLabel } from "../../name/domain-name.js";
import { defineRule, type Facts, source } from "../../rule.js";
import { HAS_TXT } from "../../zone/zone.js";

export default defineRule({
  id: "persist-without-wildcard",
  group: "Validation records",
  severity: "warning",
  summary: "A wildcard is wanted, and the dns-persist-01 record doesn't cover it",
  sources: [
    source("draft-ietf-acme-dns-persist, section 5", "https://datatracker.ietf.org/doc/draft-ietf-acme-dns-persist/"),
    source(
      "CA/Browser Forum BR, section 3.2.2.4.22",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
  ],
  fixable: true,
  messages: {
    notCovered: ({ wildcard, issuer }: { wildcard: string; issuer: string }) => ({
      what: `A certificate is wanted for "${wildcard}", and this permission for "${issuer}" has no policy=wildcard.`,
      why: "Without it the record covers the name itself, and dns-persist-01 refuses the wildcard.",
      how: "Add policy=wildcard, knowing that the account may then have certificates for every name below as well.",
    }),
  },
  owners: {
    where: (types) => (types & HAS_TXT) !== 0,
    check(owner, { zone, facts, other, report }) {
      if (!isPersistOwner(zone.names, owner.name)) return;
      const base = foldLabel(zone.names.text(zone.names.parent[owner.name]));
      const records = [...persistRecordsAt(zone, owner.name)];
      for (const { ca } of wanted(facts, base)) {
        const own = records.filter(({ parsed }) => ca === undefined || isOf(parsed.issuer, ca));
        if (own.length === 0 || own.some(({ parsed }) => coversWildcards(parsed))) continue;
        const [{ id, parsed }] = own;
        const text = other.at(id).strings().join("");
        const value = new WrittenValue(other, 0);
        const edits =
          parsed.policy === undefined ? value.edit(text.trimEnd().length, text.length, "; policy=wildcard") : undefined;
        report(
          other.place,
          "notCovered",
          { wildcard: `*.${base}`, issuer: parsed.issuer },
          {
            fix: edits && { title: "Add policy=wildcard", safety: "suggestion", edits },
          },
        );
        return;
      }
    },
  },
});

/** Certificates for the wildcard below `base` that this method may prove. */
const wanted = ({ certificates }: Facts, base: string) =>
  certificates.filter(
    ({ names, method }) =>
      (method === undefined || method === "dns-persist-01") &&
      names.some(({ name, wildcard }) => wildcard && foldLabel(name) === base),
  );

/** The config names a CA by its id or by an issuer domain name. */
const isOf = (issuer: string, ca: string): boolean =>
  issuer === foldLabel(ca) || (findIssuer(issuer)?.cas.includes(ca) ?? false);
