import { defineRule, rfc, source } from "../../rule.js";

/** Found by asking with EDNS and without. */
export default defineRule({
  id: "edns-broken",
  group: "Live",
  severity: "error",
  summary: "A name server can't cope with EDNS",
  sources: [
    rfc(6891, "7", "Transport Considerations"),
    rfc(8906, "3.2", "EDNS Queries"),
    source(
      "ISC, DNS Flag Day: Notes for Authoritative Zone Owners",
      "https://kb.isc.org/docs/en/dns-flag-day-notes-for-authoritative-zones",
    ),
  ],
  messages: {
    dropped: ({ zone, server }: { zone: string; server: string }) => ({
      what: `${server}, a name server of "${zone}", doesn't answer queries with EDNS; without EDNS it answers.`,
      why: "Every resolver of today asks with EDNS, and since 2019 none asks again without it when nothing comes back: for them, and so for CAs, the server is dead.",
      how: "Update the server, or the firewall in front of it that drops what it doesn't know. A server without EDNS must answer FORMERR.",
    }),
    refused: ({ zone, server, rcode }: { zone: string; server: string; rcode: string }) => ({
      what: `${server}, a name server of "${zone}", answers ${rcode} to queries with EDNS; without EDNS it answers well.`,
      why: "Resolvers then ask again without EDNS, if they take the answer for what it is. Each lookup costs more time, answers are limited to 512 octets, and DNSSEC is out of the question.",
      how: "Update the server to one that knows EDNS (RFC 6891).",
      severity: "warning" as const,
    }),
  },
});
