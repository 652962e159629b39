import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  BACKEND,
  FAULTS,
  PERSPECTIVES,
  RESOLVERS,
  ROOT_SERVER,
  SERVERS,
  type ServerId,
  SOURCES,
  type SourceId,
  TLD,
  TLD_SERVER,
} from "./addresses.js";
import type { NamedView, NamedZone } from "./render/named.js";
import { pooled } from "./run.js";
import { dsOf, keysOf, signZone } from "./sign.js";
import type { Content, ZonePlan } from "./zones.js";

/** A zone with files that a server can load. */
export interface BuiltZone extends NamedZone {
  readonly servers: readonly ServerId[];
  readonly contents: readonly (Omit<Content, "text"> & { readonly file: string })[];
}

/** Signs and writes every zone, level by level from below: a parent holds the DS records of its children. */
export async function buildZones(plans: readonly ZonePlan[], directory: string): Promise<BuiltZone[]> {
  const ds = new Map<string, readonly string[]>();
  mkdirSync(join(directory, "zones"));
  const levels = new Map<number, ZonePlan[]>();
  for (const plan of plans) {
    const level = plan.name === "." ? 0 : plan.name.split(".").length;
    levels.set(level, [...(levels.get(level) ?? []), plan]);
  }
  const built: BuiltZone[] = [];
  for (const [, level] of [...levels].sort(([a], [b]) => b - a)) {
    built.push(...(await pooled(level, 4, (plan) => buildZone(plan, directory, ds))));
  }
  return built;
}

async function buildZone(plan: ZonePlan, directory: string, ds: Map<string, readonly string[]>): Promise<BuiltZone> {
  ds.set(plan.name, await dsOf(plan.name, plan.sign, plan.ds));
  const texts = plan.contents((child) => ds.get(child) ?? []);
  const contents = await pooled(texts, 2, async ({ text, ...where }) => {
    const file = join(directory, "zones", `${plan.name}${texts.findIndex((other) => other.text === text)}`);
    // A copy of its own, since servers and tests write to it.
    copyFileSync(await signZone(plan.name, text, plan.sign), file);
    return { ...where, file };
  });
  const zone = { name: plan.name, file: "", servers: plan.servers, contents, dynamic: plan.dynamic };
  if (plan.sign !== "policy") return zone;
  const keyDirectory = join(directory, "keys", plan.name);
  cpSync(await keysOf(plan.name, "policy"), keyDirectory, { recursive: true });
  return { ...zone, keyDirectory };
}

/** named's views: authoritative servers for anyone, resolvers, then what single sources see. The order counts. */
export function planViews(zones: readonly BuiltZone[], directory: string): NamedView[] {
  const sources = (Object.keys(SOURCES) as SourceId[]).filter((source) =>
    zones.some(({ contents }) => contents.some(({ from }) => from?.includes(source))),
  );
  const notFrom = sources.map((source) => SOURCES[source]);
  const above = (name: string): NamedZone[] =>
    zones.filter((zone) => zone.name === name).map((zone) => ({ name, file: zone.contents[0].file }));
  const at = (server: ServerId, source?: SourceId): NamedZone[] =>
    zones.filter((zone) => zone.servers.includes(server)).flatMap((zone) => pick(zone, server, source));
  const backend = zones.flatMap((zone) => {
    const fault = FAULTS.find((id) => zone.servers.includes(id));
    return fault === undefined ? [] : pick(zone, fault);
  });

  const unloadable = join(directory, "zones", "unloadable");
  writeFileSync(unloadable, "This is no zone.\n");
  const broken = zones.filter((zone) => zone.servers.includes("broken"));
  return [
    { name: "root", at: ROOT_SERVER, zones: above(".") },
    { name: "tld", at: TLD_SERVER, zones: above(`${TLD}.`) },
    { name: "one", at: SERVERS.one, notFrom, zones: at("one") },
    { name: "two", at: SERVERS.two, notFrom, zones: at("two") },
    { name: "old", at: SERVERS.old, zones: at("old") },
    { name: "backend", at: BACKEND, zones: backend },
    { name: "broken", at: SERVERS.broken, zones: broken.map(({ name }) => ({ name, file: unloadable })) },
    // No zone: falls through to the last view.
    { name: "refuses", at: SERVERS.refuses, zones: [] },
    { name: "resolver", at: RESOLVERS.bind, zones: [], resolvesFrom: RESOLVERS.bind },
    ...PERSPECTIVES.map((id) => ({ name: `resolver-${id}`, at: RESOLVERS[id], zones: [], resolvesFrom: SOURCES[id] })),
    ...sources.flatMap((source) =>
      (["one", "two"] as const).map((server) => ({
        name: `${server}-${source}`,
        at: SERVERS[server],
        from: SOURCES[source],
        zones: at(server, source),
      })),
    ),
  ];
}

/** The content of a zone that a server shows to a source: the first that fits. */
function pick(zone: BuiltZone, server: ServerId, source?: SourceId): NamedZone[] {
  const content = zone.contents.find(
    ({ at, from }) =>
      (at === undefined || at.includes(server)) &&
      (from === undefined || (source !== undefined && from.includes(source))),
  );
  if (content === undefined) return [];
  const { name, dynamic, keyDirectory } = zone;
  return [{ name, file: content.file, dynamic, keyDirectory }];
}

/** The zones that PowerDNS serves. */
export const laxZones = (zones: readonly BuiltZone[]): NamedZone[] =>
  zones.filter((zone) => zone.servers.includes("lax")).flatMap((zone) => pick(zone, "lax"));
