import type { NamedResolver } from "../world/resolver-world.js";

/**
 * Asked over HTTPS where no name server can be reached, as in networks that close port 53. The endpoints have addresses
 * in their certificates. Sources, read on 2026-11-24: developers.cloudflare.com/1.1.1.1/encryption/dns-over-https,
 * developers.google.com/speed/public-dns/docs/doh.
 */
export const FALLBACK_RESOLVERS: readonly NamedResolver[] = [
  {
    id: "cloudflare-https",
    server: {
      transport: "https",
      address: "1.1.1.1",
      port: 443,
      url: "https://cloudflare-dns.com/dns-query",
      tlsServerName: "cloudflare-dns.com",
    },
  },
  {
    id: "google-https",
    server: {
      transport: "https",
      address: "8.8.8.8",
      port: 443,
      url: "https://dns.google/dns-query",
      tlsServerName: "dns.google",
    },
  },
];
