/** Issuer domain names of CAA (RFC 8659 §4.2): whose they are, and whose was meant. All names in lower case without a final dot. */

import { type CaAddition, caFromAddition } from "./ca-addition.js";
import { CA_SHAPES } from "./cas-shapes.gen.js";
import { findNearest } from "./edit-distance.js";
import { LISTED_ISSUERS, WRONG_GUESSES } from "./issuer-domains.gen.js";
import type { CaSummary, FactStatus, OtherDomainState } from "./schema.js";

export interface KnownIssuer {
  readonly domain: string;
  /** Ids of the CAs that honour it, the foremost first; empty where none of them has data here. */
  readonly cas: readonly string[];
  readonly names: readonly string[];
  readonly status: FactStatus;
  /** *own*: one of the names the CA goes by. */
  readonly state: "own" | OtherDomainState;
  /** What to write instead, when it is deprecated or honoured for another CA's customers only. */
  readonly replacedBy?: string;
  /** Its CA issues no TLS certificates since that day. */
  readonly endedOn?: string;
}

export interface IssuerSuggestion {
  readonly domain: string;
  /** More that may have been meant: the CAs behind a platform. */
  readonly alternatives: readonly string[];
  readonly why: "wrong-guess" | "former" | "typo" | "other-ending" | "host-of";
  readonly note?: string;
}

/** The CAs that are known to a run: those of the project's data and those that the user added. */
export interface IssuerDirectory {
  /** Ids of the CAs and the names they go by, for whoever mistypes one. */
  readonly ids: readonly string[];
  /** Whose issuer domain name this is, exactly. */
  findIssuer(domain: string): KnownIssuer | undefined;
  /** What an unknown issuer domain name was probably meant to be. */
  suggestIssuer(domain: string): IssuerSuggestion | undefined;
  /** By its id, or by an issuer domain name of its own. */
  findCa(idOrDomain: string): CaSummary | undefined;
  /** Every name of which one in the CAA set permits this CA, or a CA behind this platform. Empty: not known. */
  issuerDomainsOf(ca: CaSummary): readonly string[];
  /** The names to advise: the CA's first, or one for each CA behind a platform. */
  preferredIssuersOf(ca: Pick<CaSummary, "kind" | "issuerDomains">): readonly string[];
}

interface Entry extends KnownIssuer {
  readonly cas: string[];
  readonly names: string[];
  readonly subdomains: boolean;
}

/** Additions go before the project's own data and replace an entry of the same id. */
export function issuerDirectory(additions: readonly CaAddition[] = []): IssuerDirectory {
  const added = additions.map(caFromAddition);
  const replaced = new Set(added.map((ca) => ca.id));
  const cas = [...added, ...CA_SHAPES.filter((ca) => !replaced.has(ca.id))];
  const byId = new Map(cas.map((ca) => [ca.id, ca] as const));
  const entries = entriesOf(cas);

  const findIssuer = (domain: string): Entry | undefined => {
    const exact = entries.get(domain);
    if (exact) return exact;
    for (const name of namesAbove(domain)) {
      const above = entries.get(name);
      if (above?.subdomains) return { ...above, domain };
    }
    return undefined;
  };

  const issuerDomainsOf = (ca: CaSummary): readonly string[] => {
    const found = new Set(isIssuer(ca) ? honoured(ca) : ca.issuerDomains.value);
    for (const { value, ca: owner } of LISTED_ISSUERS) if (owner === ca.id) found.add(value);
    for (const id of ca.issuesFrom ?? []) {
      const behind = byId.get(id);
      if (behind) for (const domain of issuerDomainsOf(behind)) found.add(domain);
    }
    return [...found];
  };

  return {
    ids: [...byId.keys(), ...entries.keys()],
    findIssuer,
    suggestIssuer: (domain) => (findIssuer(domain) ? undefined : suggest(domain, cas, entries)),
    findCa: (idOrDomain) => byId.get(idOrDomain) ?? byId.get(entries.get(idOrDomain)?.cas[0] ?? ""),
    issuerDomainsOf,
    preferredIssuersOf: (ca) => (isIssuer(ca) ? ca.issuerDomains.value.slice(0, 1) : ca.issuerDomains.value),
  };
}

let builtIn: IssuerDirectory | undefined;
const ours = (): IssuerDirectory => {
  builtIn ??= issuerDirectory();
  return builtIn;
};

/** {@link IssuerDirectory.findIssuer} over the project's own data. */
export const findIssuer = (domain: string): KnownIssuer | undefined => ours().findIssuer(domain);
/** {@link IssuerDirectory.suggestIssuer} over the project's own data. */
export const suggestIssuer = (domain: string): IssuerSuggestion | undefined => ours().suggestIssuer(domain);

/** Does it go by names of its own? Platforms and resellers go by those of the CAs behind them. */
const isIssuer = (ca: Pick<CaSummary, "kind">): boolean =>
  ca.kind === "ca" || ca.kind === "ca-and-platform" || ca.kind === "former-ca";

const HONOURED: readonly OtherDomainState[] = ["deprecated", "agreement", "listed"];

const honoured = (ca: CaSummary): readonly string[] => [
  ...ca.issuerDomains.value,
  ...(ca.otherIssuerDomains ?? []).filter((other) => HONOURED.includes(other.state)).map((other) => other.value),
];

/** CAs that issue themselves come before those that issue from others, so that the foremost name is first. */
function entriesOf(cas: readonly CaSummary[]): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const add = (
    domain: string,
    ca: CaSummary,
    more: Omit<KnownIssuer, "domain" | "cas" | "names">,
    subdomains = false,
  ) => {
    const entry = entries.get(domain);
    if (entry) {
      if (!entry.cas.includes(ca.id)) {
        entry.cas.push(ca.id);
        entry.names.push(ca.name);
      }
      if (subdomains) entries.set(domain, { ...entry, subdomains });
    } else entries.set(domain, { domain, cas: [ca.id], names: [ca.name], subdomains, ...more });
  };
  const issuers = cas.filter(isIssuer);
  const first = issuers.filter((ca) => ca.issuesFrom === undefined);
  const then = issuers.filter((ca) => ca.issuesFrom !== undefined);
  for (const ca of first) {
    const { value, status } = ca.issuerDomains;
    for (const domain of value) add(domain, ca, { status, state: "own", endedOn: ca.endedOn });
  }
  for (const ca of first) {
    const others = (ca.otherIssuerDomains ?? []).filter((other) => HONOURED.includes(other.state));
    for (const { value, state, replacedBy, status, subdomains } of [...others].sort(byStatus)) {
      add(value, ca, { status, state, replacedBy }, subdomains);
    }
  }
  for (const ca of then) {
    const { value, status } = ca.issuerDomains;
    for (const domain of value) add(domain, ca, { status, state: "own" });
  }
  for (const { value, name, ca, status } of LISTED_ISSUERS) {
    if (entries.has(value)) continue;
    const owner = cas.filter((each) => each.id === ca).map((each) => each.id);
    entries.set(value, { domain: value, cas: owner, names: [name], status, state: "listed", subdomains: false });
  }
  return entries;
}

/** The names above it, the longest first; of hostile texts, which have thousands, none that is longer than any name. */
function* namesAbove(domain: string): Generator<string> {
  const from = Math.max(0, domain.length - LONGEST_NAME);
  for (let dot = domain.indexOf(".", from); dot >= 0; dot = domain.indexOf(".", dot + 1)) yield domain.slice(dot + 1);
}

const LONGEST_NAME = 255;

const RANK: Readonly<Record<FactStatus, number>> = { verified: 0, partial: 1, unverified: 2 };
const byStatus = (a: { status: FactStatus }, b: { status: FactStatus }): number => RANK[a.status] - RANK[b.status];

function suggest(
  domain: string,
  cas: readonly CaSummary[],
  entries: ReadonlyMap<string, Entry>,
): IssuerSuggestion | undefined {
  const guess = WRONG_GUESSES.find((each) => each.value === domain);
  if (guess) {
    const [first, ...alternatives] = guess.meant;
    return { domain: first, alternatives, why: "wrong-guess", note: guess.notes?.[0] };
  }
  for (const { otherIssuerDomains = [] } of cas) {
    const former = otherIssuerDomains.find((other) => other.state === "former" && other.value === domain);
    if (former?.replacedBy) return { domain: former.replacedBy, alternatives: [], why: "former" };
  }
  for (const above of namesAbove(domain)) {
    if (entries.has(above)) return { domain: above, alternatives: [], why: "host-of" };
  }
  // In a short name two slips make another name.
  const typo = findNearest(domain, entries.keys(), domain.length < 9 ? 1 : 2);
  if (typo !== undefined) return { domain: typo, alternatives: [], why: "typo" };
  const parts = domain.split(".");
  const main = parts.length === 1 ? parts[0] : parts[parts.length - 2];
  if (main.length < 5) return undefined;
  for (const known of entries.keys()) {
    if (known.startsWith(`${main}.`)) return { domain: known, alternatives: [], why: "other-ending" };
  }
  return undefined;
}
