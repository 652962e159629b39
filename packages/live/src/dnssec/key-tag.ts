/** RSA/MD5: the one algorithm with a key tag of its own kind. */
const RSAMD5 = 1;

/** The tag by which RRSIG and DS point at a DNSKEY (RFC 4034 App. B). Not unique: different keys may share one. */
export function keyTag(rdata: Uint8Array): number {
  // The last but two and last but one octets of the modulus, which ends the key (App. B.1).
  if (rdata[3] === RSAMD5) return rdata.length < 7 ? 0 : rdata[rdata.length - 3] * 256 + rdata[rdata.length - 2];
  let sum = 0;
  for (let i = 0; i < rdata.length; i++) sum += i % 2 === 0 ? rdata[i] * 256 : rdata[i];
  return (sum + Math.floor(sum / 65536)) & 0xffff;
}
