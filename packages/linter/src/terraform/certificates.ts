import { type CertificateIntent, type ExpectedRecord, parseName, type Span } from "@dcvlint/core";
import type { CaChoice, CertificateResource, MethodChoice } from "@dcvlint/core/providers";
import { at, first, holds, mayHold, surelyHolds, textOf } from "./lookup.js";
import type { Certificate } from "./resolver.js";
import { kindsOfResources } from "./resource-kinds.js";
import type { ObjectValue, ResourceInstance } from "./value.js";

/** Certificates that resources ask a CA for. */
export interface ResourceCertificates {
  /** As they will be after the change; without names that aren't known. */
  readonly stay: readonly CertificateIntent[];
  /** The names that each will no longer have, or that nobody will ask to be validated any more. */
  readonly gone: readonly CertificateIntent[];
  /** What keeps one from being told, by cause: how many there are, and the first one's place. Told of those that have one. */
  readonly untold?: ReadonlyMap<string, { readonly count: number; readonly span: Span }>;
}

/**
 * The certificates of these instances. Where a plan has no say, `before` are the instances of the same configuration as
 * it was. What can't be told for sure isn't there among those that stay, and is among those that go: whoever is told that
 * a certificate needs something must be able to rely on it.
 */
export function certificatesOf(
  instances: readonly ResourceInstance[],
  before: readonly ResourceInstance[] = [],
  placeOf?: (instance: ResourceInstance) => Span,
): ResourceCertificates {
  const stay: CertificateIntent[] = [];
  const gone: CertificateIntent[] = [];
  const staying = new Map<string, CertificateIntent>();
  const untold = new Map<string, { count: number; readonly span: Span }>();
  for (const instance of instances) {
    const kind = kindOf(instance);
    if (!kind || isDeleted(instance)) continue;
    const intent = intentOf(instance, instance.values, kind);
    staying.set(instance.address, intent);
    const why = placeOf && kind.role === "certificate" ? doubtOf(instance.values, kind) : undefined;
    const known = why === undefined ? undefined : untold.get(why);
    if (known) known.count++;
    else if (why !== undefined) untold.set(why, { count: 1, span: placeOf!(instance) });
    if (kind.role === "certificate" && intent.names.length > 0 && isAsked(instance.values, kind))
      stay.push(placeOf ? { ...intent, span: placeOf(instance) } : intent);
  }
  const leave = (instance: ResourceInstance, values: ObjectValue) => {
    const kind = kindOf(instance);
    if (!kind || kind.except?.some((condition) => holds(values, condition) === true)) return;
    const intent = intentOf(instance, values, kind);
    const kept = new Set(staying.get(instance.address)?.names.map(keyOf));
    const names = intent.names.filter((name) => !kept.has(keyOf(name)));
    if (names.length > 0) gone.push({ ...intent, names });
  };
  for (const instance of instances) {
    // Nobody else's values are read for it: a plan has a hundred thousand records.
    if (!kindOf(instance)) continue;
    if (isDeleted(instance)) leave(instance, instance.values);
    else if (instance.before) leave(instance, instance.before);
  }
  for (const instance of before) if (!isDeleted(instance)) leave(instance, instance.values);
  return untold.size > 0 ? { stay, gone, untold } : { stay, gone };
}

/** By the address of a certificate: the domains that the records it asks for are for, where they are known beforehand. */
export function certificatesWithRecords(instances: readonly ResourceInstance[]): ReadonlyMap<string, Certificate> {
  const found = new Map<string, Certificate>();
  for (const { type, mode, address, values } of instances) {
    const kind = mode === "managed" ? kindsOfResources().certificates.get(type) : undefined;
    const names = kind && domainsBeforeApply(kind, values);
    if (!names) continue;
    const value = recordsKnownBeforeApply(kind)?.record.value;
    found.set(address, { address, names: names.map((name) => name.toLowerCase()), value });
  }
  return found;
}

/** The attribute with the records that a certificate asks for, if the domain that each is for is known beforehand. */
export function recordsKnownBeforeApply({ records, knownBeforeApply }: CertificateResource) {
  for (const record of records ?? []) {
    const attribute = /^(\w+)\[\]$/.exec(record.path ?? "")?.[1];
    if (attribute && record.domain && knownBeforeApply.includes(record.domain)) return { attribute, record };
  }
  return undefined;
}

/** The attributes that {@link domainsBeforeApply} looks at. */
export const attributesOfNames = ({ names, only, except, method }: CertificateResource): readonly string[] => {
  const paths = [...names, ...[...(only ?? []), ...(except ?? [])].map(({ path }) => path)];
  if (method && "paths" in method) paths.push(...method.paths);
  return [...new Set(paths.map((path) => /^\w+/.exec(path)?.[0] ?? path))];
};

/** Every domain once, as it is written but for a final dot; `undefined` where one isn't known, or records may not be what validates it. */
export function domainsBeforeApply(kind: CertificateResource, values: ObjectValue): readonly string[] | undefined {
  if (!recordsKnownBeforeApply(kind) || !isAsked(values, kind)) return undefined;
  if (!methodOf(kind.method, values)?.startsWith("dns-")) return undefined;
  const found = kind.names.flatMap((path) => at(values, path));
  if (found.length === 0 || found.length > MOST_NAMES) return undefined;
  const domains = new Set<string>();
  for (const value of found) {
    const text = value.sensitive ? undefined : textOf(value);
    if (!text) return undefined;
    domains.add(text.replace(/\.$/, ""));
  }
  return [...domains];
}

/** In one certificate; CAs take a hundred. */
const MOST_NAMES = 1000;

const kindOf = ({ type, mode }: ResourceInstance): CertificateResource | undefined => {
  const kind = mode === "managed" ? kindsOfResources().certificates.get(type) : undefined;
  return kind?.role === "wait" ? undefined : kind;
};

/** What is forgotten stays at the provider, but whoever looks after it isn't in these files. */
const isDeleted = ({ action }: ResourceInstance): boolean => action === "delete" || action === "forget";

/** Does it surely ask a public CA for a certificate? */
const isAsked = (values: ObjectValue, { only = [], except }: CertificateResource): boolean =>
  only.every((condition) => holds(values, condition) === true) && !mayHold(values, except);

/** Why not all of a certificate is known, in words; `undefined` where it is, or where none is asked for. */
function doubtOf(values: ObjectValue, kind: CertificateResource): string | undefined {
  const { only = [], except, names, ca } = kind;
  if (only.some((condition) => holds(values, condition) === false) || surelyHolds(values, except)) return undefined;
  if (!isAsked(values, kind)) return "whether it asks a public CA isn't known";
  const given = names.flatMap((path) => at(values, path));
  if (given.some(({ kind, sensitive }) => kind === "unknown" || sensitive)) return "a name of it isn't known";
  if (ca && caOf(ca, values) === undefined) return "which CA it asks isn't known";
  return undefined;
}

function intentOf({ address }: ResourceInstance, values: ObjectValue, kind: CertificateResource): CertificateIntent {
  const ca = caOf(kind.ca, values);
  const method = methodOf(kind.method, values);
  const expected = expectedOf(values, kind);
  return {
    names: namesOf(values, kind),
    ...(ca && { ca }),
    ...(method && { method }),
    ...(kind.confidence === "unverified" && { unverified: true }),
    ...(expected.length > 0 && { expected }),
    address,
  };
}

/** The records that the CA asked for, where the plan knows them already: each once, a name and its wildcard share one. */
function expectedOf(values: ObjectValue, { records = [] }: CertificateResource): ExpectedRecord[] {
  const found = new Map<string, ExpectedRecord>();
  for (const { path, name, type, rrtype, value, ownership } of records) {
    if (!path || !name || ownership) continue;
    for (const asked of at(values, path)) {
      if (asked.kind !== "object" || asked.sensitive) continue;
      const text = (attribute: string | undefined) => {
        const own = attribute === undefined ? undefined : first(asked, attribute);
        return own === undefined || own.sensitive ? undefined : textOf(own);
      };
      const owner = parseName(text(name)?.toLowerCase() ?? "");
      const wanted = text(value);
      const kind = rrtype ?? text(type);
      if (!owner || owner.labels.length === 0 || !wanted || (kind !== "CNAME" && kind !== "TXT")) continue;
      found.set(`${owner} ${wanted}`, { owner, type: kind, value: wanted });
    }
  }
  return [...found.values()];
}

function namesOf(values: ObjectValue, { names, wildcard }: CertificateResource): CertificateIntent["names"] {
  const found = new Map<string, CertificateIntent["names"][number]>();
  const hasWildcards = surelyHolds(values, wildcard);
  for (const value of names.flatMap((path) => at(values, path))) {
    // A secret isn't known to us: it would be printed.
    const text = value.sensitive ? undefined : textOf(value);
    if (!text) continue;
    const isWildcard = text.startsWith("*.");
    const name = parseName(text.slice(isWildcard ? 2 : 0).toLowerCase())?.toString();
    if (name === undefined || name === ".") continue;
    for (const one of hasWildcards ? [false, true] : [isWildcard]) {
      const entry = { name, wildcard: one };
      found.set(keyOf(entry), entry);
    }
  }
  return [...found.values()];
}

const keyOf = ({ name, wildcard }: CertificateIntent["names"][number]): string => `${wildcard ? "*." : ""}${name}`;

/** `undefined` where it can't be told: the provider's configuration isn't at hand. */
function caOf(choice: CaChoice | undefined, values: ObjectValue): string | undefined {
  if (!choice || "provider" in choice) return undefined;
  return "is" in choice ? choice.is : chosen(choice, values);
}

function methodOf(choice: MethodChoice | undefined, values: ObjectValue): string | undefined {
  if (!choice) return undefined;
  if ("is" in choice) return choice.is;
  if ("paths" in choice) return chosen(choice, values);
  for (const [path, method] of Object.entries(choice.blocks)) {
    const isThere = holds(values, { path, is: "set" });
    if (isThere === undefined) return undefined;
    if (isThere) return method;
  }
  return choice.otherwise;
}

interface Choice {
  readonly paths: readonly string[];
  readonly map: Readonly<Record<string, string>>;
  readonly otherwise?: string;
}

function chosen({ paths, map, otherwise }: Choice, values: ObjectValue): string | undefined {
  const value = first(values, ...paths);
  if (!value) return otherwise;
  const text = textOf(value)?.toLowerCase();
  return Object.entries(map).find(([written]) => written.toLowerCase() === text)?.[1];
}
