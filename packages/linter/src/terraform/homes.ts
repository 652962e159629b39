import { isCertainEnding, type PublicSuffixes } from "@dcvlint/core";
import type { RecordResource } from "@dcvlint/core/providers";
import { first, mayHold, textOf } from "./lookup.js";
import { kindsOfResources } from "./resource-kinds.js";
import type { ResourceInstance, Value } from "./value.js";

/** What is known of the zone that a record belongs to. */
export interface Home {
  /** Tells zones of one name apart. */
  readonly key: string;
  /** Lower case, without final dot; absent where it isn't known. */
  readonly name?: string;
  readonly instance?: ResourceInstance;
}

/** The zone instances that an attribute of a record refers to; none where that can't be told. */
export type ZonesOf = (record: ResourceInstance, attribute: string) => readonly ResourceInstance[];

/**
 * The zones of one root module, by what records say of them. Whoever looks a zone up by its name, or names it, means the
 * one that a resource declares, where one does.
 */
export class Homes {
  private readonly byId = new Map<string, ResourceInstance>();
  /** Zones that resources declare, by name and kind. */
  private readonly declared = new Map<string, ResourceInstance[]>();
  private readonly known = new Map<ResourceInstance, Home>();

  constructor(
    instances: readonly ResourceInstance[],
    private readonly zonesOf: ZonesOf,
  ) {
    const { zones } = kindsOfResources();
    for (const instance of instances) {
      const kind = zones.get(instance.type);
      if (!kind) continue;
      for (const id of kind.zone.ids) {
        const text = textOf(instance.values.entries.get(id));
        if (text) this.byId.set(text, instance);
      }
      const name = nameOfZone(instance);
      if (instance.mode === "data" || name === undefined) continue;
      const key = namedKey(name, kind.provider.id, isPrivate(instance));
      const list = this.declared.get(key);
      if (list) list.push(instance);
      else this.declared.set(key, [instance]);
    }
  }

  of(instance: ResourceInstance, reading: RecordResource): Home {
    const { provider } = kindsOfResources().records.get(instance.type)!;
    for (const reference of reading.zone) {
      const value = first(instance.values, reference.path);
      if (!value) continue;
      const text = plainText(value);
      const isName =
        reference.kind === "name" ||
        (reference.kind === "both" && text !== undefined && !new RegExp(reference.idLike ?? "^$").test(text));
      const hidden = mayHold(instance.values, reading.private);
      if (text !== undefined && isName) return this.named(bare(text), provider.id, hidden);
      if (text !== undefined && this.byId.has(text)) return this.ofInstance(this.byId.get(text)!);
      if (text !== undefined && reference.endsInName && text.includes("/"))
        return this.named(bare(text.split("/").at(-1)!), provider.id, hidden);
      if (text !== undefined) return { key: `${instance.type}:${text}` };
      const found = this.zonesOf(instance, reference.path);
      if (found.length === 1) return this.ofInstance(found[0]);
      const key = value.kind === "unknown" && value.reference ? value.reference : instance.address;
      return { key: `unknown:${key}` };
    }
    return { key: `unknown:${instance.address}` };
  }

  ofInstance(instance: ResourceInstance): Home {
    let home = this.known.get(instance);
    if (!home) {
      home = this.find(instance);
      this.known.set(instance, home);
    }
    return home;
  }

  private find(instance: ResourceInstance): Home {
    const name = nameOfZone(instance);
    if (name === undefined) return { key: instance.address, instance };
    if (instance.mode === "managed") return { key: instance.address, name, instance };
    const { provider } = kindsOfResources().zones.get(instance.type)!;
    const home = this.named(name, provider.id, isPrivate(instance));
    return home.instance ? home : { ...home, instance };
  }

  private named(name: string, provider: string, hidden: boolean): Home {
    const key = namedKey(name, provider, hidden);
    const declared = this.declared.get(key) ?? [];
    // Of several with one name, which is meant can't be told.
    return declared.length === 1 ? { key: declared[0].address, name, instance: declared[0] } : { key, name };
  }
}

const namedKey = (name: string, provider: string, hidden: boolean): string =>
  `${hidden ? "private" : "public"}:${provider}:${name}`;

const bare = (name: string): string => name.replace(/\.$/, "").toLowerCase();

/** Is the zone of such an instance never visible in public, as far as can be told? */
export const isPrivate = (instance: ResourceInstance): boolean =>
  mayHold(instance.values, kindsOfResources().zones.get(instance.type)?.zone.private);

function nameOfZone(instance: ResourceInstance): string | undefined {
  for (const path of kindsOfResources().zones.get(instance.type)!.zone.name) {
    const labels = (typeof path === "string" ? [path] : path).map((one) => plainText(first(instance.values, one)));
    if (labels.some((label) => label === undefined)) continue;
    const name = labels.filter((label) => label !== "").join(".");
    if (name !== "") return bare(name);
  }
  return undefined;
}

/** A secret isn't known to us: it would be printed. */
const plainText = (value: Value | undefined): string | undefined => (value?.sensitive ? undefined : textOf(value));

/**
 * The name of a zone that is known only by its id: the domain that all its owners are in, where all are written in full.
 * If the zone really begins further down, no more than a finding is missed; but the NS of an apex must not be taken for a
 * delegation, so one that has all other owners below it is taken for the apex.
 */
export class NameGuess {
  private found: string | undefined;
  private common: string | undefined;
  private failed = false;
  private readonly served = new Set<string>();

  constructor(private readonly suffixes: PublicSuffixes) {}

  /** The domain of all owners so far. Few owners change it. */
  get domain(): string | undefined {
    return this.failed ? undefined : this.found;
  }

  /** When all have been told. */
  get apex(): string | undefined {
    return this.common !== undefined && this.served.has(this.common) && !this.failed ? this.common : this.domain;
  }

  /** An owner as written, and whether name servers stand there. */
  add(owner: string, hasServers: boolean): void {
    if (this.failed) return;
    const name = bare(owner);
    const domain = this.domainOf(name, owner.endsWith("."));
    this.failed = domain === undefined || (this.found !== undefined && domain !== this.found);
    this.found = domain;
    this.common = this.common === undefined ? name : commonAncestor(this.common, name);
    if (hasServers) this.served.add(name);
  }

  private domainOf(name: string, dotted: boolean): string | undefined {
    const domain = this.suffixes.endsInPublicSuffix(name) ? this.suffixes.registrableDomain(name) : undefined;
    if (domain === undefined || dotted) return domain;
    return isCertainEnding(domain.slice(domain.indexOf(".") + 1)) ? domain : undefined;
  }
}

function commonAncestor(a: string, b: string): string {
  let ancestor = a;
  while (ancestor !== "" && b !== ancestor && !b.endsWith(`.${ancestor}`))
    ancestor = ancestor.includes(".") ? ancestor.slice(ancestor.indexOf(".") + 1) : "";
  return ancestor;
}
