import type { IssuerDirectory } from "../knowledge/issuers.js";
import type { PublicSuffixes } from "../knowledge/public-suffixes.js";
import type { CaSummary } from "../knowledge/schema.js";
import type { Severity } from "../model.js";
import type { DomainName } from "../name/domain-name.js";
import type { Answer, Declared, Evidence, Question } from "./world.js";

/** May this CA issue for this name, by this method? A wildcard is asked for by its base name. */
export interface IssuanceRequest {
  readonly name: DomainName;
  readonly wildcard: boolean;
  readonly ca: CaSummary;
  readonly method?: string;
  /** URI of the ACME account. */
  readonly account?: string;
  /** What the CA asked for. */
  readonly expected?: readonly ExpectedRecord[];
  /** An order is under way: what the CA asks for once an order must be there too, not only what stays. */
  readonly pending?: boolean;
  /** Seconds since 1970. */
  readonly now: number;
}

export interface ExpectedRecord {
  readonly owner: DomainName;
  readonly type: "CNAME" | "TXT";
  /** A target with or without its final dot, or the text of a TXT without quotes. */
  readonly value: string;
}

/** What a judgement rests on beside answers. */
export interface Knowledge {
  readonly issuers: IssuerDirectory;
  readonly suffixes: PublicSuffixes;
}

/**
 * *will-issue*: all that the CA will look at was seen and permits. *will-not-issue*: something seen forbids.
 * *cannot-tell*: something that it will look at is unknown (contract §5a).
 */
export interface Verdict {
  readonly verdict: "will-issue" | "will-not-issue" | "cannot-tell";
  readonly findings: readonly IssuanceFinding[];
  /** Why it can't be told, a sentence each. */
  readonly unknown: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** What a rule has to say; its message makes the text. */
export interface IssuanceFinding {
  readonly rule: string;
  readonly message: string;
  readonly data: object;
  readonly severity?: Severity;
  /** Numbers in the verdict's evidence. */
  readonly evidence: readonly number[];
  /** The records to blame, the foremost first. */
  readonly blamed: readonly Declared[];
}

/**
 * A judgement on its way: it yields a question and goes on when it has the answer. So the same code runs at once over
 * files and patiently over the network.
 */
export type Judging<T> = Generator<Question, T, Answer>;

/** What was asked so far. */
export class Inquiry {
  readonly evidence: Evidence[] = [];
  readonly findings: IssuanceFinding[] = [];
  readonly unknown: string[] = [];

  *ask(name: DomainName, type: number): Judging<{ readonly answer: Answer; readonly number: number }> {
    const answer = yield { name, type };
    return { answer, number: this.evidence.push(answer.from) - 1 };
  }
}
