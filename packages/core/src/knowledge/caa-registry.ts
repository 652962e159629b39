/** What may stand in a CAA record: property tags and the names of validation methods. */
import { findNearest } from "./edit-distance.js";

export interface CaaTag {
  readonly tag: string;
  /** What it speaks about: TLS, S/MIME or mark certificates, whom to tell; *reserved* tags mean nothing. */
  readonly use: "tls" | "mail" | "mark" | "report" | "contact" | "reserved";
  readonly source: string;
}

/** IANA, "Certification Authority Restriction Properties" (pkix-parameters), read 2026-11-22 by way of those who cite it. */
export const CAA_TAGS: readonly CaaTag[] = [
  { tag: "issue", use: "tls", source: "RFC 8659 §4.2" },
  { tag: "issuewild", use: "tls", source: "RFC 8659 §4.3" },
  { tag: "iodef", use: "report", source: "RFC 8659 §4.4" },
  { tag: "issuemail", use: "mail", source: "RFC 9495 §3" },
  { tag: "issuevmc", use: "mark", source: "Requirements for the Issuance of Verified Mark Certificates" },
  { tag: "contactemail", use: "contact", source: "CA/Browser Forum BR, appendix A.1.1" },
  { tag: "contactphone", use: "contact", source: "CA/Browser Forum BR, appendix A.1.2" },
  { tag: "auth", use: "reserved", source: "RFC 6844 §7.2" },
  { tag: "path", use: "reserved", source: "RFC 6844 §7.2" },
  { tag: "policy", use: "reserved", source: "RFC 6844 §7.2" },
];

/** Tags compare without case (RFC 8659 §4.1). */
export function findTag(tag: string): CaaTag | undefined {
  const lower = tag.toLowerCase();
  return CAA_TAGS.find((known) => known.tag === lower);
}

/** The tag that was probably meant; `undefined` for known tags and for those that resemble none. */
export function suggestTag(tag: string): string | undefined {
  const lower = tag.toLowerCase();
  const known = findTag(lower);
  if (known && known.use !== "reserved") return undefined;
  const bare = lower.replace(/[^a-z]/g, "");
  const slip = SLIPS.get(bare) ?? (USABLE.includes(bare) ? bare : undefined);
  return slip ?? findNearest(bare, USABLE, bare.length < 5 ? 1 : 2);
}

const USABLE = CAA_TAGS.filter(({ use }) => use !== "reserved").map(({ tag }) => tag);

/** Further from the tag than a slip of the keyboard. */
const SLIPS: ReadonlyMap<string, string> = new Map([
  ["issuer", "issue"],
  ["issues", "issue"],
  ["issuedby", "issue"],
  ["allow", "issue"],
  ["ca", "issue"],
  ["wildcard", "issuewild"],
  ["wild", "issuewild"],
  ["issuewildcard", "issuewild"],
  ["issuerwild", "issuewild"],
  ["issuerwildcard", "issuewild"],
  ["wildissue", "issuewild"],
  ["issuewc", "issuewild"],
  ["iodev", "iodef"],
  ["report", "iodef"],
  ["issuesmime", "issuemail"],
  ["smime", "issuemail"],
  ["issueemail", "issuemail"],
  ["email", "contactemail"],
  ["contact", "contactemail"],
  ["contactmail", "contactemail"],
  ["phone", "contactphone"],
  ["vmc", "issuevmc"],
  ["issuebimi", "issuevmc"],
]);

export interface ValidationMethod {
  readonly label: string;
  /** *draft*: not registered yet, in use all the same. *reserved*: must not be used any more. */
  readonly state: "registered" | "draft" | "reserved";
  /** Can it prove a name in the DNS? */
  readonly provesNames: boolean;
  readonly source: string;
}

/** IANA, "ACME Validation Methods" (acme), read 2026-09-27 by others, and the two drafts that CAs have taken up. */
export const VALIDATION_METHODS: readonly ValidationMethod[] = [
  { label: "http-01", state: "registered", provesNames: true, source: "RFC 8555 §8.3" },
  { label: "dns-01", state: "registered", provesNames: true, source: "RFC 8555 §8.4" },
  { label: "tls-alpn-01", state: "registered", provesNames: true, source: "RFC 8737 §3" },
  { label: "onion-csr-01", state: "registered", provesNames: true, source: "RFC 9799 §3.2" },
  { label: "email-reply-00", state: "registered", provesNames: false, source: "RFC 8823" },
  { label: "tkauth-01", state: "registered", provesNames: false, source: "RFC 9447" },
  { label: "bp-nodeid-00", state: "registered", provesNames: false, source: "RFC 9891" },
  { label: "device-attest-01", state: "registered", provesNames: false, source: "draft-ietf-acme-device-attest" },
  { label: "dns-account-01", state: "draft", provesNames: true, source: "draft-ietf-acme-dns-account-label" },
  { label: "dns-persist-01", state: "draft", provesNames: true, source: "draft-ietf-acme-dns-persist" },
  { label: "tls-sni-01", state: "reserved", provesNames: false, source: "RFC 8555 §9.7.8" },
  { label: "tls-sni-02", state: "reserved", provesNames: false, source: "RFC 8555 §9.7.8" },
];

/** *ca-specific*: begins with `ca-`, which RFC 8657 §4 leaves to the CAs; `ca-tbr-7` is BR 3.2.2.4.7 (BR 4.2.2.1.2). */
export type MethodVerdict = "registered" | "draft" | "reserved" | "ca-specific" | "unknown" | "malformed";

/** One label of a `validationmethods` list. Lower case is canonical; a CA may compare with case, so a label must be lower. */
export function judgeMethodLabel(label: string): MethodVerdict {
  if (!/^[a-z0-9](?:-*[a-z0-9])*$/i.test(label)) return "malformed";
  const known = VALIDATION_METHODS.find((method) => method.label === label);
  if (known) return known.state;
  return /^ca-./.test(label) ? "ca-specific" : "unknown";
}

/** The BR section 3.2.2.4.x that a `ca-tbr-x` label names. */
export function brSectionOf(label: string): number | undefined {
  const match = /^ca-tbr-([1-9]\d?)$/.exec(label);
  return match ? Number(match[1]) : undefined;
}

/** The method that was probably meant. */
export function suggestMethod(label: string): string | undefined {
  const lower = label.toLowerCase().replace(/_/g, "-");
  const usable = VALIDATION_METHODS.filter(({ state }) => state !== "reserved").map((method) => method.label);
  if (usable.includes(lower)) return lower === label ? undefined : lower;
  const started = usable.find((method) => method.replace(/-0\d$/, "") === lower.replace(/-0?\d$/, ""));
  return started ?? METHOD_SLIPS.get(lower) ?? findNearest(lower, usable, 1);
}

const METHOD_SLIPS: ReadonlyMap<string, string> = new Map([
  ["http01", "http-01"],
  ["dns01", "dns-01"],
  ["https-01", "http-01"],
  ["txt", "dns-01"],
  ["alpn", "tls-alpn-01"],
  ["tls-01", "tls-alpn-01"],
  ["tlsalpn01", "tls-alpn-01"],
]);

/**
 * From this day every CA must process `accounturi` and `validationmethods` (RFC 8657); before it, only those of which it
 * is known do. https://cabforum.org/2026/05/13/ballot-sc098v2-process-rfc-8657-caa-parameters/
 @public */
export const PARAMETERS_BIND_FROM = "2027-03-15";
