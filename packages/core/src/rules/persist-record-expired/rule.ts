import { isPersistOwner, persistRecordsAt } from "../../dcv/validation/persist-owner.js";
import { parsePersistRecord, persistDayOf } from "../../dcv/validation/persist-record.js";
import { WrittenValue } from "../../dcv/written/written-value.js";
import { perOwner } from "../../dcv/zone/per-owner.js";
import { TXT } from "../../rdata/types.js";
import { defineRule, source } from "../../rule.js";

/** Seconds: within it, most certificates are renewed once. */
const SOON = 30 * 86400;

interface Until {
  until: string;
  issuer: string;
}

export default defineRule({
  id: "persist-record-expired",
  group: "Validation records",
  severity: "error",
  summary: "A dns-persist-01 record whose time is over",
  sources: [
    source("draft-ietf-acme-dns-persist, section 4", "https://datatracker.ietf.org/doc/draft-ietf-acme-dns-persist/"),
    source(
      "CA/Browser Forum BR, section 3.2.2.4.22",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
  ],
  messages: {
    expired: ({ until, issuer }: Until) => ({
      what: `This permission for "${issuer}" ended on ${until} (persistUntil).`,
      why: "The CA doesn't take it any more, so the next renewal with dns-persist-01 fails.",
      how: "Write a later time in seconds since 1970, or leave persistUntil out.",
    }),
    soon: ({ until, issuer }: Until) => ({
      what: `This permission for "${issuer}" ends on ${until} (persistUntil).`,
      why: "A renewal with dns-persist-01 after that fails.",
      how: "Write a later time in seconds since 1970, or leave persistUntil out.",
      severity: "warning" as const,
    }),
  },
  records: {
    types: [TXT],
    check(record, { zone, facts, report }) {
      if (!isPersistOwner(zone.names, record.ownerId)) return;
      const text = record.strings().join("");
      const parsed = parsePersistRecord(text);
      if (parsed.kind === "problem" || parsed.until === undefined || parsed.until > facts.now + SOON) return;
      const { issuer, account, until, untilStart = 0 } = parsed;
      // Another record may carry the permission on.
      const last = lastUntil(zone, record.ownerId).get(permission(issuer, account)) ?? until;
      if (last > facts.now + SOON) return;
      const end = text.indexOf(";", untilStart);
      const place = new WrittenValue(record, 0).piece(untilStart, end < 0 ? text.length : end);
      report(place, until < facts.now ? "expired" : "soon", { until: persistDayOf(until), issuer });
    },
  },
});

const permission = (issuer: string, account: string): string => `${issuer} ${account}`;

/** When each permission of an owner ends, by the latest of its records. */
const lastUntil = perOwner((zone, owner) => {
  const last = new Map<string, number>();
  for (const { parsed } of persistRecordsAt(zone, owner)) {
    const { issuer, account, until = Number.POSITIVE_INFINITY } = parsed;
    const key = permission(issuer, account);
    last.set(key, Math.max(until, last.get(key) ?? until));
  }
  return last;
});
