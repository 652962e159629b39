import { ROOT_SERVER, SERVERS, type ServerId, type SourceId, serverName, TLD, TLD_SERVER } from "./addresses.js";
import type { Ds, Scenario, Signing, ZoneSpec } from "./scenario.js";
import { ACME_ZONE } from "./scenarios/tokens.js";

/** A zone's text as one or more of its servers get it. */
export interface Content {
  readonly at?: readonly ServerId[];
  readonly from?: readonly SourceId[];
  /** Whole zone text, unsigned. */
  readonly text: string;
}
export interface ZonePlan {
  /** Absolute, with the final dot. */
  readonly name: string;
  readonly servers: readonly ServerId[];
  readonly sign: Signing;
  readonly ds: Ds;
  readonly dynamic: boolean;
  readonly denied: readonly string[];
  /** The text of each content, once the DS records of the zones below are known. */
  contents(ds: (child: string) => readonly string[]): Content[];
}

/** Every zone of the lab, those below before those above, so that each finds the DS records of its children made. */
export function planZones(scenarios: readonly Scenario[]): ZonePlan[] {
  const specs = [...scenarios.flatMap((scenario) => scenario.zones), acmeZone(scenarios)];
  const names = specs.map((spec) => dotted(spec.name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two scenarios have a zone ${twice}`);
  const childrenOf = (name: string): ZoneSpec[] => {
    const others = [...names, `${TLD}.`].filter((other) => other !== name && isBelow(other, name));
    return specs.filter((spec) => {
      const child = dotted(spec.name);
      const between = others.some((other) => other !== child && isBelow(child, other));
      return child !== name && isBelow(child, name) && !between;
    });
  };
  const plans = specs.map((spec) => planZone(spec, childrenOf(dotted(spec.name))));
  const depth = (plan: ZonePlan): number => plan.name.split(".").length;
  return [...plans.sort((a, b) => depth(b) - depth(a)), tldZone(childrenOf(`${TLD}.`)), rootZone()];
}

function planZone(spec: ZoneSpec, children: readonly ZoneSpec[]): ZonePlan {
  const name = dotted(spec.name);
  const sign = spec.sign ?? "none";
  const servers = spec.servers ?? ["one", "two"];
  const apex = spec.apexServers ?? servers;
  return {
    name,
    servers: [...new Set([...servers, ...apex])],
    sign,
    ds: spec.ds ?? (sign === "none" ? "none" : "good"),
    dynamic: spec.dynamic ?? false,
    denied: spec.denied ?? [],
    contents: (ds) => {
      const whole = (records: string, serial: number): string =>
        [
          ...head(name, apex.map(serverName), serial, spec.dynamic ? 0 : 5),
          records,
          ...delegations(children, ds),
          "",
        ].join("\n");
      const variants = (spec.variants ?? []).map(({ records, serial, ...where }) => ({
        ...where,
        text: whole(records, serial ?? spec.serial ?? 1),
      }));
      return spec.records === null ? variants : [...variants, { text: whole(spec.records, spec.serial ?? 1) }];
    },
  };
}

/**
 * The text above the records of every zone. TTLs are short, so that no resolver's cache outlives the change that a test
 * makes; with 0 in zones that take updates, since an order looks for its record right after the one before.
 */
export const head = (origin: string, servers: readonly string[], serial: number, ttl = 5): string[] => [
  `$ORIGIN ${origin}`,
  `$TTL ${ttl}`,
  `@ SOA ${servers[0] ?? serverName("one")} hostmaster.${TLD}. ${serial} 3600 600 604800 ${Math.min(ttl, 1)}`,
  ...servers.map((server) => `@ NS ${server}`),
];

const delegations = (children: readonly ZoneSpec[], ds: (child: string) => readonly string[]): string[] =>
  children.flatMap((child) => {
    const servers = child.servers ?? ["one", "two"];
    if (servers.length === 0) return [];
    const records = [...servers.map((id) => `NS ${serverName(id)}`), ...ds(dotted(child.name))];
    return records.map((record) => `${dotted(child.name)} ${record}`);
  });

function acmeZone(scenarios: readonly Scenario[]): ZoneSpec {
  return { name: ACME_ZONE, records: scenarios.flatMap((scenario) => scenario.acme ?? []).join("\n"), dynamic: true };
}

function tldZone(children: readonly ZoneSpec[]): ZonePlan {
  const servers = Object.entries(SERVERS).map(([id, address]) => `${serverName(id as ServerId)} A ${address}`);
  const ns = `ns.${TLD}.`;
  return {
    ...above(`${TLD}.`),
    contents: (ds) => [
      {
        text: [...head(`${TLD}.`, [ns], 1), `${ns} A ${TLD_SERVER}`, ...servers, ...delegations(children, ds), ""].join(
          "\n",
        ),
      },
    ],
  };
}

function rootZone(): ZonePlan {
  return {
    ...above("."),
    contents: (ds) => [
      {
        text: [
          ...head(".", ["ns.root."], 1),
          `ns.root. A ${ROOT_SERVER}`,
          `${TLD}. NS ns.${TLD}.`,
          `ns.${TLD}. A ${TLD_SERVER}`,
          ...ds(`${TLD}.`).map((record) => `${TLD}. ${record}`),
          "",
        ].join("\n"),
      },
    ],
  };
}

const above = (name: string): Omit<ZonePlan, "contents"> => ({
  name,
  servers: [],
  sign: "good",
  ds: "good",
  dynamic: false,
  denied: [],
});

export const dotted = (name: string): string => (name.endsWith(".") ? name : `${name}.`);
const isBelow = (name: string, ancestor: string): boolean => name === ancestor || name.endsWith(`.${ancestor}`);
