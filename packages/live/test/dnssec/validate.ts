import { type DomainName, parseName } from "@dcvlint/core";
import type { Message } from "../../src/dns/message.js";
import { Budget } from "../../src/dnssec/budget.js";
import { judgeKeys, type Voucher } from "../../src/dnssec/judge-keys.js";
import { judgeReferral } from "../../src/dnssec/judge-referral.js";
import type { Dnskey } from "../../src/dnssec/rdata.js";
import { parseTrustAnchor } from "../../src/dnssec/trust-anchor.js";
import { DNSKEY, DS, RRSIG } from "../../src/dnssec/types.js";
import { type AnswerVerdict, validateAnswer } from "../../src/dnssec/validate-answer.js";
import type { Bogus, Insecure } from "../../src/dnssec/verdicts.js";

type Ask = (name: string, type: number) => Promise<Message>;
export type Trust =
  | { readonly kind: "keys"; readonly zone: DomainName; readonly keys: readonly Dnskey[] }
  | Insecure
  | Bogus;

/** The keys of `test.` or of a zone right below it, from the trust anchor down. */
export async function trustIn(zone: string, anchor: string, ask: Ask, now: number): Promise<Trust> {
  const budget = new Budget();
  const parent = parseTrustAnchor(anchor)!;
  const top = await keysOf(parent.zone, [parent.voucher], ask, now, budget);
  if (zone === "test." || top.kind !== "keys") return top;
  const child = parseName(zone)!;
  const referral = judgeReferral(await ask(zone, DS), child, parent.zone, top.keys, now, budget);
  if (referral.kind === "bogus") return referral;
  if (referral.kind === "signed") return keysOf(child, referral.ds, ask, now, budget);
  // A stand-in for "unsigned": that has no reason of its own.
  return {
    kind: "insecure",
    why: (referral.kind === "unsigned" && referral.why) || { kind: "unsupported", vouchers: [] },
  };
}

async function keysOf(
  zone: DomainName,
  vouchers: readonly Voucher[],
  ask: Ask,
  now: number,
  budget: Budget,
): Promise<Trust> {
  const { answer } = await ask(zone.toString(), DNSKEY);
  const [keys, rrsigs] = [DNSKEY, RRSIG].map((type) => answer.filter((record) => record.type === type));
  const verdict = judgeKeys(vouchers, keys, rrsigs, zone, now, budget);
  return verdict.kind === "secure" ? { kind: "keys", zone, keys: verdict.keys } : verdict;
}

export async function validate(
  name: string,
  type: number,
  trust: Trust,
  ask: Ask,
  now: number,
): Promise<AnswerVerdict> {
  if (trust.kind !== "keys") return trust;
  const question = { name: parseName(name)!, type };
  return validateAnswer({ question, response: await ask(name, type), zone: trust.zone, keys: trust.keys, now });
}
