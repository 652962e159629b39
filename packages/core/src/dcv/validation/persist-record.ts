import { foldLabel } from "../../name/domain-name.js";
import { type IssueParameter, type IssueValueTrouble, isAccountUri, parseIssueValue } from "../caa/caa-value.js";

/**
 * A TXT record of dns-persist-01 (draft-ietf-acme-dns-persist-01 §4, BR 3.2.2.4.22): an issue-value of RFC 8659 §4.2
 * with parameters of its own. Offsets count from the text's first octet.
 */
export interface PersistRecord {
  readonly kind: "persist-record";
  /** In lower case, without a final dot: here, unlike in CAA, a CA brings the name into that form before it compares. */
  readonly issuer: string;
  readonly account: string;
  /** As written; only "wildcard" has a meaning. */
  readonly policy?: string;
  readonly policyStart?: number;
  /** Seconds since 1970. */
  readonly until?: number;
  readonly untilStart?: number;
}

export type PersistTrouble =
  | Exclude<IssueValueTrouble, "finalDot">
  | "noIssuer"
  | "noAccount"
  | "accountNotUri"
  | "twice"
  | "badUntil";

/** The CA passes over the record. */
export interface PersistProblem {
  readonly kind: "problem";
  readonly trouble: PersistTrouble;
  readonly start: number;
  readonly end: number;
  /** The issuer, in lower case, where it could be read. */
  readonly issuer?: string;
}

export function parsePersistRecord(text: string): PersistRecord | PersistProblem {
  let parsed = parseIssueValue(text);
  if (parsed.kind === "problem" && parsed.trouble === "finalDot") {
    parsed = parseIssueValue(`${text.slice(0, parsed.start)} ${text.slice(parsed.end)}`);
  }
  if (parsed.kind === "problem") {
    const { trouble, start, end } = parsed;
    if (trouble === "finalDot") throw new Error("a final dot is taken away once, and there is only one");
    // "accounturi=…; …": the parameters alone.
    if (trouble === "urlAsIssuer" || trouble === "badOctetInIssuer") {
      if (/^\s*[A-Za-z]+\s*=/.test(text)) return { kind: "problem", trouble: "noIssuer", start: 0, end: text.length };
    }
    return { kind: "problem", trouble, start, end };
  }
  const issuer = foldLabel(parsed.issuer);
  const problem = (trouble: PersistTrouble, { start, end }: { start: number; end: number }): PersistProblem => ({
    kind: "problem",
    trouble,
    start,
    end,
    issuer: issuer || undefined,
  });
  const whole = { start: 0, end: text.length };
  if (issuer === "") return problem("noIssuer", whole);
  const known = new Map<string, IssueParameter>();
  for (const parameter of parsed.parameters) {
    const tag = foldLabel(parameter.tag);
    if (tag !== "accounturi" && tag !== "policy" && tag !== "persistuntil") continue;
    if (known.has(tag)) return problem("twice", parameter);
    known.set(tag, parameter);
  }
  const account = known.get("accounturi");
  if (!account) return problem("noAccount", whole);
  if (!isAccountUri(account.value)) return problem("accountNotUri", account);
  const until = known.get("persistuntil");
  if (until && !/^[+-]?\d{1,18}$/.test(until.value)) return problem("badUntil", until);
  const policy = known.get("policy");
  return {
    kind: "persist-record",
    issuer,
    account: account.value,
    policy: policy?.value,
    policyStart: policy?.start,
    until: until && Number(until.value),
    untilStart: until?.start,
  };
}

/** Does it cover wildcards, and the names below (policy values compare without case)? */
export const coversWildcards = ({ policy }: PersistRecord): boolean => foldLabel(policy ?? "") === "wildcard";

const OWN_MESSAGES = ["noIssuer", "noAccount", "accountNotUri", "twice", "badUntil"] as const;

/** The message of `persist-record-malformed` that tells a trouble. */
export function persistMessageOf(trouble: PersistTrouble): (typeof OWN_MESSAGES)[number] | "semicolon" | "unreadable" {
  if (trouble === "trailingSemicolon" || trouble === "emptyParameter") return "semicolon";
  return OWN_MESSAGES.find((own) => own === trouble) ?? "unreadable";
}

/** The day of `persistUntil`. Years before 1970 are nobody's plan; the clock of ECMAScript ends in 275760. */
export const persistDayOf = (seconds: number): string =>
  new Date(Math.min(Math.max(seconds, 0), 8.64e12) * 1000).toISOString().slice(0, 10);
