import { parseName } from "../name/name-table.js";
import type { CertificateIntent } from "../rule.js";
import type { RunIssuance } from "./exclusions.js";
import { runDeclared } from "./judge-issuance.js";
import { Inquiry, type IssuanceFinding, type IssuanceRequest } from "./judging.js";
import { judgeMethod, lastingShapes } from "./method-part.js";
import { judgeName } from "./name-part.js";

/**
 * What is wrong with a certificate itself: its names, its method, and what its CA looks for at each renewal. What CAA says
 * stands with the CAA records. Of several names with the same trouble the first one tells it.
 */
export function* judgeCertificate(run: RunIssuance, certificate: CertificateIntent): Generator<IssuanceFinding> {
  const { knowledge, world, now } = run;
  const { names, method, account } = certificate;
  const ca = certificate.ca === undefined ? undefined : knowledge.issuers.findCa(certificate.ca);
  const told = new Set<string>();
  const missing: IssuanceFinding[] = [];
  let good = 0;
  for (const { name: text, wildcard } of names) {
    const name = parseName(text);
    if (!name) continue;
    // The judgement of names and methods asks for a CA in order to name it; no rule of these does without one.
    const request: IssuanceRequest = { name, wildcard, ca: ca ?? NOBODY, method, account, now };
    const inquiry = new Inquiry();
    if (judgeName(request, knowledge, inquiry)) {
      if (method === "email" || (ca && method && lastingShapes(ca, method).length > 0))
        runDeclared(world, judgeMethod(request, knowledge, inquiry, world));
    }
    for (const finding of inquiry.findings) {
      if (finding.rule === "validation-record-missing") missing.push(finding);
      else if (!told.has(`${finding.rule} ${finding.message}`) || finding.rule === "name-not-issuable") {
        told.add(`${finding.rule} ${finding.message}`);
        yield finding;
      }
    }
    if (inquiry.findings.length === 0 && inquiry.unknown.length === 0) good++;
  }
  // Where other names have theirs, the record of one of them is the place to tell it.
  if (good === 0 && missing.length > 0) yield missing[0];
}

const NOBODY = { id: "", name: "", kind: "ca", issuerDomains: { value: [], status: "unverified" } } as const;
