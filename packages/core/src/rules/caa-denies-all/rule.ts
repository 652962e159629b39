import { type CaaMember, caaSetAt } from "../../dcv/caa/caa-set.js";
import { OwnerData } from "../../dcv/zone/owner-data.js";
import { issuanceOf } from "../../issuance/report-exclusions.js";
import { DomainName } from "../../name/domain-name.js";
import type { NameId } from "../../name/name-table.js";
import { parseName } from "../../name/name-table.js";
import { defineRule, type Facts, rfc } from "../../rule.js";
import { HAS_CAA, type RecordId, type Zone } from "../../zone/zone.js";

interface Denied {
  owner: string;
  /** Names of certificates that must go on working. */
  names: string;
}

export default defineRule({
  id: "caa-denies-all",
  group: "CAA",
  severity: "warning",
  summary: "CAA forbids every CA to issue",
  sources: [rfc(8659, "4.2", "CAA issue Property"), rfc(8659, "4.3", "CAA issuewild Property")],
  messages: {
    needed: ({ owner, names }: Denied) => ({
      what: `The issue records of "${owner}" name no CA, so nobody may issue for it or for what lies below it; a certificate is wanted for ${names}.`,
      why: "Every CA refuses at the next renewal.",
      how: 'Name the CA: CAA 0 issue "letsencrypt.org" with the issuer domain name of yours. Beside it, an empty record has no effect.',
    }),
    wildcardNeeded: ({ owner, names }: Denied) => ({
      what: `The issuewild records of "${owner}" name no CA, so nobody may issue a wildcard certificate there; one is wanted for ${names}.`,
      why: "For a wildcard name a CA looks at issuewild alone wherever there is one, and refuses.",
      how: 'Name the CA: CAA 0 issuewild "letsencrypt.org" with the issuer domain name of yours. Or delete issuewild, so that issue counts.',
    }),
    denied: ({ owner }: { owner: string }) => ({
      what: `The issue records of "${owner}" name no CA, so nobody may issue for it or for what lies below it.`,
      why: "That is right for a domain without certificates. A CA that is asked for one refuses.",
      how: "Nothing, if no certificate is wanted. Else write an issue record with the CA's issuer domain name.",
      severity: "info" as const,
    }),
    wildcardDenied: ({ owner }: { owner: string }) => ({
      what: `The issuewild records of "${owner}" name no CA, so nobody may issue a wildcard certificate for it or for what lies below it.`,
      why: "That is right where no wildcard is wanted. A CA that is asked for one refuses.",
      how: "Nothing, if no wildcard is wanted. Else write an issuewild record with the CA's issuer domain name.",
      severity: "info" as const,
    }),
  },
  owners: {
    where: (types) => (types & HAS_CAA) !== 0,
    check({ name }, context) {
      const { zone, facts, other, report } = context;
      const { members, complete } = caaSetAt(other, name);
      if (!complete) return;
      const issue = findDenying(members, "issue");
      const issuewild = findDenying(members, "issuewild");
      const hasIssuewild = members.some(({ reading }) => reading.tag === "issuewild");
      if (issue === undefined && issuewild === undefined) return;
      // Whose certificate it keeps from whom is told already.
      if (issuanceOf(context).ownersExcluding(zone).has(name)) return;
      const dataWith = (names: string) => new OwnerData(zone.names, name, names);
      if (issue !== undefined) {
        const names = namesUnder(zone, name, facts, (wildcard) => !(wildcard && hasIssuewild));
        report(other.at(issue).place, names ? "needed" : "denied", dataWith(names));
      }
      if (issuewild !== undefined) {
        const names = namesUnder(zone, name, facts, (wildcard) => wildcard);
        if (names) report(other.at(issuewild).place, "wildcardNeeded", dataWith(names));
        else if (issue === undefined) report(other.at(issuewild).place, "wildcardDenied", dataWith(names));
      }
    },
  },
});

/** The first record of the property, where there are any and all of them name nobody. */
function findDenying(members: readonly CaaMember[], tag: string): RecordId | undefined {
  let first: RecordId | undefined;
  for (const { id, reading } of members) {
    if (reading.tag !== tag) continue;
    const { parsed } = reading;
    if (parsed?.kind !== "issue-value" || parsed.issuer !== "") return undefined;
    first ??= id;
  }
  return first;
}

/** The names of known certificates for which this owner's CAA set is the relevant one (RFC 8659 §3), as text; empty for none. */
function namesUnder(
  zone: Zone,
  owner: NameId,
  { certificates }: Facts,
  counts: (wildcard: boolean) => boolean,
): string {
  if (certificates.length === 0) return "";
  const found = new Set<string>();
  for (const { name, wildcard } of certificates.flatMap((certificate) => certificate.names)) {
    const parsed = counts(wildcard) ? parseName(name) : undefined;
    if (parsed && relevantOwner(zone, parsed) === owner) found.add(`"${wildcard ? "*." : ""}${name}"`);
  }
  return [...found].join(", ");
}

/** The nearest owner of CAA at or above the name. */
function relevantOwner(zone: Zone, name: DomainName): NameId | undefined {
  for (let skipped = 0; skipped < name.labels.length; skipped++) {
    const id = zone.names.lookup(new DomainName(name.labels.slice(skipped)));
    if (id !== undefined && (zone.typesAt(id) & HAS_CAA) !== 0) return id;
  }
  return undefined;
}
