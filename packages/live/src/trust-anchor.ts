import { type DomainName, parseName } from "@dcvlint/core";

/** A key that is trusted (DNSKEY), or its digest (DS), as a record. */
export interface TrustAnchor {
  readonly zone: DomainName;
  readonly type: typeof DS | typeof DNSKEY;
  readonly rdata: Uint8Array;
}

const DS = 43;
const DNSKEY = 48;
/** Octets of a line; a DNSKEY of RSA with 4,096 bits has 700. */
export const MAX_ANCHOR = 4096;

const LINE =
  /^(\S+)[ \t]+(?:\d+[ \t]+)?(?:IN[ \t]+)?(?:(DS)[ \t]+(\d+)[ \t]+(\d+)[ \t]+(\d+)[ \t]+([0-9A-Fa-f]+(?:[ \t][0-9A-Fa-f]+)*)|(DNSKEY)[ \t]+(\d+)[ \t]+(\d+)[ \t]+(\d+)[ \t]+([0-9A-Za-z+/=]+(?:[ \t][0-9A-Za-z+/=]+)*))$/;

/** `. IN DS 20326 8 2 E06D…` or `. IN DNSKEY 257 3 8 AwEAA…`, a TTL allowed; `undefined` for anything else. */
export function parseTrustAnchor(line: string): TrustAnchor | undefined {
  if (line.length > MAX_ANCHOR) return undefined;
  const match = LINE.exec(line);
  const zone = match && parseName(match[1]);
  if (!match || !zone) return undefined;
  const isDs = match[2] !== undefined;
  const [first, second, third] = match.slice(isDs ? 3 : 8, isDs ? 6 : 11).map(Number);
  if (first > 0xffff || second > 255 || third > 255) return undefined;
  const text = match[isDs ? 6 : 11].replace(/[ \t]/g, "");
  if (isDs && text.length % 2 === 1) return undefined;
  const rest = Buffer.from(text, isDs ? "hex" : "base64");
  const rdata = Uint8Array.from([first >> 8, first & 255, second, third, ...rest]);
  return { zone, type: isDs ? DS : DNSKEY, rdata };
}
