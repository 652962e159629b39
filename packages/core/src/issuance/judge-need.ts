import { readCaa } from "../dcv/caa/caa-record.js";
import { RecordView } from "../zone/record-view.js";
import { judgeCaa } from "./caa-part.js";
import type { DeclaredWorld } from "./declared-world.js";
import { runDeclared } from "./judge-issuance.js";
import { Inquiry, type IssuanceFinding, type IssuanceRequest, type Knowledge } from "./judging.js";
import type { Need } from "./needs.js";

/** What was asked of CAA for a need, and what stands against it; absent where nothing does, or another rule says it. */
export interface JudgedNeed {
  readonly request: IssuanceRequest;
  readonly finding: IssuanceFinding | undefined;
}

export function judgeNeed(
  { name, wildcard, ca, method, account }: Omit<Need, "why" | "unverified">,
  world: DeclaredWorld,
  knowledge: Knowledge,
  now: number,
): JudgedNeed {
  const request: IssuanceRequest = { name, wildcard, ca, method, account, now };
  const inquiry = new Inquiry();
  runDeclared(world, judgeCaa(request, knowledge, inquiry));
  const finding = inquiry.findings.find((each) => !isBlamedAlready(each, request, knowledge));
  return { finding, request };
}

/**
 * Is the cause another rule's? A value that names this CA and can't be read is caa-malformed's; what a critical property
 * does is caa-unknown-tag's.
 */
function isBlamedAlready(finding: IssuanceFinding, { ca }: IssuanceRequest, { issuers }: Knowledge): boolean {
  if (!finding.rule.startsWith("caa-excludes-")) return true;
  const domains = issuers.issuerDomainsOf(ca);
  return finding.blamed.some(({ zone, id }) => {
    const { parsed, value } = readCaa(new RecordView(zone).at(id));
    if (parsed?.kind !== "problem" || parsed.trouble === "finalDot") return false;
    const text = value.toLowerCase();
    return domains.some((domain) => text.includes(domain)) || text.includes(ca.id);
  });
}
