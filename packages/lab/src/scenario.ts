import type { PebbleId, ResolverId, ServerId, SourceId } from "./addresses.js";

/**
 * A situation on real servers, and what each of those who look at it must say. Everything else is derived: adding a
 * scenario touches one file of `scenarios/`.
 */
export interface Scenario {
  /** Also the name of its zone, below `test.`, by custom. */
  readonly id: string;
  readonly summary: string;
  readonly zones: readonly ZoneSpec[];
  /** Lines for the dynamic zone `acme.test`, where scenarios whose zones are read-only have their challenges. */
  readonly acme?: readonly string[];
  /** Files on the web servers that serve any. */
  readonly web?: readonly WebFile[];
  /** A TXT record below `acme.test` that a resolver has cached before it changed. */
  readonly changed?: {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly cachedBy: ResolverId;
  };
  /** What single servers say, where the point of the scenario is that they differ or break rules. */
  readonly sights?: readonly Sight[];
  readonly probes: readonly Probe[];
  /** Takes seconds because somebody keeps silent; runs in one batch with its kind. */
  readonly slow?: boolean;
}

/** How a zone is signed: by one ECDSA P-256 key with NSEC unless said. `policy`: by the server itself. `expiring`: two days are left. */
export type Signing =
  | "none"
  | "good"
  | "expired"
  | "future"
  | "expiring"
  | "nsec3"
  | "nsec3-optout"
  /** With a salt and ten iterations, as zones have it that were signed before RFC 9276. */
  | "nsec3-salted"
  | "policy"
  /** By other keys; `split`: one signs the keys, another the rest. */
  | { readonly algorithm: "RSASHA256" | "ECDSAP384SHA384" | "ED25519"; readonly split?: boolean }
  /** Signed well, and then the file was changed. It has one record a line: `OWNER TTL IN TYPE RDATA`, names absolute. */
  | { readonly tamper: { readonly find: RegExp; readonly replace: string } };

/**
 * The DS in the parent. `wrong`: of a key that isn't in the zone. `fake`: there, though the zone isn't signed. `rollover`:
 * the good and the wrong one, which is fine. `unsupported`: of an algorithm that nobody knows (RFC 4035 §5.2: insecure).
 */
export type Ds = "good" | "wrong" | "fake" | "rollover" | "unsupported" | "none";

export interface ZoneSpec {
  /** Absolute, without the final dot. */
  readonly name: string;
  /** Zone text below the SOA and NS that are made; null: its servers don't have it, save for `variants`. */
  readonly records: string | null;
  readonly serial?: number;
  readonly sign?: Signing;
  /** Unless said, `good` for a signed zone, else `none`. */
  readonly ds?: Ds;
  /** The servers to which the parent delegates: `one` and `two` unless said. Empty: not delegated. */
  readonly servers?: readonly ServerId[];
  /** The servers at the zone's own apex, where they differ from the parent's. */
  readonly apexServers?: readonly ServerId[];
  /** What single servers or sources get instead; the first that fits counts. */
  readonly variants?: readonly Variant[];
  /** Takes dynamic updates. */
  readonly dynamic?: boolean;
  /** Names for which `ent-nxdomain` denies that they exist. */
  readonly denied?: readonly string[];
}

export interface Variant {
  readonly at?: readonly ServerId[];
  readonly from?: readonly SourceId[];
  readonly records: string;
  readonly serial?: number;
}

export interface WebFile {
  /** The host that is asked for, without port. */
  readonly host: string;
  /** From the root, such as `/.well-known/acme-challenge/x`. */
  readonly path: string;
  readonly content: string;
}

/** One query without recursion and without a second try, straight to an authoritative server. */
export interface Sight {
  /** `TYPE NAME` */
  readonly ask: string;
  readonly at: ServerId;
  /** The source address; the server's neighbour 127.0.0.1 unless said. */
  readonly from?: SourceId;
  readonly over?: "udp" | "udp-without-edns" | "tcp";
  /** The response code, or `none`, and behind it `TC` and the RDATA of the answers, blanks between. */
  readonly is: string;
}

export type Method = "dns-01" | "http-01" | "dns-cname" | "dns-txt" | "http-file";
export type Verdict = "will-issue" | "will-not-issue" | "cannot-tell";
export type Severity = "error" | "warning" | "info";

/** One question to the checker, and what everybody else says about the same name. */
export interface Probe {
  /** As on the command line: `*.name` for a wildcard. */
  readonly name: string;
  readonly ca: "pebble" | "letsencrypt" | "amazon" | "sectigo" | "digicert";
  readonly method: Method;
  /** `--record` arguments: `OWNER TYPE VALUE`. */
  readonly records?: readonly string[];
  /** `--http-file` argument: `PATH CONTENT`. */
  readonly httpFile?: string;
  /** The network profile it runs under. `stale`: one of the public resolvers never forgets; `patient`: 4 s a query. */
  readonly profile?: ProfileId;
  readonly expect: Expectation;
}
export type ProfileId = "default" | "stale" | "patient";

export interface Expectation {
  readonly verdict: Verdict;
  /** Exactly these, `RULE SEVERITY` each … */
  readonly findings: readonly `${string} ${Severity}`[];
  /** … and these rules at will, where another finding about the same cause does no harm. */
  readonly may?: readonly string[];
  /** Text that some finding must hold. */
  readonly says?: readonly RegExp[];
  readonly resolvers?: readonly Lookup[];
  /** What a validator that iterates by itself makes of it. */
  readonly dnssec?: readonly { readonly ask: string; readonly is: "secure" | "insecure" | "bogus" }[];
  readonly ca: CaExpectation;
}

/** `fails`: SERVFAIL, or no answer in the time a CA would wait. */
export type Outcome = "NOERROR" | "NXDOMAIN" | "SERVFAIL" | "REFUSED" | "fails" | "any";
export interface Lookup {
  /** `TYPE NAME` */
  readonly ask: string;
  readonly unbound: Outcome;
  readonly bind: Outcome;
  /** AD in both answers, or in neither. Unbound alone where BIND's answer is a failure. */
  readonly ad?: boolean;
  /** Extended DNS error of Unbound (RFC 8914 §4). */
  readonly ede?: number;
}

export type OrderOutcome = "valid" | "invalid";
/** Why Pebble's verdict isn't the one of the rules. */
export type Blindness =
  | "pebble-no-caa"
  | "pebble-no-v4-retry"
  | "pebble-one-perspective"
  | "pebble-waits-longer"
  | "pebble-one-server"
  | "pebble-one-resolver"
  | "pebble-follows-any-port"
  | "pebble-knows-acme-only"
  | "pebble-gives-up-early";
export interface CaExpectation {
  /** The outcome of a real order, with the challenge published at `publishAt` first. */
  readonly pebble?: OrderOutcome | Partial<Record<PebbleId, OrderOutcome>>;
  /** Where the order's TXT is published; absent: nowhere. HTTP challenges are always put where files are served from. */
  readonly publishAt?: string;
  /** In Pebble's text, when it refuses. */
  readonly detail?: RegExp;
  /** What RFC and CA rules ask for, where Pebble can't tell or tells otherwise; then `because` says why. */
  readonly rule?: "issues" | "refuses" | "depends";
  readonly because?: Blindness;
}
