import { validatedName } from "../../dcv/validation/validation-owner.js";
import { relatedRecords } from "../../dcv/written/related.js";
import { isFlattened } from "../../dcv/zone/flattened.js";
import { isRouted } from "../../dcv/zone/routed.js";
import { isDataUnknown } from "../../dcv/zone/unknown-data.js";
import { CNAME, KEY, NS, NSEC, NSEC3, NXT, RRSIG, SIG, TXT, typeInfo } from "../../rdata/types.js";
import { defineRule, type RuleContext, rfc } from "../../rule.js";
import { HAS_CNAME, HAS_DNSSEC, HAS_SEVERAL, type RecordId } from "../../zone/zone.js";

const REFUSED = "A CNAME must be alone at its owner. Name servers refuse the zone, or answer with one of the two";

export default defineRule({
  id: "cname-and-other-data",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A CNAME stands beside other records of the same owner",
  sources: [
    rfc(1034, "3.6.2", "Aliases and canonical names"),
    rfc(2181, "10.1", "CNAME resource records"),
    rfc(4034, "3", "The RRSIG Resource Record"),
  ],
  seed: "sectigo-cname-dcv",
  messages: {
    conflict: ({
      owner,
      types,
      target,
      certified,
    }: {
      owner: string;
      types: string;
      /** Absent where it isn't known yet. */
      target?: string;
      certified?: string;
    }) => ({
      what: `"${owner}" has a CNAME${target === undefined ? "" : ` to "${target}"`} and also ${types}.`,
      why: certified
        ? `${REFUSED}: the CA may not find what it looks for, and the certificate for "${certified}" stays pending.`
        : `${REFUSED}, so the CA may never see the record that it looks for.`,
      how: certified
        ? `Keep the CNAME if ${target === undefined ? "its target" : `"${target}"`} is to answer for the validation, and delete the rest; else delete the CNAME.`
        : `Delete the CNAME, or delete the other records of "${owner}".`,
    }),
    ownershipText: ({ owner }: { owner: string }) => ({
      what: `"${owner}" has a CNAME and also the TXT with which external-dns marks what it looks after.`,
      why: `${REFUSED}; providers refuse the change.`,
      how: "Delete the TXT, and give external-dns a --txt-prefix or --txt-suffix, so that its TXT gets an owner of its own.",
    }),
    delegated: ({ owner }: { owner: string }) => ({
      what: `"${owner}" has a CNAME and also NS, which hand it to other servers.`,
      why: `${REFUSED}. Resolvers that meet both end in SERVFAIL, and a CA that can't look up CAA doesn't issue.`,
      how: `Delete the NS, or delete the CNAME and let the servers of "${owner}" answer.`,
    }),
  },
  owners: {
    where: (types) => (types & HAS_CNAME) !== 0 && (types & ~(HAS_CNAME | HAS_DNSSEC | HAS_SEVERAL)) !== 0,
    check(owner, context) {
      const { zone, index, other, report } = context;
      // The apex has its own rule, which says what to do there; what lies outside the zone isn't published.
      if ((zone.whole || (zone.made && zone.originKnown)) && owner.name === zone.apex) return;
      if (zone.whole && !index.inZone(owner.name)) return;
      const known = owner.records().filter((id) => zone.type[id] !== 0 && !other.at(id).origin?.uncertain);
      const cname = known.find((id) => zone.type[id] === CNAME);
      const rest = known.filter((id) => zone.type[id] !== CNAME && !BESIDE_CNAME.has(zone.type[id]));
      if (cname === undefined || rest.length === 0) return;
      const isUnknown = isDataUnknown(other.at(cname));
      // That there is a CNAME is enough; what it says may come later.
      if (!(other.readable || isUnknown) || isFlattened(other)) return;
      // One of several answers of Route 53; beside it stands another, an alias of the provider's own.
      if (isRouted(other) && rest.every((id) => isRouted(other.at(id)))) return;
      const types = new Set(rest.map((id) => zone.type[id]));
      const name = zone.names.text(owner.name);
      const related = relatedRecords(
        other,
        rest,
        ({ typeName, origin }) => `the ${origin?.hidden?.type ?? typeName} record`,
      );
      const { place } = other.at(cname);
      const target = isUnknown ? undefined : other.targetText;
      if (types.has(NS)) return report(place, "delegated", { owner: name }, { related });
      if (types.size === 1 && rest.every((id) => isOwnershipText(id, context))) {
        return report(place, "ownershipText", { owner: name }, { related });
      }
      const certified = validatedName(zone.names, owner.name);
      const data = {
        owner: name,
        types: [...types].map((type) => typeInfo(type).mnemonic).join(", "),
        target,
        certified: certified === undefined ? undefined : zone.names.text(certified),
      };
      report(place, "conflict", data, { related });
    },
  },
});

/** RFC 4034 §3 and §4; KEY by RFC 3007 §2; SIG and NXT are what those were called before (RFC 2535). */
const BESIDE_CNAME: ReadonlySet<number> = new Set([RRSIG, NSEC, NSEC3, SIG, KEY, NXT]);

/** The text registry of external-dns: "heritage=external-dns,external-dns/owner=…". */
function isOwnershipText(id: RecordId, { zone, other }: RuleContext<never>): boolean {
  if (zone.type[id] !== TXT || !other.at(id).readable) return false;
  return other.strings().join("").replace(/^"/, "").startsWith("heritage=external-dns");
}
