import { parseIssueValue } from "../dcv/caa/caa-value.js";
import { nameOfCa } from "../dcv/validation/known-validation.js";
import { listTexts } from "../dcv/written/list-texts.js";
import { type DomainName, foldLabel } from "../name/domain-name.js";
import type { CaaFields } from "../zone/record-view.js";
import { observeCaaForm } from "./caa-form.js";
import { type CaaVerdict, caaOf, judgeCaaSet, WILDCARD_METHOD } from "./caa-judgement.js";
import type { Inquiry, IssuanceFinding, IssuanceRequest, Judging, Knowledge } from "./judging.js";
import { findRelevantCaa, type RelevantCaa } from "./relevant-caa.js";
import type { Declared } from "./world.js";

/** What the rules about exclusion by CAA say of it. */
export interface Exclusion {
  /** Name of the CA. */
  ca: string;
  /** The name that it may not issue for, with `*.` in front of a wildcard. */
  certified: string;
  /** Where the set stands. */
  owner: string;
  /** How the CA comes upon it, to stand behind "the CAA records of …": empty at the name itself. */
  how: string;
  /** `permit "digicert.com"`, `permit nobody` */
  permitted: string;
  /** The record to add, or one of those to choose from. */
  record: string;
  /** Other issuer domain names that would do. */
  alternatives: string;
  /** Of the request and of the record that excludes it. */
  method: string;
  methods: string;
  account: string;
  accounts: string;
}

/** Reasons that are response codes, and written as such. */
const RCODES: ReadonlySet<string> = new Set(["servfail", "refused", "notimp"]);

/** What CAA says to the request. Adds to the inquiry what forbids, or why it can't be told. */
export function* judgeCaa(request: IssuanceRequest, knowledge: Knowledge, inquiry: Inquiry): Judging<void> {
  const relevant = yield* findRelevantCaa(request.name, inquiry);
  const { evidence } = relevant;
  switch (relevant.kind) {
    case "none":
      return;
    case "failure": {
      const { at, reason, isSigned } = relevant;
      // It isn't CAA's: nothing answers there.
      if (relevant.isExplained) {
        inquiry.refused = true;
        return;
      }
      const data = {
        name: at.toString(),
        reason: RCODES.has(reason) ? reason.toUpperCase() : reason,
        ca: request.ca.name,
      };
      const isStrict = request.ca.caaBehaviour?.failedLookup === "forbids";
      // BR 3.2.2.8: a failure may count as permission only where the zone is provably unsigned; whether it does is the CA's affair.
      const forbids = isStrict || isSigned === true || reason === "alias loop" || reason === "too many aliases";
      inquiry.findings.push({ rule: "caa-lookup-failed", message: "failed", data, evidence, blamed: [], forbids });
      if (!forbids)
        inquiry.unknown.push(
          `CAA can't be looked up at "${at}" (${reason}), and ${request.ca.name} may take that as permission for a zone that isn't signed.`,
        );
      return;
    }
    case "unknown":
      inquiry.unknown.push(`The CAA records at "${relevant.at}" aren't known: ${relevant.why}.`);
      return;
  }
  const records = relevant.records.filter(({ rdata }) => isWhole(rdata));
  // Some software passes over a record that is broken, some takes the answer for broken.
  if (records.length < relevant.records.length)
    inquiry.unknown.push(
      `A CAA record at "${relevant.owner}" can't be read; what ${nameOfCa(request.ca)} makes of it isn't known.`,
    );
  if (records.length === 0) return;
  const set = records.map(({ rdata }) => caaOf(rdata));
  const answered = records.filter(({ declared }) => !declared);
  observeCaaForm(
    answered.map(({ rdata }) => caaOf(rdata)),
    evidence,
    knowledge,
    inquiry,
  );
  const verdict = judgeCaaSet(set, request.ca, request, knowledge.issuers);
  if (verdict.kind === "unknown") inquiry.unknown.push(`CAA at "${relevant.owner}": ${verdict.why}.`);
  // What isn't at hand may permit what this part doesn't. A critical property forbids whatever else is there.
  else if (relevant.partial && !(verdict.kind === "forbids" && verdict.reason === "critical"))
    inquiry.unknown.push(`There may be more CAA records at "${relevant.owner}": ${relevant.partial}.`);
  else if (verdict.kind === "forbids")
    inquiry.findings.push(exclusionFinding({ ...relevant, records }, set, verdict, request, knowledge));
}

/** RFC 8659 §4.1: flags, the length of the tag, and a tag of at least one octet. */
const isWhole = (rdata: Uint8Array): boolean => rdata.length > 2 && rdata[1] > 0 && 2 + rdata[1] <= rdata.length;

type FoundSet = Extract<RelevantCaa, { kind: "set" }>;
type Forbids = Extract<CaaVerdict, { kind: "forbids" }>;

export function exclusionFinding(
  relevant: FoundSet,
  set: readonly CaaFields[],
  verdict: Forbids,
  request: IssuanceRequest,
  { issuers }: Knowledge,
): IssuanceFinding {
  const { evidence } = relevant;
  const method = request.method ?? (verdict.reason === "method" ? WILDCARD_METHOD : undefined);
  const blamed = verdict.by.flatMap((number) => relevant.records[number].declared ?? []) as Declared[];
  const ca = nameOfCa(request.ca);
  if (verdict.reason === "critical") {
    const data = { tag: verdict.tag, cas: ca };
    return { rule: "caa-unknown-tag", message: "refused", data, evidence, blamed };
  }
  const [issuer, ...others] = issuers.preferredIssuersOf(request.ca);
  const isWildcard = verdict.tag === "issuewild";
  const rule =
    verdict.reason === "issuer" ? (isWildcard ? "caa-excludes-wildcard" : "caa-excludes-ca") : RULES[verdict.reason];
  const permitted = permittedBy(verdict.by.map((number) => set[number]));
  const parameters = verdict.by.map((number) => parameterOf(set[number], verdict.reason));
  const data: Exclusion = {
    ca,
    certified: certifiedName(request),
    owner: relevant.owner.toString(),
    how: pathTo(relevant, request.name),
    permitted: permitted.length === 0 ? "permit nobody" : `permit ${listTexts(permitted)}`,
    record: `${relevant.owner} ${recordFor(verdict, set, issuer ?? "", { ...request, method })}`,
    alternatives: listTexts(others),
    method: method ?? "",
    methods: verdict.reason === "method" ? listTexts(parameters) : "",
    account: request.account ?? "",
    accounts: verdict.reason === "account" ? listTexts(parameters) : "",
  };
  return { rule, message: "excluded", data, evidence, blamed };
}

const RULES = { method: "caa-excludes-method", account: "caa-excludes-account" } as const;

export const certifiedName = ({ name, wildcard }: { name: DomainName; wildcard: boolean }): string =>
  `${wildcard ? "*." : ""}${name}`;

/** The record that would permit the request, in the words of a zone file. */
export function recordFor(
  { reason, by, tag }: Forbids,
  set: readonly CaaFields[],
  issuer: string,
  { method, account }: IssuanceRequest,
): string {
  if (reason === "issuer") return `CAA 0 ${tag} "${issuer}"`;
  // All that the record asks for beside it stays as it is.
  const [first] = by;
  const parsed = parseIssueValue(set[first].value);
  const kept = parsed.kind === "issue-value" ? parsed : undefined;
  // Two of the kind in one record are what is wrong (RFC 8657 §3): one stays.
  const asked = (kept?.parameters ?? []).filter(
    ({ tag: name }, i, all) => all.findIndex((other) => foldLabel(other.tag) === foldLabel(name)) === i,
  );
  const parameters = asked.map(({ tag: name, value }) => {
    const lower = name.toLowerCase();
    if (lower === "validationmethods" && reason === "method" && method) return `${name}=${value},${method}`;
    return lower === "accounturi" && reason === "account" && account ? `${name}=${account}` : `${name}=${value}`;
  });
  return `CAA ${set[first].flags} ${tag} "${[kept?.issuer ?? issuer, ...parameters].join("; ")}"`;
}

/** Every issuer that the records name, once. */
function permittedBy(records: readonly CaaFields[]): readonly string[] {
  const names = records.flatMap(({ value }) => {
    const parsed = parseIssueValue(value);
    return parsed.kind === "issue-value" && parsed.issuer !== "" ? [parsed.issuer] : [];
  });
  return [...new Set(names)];
}

function parameterOf({ value }: CaaFields, reason: Forbids["reason"]): string {
  const parsed = parseIssueValue(value);
  if (parsed.kind !== "issue-value") return "";
  const wanted = reason === "method" ? "validationmethods" : "accounturi";
  return parsed.parameters.find(({ tag }) => tag.toLowerCase() === wanted)?.value ?? "";
}

/** How the CA comes from the name to the set. */
function pathTo({ at, owner, via }: FoundSet, name: DomainName): string {
  const parts: string[] = [];
  if (!at.equals(name)) parts.push(`nothing nearer to "${name}" holds any`);
  if (via.length > 0) parts.push(`"${at}" is an alias that leads there`);
  else if (!owner.equals(at)) parts.push(`the wildcard answers for "${at}"`);
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}
