import { defineRule, source } from "../../rule.js";

/** Found by asking the web server over both. */
export default defineRule({
  id: "aaaa-differs",
  group: "Live",
  severity: "error",
  summary: "A host answers over IPv6 in another way than over IPv4",
  sources: [
    source("Let's Encrypt, IPv6 Support", "https://letsencrypt.org/docs/ipv6-support/"),
    source("Boulder, va/http.go", "https://github.com/letsencrypt/boulder/blob/main/va/http.go"),
  ],
  messages: {
    /** What is served over each, as a clause. */
    content: ({ host, v4, v6 }: { host: string; v4: string; v6: string }) => ({
      what: `"${host}" serves different things over IPv4 and IPv6. IPv4: ${v4}. IPv6: ${v6}.`,
      why: "Where there is an AAAA record, CAs try IPv6 first. A server that answers there is believed, right or wrong, and nobody tries IPv4 any more.",
      how: "Let the AAAA record name the server that the A record names (an old one is often left over from another host), or delete it.",
    }),
    /** `falls`: what this CA does then, as a clause: "Let's Encrypt tries IPv4 then". */
    unreachable: ({ host, address, why, falls }: { host: string; address: string; why: string; falls: string }) => ({
      what: `"${host}" doesn't work over IPv6, at ${address}: ${why}.`,
      why: `Where there is an AAAA record, CAs try IPv6 first. Where that fails, ${falls}.`,
      how: "Let the web server listen on that address and the firewall let IPv6 through, or delete the AAAA record.",
      severity: "warning" as const,
    }),
  },
});
