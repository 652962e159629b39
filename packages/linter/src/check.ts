import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  type CaAddition,
  type CertificateIntent,
  type CheckedName,
  type CheckFinding,
  type CheckResult,
  DeclaredWorld,
  DomainName,
  describeRecord,
  type ExpectedRecord,
  explainFinding,
  foldLabel,
  type IssuanceFinding,
  type IssuanceRequest,
  type IssuerDirectory,
  issuerDirectory,
  judgeIssuance,
  type Knowledge,
  nearest,
  type PublicSuffixes,
  parseName,
  RecordView,
  RULES,
  type Span,
  spanOf,
  type Verdict,
} from "@dcvlint/core";
import { certificatesAtStake } from "./certificates.js";
import type { Changes } from "./changed.js";
import { fingerprint } from "./fingerprint.js";
import { checkCertificateCas } from "./known-cas.js";
import { type Loaded, type LoadedZone, load } from "./load.js";
import type { LintOptions } from "./options.js";
import { realPath, relativePath } from "./paths.js";
import { withSuffixes } from "./suffixes.js";
import { UsageError } from "./usage-error.js";

export interface CheckOptions
  extends Pick<LintOptions, "cwd" | "config" | "now" | "variableFiles" | "origin" | "furtherSuffixes"> {
  /** As they were given, perhaps with `*.` in front; none: every certificate of the config. */
  readonly names: readonly string[];
  /** With no name: those that the files ask for, too; and none of them is no mistake. */
  readonly allKnown?: boolean;
  readonly ca?: string;
  readonly method?: string;
  readonly account?: string;
  /** `OWNER TYPE VALUE`, what the CA asked for. */
  readonly records: readonly string[];
  /** `PATH CONTENT`, a file that the CA asked for. */
  readonly httpFile?: string;
  readonly after: readonly string[];
  readonly before: readonly string[];
  /** Of `after`, only zones that these touch replace what is there. */
  readonly changes?: Changes;
  /** Absent: no network is asked, and files are taken for what the world will see. */
  readonly live?: LiveNetwork;
}

/** Who asks the network; made outside, so that only whoever asks it loads what that takes. */
export interface LiveNetwork {
  /** Beside the list, and beside the config's. */
  readonly publicSuffixes: readonly string[];
  readonly cas: readonly CaAddition[];
  readonly isTreatedAsPublic: (address: Uint8Array) => boolean;
  readonly mostRedirects: number;
  /** `declared` is laid over what is live. */
  start(declared: DeclaredWorld | undefined, suffixes: PublicSuffixes): LiveJudge;
}

export interface LiveJudge {
  judge(request: IssuanceRequest, knowledge: Knowledge): Promise<Verdict>;
  /** Adds what resolvers and other places say of it. */
  corroborate(request: IssuanceRequest, verdict: Verdict, knowledge: Knowledge): Promise<Verdict>;
  /** Nothing more will be asked. */
  close(): void;
}

export interface CheckRun {
  readonly result: CheckResult;
  readonly failures: readonly string[];
  readonly readLine: (file: string, line: number) => string | undefined;
  readonly root: string;
}

/** Would the CA issue, now or once these files are applied? */
export async function check(options: CheckOptions): Promise<CheckRun> {
  const { live } = options;
  const records = options.records.map(parseRecord);
  for (const [option, paths] of Object.entries({ after: options.after, before: options.before }))
    if (paths.includes("-"))
      throw new UsageError(`check: --${option} takes a file, folder or glob; standard input is none`);
  const file = options.httpFile === undefined ? undefined : parseFile(options.httpFile);
  const after = options.after.length > 0 ? await load({ ...options, paths: options.after }) : nothing(options.cwd);
  const before = options.before.length > 0 ? await load({ ...options, paths: options.before }) : undefined;
  let judge: LiveJudge | undefined;
  try {
    const issuers = issuerDirectory([...options.config.cas, ...(live?.cas ?? [])]);
    if (options.names.length === 0) checkCertificateCas(options.config, issuers, options.cwd);
    const suffixes = withSuffixes([...(options.furtherSuffixes ?? []), ...(live?.publicSuffixes ?? [])]);
    const { isTreatedAsPublic, mostRedirects } = live ?? {};
    const knowledge: Knowledge = { issuers, suffixes, isTreatedAsPublic, mostRedirects, sha256 };
    const zones = zonesOf(touched(after, options.changes), before);
    const declared = new DeclaredWorld(zones, suffixes);
    const judging = live ? live.start(zones.length > 0 ? declared : undefined, suffixes) : offline(declared);
    judge = judging;
    const asked = requestsOf(after, options, issuers);
    const expected = assign(
      records,
      asked.map(({ name }) => name),
    );
    const names = await each(asked, (request) => {
      const own = { ...request, now: options.now, pending: true, expected: expected.get(keyOf(request.name)) ?? [] };
      return checkOne(judging, { ...own, file }, knowledge);
    });
    const texts = new Map([...(before?.texts ?? []), ...after.texts].map((source) => [source.file, source]));
    return {
      result: { names, notices: after.notices, rules: new Map(RULES.map((rule) => [rule.id, rule.meta])) },
      failures: [...after.failures, ...(before?.failures ?? [])],
      readLine: (file, line) => texts.get(file)?.line(line),
      root: after.root,
    };
  } finally {
    judge?.close();
    after.close();
    before?.close();
  }
}

const sha256 = (text: string): Uint8Array => createHash("sha256").update(text).digest();
const offline = (declared: DeclaredWorld): LiveJudge => ({
  judge: (request, knowledge) => judgeIssuance(declared, request, knowledge),
  corroborate: async (_, verdict) => verdict,
  close: () => {},
});

/** No files: what is live is all there is. */
const nothing = (cwd: string): Loaded => ({
  zones: [],
  texts: [],
  findings: [],
  notices: [],
  failures: [],
  files: 0,
  undecided: 0,
  root: realPath(cwd) ?? cwd,
  close: () => {},
});

/** Names that are asked about at once. */
const AT_ONCE = 16;

async function each<T, R>(list: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  let next = 0;
  const run = async () => {
    while (next < list.length) {
      const at = next++;
      done[at] = await work(list[at]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, list.length) }, run));
  return done;
}

/** Those of the zones that a change touches, by any file that they were read from. A plan is what is about to be applied. */
function touched(loaded: Loaded, changes: Changes | undefined): Pick<Loaded, "zones"> {
  if (!changes || changes.unknown) return loaded;
  const { terraform, root } = loaded;
  const isTouched = ({ file }: { readonly file: string }) =>
    changes.changed.has(relativePath(changes.top, join(root, file)));
  const ofTerraform = terraform !== undefined && (terraform.plans.length > 0 || terraform.texts.some(isTouched));
  return { zones: loaded.zones.filter(({ zone }) => (zone.made ? ofTerraform : zone.sources.some(isTouched))) };
}

/** A zone that only the state of before has stays as it is. */
function zonesOf(after: Pick<Loaded, "zones">, before: Loaded | undefined): LoadedZone[] {
  const apexOf = ({ zone }: LoadedZone) => foldLabel(zone.names.text(zone.apex));
  const replaced = new Set(after.zones.map(apexOf));
  return [...after.zones, ...(before?.zones ?? []).filter((zone) => !replaced.has(apexOf(zone)))];
}

type Request = Omit<IssuanceRequest, "now" | "expected">;

/** Each name asked for, with the CA, method and account that the options or else the certificates tell. */
function requestsOf(loaded: Loaded, options: CheckOptions, issuers: IssuerDirectory): Request[] {
  const { config, ca, method, account } = options;
  const own = config.certificates.flatMap(requestsOfCertificate);
  const all = [...own, ...certificatesAtStake(loaded, options).flatMap(requestsOfCertificate)];
  const asked: readonly Partial<Wanted>[] =
    options.names.length > 0
      ? options.names.flatMap((text) => matching(parseAsked(text), all, ca))
      : options.allKnown
        ? all.filter((each) => each.ca !== undefined || ca !== undefined)
        : own;
  if (asked.length === 0 && !options.allKnown)
    throw new UsageError("check: no NAME is given, and the config names no certificate");
  const requests = new Map<string, Request>();
  for (const each of asked) {
    const { name, wildcard } = each as Wanted;
    const caId = ca ?? each.ca;
    const shown = `${wildcard ? "*." : ""}${name}`.replace(/\.$/, "");
    if (caId === undefined) throw new UsageError(`check ${shown}: which CA? Give it with --ca, or in the config`);
    const known = issuers.findCa(caId);
    if (!known) {
      const near = nearest(caId, issuers.ids);
      throw new UsageError(`no CA has the id or issuer domain "${caId}"${near ? `; did you mean "${near}"?` : ""}`);
    }
    const request = { name, wildcard, ca: known, method: method ?? each.method, account: account ?? each.account };
    requests.set([shown, known.id, request.method, request.account].join(" "), request);
  }
  return [...requests.values()];
}

interface Wanted {
  readonly name: DomainName;
  readonly wildcard: boolean;
  readonly ca?: string;
  readonly method?: string;
  readonly account?: string;
}

function requestsOfCertificate({ names, ca, method, account }: CertificateIntent): Wanted[] {
  return names.flatMap(({ name, wildcard }) => {
    const parsed = parseName(name);
    return parsed ? [{ name: parsed, wildcard, ca, method, account }] : [];
  });
}

/** The certificates that have the name and may be meant; the bare name where there are none. */
function matching(asked: Wanted, all: readonly Wanted[], ca: string | undefined): Wanted[] {
  const found = all.filter(
    (each) =>
      each.name.equals(asked.name) &&
      each.wildcard === asked.wildcard &&
      each.ca !== undefined &&
      (ca === undefined || ca === each.ca),
  );
  return found.length > 0 ? found : [asked];
}

function parseAsked(text: string): Wanted {
  const wildcard = text.startsWith("*.");
  const name = parseName((wildcard ? text.slice(2) : text).toLowerCase());
  if (text.includes("://")) throw new UsageError(`check ${text}: that is a URL, give the host's name alone`);
  if (!name || name.labels.length === 0) throw new UsageError(`check ${text}: not a domain name`);
  return { name, wildcard };
}

/** `OWNER TYPE VALUE`; a final dot and quotes may be there or not. */
function parseRecord(text: string): ExpectedRecord {
  const [, ownerText = "", type = "", rest = ""] = /^\s*(\S+)\s+(\S+)\s+(.*\S)\s*$/s.exec(text) ?? [];
  const owner = parseName(ownerText.toLowerCase());
  const upper = type.toUpperCase();
  if (!owner || (upper !== "CNAME" && upper !== "TXT"))
    throw new UsageError(`--record "${text}": write OWNER TYPE VALUE, with CNAME or TXT as the type`);
  const strings = [...rest.matchAll(/"([^"]*)"/g)].map(([, string]) => string);
  const isQuoted = /^(?:"[^"]*"\s*)+$/.test(rest);
  return { owner, type: upper, value: isQuoted ? strings.join("") : rest };
}

/** `PATH CONTENT`: the content is all behind the first blank. */
function parseFile(text: string): { readonly path: string; readonly content: string } {
  const [, written = "", content = ""] = /^(\S+)\s([\s\S]*)$/.exec(text) ?? [];
  const path = written.replace(/^https?:\/\/[^/]*/i, "");
  if (!path.startsWith("/") || content.trim() === "")
    throw new UsageError(`--http-file "${text}": write PATH CONTENT, with a path that begins with "/"`);
  return { path, content };
}

/** By name, the records that it is judged by: each goes to the longest name that its owner is below. */
function assign(
  records: readonly ExpectedRecord[],
  names: readonly DomainName[],
): ReadonlyMap<string, readonly ExpectedRecord[]> {
  const assigned = new Map<string, ExpectedRecord[]>();
  for (const record of records) {
    const above = names.filter((name) => record.owner.isSubdomainOf(name));
    const longest = Math.max(0, ...above.map(({ labels }) => labels.length));
    // A record of a name further up proves those below it, where the CA takes that.
    const proved = new DomainName(record.owner.labels.slice(1));
    const own =
      above.length > 0
        ? above.filter(({ labels }) => labels.length === longest)
        : names.filter((name) => name.isSubdomainOf(proved));
    if (own.length === 0)
      throw new UsageError(`--record: "${record.owner}" belongs to none of the names that are checked`);
    for (const key of new Set(own.map(keyOf))) assigned.set(key, [...(assigned.get(key) ?? []), record]);
  }
  return assigned;
}

const keyOf = (name: DomainName): string => foldLabel(name.toString());

/** By the method that is given; else by the one of the CA's that fares best. */
async function checkOne(judge: LiveJudge, request: IssuanceRequest, knowledge: Knowledge): Promise<CheckedName> {
  const methods = request.method === undefined ? methodsToTry(request) : [request.method];
  let best: { readonly request: IssuanceRequest; readonly verdict: Verdict } | undefined;
  for (const method of methods.length > 0 ? methods : [undefined]) {
    const own = { ...request, method };
    const verdict = await judge.judge(own, knowledge);
    if (!best || isBetter(verdict, best.verdict)) best = { request: own, verdict };
  }
  const { request: chosen } = best!;
  const verdict = await judge.corroborate(chosen, best!.verdict, knowledge);
  return {
    name: chosen.name.toString().replace(/\.$/, ""),
    wildcard: chosen.wildcard,
    ca: chosen.ca.id,
    method: chosen.method,
    verdict: verdict.verdict,
    findings: verdict.findings.map(reportFinding),
    reasons: verdict.verdict === "cannot-tell" ? verdict.unknown : [],
    evidence: verdict.evidence,
  };
}

/** Then by how little is in the way, or unknown. */
const isBetter = (one: Verdict, other: Verdict): boolean => {
  const differences = [
    RANK[one.verdict] - RANK[other.verdict],
    one.findings.length - other.findings.length,
    one.unknown.length - other.unknown.length,
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) < 0;
};

const RANK = { "will-issue": 0, "cannot-tell": 1, "will-not-issue": 2 } as const;

/** Where the CA has named a record, only methods that look for such a one. */
function methodsToTry({ ca, wildcard, expected = [], file }: IssuanceRequest): readonly string[] {
  if (file) return [file.path.includes("/acme-challenge/") ? "http-01" : "http-file"];
  // Nobody should begin with e-mail any more.
  const offered = (ca.methods ?? []).filter((method) => method !== "email" && (!wildcard || method.startsWith("dns-")));
  const [first] = expected;
  if (!first) return offered;
  if (first.type === "CNAME") return ["dns-cname"];
  return /^_acme-challenge(?:\.|$)/i.test(first.owner.labels.join(".")) ? ["dns-01"] : ["dns-txt"];
}

function reportFinding(finding: IssuanceFinding): CheckFinding {
  const { rule, message, blamed, evidence } = finding;
  const { severity, ...explanation } = explainFinding(finding);
  const spans = blamed.map(({ zone, id }) => ({ span: placeOf(new RecordView(zone).at(id)), zone, id }));
  const [first, ...others] = spans;
  const found = {
    rule,
    message,
    severity,
    explanation,
    span: first?.span,
    record: first && describeRecord(new RecordView(first.zone).at(first.id)),
    related: others.map(({ span }) => ({ span, note: "a record that decides as well" })),
    evidence,
  };
  return { ...found, fingerprint: fingerprint(found) };
}

/** With places that have been looked for: a plan is closed when the run is over. */
function placeOf({ place }: RecordView): Span {
  const { file, start, end } = spanOf(place);
  return { file, start, end };
}
