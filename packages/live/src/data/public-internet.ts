/**
 * What the built-in network profile knows of the public Internet. Each list says where it is from and when somebody looked.
 * Stale root addresses cost a few timeouts, no more; a stale anchor makes everything bogus.
 */

/** Sources: https://www.internic.net/domain/named.root of 2026-07-22 (as BIND's lib/dns/rootns.c has it). Checked on 2026-11-24. */
export const ROOT_HINTS = [
  { name: "a.root-servers.net.", addresses: ["198.41.0.4", "2001:503:ba3e::2:30"] },
  { name: "b.root-servers.net.", addresses: ["170.247.170.2", "2801:1b8:10::b"] },
  { name: "c.root-servers.net.", addresses: ["192.33.4.12", "2001:500:2::c"] },
  { name: "d.root-servers.net.", addresses: ["199.7.91.13", "2001:500:2d::d"] },
  { name: "e.root-servers.net.", addresses: ["192.203.230.10", "2001:500:a8::e"] },
  { name: "f.root-servers.net.", addresses: ["192.5.5.241", "2001:500:2f::f"] },
  { name: "g.root-servers.net.", addresses: ["192.112.36.4", "2001:500:12::d0d"] },
  { name: "h.root-servers.net.", addresses: ["198.97.190.53", "2001:500:1::53"] },
  { name: "i.root-servers.net.", addresses: ["192.36.148.17", "2001:7fe::53"] },
  { name: "j.root-servers.net.", addresses: ["192.58.128.30", "2001:503:c27::2:30"] },
  { name: "k.root-servers.net.", addresses: ["193.0.14.129", "2001:7fd::1"] },
  { name: "l.root-servers.net.", addresses: ["199.7.83.42", "2001:500:9f::42"] },
  { name: "m.root-servers.net.", addresses: ["202.12.27.33", "2001:dc3::35"] },
] as const;

/**
 * KSK-2017 and KSK-2024: the second takes over from the first in October 2026, and until that is long past both are trusted.
 * Source: https://data.iana.org/root-anchors/root-anchors.xml (RFC 9718). Checked on 2026-11-24.
 */
export const ROOT_ANCHORS = [
  ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
  ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
] as const;

/**
 * Resolvers that validate, answer everybody, and belong to four operators with networks of their own.
 * Sources: https://developers.cloudflare.com/1.1.1.1/ip-addresses/, https://developers.google.com/speed/public-dns/docs/using,
 * https://quad9.net/service/service-addresses-and-features/ and https://adguard-dns.io/en/public-dns.html (its non-filtering
 * service). Addresses checked on 2026-11-24. OpenDNS isn't here because it refuses some countries.
 */
export const PUBLIC_RESOLVERS = [
  { id: "cloudflare", address: "1.1.1.1" },
  { id: "google", address: "8.8.8.8" },
  { id: "quad9", address: "9.9.9.9" },
  { id: "adguard", address: "94.140.14.140" },
] as const;
