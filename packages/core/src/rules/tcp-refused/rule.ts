import { defineRule, rfc } from "../../rule.js";

/** Found by asking every name server over TCP. */
export default defineRule({
  id: "tcp-refused",
  group: "Live",
  severity: "warning",
  summary: "A name server doesn't answer over TCP",
  sources: [rfc(7766, "5", "Transport Protocol Selection")],
  messages: {
    closed: ({ zone, server, why }: { zone: string; server: string; why: string }) => ({
      what: `${server}, a name server of "${zone}", doesn't answer over TCP: ${why}.`,
      why: "An answer too long for UDP is cut, and the resolver asks again over TCP. A few more CAA or TXT records, or DNSSEC, and lookups here fail.",
      how: "Open TCP port 53 to everybody, and let the server listen there.",
    }),
    truncated: ({ zone, server, ask, why }: { zone: string; server: string; ask: string; why: string }) => ({
      what: `${server}, a name server of "${zone}", cuts its answer to "${ask}" short over UDP, and doesn't answer over TCP: ${why}.`,
      why: "A resolver throws the truncated answer away and asks over TCP. There it gets nothing, so the lookup fails, and a CA refuses.",
      how: "Open TCP port 53 to everybody. Deleting records that nobody needs, such as old TXT values, makes the answer short again.",
      severity: "error" as const,
    }),
  },
});
