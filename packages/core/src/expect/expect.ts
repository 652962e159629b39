/** What will a CA look for? Names and hashes in, records, files and addresses out: the inverse of telling a record's shape. */
import { isAccountUri } from "../dcv/caa/caa-value.js";
import { parsePersistRecord } from "../dcv/validation/persist-record.js";
import type { CaAddition } from "../knowledge/ca-addition.js";
import { CAS } from "../knowledge/cas.gen.js";
import { issuerDirectory } from "../knowledge/issuers.js";
import type {
  CaKnowledge,
  CaSummary,
  FactStatus,
  HttpKnowledge,
  MethodId,
  RecordKnowledge,
} from "../knowledge/schema.js";
import { accountLabel } from "./account-label.js";
import { EMAIL_ENDS, EMAIL_SOURCE, MAILBOXES } from "./email.js";
import { type CsrHashes, fillTemplate, UNIQUE_VALUE } from "./template.js";

/** A name of a certificate: A-labels in lower case without a final dot, and without `*.` where that was asked. */
export interface CertificateName {
  readonly name: string;
  readonly wildcard: boolean;
}

export interface Ask {
  readonly ca: CaKnowledge;
  /** Absent: the first that can be told from what is given. */
  readonly method?: MethodId;
  readonly names: readonly CertificateName[];
  readonly csr?: CsrHashes;
  readonly unique?: string;
  /** URL of the ACME account. */
  readonly account?: string;
  /** Where the owner stands. */
  readonly at: "name" | "base";
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What core doesn't do itself. */
export interface Helpers {
  sha256(text: string): Uint8Array;
  registrableDomain(name: string): string | undefined;
}

export interface ExpectedRecord extends CertificateName {
  /** Absolute, with the final dot. */
  readonly owner: string;
  readonly type: "CNAME" | "TXT";
  /** Master-file presentation; absent where only the CA knows it. */
  readonly value?: string;
}

export interface ExpectedFile extends CertificateName {
  readonly url: string;
  /** Absent where only the CA knows it. */
  readonly body?: string;
}

export interface ExpectedAddress extends CertificateName {
  readonly address: string;
}

export interface Expected {
  readonly kind: "expected";
  readonly ca: string;
  readonly method: MethodId;
  readonly records: readonly ExpectedRecord[];
  readonly files: readonly ExpectedFile[];
  readonly addresses: readonly ExpectedAddress[];
  /** The first day (ISO) on which no CA may use this method any more. */
  readonly endsOn?: string;
  /** Why the value isn't there, as a sentence without its final stop. */
  readonly unknown?: string;
  readonly status: FactStatus;
  /** What must be known before it is used, and what is good to know; sentences. */
  readonly caveats: readonly string[];
  readonly notes: readonly string[];
  readonly sources: readonly string[];
}

/** Nothing can be told; `what` is a sentence without its final stop. */
export interface Refusal {
  readonly kind: "refused";
  readonly what: string;
}

/** By its id, or by an issuer domain name of its own. `additions` are the user's own CAs. */
export function findCa(idOrDomain: string, additions: readonly CaAddition[] = []): CaKnowledge | undefined {
  const found = issuerDirectory(additions).findCa(idOrDomain.toLowerCase());
  if (!found) return undefined;
  return additions.some(({ id }) => id === found.id) ? knowledgeOf(found) : CAS.find(({ id }) => id === found.id);
}

export const caIds = (additions: readonly CaAddition[] = []): readonly string[] => [
  ...additions.map(({ id }) => id),
  ...CAS.map(({ id }) => id),
];

/** Of a CA that the user added it is known by which names it goes; the methods of ACME are the same at every CA. */
function knowledgeOf({ id, name, kind, issuerDomains }: CaSummary): CaKnowledge {
  const sourced = { status: "partial", sources: [], checkedOn: "" } as const;
  const methods = METHODS.filter((method) => ACME.includes(method)).map((method) => ({
    method,
    status: "partial" as const,
  }));
  return {
    id,
    name,
    kind,
    issuerDomains: { ...sourced, value: issuerDomains.value },
    methods,
    sources: [],
    checkedOn: "",
  };
}

const ACME: readonly MethodId[] = ["dns-01", "http-01", "tls-alpn-01", "dns-account-01", "dns-persist-01"];

/** Methods that a certificate's owner can be asked for; `load-balancer` and `ownership` are platforms' own affairs. */
export const METHODS: readonly MethodId[] = [
  ...(["dns-cname", "dns-txt", "dns-persist-01", "dns-01", "http-file", "http-01"] as const),
  ...(["dns-account-01", "tls-alpn-01", "email"] as const),
];

/** Methods that prove one host and no wildcard (BR 3.2.2.4.18 to 3.2.2.4.20). */
const HOST_ONLY: readonly MethodId[] = ["http-file", "http-01", "tls-alpn-01"];

export function expectOf(ask: Ask, helpers: Helpers): Expected | Refusal {
  const { ca, unique, account } = ask;
  if (unique !== undefined && !UNIQUE_VALUE.test(unique)) {
    return refuse(`the unique value "${unique}" isn't 1 to 20 letters and digits`);
  }
  if (account !== undefined && !isAccountUri(account)) return refuse(`the account "${account}" isn't a URL`);
  const offered = offeredBy(ca);
  if (offered.length === 0) return refuse(`what ${short(ca)} looks for isn't known here: it publishes no shape of it`);
  const method = ask.method ?? choose(ask, offered);
  if (!offered.includes(method)) {
    return refuse(`${short(ca)} isn't known to offer ${method}; what is known is ${offered.join(", ")}`);
  }
  const wildcard = ask.names.find((name) => name.wildcard);
  if (wildcard && HOST_ONLY.includes(method)) {
    return refuse(`${method} can't prove the wildcard *.${wildcard.name}: a wildcard takes a DNS method`);
  }
  const made = make(ask, method, helpers);
  if (made.kind === "refused" || unique === undefined) return made;
  const usesUnique = TEMPLATED.includes(method) && made.unknown === undefined;
  return usesUnique ? made : refuse(`--unique has no place in ${method} of ${short(ca)}`);
}

const TEMPLATED: readonly MethodId[] = ["dns-cname", "http-file"];

function make(ask: Ask, method: MethodId, helpers: Helpers): Expected | Refusal {
  if (method === "email") return addressesOf(ask, helpers);
  if (method === "tls-alpn-01") {
    if (ask.at === "base") return refuseBase(ask, method);
    const hosts = list(ask.names.map(({ name }) => name));
    return expected(ask, method, {
      unknown: `only ${short(ask.ca)} knows what tls-alpn-01 will ask for: a certificate shown to ALPN "acme-tls/1" on port 443 of ${hosts} (RFC 8737)`,
      sources: ["https://www.rfc-editor.org/rfc/rfc8737"],
    });
  }
  return HOST_ONLY.includes(method) ? filesOf(ask, method) : recordsOf(ask, method, helpers);
}

// ── records ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function recordsOf(ask: Ask, method: MethodId, helpers: Helpers): Expected | Refusal {
  const { ca, csr, account } = ask;
  const known = findKnown(ca, (each) => recordOf(each, method), hasTemplate);
  const shape = known?.fact;
  // The standard methods are the same at every CA, whether its file has the record or not.
  if (!shape && !ACME_OWNERS[method]) {
    return refuse(`what the ${method} record of ${short(ca)} looks like isn't known here; its order shows it`);
  }
  if (ask.at === "base" && shape?.level !== "parents") return refuseBase(ask, method, shape?.level);
  if (shape?.template && !csr) return refuseWithoutCsr(ca, method);
  if (ACCOUNT_BOUND.includes(method) && account === undefined) {
    return refuse(`${method} at ${short(ca)} is bound to an ACME account: name it with --account URL`);
  }
  const owners = new Map<string, ExpectedRecord>();
  for (const asked of ask.names) {
    const name = ask.at === "base" ? helpers.registrableDomain(asked.name) : asked.name;
    if (name === undefined)
      return refuse(`"${asked.name}" has no registrable domain, so --at base has no place for it`);
    const owner = `${labelsOf(ask, method, shape, helpers)}${name}.`;
    const tooLong = !owner.includes("<") && lengthTrouble(owner);
    if (tooLong) return refuse(tooLong);
    const type = shape?.type ?? "TXT";
    const record = { ...asked, owner, type, value: valueFor(ask, method, known, asked.wildcard) };
    // example.com and *.example.com are proved at one owner; the record that covers the wildcard covers both.
    if (!owners.has(owner) || asked.wildcard) owners.set(owner, record);
  }
  const records = [...owners.values()];
  const misfit = method === "dns-persist-01" && parsePersistRecord(unquote(records[0]?.value ?? "")).kind === "problem";
  if (misfit) return refuse(`the account "${account}" can't stand in a dns-persist-01 record: it holds a semicolon`);
  const unknown = records.some(({ value }) => value === undefined);
  return expected(ask, method, {
    records,
    status: statusOf(ca, method, known),
    unknown: unknown ? onlyTheCa(ca, method, records, shape) : undefined,
    caveats: caveatsOf(ask, method, known),
    notes: notesOf(ask, known),
    sources: shape?.sources ?? ACME_SOURCES[method] ?? [],
  });
}

const ACME_OWNERS: Partial<Record<MethodId, string>> = {
  "dns-01": "_acme-challenge",
  "dns-account-01": "_acme-challenge",
  "dns-persist-01": "_validation-persist",
};
const ACME_SOURCES: Partial<Record<MethodId, readonly string[]>> = {
  "dns-01": ["https://www.rfc-editor.org/rfc/rfc8555#section-8.4"],
  "http-01": ["https://www.rfc-editor.org/rfc/rfc8555#section-8.3"],
  "dns-account-01": ["https://datatracker.ietf.org/doc/draft-ietf-acme-dns-account-label/"],
  "dns-persist-01": ["https://datatracker.ietf.org/doc/draft-ietf-acme-dns-persist/"],
};
const ACCOUNT_BOUND: readonly MethodId[] = ["dns-account-01", "dns-persist-01"];

/** The labels in front of the name, each with its dot; `<…>` stands for what only the CA knows. */
function labelsOf(ask: Ask, method: MethodId, shape: RecordKnowledge | undefined, { sha256 }: Helpers): string {
  if (method === "dns-account-01") return `${accountLabel(ask.account!, sha256)}.${ACME_OWNERS[method]}.`;
  if (shape?.template && ask.csr) return `${fillTemplate(shape.template.owner, ask.csr, ask.unique)}.`;
  const labels = /^\^([a-z0-9_.-]*)\$$/.exec(shape?.ownerLabels ?? "")?.[1] ?? ACME_OWNERS[method];
  if (labels !== undefined) return labels === "" ? "" : `${labels}.`;
  // "_<32 hex>.<name without *.>": all but what stands for the name.
  return shape!.owner.replace(/<(?:name|domain|host|apex|authorization domain)\b[^>]*>.*$/, "");
}

function valueFor(ask: Ask, method: MethodId, known: Known<RecordKnowledge> | undefined, wildcard: boolean) {
  const { template, type } = known?.fact ?? {};
  if (template && ask.csr) {
    const value = fillTemplate(template.value, ask.csr, ask.unique);
    return type === "TXT" ? quote(value) : `${value}.`;
  }
  if (method !== "dns-persist-01") return undefined;
  const [issuer] = issuerDirectory().preferredIssuersOf(ask.ca);
  return quote(`${issuer}; accounturi=${ask.account}${wildcard ? "; policy=wildcard" : ""}`);
}

/** No value here holds a quote or a backslash. */
const quote = (text: string): string => `"${text}"`;
const unquote = (text: string): string => text.slice(1, -1);

function onlyTheCa(ca: CaKnowledge, method: MethodId, records: readonly ExpectedRecord[], shape?: RecordKnowledge) {
  const owners = list(records.map(({ owner }) => owner));
  const [{ type }] = records;
  const looks = shape ? ` (${shape.shape})` : "";
  return `only ${short(ca)} knows the value of ${method} before the order: it will be a ${type} record${looks} at ${owners}`;
}

/** Octets of the name on the wire and of its labels (RFC 1035 §2.3.4). */
function lengthTrouble(owner: string): string | undefined {
  if (owner.length > 254)
    return `the owner would be ${owner.length - 1} characters long, and 253 is the most: ${owner}`;
  return undefined;
}

// ── files ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function filesOf(ask: Ask, method: MethodId): Expected | Refusal {
  const { ca, csr } = ask;
  if (ask.at === "base") return refuseBase(ask, method, "exact");
  const known = findKnown(ca, (each) => httpOf(each, method), hasTemplate);
  const http = known?.fact;
  if (method === "http-file" && !http) {
    return refuse(`what the http-file of ${short(ca)} looks like isn't known here; its order shows it`);
  }
  const template = http?.template;
  if (template && !csr) return refuseWithoutCsr(ca, method);
  if (template && csr) {
    const path = fillTemplate(template.path, csr, ask.unique);
    const body = fillTemplate(template.body, csr, ask.unique);
    return expected(ask, method, {
      files: ask.names.map((asked) => ({ ...asked, url: `http://${asked.name}${path}`, body })),
      status: statusOf(ca, method, known),
      caveats: caveatsOf(ask, method, known),
      notes: notesOf(ask, known),
      sources: http.sources,
    });
  }
  const path = /<[a-z]+>(\/[^ ]*)/.exec(http?.url ?? "")?.[1] ?? "/.well-known/acme-challenge/<token>";
  const scheme = http?.url.startsWith("https:") ? "https" : "http";
  const files = ask.names.map((asked) => ({ ...asked, url: `${scheme}://${asked.name}${path}` }));
  const content = http?.content ? ` (${http.content})` : "";
  return expected(ask, method, {
    files,
    unknown: `only ${short(ca)} knows what ${method} will ask for before the order: a file${content} at ${list(files.map(({ url }) => url))}`,
    status: statusOf(ca, method, known),
    caveats: caveatsOf(ask, method, known),
    sources: http?.sources ?? ACME_SOURCES[method],
  });
}

// ── addresses ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function addressesOf(ask: Ask, { registrableDomain }: Helpers): Expected | Refusal {
  if (ask.now >= Date.parse(EMAIL_ENDS)) return refuse(`no CA may prove a domain by e-mail since ${EMAIL_ENDS}`);
  const addresses = new Map<string, ExpectedAddress>();
  for (const asked of ask.names) {
    const base = registrableDomain(asked.name);
    if (base === undefined)
      return refuse(`"${asked.name}" has no registrable domain, so there are no mailboxes for it`);
    const labels = asked.name.split(".");
    // The name itself and each above it, down to the registrable domain ("Authorization Domain Name", BR 1.6.1).
    const depth = labels.length - base.split(".").length;
    for (let cut = ask.at === "base" ? depth : 0; cut <= depth; cut++) {
      const domain = labels.slice(cut).join(".");
      for (const box of MAILBOXES) addresses.set(`${box}@${domain}`, { ...asked, address: `${box}@${domain}` });
    }
  }
  return expected(ask, "email", {
    addresses: [...addresses.values()],
    endsOn: EMAIL_ENDS,
    status: "verified",
    notes: [
      `CAs are asked not to use e-mail any more, and may not from ${EMAIL_ENDS} on; addresses found by WHOIS have not been allowed since 2025-07-15.`,
      "Where the zone names a contact for this (a CAA contactemail property, or TXT at _validation-contactemail), that address may be used too, until the same day.",
    ],
    sources: [EMAIL_SOURCE, ...(ask.ca.email?.sources ?? [])],
  });
}

// ── what is known, and whose it is ─────────────────────────────────────────────────────────────────────────────────────

interface Known<T> {
  readonly fact: T;
  /** The CA that the fact was found at: another one for those that sell its certificates. */
  readonly of: CaKnowledge;
}

/** Those whose own pages tell less than the CA's that they sell. A platform asks in its own way, so it isn't one. */
const sells = (ca: CaKnowledge): readonly CaKnowledge[] =>
  ca.kind === "platform" ? [] : (ca.issuesFrom ?? []).flatMap((id) => CAS.filter((other) => other.id === id));

/** The best fact: one of its own that fulfils `good`, one of the CA's behind it that does, one of its own. */
function findKnown<T>(
  ca: CaKnowledge,
  at: (ca: CaKnowledge) => readonly T[],
  good: (fact: T) => boolean,
): Known<T> | undefined {
  const all = [ca, ...sells(ca)].flatMap((of) => at(of).map((fact) => ({ fact, of })));
  return all.find(({ fact }) => good(fact)) ?? all[0];
}

const hasTemplate = ({ template }: { readonly template?: unknown }): boolean => template !== undefined;

const recordOf = (ca: CaKnowledge, method: MethodId): readonly RecordKnowledge[] =>
  (ca.records ?? []).filter((each) => each.method === method && each.retired === undefined);

const httpOf = (ca: CaKnowledge, method: MethodId): readonly HttpKnowledge[] =>
  ca.http?.method === method ? [ca.http] : [];

function offeredBy(ca: CaKnowledge): readonly MethodId[] {
  const all = [ca, ...sells(ca)].flatMap(({ methods }) => methods.map(({ method }) => method));
  return METHODS.filter((method) => all.includes(method));
}

/** The first that can be told from what is given; else the first of those that the CA is sure to offer. */
function choose({ ca, csr, account }: Ask, offered: readonly MethodId[]): MethodId {
  const sure = offered.filter((method) => statusOf(ca, method) !== "unverified");
  const told = sure.find((method) => {
    if (method === "dns-persist-01") return account !== undefined;
    if (!csr) return false;
    const record = findKnown(ca, (each) => recordOf(each, method), hasTemplate)?.fact;
    return (record ?? findKnown(ca, (each) => httpOf(each, method), hasTemplate)?.fact)?.template !== undefined;
  });
  const bound = (method: MethodId): boolean => ACCOUNT_BOUND.includes(method) && account === undefined;
  return told ?? sure.find((method) => !bound(method)) ?? offered[0];
}

function statusOf(ca: CaKnowledge, method: MethodId, known?: Known<{ readonly status: FactStatus }>): FactStatus {
  const offers = [ca, ...sells(ca)].find(({ methods }) => methods.some((each) => each.method === method));
  const offer = offers?.methods.find((each) => each.method === method)?.status ?? "verified";
  const grades: readonly FactStatus[] = ["verified", "partial", "unverified"];
  return grades[Math.max(grades.indexOf(offer), grades.indexOf(known?.fact.status ?? "verified"))];
}

type KnownShape = Known<RecordKnowledge | HttpKnowledge> | undefined;

function caveatsOf({ ca }: Ask, method: MethodId, known: KnownShape): readonly string[] {
  const caveats: string[] = [];
  if (known && known.of !== ca) {
    caveats.push(`This is what ${short(known.of)} asks for, whose certificates ${short(ca)} sells.`);
  }
  if (statusOf(ca, method, known) !== "verified") {
    caveats.push(`Not verified with ${short(ca)}: compare it with what the order shows.`);
  }
  return caveats;
}

function notesOf(ask: Ask, known: KnownShape): readonly string[] {
  const notes: string[] = [];
  if (!known) return notes;
  const { fact, of } = known;
  if (fact.template && ask.unique === undefined) {
    notes.push("Where the order shows a unique value, as it does when a CSR is used again, give it with --unique.");
  }
  if (!("transient" in fact)) return notes;
  if (fact.level === "parents" && ask.at === "name") {
    notes.push(`${short(of)} also looks at the names above, up to the registrable domain: --at base puts it there.`);
  }
  notes.push(fact.transient ? "It may go once the certificate is issued." : "Keep it: renewals look for it too.");
  return notes;
}

// ── small words ────────────────────────────────────────────────────────────────────────────────────────────────────────

const refuse = (what: string): Refusal => ({ kind: "refused", what });

const refuseWithoutCsr = (ca: CaKnowledge, method: MethodId): Refusal =>
  refuse(`${method} of ${short(ca)} is made of the hashes of the CSR: give it with --csr FILE`);

function refuseBase({ ca }: Ask, method: MethodId, level?: "exact" | "parents"): Refusal {
  const certain = level === "exact" || HOST_ONLY.includes(method) || ACME_OWNERS[method] !== undefined;
  return refuse(
    certain
      ? `${short(ca)} looks for ${method} at the very name of the certificate only, so --at base has no place for it`
      : `whether ${short(ca)} looks for ${method} at the registrable domain isn't known here, so --at base isn't safe`,
  );
}

function expected({ ca }: Ask, method: MethodId, parts: Partial<Expected>): Expected {
  const none = {
    records: [],
    files: [],
    addresses: [],
    caveats: [],
    notes: [],
    sources: [],
    status: "verified",
  } as const;
  return { kind: "expected", ca: ca.id, method, ...none, ...parts };
}

/** Without what stands in parentheses behind it. */
const short = ({ name }: CaKnowledge): string => name.replace(/ \(.*$/, "");

/** "a", "a and b", "a, b, c and 4 more". */
function list(items: readonly string[]): string {
  const shown = items.slice(0, 8);
  const more = items.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}
