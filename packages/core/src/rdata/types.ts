/**
 * RR types: mnemonic, number, and the fields of their RDATA in the order of the master file: the data that both the
 * reader and the printer run on (`FIELDS` in all-fields.ts). Numbers: IANA "Domain Name System (DNS) Parameters",
 * Resource Record (RR) TYPEs; where a draft or a template alone describes the type, its name stands here:
 * CLA and IPN draft-johnson-dns-ipn-cla, DOA draft-durand-doa-over-dns, SINK draft-eastlake-kitchen-sink, HHIT and BRID
 * RFC 9886, DSYNC RFC 9859, RESINFO RFC 9606, WALLET and AVC their IANA templates (like TXT).
 */
const TABLE = `
A 1 ipv4
NS 2 name
MD 3 obsolete name
MF 4 obsolete name
CNAME 5 name
SOA 6 name name u32 ttl ttl ttl ttl
MB 7 name
MG 8 name
MR 9 name
NULL 10 generic
WKS 11 ipv4 wks
PTR 12 name
HINFO 13 text text
MINFO 14 name name
MX 15 u16 name
TXT 16 texts
RP 17 name name
AFSDB 18 u16 name
X25 19 x25
ISDN 20 text text?
RT 21 u16 name
NSAP 22 nsap
NSAP-PTR 23 name
SIG 24 type alg u8 u32 date date u16 name rest-b64
KEY 25 key-flags key-protocol alg key
PX 26 u16 name name
GPOS 27 text text text
AAAA 28 ipv6
LOC 29 loc
NXT 30 name types-nxt
EID 31 rest-hex
NIMLOC 32 rest-hex
SRV 33 u16 u16 u16 name
ATMA 34 atma
NAPTR 35 u16 u16 text text regexp name
KX 36 u16 name
CERT 37 cert-type u16 cert-alg rest-b64
A6 38 a6
DNAME 39 name
SINK 40 u8 u8 u8 rest-b64?
OPT 41 none
APL 42 apl
DS 43 u16 alg ds-digest
SSHFP 44 u8 fingerprint
IPSECKEY 45 u8 gateway
RRSIG 46 type alg u8 u32 time time u16 signer rest-b64
NSEC 47 name types
DNSKEY 48 key-flags key-protocol alg rest-b64
DHCID 49 rest-b64
NSEC3 50 hash-alg u8 u16 salt b32 types?
NSEC3PARAM 51 hash-alg u8 u16 salt
TLSA 52 u8 u8 u8 rest-hex
SMIMEA 53 u8 u8 u8 rest-hex
HIP 55 hip
NINFO 56 texts
RKEY 57 rkey-flags key-protocol alg rest-b64
TALINK 58 name name
CDS 59 u16 alg ds-digest
CDNSKEY 60 key-flags key-protocol alg rest-b64
OPENPGPKEY 61 rest-b64
CSYNC 62 u32 u16 types?
ZONEMD 63 u32 u8 zone-digest
SVCB 64 u16 target svcparams
HTTPS 65 u16 target svcparams
DSYNC 66 type dsync-scheme u16 name
HHIT 67 rest-b64
BRID 68 rest-b64
SPF 99 texts
UINFO 100 generic
UID 101 generic
GID 102 generic
UNSPEC 103 generic
NID 104 u16 locator64
L32 105 u16 ipv4
L64 106 u16 locator64
LP 107 u16 name
EUI48 108 eui48
EUI64 109 eui64
NXNAME 128 none
TKEY 249 none
TSIG 250 none
IXFR 251 none
AXFR 252 none
MAILB 253 none
MAILA 254 none
ANY 255 none
URI 256 u16 u16 quoted-rest
CAA 257 u8 caa-tag text-rest
AVC 258 texts
DOA 259 u32 u32 u8 text doa-data
AMTRELAY 260 u8 amtrelay
RESINFO 261 texts
WALLET 262 texts
CLA 263 texts
IPN 264 ipn
TA 32768 u16 alg ds-digest
DLV 32769 u16 alg ds-digest
`;

export interface TypeInfo {
  readonly mnemonic: string;
  readonly code: number;
  readonly fields: readonly string[];
}

const byCode = new Map<number, TypeInfo>();
const byMnemonic = new Map<string, TypeInfo>();
for (const line of TABLE.trim().split("\n")) {
  const [mnemonic, code, ...fields] = line.split(" ");
  const info = { mnemonic, code: Number(code), fields };
  byCode.set(info.code, info);
  byMnemonic.set(mnemonic, info);
}

/** Codes of the types that rules name often. */
export const A = 1;
export const NS = 2;
export const CNAME = 5;
export const SOA = 6;
export const PTR = 12;
export const MX = 15;
export const TXT = 16;
export const SIG = 24;
export const KEY = 25;
export const AAAA = 28;
export const NXT = 30;
export const SRV = 33;
export const DNAME = 39;
export const DS = 43;
export const RRSIG = 46;
export const NSEC = 47;
export const DNSKEY = 48;
export const NSEC3 = 50;
export const SVCB = 64;
export const HTTPS = 65;
export const SPF = 99;
export const CAA = 257;

/**
 * What is known of a type; a type that only `TYPE123` names has the one field `generic` (RFC 3597). 0 and 128 to 255 are
 * for questions and meta types (RFC 6895 §3.1).
 */
export function typeInfo(code: number): TypeInfo {
  const meta = code === 0 || (code >= 128 && code <= 255);
  return byCode.get(code) ?? { mnemonic: `TYPE${code}`, code, fields: [meta ? "none" : "generic"] };
}

/** The code of a mnemonic or `TYPE123`, in any case; `undefined` where neither knows it. */
export function typeCode(text: string): number | undefined {
  const upper = text.toUpperCase();
  const known = byMnemonic.get(upper);
  if (known) return known.code;
  const numbered = /^TYPE(\d{1,5})$/.exec(upper);
  const code = numbered ? Number(numbered[1]) : 65536;
  return code < 65536 ? code : undefined;
}

/** All mnemonics, for suggestions. */
export const mnemonics = (): readonly string[] => [...byMnemonic.keys()];

/** The code of the mnemonic at `bytes[start, end)`, or -1: `typeCode` without a string for the types that zones are made of. */
export function typeCodeAt(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const a = bytes[start] & 0xdf;
  if (length === 1) return a === 65 ? A : -1;
  const b = bytes[start + 1] & 0xdf;
  if (length === 2) {
    if (a === 78 && b === 83) return NS;
    if (a === 77 && b === 88) return MX;
  } else if (length === 3) {
    const c = bytes[start + 2] & 0xdf;
    if (a === 84 && b === 88 && c === 84) return TXT;
    if (a === 67 && b === 65 && c === 65) return CAA;
    if (a === 83 && b === 82 && c === 86) return SRV;
    if (a === 80 && b === 84 && c === 82) return PTR;
  } else if (length === 4) {
    if (a === 65 && b === 65 && (bytes[start + 2] & 0xdf) === 65 && (bytes[start + 3] & 0xdf) === 65) return AAAA;
  } else if (length === 5 && a === 67 && b === 78) {
    if ((bytes[start + 2] & 0xdf) === 65 && (bytes[start + 3] & 0xdf) === 77 && (bytes[start + 4] & 0xdf) === 69)
      return CNAME;
  }
  if (length > 10) return -1;
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return typeCode(text) ?? -1;
}
