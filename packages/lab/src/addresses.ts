/** Where everything stands. Every lab has a network namespace of its own, so that all labs share these addresses. */

/** The name of the TLD under which every scenario has its zones (RFC 2606: no leak can touch a real name). */
export const TLD = "test";

export const ROOT_SERVER = "127.53.0.1";
export const TLD_SERVER = "127.53.0.2";

/** Authoritative servers by id. A zone lists ids; the host name is `ns-<id>.test`. */
export const SERVERS = {
  one: "127.53.1.1",
  two: "127.53.1.2",
  /** Serves an older copy where a zone has one. */
  old: "127.53.1.3",
  /** Has no zone at all: REFUSED. */
  refuses: "127.53.1.9",
  /** Has each of its zones configured, and none loaded: SERVFAIL. */
  broken: "127.53.1.10",
  /** Takes queries over UDP and TCP and never answers. */
  silent: "127.53.1.11",
  "udp-dropped": "127.53.1.12",
  truncates: "127.53.1.13",
  "edns-dropped": "127.53.1.14",
  "slow-3s": "127.53.1.15",
  "ent-nxdomain": "127.53.1.16",
  "caa-servfail": "127.53.1.17",
  "caa-dropped": "127.53.1.18",
  /** Nothing listens here: ICMP port unreachable. */
  closed: "127.53.1.19",
  /** Truncates over UDP and closes every TCP connection. */
  "truncates-no-tcp": "127.53.1.21",
  /** Closes every TCP connection. */
  "tcp-dropped": "127.53.1.24",
  /** Its answers come 1.5 s late: past a second, yet in time for a patient client. */
  "slow-1s": "127.53.1.23",
  /** PowerDNS: loads zones that the others refuse. */
  lax: "127.53.1.22",
} as const;
export type ServerId = keyof typeof SERVERS;

/** The server behind the fault injector. */
export const BACKEND = "127.53.1.20";
/** What dnsdist stands in front of. */
export const FAULTS = [
  "udp-dropped",
  "truncates",
  "truncates-no-tcp",
  "tcp-dropped",
  "edns-dropped",
  "slow-1s",
  "slow-3s",
  "ent-nxdomain",
  "caa-servfail",
  "caa-dropped",
] as const satisfies readonly ServerId[];
export type FaultId = (typeof FAULTS)[number];

/** Source addresses that zones may answer differently. `inside` stands for a network of the zone's owner. */
export const SOURCES = {
  p1: "127.53.100.1",
  p2: "127.53.100.2",
  p3: "127.53.100.3",
  inside: "127.53.100.9",
} as const;
export type SourceId = keyof typeof SOURCES;
export const PERSPECTIVES = ["p1", "p2", "p3"] as const satisfies readonly SourceId[];

export const RESOLVERS = {
  unbound: "127.53.2.1",
  bind: "127.53.2.2",
  /** Keeps every answer for a day. */
  stale: "127.53.2.3",
  /** Believes everything. */
  "non-validating": "127.53.2.4",
  p1: "127.53.2.11",
  p2: "127.53.2.12",
  p3: "127.53.2.13",
} as const;
export type ResolverId = keyof typeof RESOLVERS;
/** DNS over HTTPS in front of `unbound`, which also speaks DNS over TLS itself. */
export const DOH = "127.53.2.5";
export const RESOLVER_NAME = "resolver.test";

/** One CA for each resolver that it can ask. */
export const PEBBLES = { unbound: "127.53.3.1", bind: "127.53.3.2", stale: "127.53.3.3" } as const;
export type PebbleId = keyof typeof PEBBLES;

/** Web servers by what they do; IPv6 ones end in `6`. All serve port 80, and 443 where said. */
export const WEB = {
  /** The files put there, else 404. Port 443 has an untrusted certificate. */
  serves: "127.53.8.1",
  /** 302 to https at the same name. */
  redirectsToHttps: "127.53.8.2",
  /** 302 to itself for ever. */
  loops: "127.53.8.3",
  /** 302 to port 8080, where nothing listens. */
  redirectsOffPort: "127.53.8.4",
  forbids: "127.53.8.5",
  /** 404 whatever is asked. */
  lacks: "127.53.8.6",
  /** 200 with a page of its own for every path, as single-page applications do. */
  shell: "127.53.8.7",
  /** The right content, 12 s late. */
  slow: "127.53.8.8",
  /** 403 with the page of a web application firewall. */
  challenges: "127.53.8.10",
  /** Plain HTTP on port 443, to which port 80 redirects. */
  plainOnTls: "127.53.8.11",
  /** Closes the connection without a word. */
  hangsUp: "127.53.8.12",
  /** Another server that serves files. */
  servesToo: "127.53.8.13",
  /** Nothing listens here. */
  dead: "127.53.8.9",
  serves6: "2001:db8::8:1",
  shell6: "2001:db8::8:7",
  dead6: "2001:db8::8:9",
} as const;
export type WebId = keyof typeof WEB;
/** An IPv6 address to which no route leads. */
export const UNROUTED6 = "2001:db8:dead::1";

/** The host name of an authoritative server. */
export const serverName = (id: ServerId): string => `ns-${id}.${TLD}.`;

/** Every address that must stand on the loopback interface before a server can bind to it. */
export const allAddresses = (): string[] => [
  ROOT_SERVER,
  TLD_SERVER,
  BACKEND,
  DOH,
  ...[SERVERS, SOURCES, RESOLVERS, PEBBLES, WEB].flatMap((group) => Object.values(group)),
];
