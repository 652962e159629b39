import { parseIssueValue, parseMethods } from "../dcv/caa/caa-value.js";
import { findTag } from "../knowledge/caa-registry.js";
import type { IssuerDirectory } from "../knowledge/issuers.js";
import type { CaSummary, FactStatus } from "../knowledge/schema.js";
import { foldLabel } from "../name/domain-name.js";
import { FOLD } from "../name/octets.js";
import type { CaaFields } from "../zone/record-view.js";

/** What is asked of a CAA set. */
export interface CaaRequest {
  readonly wildcard: boolean;
  readonly method?: string;
  readonly account?: string;
  /** Seconds since 1970. */
  readonly now: number;
}

/** `by` are numbers of records of the set: those that decide. */
export type CaaVerdict =
  | { readonly kind: "permits"; readonly by: readonly number[] }
  | { readonly kind: "forbids"; readonly reason: CaaReason; readonly by: readonly number[]; readonly tag: string }
  | { readonly kind: "unknown"; readonly why: string; readonly by: readonly number[] };

/**
 * *critical*: a property that the CA doesn't know and must not pass over. *issuer*: no record of the tag that counts
 * names the CA. *account*, *method*: those that name it are for others.
 */
export type CaaReason = "critical" | "issuer" | "account" | "method";

/** 2027-03-15: from then on every CA must heed `accounturi` and `validationmethods` (ballot SC-098v2). */
const PARAMETERS_BIND_FROM = 1_805_068_800;

/**
 * What a CA concludes from a set of CAA records (RFC 8659 §4, RFC 8657). Where it is known that its software departs
 * from the RFC, its software decides. A platform may issue from any of the CAs behind it: one that is permitted is enough.
 */
export function judgeCaaSet(
  set: readonly CaaFields[],
  ca: CaSummary,
  request: CaaRequest,
  issuers: IssuerDirectory,
): CaaVerdict {
  const verdicts = casBehind(ca, issuers).map((one) => judgeForOne(set, one, request));
  return (
    verdicts.find(({ kind }) => kind === "permits") ??
    verdicts.find(({ kind }) => kind === "unknown") ??
    verdicts.sort((a, b) => nearness(b) - nearness(a))[0]
  );
}

/** Of several refusals the one that lacks least. */
const nearness = (verdict: CaaVerdict): number =>
  verdict.kind === "forbids" ? ["critical", "issuer", "account", "method"].indexOf(verdict.reason) : -1;

/** A CA that really issues: the names it goes by in CAA. */
interface Issuer {
  readonly ca: CaSummary;
  readonly domains: readonly string[];
}

function casBehind(ca: CaSummary, issuers: IssuerDirectory): readonly Issuer[] {
  const found = new Map<string, CaSummary>();
  const visit = (one: CaSummary) => {
    if (found.has(one.id)) return;
    const isIssuer = one.kind === "ca" || one.kind === "ca-and-platform" || one.issuesFrom === undefined;
    if (isIssuer) found.set(one.id, one);
    for (const id of one.issuesFrom ?? []) {
      const behind = issuers.findCa(id);
      if (behind) visit(behind);
    }
  };
  visit(ca);
  return [...found.values()].map((one) => ({ ca: one, domains: issuers.issuerDomainsOf(one) }));
}

/** May an error stand on what is known of the names that this CA, or those behind it, go by? */
export const statusOfIssuers = (ca: CaSummary): FactStatus => ca.issuerDomains.status;

function judgeForOne(set: readonly CaaFields[], { ca, domains }: Issuer, request: CaaRequest): CaaVerdict {
  const { caaBehaviour: { criticalFlags = [128], knownTags } = {} } = ca;
  const isCritical = ({ flags }: CaaFields) => criticalFlags.some((bit) => (flags & bit) !== 0);
  const critical = numbersWhere(set, (record) => isCritical(record) && knowsTag(record.tag, knownTags) === false);
  if (critical.length > 0) return { kind: "forbids", reason: "critical", by: critical, tag: set[critical[0]].tag };
  const doubtful = numbersWhere(set, (record) => isCritical(record) && knowsTag(record.tag, knownTags) === undefined);
  if (doubtful.length > 0) {
    const why = `it isn't known whether ${ca.name} knows the critical property "${set[doubtful[0]].tag}"`;
    return { kind: "unknown", why, by: doubtful };
  }
  const hasWild = set.some(({ tag }) => tag === "issuewild");
  const tag = request.wildcard && hasWild ? "issuewild" : "issue";
  const relevant = numbersWhere(set, (record) => record.tag === tag);
  if (relevant.length === 0) return { kind: "permits", by: [] };
  if (domains.length === 0) {
    const why = `it isn't known which issuer domain name ${ca.name} goes by`;
    return { kind: "unknown", why, by: relevant };
  }
  const grants = relevant.map((number) => ({ number, grant: judgeRecord(set[number], ca, domains, request) }));
  const permitting = grants.find(({ grant }) => grant === "permits");
  if (permitting) return { kind: "permits", by: [permitting.number] };
  const unknown = grants.find(({ grant }) => typeof grant === "object");
  if (unknown) return { kind: "unknown", why: (unknown.grant as { why: string }).why, by: [unknown.number] };
  for (const reason of ["method", "account"] as const) {
    const own = grants.filter(({ grant }) => grant === reason).map(({ number }) => number);
    if (own.length > 0) return { kind: "forbids", reason, by: own, tag };
  }
  return { kind: "forbids", reason: "issuer", by: relevant, tag };
}

const numbersWhere = (set: readonly CaaFields[], holds: (record: CaaFields) => boolean): number[] =>
  set.flatMap((record, i) => (holds(record) ? [i] : []));

/** Of a CA whose software isn't known: what RFC 8659 itself defines, it knows; what others added, perhaps. */
function knowsTag(tag: string, known: readonly string[] | undefined): boolean | undefined {
  if (known) return known.includes(tag);
  const registered = findTag(tag);
  if (!registered || registered.use === "reserved") return false;
  return registered.use === "tls" || registered.use === "report" ? true : undefined;
}

type Grant = "permits" | "other" | "account" | "method" | { readonly why: string };

function judgeRecord({ value }: CaaFields, ca: CaSummary, domains: readonly string[], request: CaaRequest): Grant {
  const { caaBehaviour } = ca;
  const parsed = parseIssueValue(value);
  if (parsed.kind === "problem") {
    // It names nobody (RFC 8659 §4.2). Of a mere final dot it isn't known that every CA minds.
    const name = parsed.trouble === "finalDot" ? foldLabel(value.slice(0, parsed.start).trim()) : undefined;
    const isDoubtful = name !== undefined && caaBehaviour?.issuerMatch === undefined && domains.includes(name);
    return isDoubtful ? { why: `it isn't known whether ${ca.name} takes "${name}." for its name` } : "other";
  }
  const { issuer, parameters } = parsed;
  if (caaBehaviour?.rejectsHyphenInParameterTag && parameters.some(({ tag }) => tag.includes("-"))) return "other";
  const name = caaBehaviour?.issuerMatch === "octets" ? issuer : foldLabel(issuer);
  if (name === "" || !domains.includes(name)) return "other";
  const of = (wanted: string) => parameters.filter(({ tag }) => foldLabel(tag) === wanted).map(({ value }) => value);
  const methods = judgeMethods(of("validationmethods"), ca, request);
  if (methods === "method") return methods;
  const account = judgeAccount(of("accounturi"), ca, request);
  return account === "permits" ? methods : account === "account" ? account : methods === "permits" ? account : methods;
}

/** Two of them in one record can't both hold (RFC 8657 §3). */
function judgeAccount(uris: readonly string[], ca: CaSummary, { account, now }: CaaRequest): Grant {
  if (uris.length === 0) return "permits";
  if (uris.length === 1 && uris[0] === account) return "permits";
  if (uris.length === 1 && account === undefined)
    return { why: `CAA permits ${ca.name} for the account ${uris[0]} alone, and the account in use isn't known` };
  return bindingOr("account", ca, now);
}

function judgeMethods(lists: readonly string[], ca: CaSummary, request: CaaRequest): Grant {
  const { now } = request;
  const method = request.method ?? methodOfWildcard(request, lists, ca);
  if (lists.length === 0) return "permits";
  if (lists.length > 1) return bindingOr("method", ca, now);
  const labels = parseMethods(lists[0]).map(({ label }) => label);
  if (method === undefined)
    return { why: `CAA permits ${ca.name} for ${lists[0]} alone, and the method in use isn't known` };
  if (labels.includes(method)) return "permits";
  const numbers = NUMBERS[method];
  if (numbers?.some((number) => labels.includes(`ca-tbr-${number}`))) return "permits";
  // What a CA of its own protocol calls its methods, nobody has said before SC-098v2.
  if (!ACME.has(method) && labels.some((label) => !ACME.has(label) || numbers === undefined || label === "dns-01"))
    return { why: `it isn't known how ${ca.name} calls the method ${method} in validationmethods` };
  return bindingOr("method", ca, now);
}

/** A wildcard is proved by DNS whatever the method is, so what connects to a host alone leaves it none. */
function methodOfWildcard({ wildcard }: CaaRequest, lists: readonly string[], ca: CaSummary): string | undefined {
  if (!wildcard || lists.length !== 1 || !ca.methods?.includes(WILDCARD_METHOD)) return undefined;
  const connects = ({ label }: { readonly label: string }) => CONNECTING_LABELS.has(label);
  return parseMethods(lists[0]).every(connects) ? WILDCARD_METHOD : undefined;
}

/** The ACME method that a wildcard is mostly proved by. */
export const WILDCARD_METHOD = "dns-01";
const CONNECTING_LABELS = new Set(["http-01", "tls-alpn-01", "ca-tbr-18", "ca-tbr-19", "ca-tbr-20"]);

/** By method: numbers of the Baseline Requirements' 3.2.2.4 that it may be. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  "dns-01": [7],
  "dns-account-01": [21],
  "dns-persist-01": [22],
  "dns-cname": [7],
  "dns-txt": [7],
  "http-01": [19],
  "http-file": [18],
  "tls-alpn-01": [20],
  email: [4, 13, 14],
};
const ACME: ReadonlySet<string> = new Set(["dns-01", "dns-account-01", "dns-persist-01", "http-01", "tls-alpn-01"]);

/** Does it bind this CA already? One that passes parameters over issues anyway, until it may no longer. */
function bindingOr(reason: "account" | "method", ca: CaSummary, now: number): Grant {
  if (ca.caaBehaviour?.heedsParameters || now >= PARAMETERS_BIND_FROM) return reason;
  return { why: `it isn't known whether ${ca.name} heeds the parameters of RFC 8657 before 2027-03-15` };
}

/** The fields of a CAA record on the wire. */
export function caaOf(rdata: Uint8Array): CaaFields {
  const behindTag = 2 + rdata[1];
  let tag = "";
  let value = "";
  for (let i = 2; i < behindTag; i++) tag += String.fromCharCode(FOLD[rdata[i]]);
  for (let i = behindTag; i < rdata.length; i++) value += String.fromCharCode(rdata[i]);
  return { flags: rdata[0], tag, value };
}
