/** Names of extended DNS errors by number (RFC 8914 §4). */
const NAMES = [
  "Other Error",
  "Unsupported DNSKEY Algorithm",
  "Unsupported DS Digest Type",
  "Stale Answer",
  "Forged Answer",
  "DNSSEC Indeterminate",
  "DNSSEC Bogus",
  "Signature Expired",
  "Signature Not Yet Valid",
  "DNSKEY Missing",
  "RRSIGs Missing",
  "No Zone Key Bit Set",
  "NSEC Missing",
  "Cached Error",
  "Not Ready",
  "Blocked",
  "Censored",
  "Filtered",
  "Prohibited",
  "Stale NXDOMAIN Answer",
  "Not Authoritative",
  "Not Supported",
  "No Reachable Authority",
  "Network Error",
  "Invalid Data",
];

/** `7 signature expired from …` as `EDE 7 Signature Expired: signature expired from …`. */
export function describeEde(error: string): string {
  const [, code, text] = /^(\d+)(?: (.*))?$/s.exec(error) ?? [error, "", error];
  const name = NAMES[code === "" ? -1 : Number(code)];
  return [["EDE", code, name].filter(Boolean).join(" "), text].filter(Boolean).join(": ");
}
