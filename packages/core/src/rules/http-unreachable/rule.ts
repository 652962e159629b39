import { defineRule, rfc, source } from "../../rule.js";

/** Found by connecting as a CA does. */
export default defineRule({
  id: "http-unreachable",
  group: "Live",
  severity: "error",
  summary: "The host can't be connected to as the CA would",
  sources: [
    rfc(8555, "8.3", "HTTP Challenge"),
    rfc(8737, "3", "TLS with Application-Layer Protocol Negotiation (TLS ALPN) Challenge"),
    source("Let's Encrypt, Best Practice: Keep Port 80 Open", "https://letsencrypt.org/docs/allow-port-80/"),
  ],
  messages: {
    none: ({ url, addresses, why }: { url: string; addresses: string; why: string }) => ({
      what: `"${url}" can't be reached at ${addresses}: ${why}.`,
      why: "The CA connects to that port before it issues, from several countries. It gets no further than this.",
      how: "Let the web server listen there, and open the port in firewall and router to everybody: the addresses that CAs come from are many and change. Or validate by DNS.",
    }),
    tlsAlpn: ({ host, address, why }: { host: string; address: string; why: string }) => ({
      what: `"${host}" can't be validated by tls-alpn-01 at ${address}: ${why}.`,
      why: "The CA opens TLS on port 443 with the protocol acme-tls/1 and nothing else. Whatever ends TLS there must know it; CDNs and most load balancers don't.",
      how: "Let connections to port 443 through to the server that answers the challenge, or validate by http-01 or dns-01.",
    }),
  },
});
