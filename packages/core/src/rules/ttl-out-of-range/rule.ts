import { excerpt } from "../../dcv/written/rewrite.js";
import { defineRule, rfc } from "../../rule.js";

export default defineRule({
  id: "ttl-out-of-range",
  group: "Reading the source",
  severity: "error",
  summary: "A TTL that is too large, unreadable, or missing",
  sources: [rfc(2181, "8", "Time to Live (TTL)"), rfc(2308, "4", "SOA Minimum Field"), rfc(1035, "5.1", "Format")],
  fixable: true,
  zoneFilesOnly: true,
  messages: {
    tooLarge: ({ written }: { written: string }) => ({
      what: `The TTL ${excerpt(written)} is over 2147483647 seconds, the largest there is.`,
      why: "BIND publishes it as 0, so that nothing is cached; from 4294967296 on name servers refuse the whole zone.",
      how: "Write seconds up to 2147483647. 3600 (an hour) suits most records; 86400 (a day) is long.",
    }),
    unreadable: ({ written }: { written: string }) => ({
      what: `"${excerpt(written)}" stands where the TTL belongs, and can't be read as one.`,
      why: "A name server refuses the whole zone because of it, so nothing in the zone is served.",
      how: "Write seconds, such as 3600, or numbers each with a unit, such as 1h30m (w, d, h, m, s).",
    }),
    missing: () => ({
      what: "Nothing says the TTL of this record: there is no $TTL, no TTL on a record before it, and the SOA comes later.",
      why: 'BIND refuses the zone ("no TTL specified; zone rejected"); other servers make one up.',
      how: 'Write "$TTL 3600" on the first line.',
    }),
  },
  fixProblem({ message, source }) {
    if (message !== "missing") return undefined;
    const place = { source, start: 0, end: 0 };
    return {
      title: 'Write "$TTL 3600" on the first line',
      safety: "suggestion",
      edits: [{ place, newText: "$TTL 3600\n" }],
    };
  },
});
