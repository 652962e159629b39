import type { PublicSuffixes } from "@dcvlint/core";
import { first } from "./lookup.js";
import { kindsOfResources } from "./resource-kinds.js";
import type { ResourceInstance } from "./value.js";
import { type Resolver, type TerraformZones, zonesOfResources } from "./zones.js";

/** The zones that the sources of one root module declare, as far as the sources alone tell. */
export const zonesOfSource = (resources: readonly ResourceInstance[], suffixes: PublicSuffixes): TerraformZones =>
  zonesOfResources(resources, sourceResolver(resources, suffixes));

export function sourceResolver(resources: readonly ResourceInstance[], suffixes: PublicSuffixes): Resolver {
  const { zones } = kindsOfResources();
  const byAddress = new Map<string, ResourceInstance>();
  for (const instance of resources) if (zones.has(instance.type)) byAddress.set(instance.address, instance);
  return {
    suffixes,
    zonesOf(record, attribute) {
      const value = first(record.values, attribute);
      if (value?.kind !== "unknown" || value.reference === undefined) return [];
      // `aws_route53_zone.main.zone_id`: the attribute off, the instance is left.
      const owner = value.reference.replace(/\.[^.\]]*$/, "");
      const found = byAddress.get(value.reference) ?? byAddress.get(owner);
      if (found) return [found];
      // An output that isn't at hand, of a module that declares one zone: which other id could it give?
      const within = /^module\./.test(owner)
        ? [...byAddress].filter(([address]) => address.startsWith(`${owner}.`))
        : [];
      return within.length === 1 ? [within[0][1]] : [];
    },
    placeOf: (instance) => instance.headerSpan ?? instance.blockSpan ?? NOWHERE,
  };
}

const NOWHERE = { file: "", start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
