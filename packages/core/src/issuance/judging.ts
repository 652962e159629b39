import type { IssuerDirectory } from "../knowledge/issuers.js";
import type { PublicSuffixes } from "../knowledge/public-suffixes.js";
import type { CaSummary } from "../knowledge/schema.js";
import type { Severity } from "../model.js";
import type { DomainName } from "../name/domain-name.js";
import type { Answer, Declared, Evidence, Question, WebAnswer, WebQuestion } from "./world.js";

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
  /** The file that the CA asked for: its path, and what must be in it. */
  readonly file?: { readonly path: string; readonly content: string };
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
  /** Addresses that count as public though they are reserved: a test's own. */
  readonly isTreatedAsPublic?: (address: Uint8Array) => boolean;
  /** Redirects that are followed. */
  readonly mostRedirects?: number;
  readonly issuers: IssuerDirectory;
  readonly suffixes: PublicSuffixes;
  /** SHA-256 of a text, which makes the label of an account; core hashes nothing itself. */
  readonly sha256?: (text: string) => Uint8Array;
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
  /** Does the CA refuse because of it? Where it isn't said: if it is an error. */
  readonly forbids?: boolean;
}

/**
 * A judgement on its way: it yields a question and goes on when it has the answer. So the same code runs at once over
 * files and patiently over the network.
 */
export type Judging<T> = Generator<Question | WebQuestion, T, Answer | WebAnswer>;

/** Unbound followed no more until 2021. */
const MOST_SAFE_ALIASES = 8;

/** What was asked so far. */
export class Inquiry {
  readonly evidence: Evidence[] = [];
  readonly findings: IssuanceFinding[] = [];
  readonly unknown: string[] = [];
  /** The CA doesn't get an answer that it must have; why, an observation tells. */
  refused = false;
  private readonly said = new Set<string>();

  *ask(
    name: DomainName,
    type: number,
    aside = false,
  ): Judging<{ readonly answer: Answer; readonly numbers: readonly number[] }> {
    const answer = (yield { name, type, aside }) as Answer;
    const numbers = this.note(answer.from);
    for (const { cause, evidence, blamed = [], ...seen } of answer.seen ?? [])
      this.observe({ ...seen, evidence: evidence.map((number) => numbers[number]), blamed }, cause);
    const { via } = answer;
    // Past 11 there is no answer at all.
    if (via.length > MOST_SAFE_ALIASES && answer.kind !== "failure") {
      const data = { owner: name.toString(), hops: via.length, end: via[via.length - 1].to.toString() };
      const blamed = via.flatMap(({ declared }) => declared ?? []);
      this.observe({ rule: "cname-chain-too-long", message: "long", data, evidence: numbers, blamed });
    }
    return { answer, numbers };
  }

  *fetch(question: WebQuestion): Judging<{ readonly answer: WebAnswer; readonly numbers: readonly number[] }> {
    const answer = (yield question) as WebAnswer;
    return { answer, numbers: this.note(answer.from) };
  }

  /** Worth saying, once, and no reason to refuse by itself. */
  observe(finding: Omit<IssuanceFinding, "forbids">, cause = JSON.stringify(finding.data)): void {
    const key = `${finding.rule} ${finding.message} ${cause}`;
    if (this.said.has(key)) return;
    this.said.add(key);
    this.findings.push({ ...finding, forbids: false });
  }

  private note(from: readonly Evidence[]): readonly number[] {
    return from.map((evidence) => this.evidence.push(evidence) - 1);
  }
}
