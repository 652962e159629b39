import { holdsDigest, isChallengeOwner } from "../../dcv/validation/challenge-owner.js";
import { readValidation } from "../../dcv/validation/validation-record.js";
import { relatedRecords } from "../../dcv/written/related.js";
import { OwnerData } from "../../dcv/zone/owner-data.js";
import { TXT } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_TXT, type RecordId } from "../../zone/zone.js";

/** A name and its wildcard, with two clients and a try or two, need fewer at once. */
const MANY = 10;

export default defineRule({
  id: "challenge-in-code",
  group: "Validation records",
  severity: "info",
  summary: "A one-time answer to an ACME challenge is kept in a file",
  sources: [rfc(8555, "8.4", "DNS Challenge")],
  messages: {
    kept: ({ owner }: { owner: string }) => ({
      what: `"${owner}" holds the answer to an ACME challenge, which is good for one order.`,
      why: "The next renewal needs another value. The old one is of no use to it, gets in the way of a client that writes its own, and keeps the name from being delegated with a CNAME.",
      how: "Delete it once the certificate is issued, and let the ACME client write the record, or delegate the name with a CNAME to a zone that the client may write to.",
    }),
    piledUp: ({ owner, count }: { owner: string; count: string }) => ({
      what: `"${owner}" holds ${count} answers to ACME challenges, each of which was good for one order.`,
      why: "A CA looks through all of them, and the answer soon is too large for UDP: then it fails wherever TCP does. A client that leaves its values behind adds one with each renewal.",
      how: "Delete them all, and let the ACME client take away what it wrote.",
      severity: "warning" as const,
    }),
  },
  owners: {
    where: (types) => (types & HAS_TXT) !== 0,
    check(owner, { zone, other, report }) {
      const { names } = zone;
      // Under "*" it answers no challenge at all: `challenge-under-wildcard` says so.
      if (!isChallengeOwner(names, owner.name) || names.isWildcard(names.parent[owner.name])) return;
      const kept: RecordId[] = [];
      for (let id = zone.firstRecordAt(owner.name); id >= 0; id = zone.nextAtOwner[id]) {
        const record = other.at(id);
        if (record.type !== TXT || !record.readable || !holdsDigest(record) || readValidation(record)) continue;
        kept.push(id);
      }
      if (kept.length === 0) return;
      const [first, ...rest] = kept;
      const related = relatedRecords(other, rest, () => "another one");
      const { place } = other.at(first);
      if (kept.length <= MANY) report(place, "kept", new OwnerData(names, owner.name), { related });
      else report(place, "piledUp", { owner: names.text(owner.name), count: String(kept.length) }, { related });
    },
  },
});
