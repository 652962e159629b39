import { certifiedName } from "./caa-part.js";
import type { Inquiry, IssuanceRequest, Knowledge } from "./judging.js";
import { judgeCertifiedName } from "./names.js";

/** Methods by which a CA connects to the very host: no wildcard has one (BR 3.2.2.4.18 to .20). */
export const CONNECTING: ReadonlySet<string> = new Set(["http-01", "http-file", "tls-alpn-01", "load-balancer"]);

/** May the name be certified, and by this method? Says `false` where nothing else is worth asking. */
export function judgeName(request: IssuanceRequest, { suffixes }: Knowledge, inquiry: Inquiry): boolean {
  const { name, wildcard, method } = request;
  const certified = certifiedName(request);
  const trouble = judgeCertifiedName(name, suffixes);
  if (trouble) {
    const data = { certified, label: trouble.label };
    inquiry.findings.push({ rule: "name-not-issuable", message: trouble.trouble, data, evidence: [], blamed: [] });
    return false;
  }
  if (wildcard && method !== undefined && CONNECTING.has(method)) {
    const data = { certified, method };
    inquiry.findings.push({ rule: "wildcard-needs-dns", message: "needsDns", data, evidence: [], blamed: [] });
  }
  return true;
}
