import { CA_SHAPES } from "../knowledge/cas-shapes.gen.js";
import type { CaSummary } from "../knowledge/schema.js";
import { certifiedName } from "./caa-part.js";
import type { Inquiry, IssuanceRequest, Knowledge } from "./judging.js";
import { judgeCertifiedName } from "./names.js";

/** Methods by which a CA connects to the very host: no wildcard has one (BR 3.2.2.4.18 to .20). */
export const CONNECTING: ReadonlySet<string> = new Set(["http-01", "http-file", "tls-alpn-01", "load-balancer"]);

/** A CA that the user added may certify what it likes: it may be his own. */
const isPublic = ({ id }: CaSummary): boolean => id === "" || CA_SHAPES.some((known) => known.id === id);

/** Of a name on the wire (RFC 1035 §2.3.4). */
const MOST_OCTETS = 255;

/** What a method puts in front of the name; an account's label has 16 letters. */
const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  "dns-01": ["_acme-challenge"],
  "dns-account-01": ["_0123456789abcdef", "_acme-challenge"],
  "dns-persist-01": ["_validation-persist"],
};

/** May the name be certified, and by this method? Says `false` where nothing else is worth asking. */
export function judgeName(request: IssuanceRequest, { suffixes }: Knowledge, inquiry: Inquiry): boolean {
  const { name, wildcard, method } = request;
  const certified = certifiedName(request);
  const trouble = isPublic(request.ca) ? judgeCertifiedName(name, suffixes) : undefined;
  if (trouble) {
    const data = { certified, label: trouble.label };
    inquiry.findings.push({ rule: "name-not-issuable", message: trouble.trouble, data, evidence: [], blamed: [] });
    return false;
  }
  const { name: ca, mostLabels: most } = request.ca;
  if (most !== undefined && name.labels.length > most) {
    const data = { certified, ca, count: String(name.labels.length), most: String(most) };
    inquiry.findings.push({ rule: "name-not-issuable", message: "labels", data, evidence: [], blamed: [] });
    return false;
  }
  const owner = [...(PREFIXES[method ?? ""] ?? []), ...name.labels];
  const octets = owner.reduce((sum, label) => sum + label.length + 1, 1);
  if (octets > MOST_OCTETS) {
    const data = { certified, prefix: PREFIXES[method ?? ""].at(-1) ?? "", octets: String(octets), method };
    inquiry.findings.push({ rule: "name-too-long", message: "withPrefix", data, evidence: [], blamed: [] });
    return false;
  }
  if (wildcard && method !== undefined && CONNECTING.has(method)) {
    const data = { certified, method };
    inquiry.findings.push({ rule: "wildcard-needs-dns", message: "needsDns", data, evidence: [], blamed: [] });
  }
  return true;
}
