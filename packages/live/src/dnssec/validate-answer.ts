import type { DomainName } from "@dcvlint/core";
import type { Message } from "../dns/message.js";
import { findDname, synthesize, targetOf } from "./aliases.js";
import { Budget, LIMITS } from "./budget.js";
import {
  bogus,
  type Denial,
  gatherDenial,
  provesExpansion,
  provesNoData,
  provesNxdomain,
  type TrustedZone,
} from "./denial.js";
import { isBelow } from "./names.js";
import { type Dnskey, parseRrsig } from "./rdata.js";
import { findRrset, groupRrsets, type SignedRrset } from "./rrsets.js";
import { CNAME, NS, SOA } from "./types.js";
import type { Bogus, Insecure, InsecureReason, Secure } from "./verdicts.js";
import { verifyRrset } from "./verify-rrset.js";

export interface AnswerToValidate {
  /** `type` is neither ANY nor RRSIG: for those no answer is ever whole. */
  readonly question: { readonly name: DomainName; readonly type: number };
  /** From an authoritative server or a resolver, asked with the DO bit. */
  readonly response: Message;
  /** The zone that the name asked for is in, and its trusted keys. */
  readonly zone: DomainName;
  readonly keys: readonly Dnskey[];
  /** Seconds since 1970. */
  readonly now: number;
  readonly budget?: Budget;
}

/**
 * `rest`: an alias leads to this name, about which the zone's keys can't tell, be it outside the zone or below a cut of
 * it. The verdict is about the way there; what the response says from there on is neither believed nor doubted.
 */
export type AnswerVerdict =
  | (Secure & { readonly rest?: DomainName })
  | (Insecure & { readonly rest?: DomainName })
  | Bogus
  | { readonly kind: "not-an-answer"; readonly because: NotAnAnswer };

export type NotAnAnswer =
  /** For `judgeReferral`. */
  { readonly kind: "referral"; readonly child: DomainName } | { readonly kind: "rcode"; readonly rcode: number };

const NOERROR = 0;
const NXDOMAIN = 3;
const YXDOMAIN = 6;

/**
 * Is what the response says about the question true, as far as the zone's keys can tell (RFC 4035 §5)? That is about the
 * code, the RRset asked for and the aliases on the way to it; other records of the response stay unjudged.
 */
export function validateAnswer(input: AnswerToValidate): AnswerVerdict {
  const { rcode } = input.response;
  if (![NOERROR, NXDOMAIN, YXDOMAIN].includes(rcode))
    return { kind: "not-an-answer", because: { kind: "rcode", rcode } };
  return new Validation(input).run();
}

/** One answer, followed from the name asked for along its aliases. */
class Validation {
  private readonly trusted: TrustedZone;
  private readonly answer: readonly SignedRrset[];
  private readonly authority: readonly SignedRrset[];
  private expiresAt = Number.POSITIVE_INFINITY;
  private why: InsecureReason | undefined;
  private gathered: Denial | undefined;

  constructor(private readonly input: AnswerToValidate) {
    const { response, zone, keys, now, budget = new Budget() } = input;
    this.trusted = { zone, keys, now, budget };
    this.answer = groupRrsets(response.answer);
    this.authority = groupRrsets(response.authority);
  }

  run(): AnswerVerdict {
    const { question } = this.input;
    let name = question.name;
    for (let hops = 0; hops <= LIMITS.aliases; hops++) {
      const step = this.step(name, hops > 0);
      if (!("next" in step)) return step;
      name = step.next;
    }
    return bogus(question.name, question.type, { kind: "alias-loop" });
  }

  /** What the response has at one name: the verdict, or the name to go on with. */
  private step(name: DomainName, aliased: boolean): AnswerVerdict | { readonly next: DomainName } {
    const { type } = this.input.question;
    const { zone } = this.trusted;
    // Only of the name asked for we know that it's this zone's: an alias may lead below a cut, and the server may have
    // that zone too. It's this zone's where the zone signed it.
    if (aliased && !name.isSubdomainOf(zone)) return this.conclude(name);

    const dname = findDname(this.answer, name, zone);
    const found = dname ?? findRrset(this.answer, name, type) ?? findRrset(this.answer, name, CNAME);
    if (found === undefined) return this.judgeAbsence(name, aliased);
    if (aliased && !isSignedFor(zone, found)) return this.conclude(name);
    const failure = this.accept(found);
    if (failure !== undefined) return failure;

    if (dname !== undefined) return this.redirect(dname, name);
    if (found.type === type) return this.answered(name);
    const target = targetOf(found);
    // A signer that signs two CNAMEs at a name broke RFC 2181 §10.1; there is no one answer.
    return target === undefined ? bogus(name, CNAME, { kind: "alias-loop" }) : { next: target };
  }

  private redirect(dname: SignedRrset, name: DomainName): AnswerVerdict | { readonly next: DomainName } {
    const { question, response } = this.input;
    const made = synthesize(dname, name, this.answer);
    if (made.kind === "target" && question.type !== CNAME) return { next: made.target };
    if (made.kind === "too-long" && response.rcode === YXDOMAIN) return this.conclude();
    // Who asked for the CNAME looks for it.
    if (made.kind === "target" && findRrset(this.answer, name, CNAME) !== undefined) return this.answered(name);
    return bogus(name, CNAME, { kind: "synthesis", dname: dname.owner });
  }

  /** There is what was asked for, so the code, which nobody signs, mustn't say otherwise. */
  private answered(name: DomainName): AnswerVerdict {
    const { question, response } = this.input;
    const { rcode } = response;
    return rcode === NOERROR ? this.conclude() : bogus(name, question.type, { kind: "rcode", rcode });
  }

  /** Verifies an RRset of the answer, with the proof that goes with a wildcard. Returns what is wrong with it. */
  private accept({ owner, type, records, signatures }: SignedRrset): Bogus | undefined {
    const { zone, keys, now, budget } = this.trusted;
    const verdict = verifyRrset(records, signatures, keys, zone, now, budget);
    if (verdict.kind === "bogus") return verdict;
    this.expiresAt = Math.min(this.expiresAt, verdict.expiresAt);
    return verdict.wildcard && this.rely(provesExpansion(this.denial, owner, type, verdict.wildcard));
  }

  private judgeAbsence(name: DomainName, aliased: boolean): AnswerVerdict {
    const { zone } = this.trusted;
    const { question, response } = this.input;
    const soa = findRrset(this.authority, zone, SOA);
    if (soa === undefined) {
      if (aliased) return this.conclude(name);
      const cut = this.authority.find(
        ({ type, owner }) => type === NS && isBelow(owner, zone) && name.isSubdomainOf(owner),
      );
      if (cut !== undefined && response.rcode === NOERROR) {
        return { kind: "not-an-answer", because: { kind: "referral", child: cut.owner } };
      }
    }
    if (response.rcode === YXDOMAIN) return bogus(name, question.type, { kind: "rcode", rcode: YXDOMAIN });
    const prove = response.rcode === NXDOMAIN ? provesNxdomain : provesNoData;
    // The SOA holds for how long the absence does; resolvers don't take one that isn't signed well.
    const failure = this.rely(prove(this.denial, name, question.type)) ?? (soa && this.accept(soa));
    return failure ?? this.conclude();
  }

  private get denial(): Denial {
    this.gathered ??= gatherDenial(this.authority, this.trusted);
    return this.gathered;
  }

  private rely(verdict: Secure | Insecure | Bogus): Bogus | undefined {
    if (verdict.kind === "bogus") return verdict;
    if (verdict.kind === "insecure") this.why ??= verdict.why;
    else this.expiresAt = Math.min(this.expiresAt, verdict.expiresAt);
    return undefined;
  }

  private conclude(rest?: DomainName): AnswerVerdict {
    const open = rest === undefined ? {} : { rest };
    return this.why === undefined
      ? { kind: "secure", expiresAt: this.expiresAt, ...open }
      : { kind: "insecure", why: this.why, ...open };
  }
}

/** Does the RRset have a signature in the zone's name, good or not? */
const isSignedFor = (zone: DomainName, { signatures }: SignedRrset): boolean =>
  signatures.some(({ rdata }) => parseRrsig(rdata)?.signer.equals(zone));
