import { isIPv4, isIPv6 } from "node:net";
import { specialPurposeOf } from "@dcvlint/core";

/** Addresses of one kind that begin with the same bits. */
export interface Cidr {
  /** 4 or 16; those after the first `bits` bits are zero. */
  readonly octets: Uint8Array;
  readonly bits: number;
}

/** `192.0.2.0/24`, `2001:db8::/32`: no bits set below the length, no zeros before it (RFC 4632 §3.1, RFC 4291 §2.3). */
export function parseCidr(text: string): Cidr | undefined {
  const [, prefix, length] = /^([0-9a-fA-F.:]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const octets = prefix === undefined ? undefined : parseAddress(prefix);
  const bits = Number(length);
  if (octets === undefined || bits > octets.length * 8) return undefined;
  const below = octets.some((octet, i) => (octet & hostMask(bits - i * 8)) !== 0);
  return below ? undefined : { octets, bits };
}

/**
 * May this be probed like a server on the public Internet? Where IPv4 is wrapped into IPv6, where the packets end counts
 * too: a translator or relay would take them to 127.0.0.1 or the cloud's metadata as well as anywhere else.
 */
export function isPublicAddress(address: string, treatAsPublic: readonly Cidr[]): boolean {
  const octets = parseAddress(address);
  if (octets === undefined) return false;
  const { inner, replaces } = unwrap(octets);
  if (inner !== undefined && !isPublic(inner, treatAsPublic)) return false;
  return (inner !== undefined && replaces) || isPublic(octets, treatAsPublic);
}

/** The same for what a CA looks at: an IPv4 address written as IPv6 (::ffff:0:0/96) is none that a CA connects to. */
export function isPublicTarget(address: string, treatAsPublic: readonly Cidr[]): boolean {
  const octets = parseAddress(address);
  if (octets === undefined || !unwrap(octets).replaces) return isPublicAddress(address, treatAsPublic);
  return treatAsPublic.some((block) => contains(block, octets));
}

/** 4 or 16 octets. `undefined` for anything else, an address with a zone (RFC 4007 §11) included. */
export function parseAddress(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split("."), Number);
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const quad = /:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  const [a, b, c, d] = (quad ?? "").split(".").map(Number);
  const hex = quad ? `${text.slice(0, -quad.length)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}` : text;
  const [front, back] = hex.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const gap = back === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array<string>(gap).fill("0"), ...(back ?? [])].map((group) =>
    Number.parseInt(group, 16),
  );
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));
}

const known = (text: string): Cidr => parseCidr(text) as Cidr;

/** Where the IPv4 address begins in them, and whether the packets never travel as IPv6. */
const WRAPPINGS: readonly { readonly block: Cidr; readonly at: number; readonly replaces: boolean }[] = [
  // IPv4-mapped (RFC 4291 §2.5.5.2): the system itself goes on with IPv4.
  { block: known("::ffff:0:0/96"), at: 12, replaces: true },
  // A translator of NAT64 (RFC 6052 §2.1) does so farther off.
  { block: known("64:ff9b::/96"), at: 12, replaces: false },
  // 6to4 (RFC 3056 §2). The block as a whole isn't reachable, so that it has to be named to be public.
  { block: known("2002::/16"), at: 2, replaces: false },
];

/** IPv4-compatible addresses, ::1 and :: among them: not in the registry, and nowhere on the Internet (RFC 4291 §2.5.5.1). */
const COMPATIBLE = known("::/96");

/**
 * A public address that Azure keeps for its machines alone: what answers there (metadata, DNS, health probes) is the
 * machine's own affair (learn.microsoft.com, "What is IP address 168.63.129.16?"). Hosted runners of GitHub are there.
 */
const OF_THE_CLOUD = known("168.63.129.16/32");

function unwrap(octets: Uint8Array): { readonly inner?: Uint8Array; readonly replaces: boolean } {
  const wrapping = WRAPPINGS.find(({ block }) => contains(block, octets));
  if (wrapping === undefined) return { replaces: false };
  return { inner: octets.subarray(wrapping.at, wrapping.at + 4), replaces: wrapping.replaces };
}

const isPublic = (octets: Uint8Array, treatAsPublic: readonly Cidr[]): boolean =>
  treatAsPublic.some((block) => contains(block, octets)) ||
  (specialPurposeOf(octets) === undefined && !contains(COMPATIBLE, octets) && !contains(OF_THE_CLOUD, octets));

const contains = ({ octets: prefix, bits }: Cidr, octets: Uint8Array): boolean =>
  prefix.length === octets.length && prefix.every((octet, i) => ((octet ^ octets[i]) & ~hostMask(bits - i * 8)) === 0);

/** Of one octet: the bits after the first `bits`, which may be under 0 or over 8. */
function hostMask(bits: number): number {
  return 0xff >> Math.min(Math.max(bits, 0), 8);
}
