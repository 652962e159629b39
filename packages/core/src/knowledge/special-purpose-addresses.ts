/** A block of addresses that no server on the public Internet can be reached at. */
export interface SpecialPurpose {
  readonly block: string;
  /** What the registry calls it, to stand behind "is". */
  readonly what: string;
}

/**
 * Blocks that aren't globally reachable, and the islands inside them that are (`-`).
 * Sources, read on 2026-11-24: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), where
 * "Globally Reachable" is False or N/A; multicast: RFC 5771, RFC 4291 §2.7. Left out: 64:ff9b::/96, which is reachable
 * through a translator (RFC 6052).
 */
const BLOCKS = `
0.0.0.0/8 an address of "this network" (RFC 791)
10.0.0.0/8 a private address (RFC 1918)
100.64.0.0/10 a shared address behind a carrier's NAT (RFC 6598)
127.0.0.0/8 a loopback address (RFC 1122)
169.254.0.0/16 a link-local address (RFC 3927)
172.16.0.0/12 a private address (RFC 1918)
192.0.0.9/32 -
192.0.0.10/32 -
192.0.0.0/24 reserved for protocols (RFC 6890)
192.0.2.0/24 an address for documentation (RFC 5737)
192.88.99.0/24 a 6to4 relay address, no longer in use (RFC 7526)
192.168.0.0/16 a private address (RFC 1918)
198.18.0.0/15 an address for benchmarks (RFC 2544)
198.51.100.0/24 an address for documentation (RFC 5737)
203.0.113.0/24 an address for documentation (RFC 5737)
224.0.0.0/4 a multicast address (RFC 5771)
240.0.0.0/4 reserved (RFC 1112)
::/128 the unspecified address (RFC 4291)
::1/128 the loopback address (RFC 4291)
::ffff:0:0/96 an IPv4 address written as IPv6 (RFC 4291)
64:ff9b:1::/48 a local translation address (RFC 8215)
100::/64 a discard-only address (RFC 6666)
100:0:0:1::/64 a dummy prefix (RFC 9780)
2001:1::1/128 -
2001:1::2/128 -
2001:1::3/128 -
2001:3::/32 -
2001:4:112::/48 -
2001:20::/28 -
2001:30::/28 -
2001::/32 a Teredo address (RFC 4380)
2001:2::/48 an address for benchmarks (RFC 5180)
2001::/23 reserved for protocols (RFC 2928)
2001:db8::/32 an address for documentation (RFC 3849)
2002::/16 a 6to4 address (RFC 3056)
3fff::/20 an address for documentation (RFC 9637)
5f00::/16 a segment-routing identifier (RFC 9602)
fc00::/7 a unique-local address (RFC 4193)
fe80::/10 a link-local address (RFC 4291)
fec0::/10 a site-local address, no longer in use (RFC 3879)
ff00::/8 a multicast address (RFC 4291)
`;

interface Block {
  readonly prefix: readonly number[];
  readonly bits: number;
  /** `undefined` for an island. */
  readonly special: SpecialPurpose | undefined;
}

let blocks: readonly Block[] | undefined;

/** The block of a 4- or 16-octet address, the narrowest that the registries name; `undefined` for a public one. */
export function specialPurposeOf(address: Uint8Array): SpecialPurpose | undefined {
  blocks ??= BLOCKS.trim().split("\n").map(parseBlock);
  return blocks.find(({ prefix, bits }) => prefix.length === address.length && startsWith(address, prefix, bits))
    ?.special;
}

function parseBlock(line: string): Block {
  const [block, ...words] = line.split(" ");
  const [prefix, bits] = block.split("/");
  const what = words.join(" ");
  const octets = prefix.includes(":") ? ipv6Octets(prefix) : prefix.split(".").map(Number);
  return { prefix: octets, bits: Number(bits), special: what === "-" ? undefined : { block, what } };
}

function ipv6Octets(text: string): number[] {
  const [front, back] = text.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const filled = [...front, ...Array<string>(8 - front.length - (back?.length ?? 0)).fill("0"), ...(back ?? [])];
  return filled.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
}

function startsWith(address: Uint8Array, prefix: readonly number[], bits: number): boolean {
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== prefix[i]) return false;
  const rest = 8 - (bits & 7);
  return rest === 8 || address[whole] >> rest === prefix[whole] >> rest;
}
