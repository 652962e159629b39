/** DNSSEC algorithm mnemonics, IANA "DNS Security Algorithm Numbers", in BIND's spelling; the first of a number is printed. */
export const ALGORITHMS: Readonly<Record<string, number>> = {
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  NSEC3DSA: 6,
  NSEC3RSASHA1: 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECCGOST: 12,
  ECDSAP256SHA256: 13,
  ECDSA256: 13,
  ECDSAP384SHA384: 14,
  ECDSA384: 14,
  ED25519: 15,
  ED448: 16,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
};

/** DS digest types, IANA "Delegation Signer (DS) Resource Record (RR) Type Digest Algorithms". */
export const DIGESTS: Readonly<Record<string, number>> = {
  "SHA-1": 1,
  SHA1: 1,
  "SHA-256": 2,
  SHA256: 2,
  GOST: 3,
  "SHA-384": 4,
  SHA384: 4,
};

/** RFC 5155 §11. */
export const NSEC3_HASHES: Readonly<Record<string, number>> = { "SHA-1": 1 };

/** RFC 4398 §2.1. */
export const CERTIFICATE_TYPES: Readonly<Record<string, number>> = {
  PKIX: 1,
  SPKI: 2,
  PGP: 3,
  IPKIX: 4,
  ISPKI: 5,
  IPGP: 6,
  ACPKIX: 7,
  IACPKIX: 8,
  URI: 253,
  OID: 254,
};

/** RFC 2535 §3.1.3. */
export const KEY_PROTOCOLS: Readonly<Record<string, number>> = {
  NONE: 0,
  TLS: 1,
  EMAIL: 2,
  DNSSEC: 3,
  IPSEC: 4,
  ALL: 255,
};

/** RFC 2535 §3.1.2, in the order in which a shortened name is looked up. */
export const KEY_FLAGS: readonly (readonly [name: string, value: number])[] = [
  ["NOCONF", 0x4000],
  ["NOAUTH", 0x8000],
  ["NOKEY", 0xc000],
  ["FLAG2", 0x2000],
  ["EXTEND", 0x1000],
  ["FLAG4", 0x0800],
  ["FLAG5", 0x0400],
  ["USER", 0x0000],
  ["ZONE", 0x0100],
  ["HOST", 0x0200],
  ["NTYP3", 0x0300],
  ["FLAG8", 0x0080],
  ["FLAG9", 0x0040],
  ["FLAG10", 0x0020],
  ["FLAG11", 0x0010],
  ...Array.from({ length: 16 }, (_, i) => [`SIG${i}`, i] as const),
  ["KSK", 0x0001],
];

/** RFC 9859 §2.1. */
export const DSYNC_SCHEMES: Readonly<Record<string, number>> = { NOTIFY: 1 };

/** The mnemonic of a number, or the number. */
export function mnemonicOf(value: number, table: Readonly<Record<string, number>>): string {
  return Object.keys(table).find((name) => table[name] === value) ?? String(value);
}
