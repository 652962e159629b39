import { nameOfCa } from "../dcv/validation/known-validation.js";
import { decodeOctets } from "../dcv/written/text-value.js";
import type { DomainName } from "../name/domain-name.js";
import { printRdata } from "../rdata/print.js";
import { TXT } from "../rdata/types.js";
import type { Inquiry, IssuanceRequest } from "./judging.js";
import type { Answer, AnsweredRecord } from "./world.js";

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
    const data = { owner: owner.toString(), ca: nameOfCa(ca), method: method ?? "", reason: answer.reason };
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

/** A target in presentation form, or the text of a TXT. */
export function textOf({ type, rdata }: AnsweredRecord): string {
  if (type !== TXT) return printRdata(type, rdata) ?? "";
  let text = "";
  for (let at = 0; at < rdata.length; at += rdata[at] + 1)
    for (let i = at + 1; i <= at + rdata[at]; i++) text += String.fromCharCode(rdata[i]);
  return decodeOctets(text);
}
