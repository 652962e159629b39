import { DomainName, foldLabel } from "../name/domain-name.js";
import { A, AAAA, CAA, MX, TXT } from "../rdata/types.js";
import { caaOf } from "./caa-judgement.js";
import { certifiedName } from "./caa-part.js";
import type { Inquiry, IssuanceRequest, Judging, Knowledge } from "./judging.js";

/** 2028-03-15: no more e-mail validation (ballot SC-090, BR 3.2.2.4.4, .13 and .14). */
export const EMAIL_ENDS = 1_836_691_200;

/** The CA writes to somebody at the domain, for as long as it may. */
export function* judgeEmail(request: IssuanceRequest, knowledge: Knowledge, inquiry: Inquiry): Judging<void> {
  const { now } = request;
  const data = { certified: certifiedName(request) };
  const message = now < EMAIL_ENDS ? "ending" : "ended";
  const severity = now < EMAIL_ENDS ? "warning" : "error";
  inquiry.findings.push({ rule: "email-method-ending", message, data, severity, evidence: [], blamed: [] });
  const refusal = now < EMAIL_ENDS ? yield* findNoMail(request, knowledge, inquiry) : undefined;
  if (refusal) {
    const { domain, evidence } = refusal;
    const refused = { ...data, domain };
    inquiry.findings.push({ rule: "no-mail-exchange", message: "none", data: refused, evidence, blamed: [] });
  } else inquiry.unknown.push("Whether the mail arrives, and somebody answers it, files don't tell.");
}

/**
 * Is it certain that no mail arrives? The CA may write to the name or to any of those above it, down to the registrable
 * domain (BR 3.2.2.4.4), or to a contact that CAA or a TXT record names (.13, .14).
 */
function* findNoMail(
  { name: { labels } }: IssuanceRequest,
  { suffixes }: Knowledge,
  inquiry: Inquiry,
): Judging<{ readonly domain: string; readonly evidence: readonly number[] } | undefined> {
  const evidence: number[] = [];
  let domain: string | undefined;
  for (let skipped = 0; skipped < labels.length; skipped++) {
    const at = new DomainName(labels.slice(skipped));
    if (!suffixes.endsInPublicSuffix(foldLabel(at.toString()).slice(0, -1))) break;
    domain = at.toString();
    let takesNone = false;
    const contact = new DomainName(["_validation-contactemail", ...at.labels]);
    // An address makes up for a missing MX record (RFC 5321 §5.1).
    for (const [owner, type] of [
      [at, MX],
      [at, CAA],
      [contact, TXT],
      [at, AAAA],
      [at, A],
    ] as const) {
      if (takesNone && (type === A || type === AAAA)) continue;
      const { answer, numbers } = yield* inquiry.ask(owner, type);
      evidence.push(...numbers);
      if (answer.kind === "unknown" || answer.kind === "failure") return undefined;
      if (answer.kind !== "records") continue;
      if (answer.partial) return undefined;
      const datas = answer.records.map(({ rdata }) => rdata);
      if (type === MX && datas.every(isNullMx)) takesNone = true;
      else if (type !== CAA || datas.some((rdata) => caaOf(rdata).tag === "contactemail")) return undefined;
    }
  }
  return domain === undefined ? undefined : { domain, evidence };
}

/** The root for its target: no mail is taken (RFC 7505). */
const isNullMx = (rdata: Uint8Array): boolean => rdata.length === 3 && rdata[2] === 0;
