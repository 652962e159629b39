const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * The label of dns-account-01: `_` and the first ten octets of the account URL's SHA-256 in base32 (RFC 4648 §6), in lower
 * case (draft-ietf-acme-dns-account-label, "DNS-ACCOUNT-01 challenge"). The URL is hashed as it is written.
 */
export function accountLabel(account: string, sha256: (text: string) => Uint8Array): string {
  let bits = "";
  for (const octet of sha256(account).subarray(0, 10)) bits += octet.toString(2).padStart(8, "0");
  let label = "_";
  for (let at = 0; at < bits.length; at += 5) label += BASE32[Number.parseInt(bits.slice(at, at + 5), 2)];
  return label;
}
