import type { PublicSuffixes } from "@dcvlint/core";
import { certificatesWithRecords } from "./certificates.js";
import { first } from "./lookup.js";
import type { Certificate, Resolver } from "./resolver.js";
import { kindsOfResources } from "./resource-kinds.js";
import type { ResourceInstance } from "./value.js";
import { type TerraformZones, zonesOfResources } from "./zones.js";

/** The zones that the sources of one root module declare, as far as the sources alone tell. */
export const zonesOfSource = (resources: readonly ResourceInstance[], suffixes: PublicSuffixes): TerraformZones =>
  zonesOfResources(resources, sourceResolver(resources, suffixes));

export function sourceResolver(resources: readonly ResourceInstance[], suffixes: PublicSuffixes): Resolver {
  const { zones, records } = kindsOfResources();
  const byAddress = new Map<string, ResourceInstance>();
  for (const instance of resources) if (zones.has(instance.type)) byAddress.set(instance.address, instance);
  let certificates: ReadonlyMap<string, Certificate> | undefined;
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
    certificateOf(record) {
      const reading = records.get(record.type)?.reading;
      const value = reading && first(record.values, ...reading.name.paths);
      if (value?.kind !== "unknown" || value.from === undefined) return undefined;
      certificates ??= certificatesWithRecords(resources);
      // `aws_acm_certificate.main.domain_validation_options.resource_record_name`
      const attribute = value.from.slice(0, value.from.lastIndexOf("."));
      return certificates.get(attribute.slice(0, attribute.lastIndexOf("."))) ?? certificates.get(attribute);
    },
    placeOf: (instance) => instance.headerSpan ?? instance.blockSpan ?? NOWHERE,
  };
}

const NOWHERE = { file: "", start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
