import { holdsDigest, isChallengeOwner } from "../../dcv/challenge-owner.js";
import { OwnerData } from "../../dcv/owner-data.js";
import { relatedRecords } from "../../dcv/related.js";
import { readValidation } from "../../dcv/validation-record.js";
import { TXT } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { HAS_TXT, type RecordId } from "../../zone/zone.js";

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
      report(other.at(first).place, "kept", new OwnerData(names, owner.name), { related });
    },
  },
});
