import {
  type CertificateResource,
  PROVIDERS,
  type Provider,
  type RecordResource,
  type ZoneResource,
} from "@dcvlint/core/providers";

export interface RecordKind {
  readonly reading: RecordResource;
  readonly provider: Provider;
  /** The RR type, where the resource type tells. */
  readonly rrtype?: string;
}

/** Resource types by name, over all providers. */
export interface ResourceKinds {
  readonly records: ReadonlyMap<string, RecordKind>;
  readonly zones: ReadonlyMap<string, { readonly zone: ZoneResource; readonly provider: Provider }>;
  readonly certificates: ReadonlyMap<string, CertificateResource>;
  /** All that a reader must keep. */
  readonly wanted: ReadonlySet<string>;
}

let kinds: ResourceKinds | undefined;

export function kindsOfResources(): ResourceKinds {
  kinds ??= gather();
  return kinds;
}

function gather(): ResourceKinds {
  const records = new Map<string, RecordKind>();
  const zones = new Map<string, { zone: ZoneResource; provider: Provider }>();
  const certificates = new Map<string, CertificateResource>();
  const wanted = new Set<string>();
  for (const provider of PROVIDERS) {
    for (const reading of provider.records)
      for (const { type, rrtype } of reading.types) records.set(type, { reading, provider, rrtype });
    for (const zone of provider.zones) zones.set(zone.type, { zone, provider });
    for (const certificate of provider.certificates ?? []) certificates.set(certificate.type, certificate);
    for (const { type } of [...(provider.zoneSettings ?? []), ...(provider.zoneFiles ?? [])]) wanted.add(type);
  }
  for (const type of [...records.keys(), ...zones.keys(), ...certificates.keys()]) wanted.add(type);
  return { records, zones, certificates, wanted };
}
