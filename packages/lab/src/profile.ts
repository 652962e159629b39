import { DOH, PERSPECTIVES, type PebbleId, RESOLVER_NAME, RESOLVERS, ROOT_SERVER, SOURCES, TLD } from "./addresses.js";
import type { ProfileId } from "./scenario.js";

/** What is where, for those who run inside the lab: the file that `DCVLINT_LAB` names. */
export interface LabInfo {
  readonly directory: string;
  readonly servers: Readonly<Record<string, string>>;
  readonly resolvers: Readonly<Record<string, string>>;
  readonly pebbles: Readonly<Record<PebbleId, { readonly directoryUrl: string; readonly resolver: string }>>;
  /** The CA that Pebble's, the DoH and the DoT certificates come from. */
  readonly caFile: string;
  /** A network profile for `dcvlint check` by id. */
  readonly profiles: Readonly<Record<ProfileId, string>>;
  /** `HOST/PATH` below it is what the web servers serve. */
  readonly webRoot: string;
  readonly rndcConfig: string;
  /** unbound-control's configuration by resolver. */
  readonly unboundConfigs: Readonly<Record<string, string>>;
  readonly unboundHostConfig: string;
  /** The address to which dynamic updates go. */
  readonly updateServer: string;
  /** Zone files that may be replaced, by the zone's name with its final dot, and the view that loaded them. */
  readonly zoneFiles: Readonly<Record<string, { readonly file: string; readonly view: string }>>;
}

/** A network profile (contract §9) that knows nothing but the lab. */
export function networkProfile(id: ProfileId, trustAnchor: string, caFile: string): object {
  const udp = (resolver: keyof typeof RESOLVERS): object => ({
    ...NOTHING,
    id: resolver,
    transport: "udp",
    address: RESOLVERS[resolver],
    port: 53,
  });
  const doh = {
    ...NOTHING,
    id: "doh",
    transport: "https",
    address: DOH,
    port: 443,
    url: `https://${DOH}/dns-query`,
    caFile,
  };
  const dot = { ...udp("unbound"), id: "dot", transport: "tls", port: 853, tlsServerName: RESOLVER_NAME, caFile };
  return {
    rootHints: [{ name: "ns.root.", addresses: [ROOT_SERVER] }],
    trustAnchors: [trustAnchor],
    authorityPort: 53,
    resolvers: [udp("unbound"), udp("bind"), doh, dot, ...(id === "stale" ? [udp("stale")] : [])],
    perspectives: PERSPECTIVES.map((source) => ({
      id: source,
      sourceAddress4: SOURCES[source],
      sourceAddress6: null,
    })),
    systemResolver: "never",
    http: { port: 80, tlsPort: 443, caFile: null, maxRedirects: 10, timeoutMs: 3000 },
    ipv6: "on",
    treatAsPublic: ["127.0.0.0/8", "2001:db8::/32"],
    timeouts: { queryMs: id === "patient" ? 4000 : 800, tries: 2, totalMs: 20_000, tcpMs: 2000 },
    concurrency: 32,
    publicSuffixes: [TLD],
    cas: [{ id: "pebble", name: "Pebble", issuerDomains: ["pebble.test"] }],
  };
}

const NOTHING = { url: null, tlsServerName: null, caFile: null, localAddress: null };
