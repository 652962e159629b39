import { nameOfCa } from "../dcv/known-validation.js";
import type { DomainName } from "../name/domain-name.js";
import type { Inquiry, IssuanceRequest } from "./judging.js";
import type { Answer } from "./world.js";

/** Says why, where the answer isn't known. */
export function isUnknown(answer: Answer, owner: DomainName, inquiry: Inquiry): boolean {
  if (answer.kind !== "unknown") return false;
  const end = answer.via.at(-1);
  const where = end ? `"${owner}" leads to "${end.to}", which isn't known` : `What stands at "${owner}" isn't known`;
  inquiry.unknown.push(`${where}: ${answer.why}.`);
  return true;
}

type Failure = Extract<Answer, { kind: "failure" }>;

/** The CA must know this answer and gets none. What is to blame was observed with it, aliases apart. */
export function refuse(
  answer: Failure,
  owner: DomainName,
  evidence: readonly number[],
  { ca, method }: IssuanceRequest,
  inquiry: Inquiry,
): void {
  const blamed = answer.via.flatMap(({ declared }) => declared ?? []);
  if (answer.reason === "alias loop") {
    const data = { owner: owner.toString(), ca: nameOfCa(ca.id), method: method ?? "", reason: answer.reason };
    inquiry.findings.push({ rule: "cname-loop", message: "challenge", data, evidence, blamed });
    return;
  }
  if (answer.reason === "too many aliases") {
    const end = answer.via.at(-1)?.to.toString() ?? "";
    const data = { owner: owner.toString(), hops: answer.via.length, end };
    inquiry.findings.push({ rule: "cname-chain-too-long", message: "tooLong", data, evidence, blamed });
    return;
  }
  inquiry.refused = true;
}
