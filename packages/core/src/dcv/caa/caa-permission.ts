import type { IssuerDirectory } from "../../knowledge/issuers.js";
import { DomainName, foldLabel } from "../../name/domain-name.js";
import { RecordView } from "../../zone/record-view.js";
import { HAS_CAA, type RecordId, type Zone } from "../../zone/zone.js";
import { issuerOf } from "./caa-record.js";
import { type CaaMember, caaSetAt } from "./caa-set.js";
import { parseMethods } from "./caa-value.js";

/** One record that permits a CA, perhaps only for an account and by some methods (RFC 8657). */
export interface CaaGrant {
  readonly id: RecordId;
  /** In lower case, without a final dot. */
  readonly issuer: string;
  readonly account?: string;
  readonly methods?: ReadonlySet<string>;
}

/** *any*: nothing in sight forbids any CA. *unknown*: a record of the set can't be read, or isn't known yet. */
export type CaaPermission =
  | { readonly kind: "any" }
  | { readonly kind: "unknown" }
  | { readonly kind: "listed"; readonly grants: readonly CaaGrant[] };

export interface RelevantCaa {
  /** `undefined` where no CAA stands at the name or above it in this zone. */
  readonly owner?: DomainName;
  readonly permits: (wildcard: boolean) => CaaPermission;
}

/** The set that a CA finds for a name by climbing (RFC 8659 §3), as far as it is in this zone. */
export function relevantCaa(zone: Zone, { labels }: DomainName): RelevantCaa {
  const { names, index } = zone;
  for (let skipped = 0; skipped < labels.length; skipped++) {
    const owner = new DomainName(labels.slice(skipped));
    const id = names.lookup(owner);
    if (id === undefined || !index.inZone(id) || (zone.typesAt(id) & HAS_CAA) === 0) continue;
    const { members, complete } = caaSetAt(viewOf(zone), id);
    return { owner, permits: (wildcard) => (complete ? permissionOf(members, wildcard) : { kind: "unknown" }) };
  }
  return { permits: () => ({ kind: "any" }) };
}

const views = new WeakMap<Zone, RecordView>();

/** A view holds what reads RDATA: one a zone is enough. */
function viewOf(zone: Zone): RecordView {
  const view = views.get(zone) ?? new RecordView(zone);
  views.set(zone, view);
  return view;
}

/** For a wildcard, one issuewild silences every issue; without a record of the tag that counts, all may (RFC 8659 §4.3). */
function permissionOf(members: readonly CaaMember[], wildcard: boolean): CaaPermission {
  const tag = wildcard && members.some(({ reading }) => reading.tag === "issuewild") ? "issuewild" : "issue";
  const relevant = members.filter(({ reading }) => reading.tag === tag);
  return relevant.length === 0 ? { kind: "any" } : { kind: "listed", grants: relevant.flatMap(grantOf) };
}

/** A value that can't be read names nobody (RFC 8659 §4.2). */
function grantOf({ id, reading }: CaaMember): CaaGrant[] {
  const issuer = issuerOf(reading)?.name;
  if (issuer === undefined) return [];
  const parameters = reading.parsed?.kind === "issue-value" ? reading.parsed.parameters : [];
  const parameter = (wanted: string) => parameters.find(({ tag }) => foldLabel(tag) === wanted)?.value;
  const methods = parameter("validationmethods");
  return [
    {
      id,
      issuer,
      account: parameter("accounturi"),
      methods: methods === undefined ? undefined : new Set(parseMethods(methods).map(({ label }) => label)),
    },
  ];
}

/** Do both names permit the same CA? */
export function isSameCa(one: string, other: string, { findIssuer }: IssuerDirectory): boolean {
  if (one === other) return true;
  const cas = findIssuer(one)?.cas ?? [];
  return findIssuer(other)?.cas.some((ca) => cas.includes(ca)) ?? false;
}

/** What is left of a grant: all of it, its CA for less, or nothing. */
export function judgeGrant(
  grant: CaaGrant,
  after: readonly CaaGrant[],
  issuers: IssuerDirectory,
): "kept" | "account" | "methods" | "lost" {
  const own = after.filter(({ issuer }) => isSameCa(issuer, grant.issuer, issuers));
  if (own.length === 0) return "lost";
  const ofAccount = own.filter(({ account }) => account === undefined || account === grant.account);
  if (ofAccount.length === 0) return "account";
  if (ofAccount.some(({ methods }) => methods === undefined)) return "kept";
  const methods = new Set(ofAccount.flatMap((each) => [...(each.methods ?? [])]));
  return grant.methods && [...grant.methods].every((method) => methods.has(method)) ? "kept" : "methods";
}
