import { isIP } from "node:net";
import type { CaAddition } from "@dcvlint/core";
import * as v from "valibot";
import { PUBLIC_RESOLVERS, ROOT_ANCHORS, ROOT_HINTS } from "./data/public-internet.js";
import type { Server } from "./dns/message.js";
import { explainIssue, schema } from "./profile-schema.js";
import { DEFAULT_PORTS, hostOf, type Resolver } from "./resolver-uri.js";

/** From where else to look: with another source address, or through another resolver. */
export interface Perspective {
  readonly id: string;
  readonly sourceAddress4?: string;
  readonly sourceAddress6?: string;
  /** Id of a resolver. */
  readonly resolver?: string;
}

/** Which network is looked at, and how patiently. */
export interface NetworkProfile {
  readonly rootHints: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  /** Lines that `parseTrustAnchor` reads. None: everything is insecure, nothing bogus. */
  readonly trustAnchors: readonly string[];
  /** Of every authoritative server. */
  readonly authorityPort: number;
  readonly resolvers: readonly Resolver[];
  readonly perspectives: readonly Perspective[];
  /** `never`: nothing but the servers of this profile, and those that DNS leads to from there, is ever asked. */
  readonly systemResolver: "never" | "allowed";
  readonly http: {
    readonly port: number;
    readonly tlsPort: number;
    /** PEM; replaces the system's. */
    readonly caFile?: string;
    readonly maxRedirects: number;
    /** Milliseconds. */
    readonly timeoutMs: number;
  };
  readonly ipv6: "auto" | "on" | "off";
  /** Prefixes (`192.0.2.0/24`) that are probed although they are private, loopback or otherwise special. */
  readonly treatAsPublic: readonly string[];
  /** Milliseconds; `totalMs` bounds each name. */
  readonly timeouts: {
    readonly queryMs: number;
    readonly tries: number;
    readonly totalMs: number;
    readonly tcpMs: number;
  };
  /** Questions under way at once. */
  readonly concurrency: number;
  /** Instead of the clock, for signatures' validity. */
  readonly now?: Date;
  /** Beside the list. */
  readonly publicSuffixes: readonly string[];
  readonly cas: readonly CaAddition[];
}

/** The public Internet. */
export const BUILT_IN_PROFILE: NetworkProfile = {
  rootHints: ROOT_HINTS,
  trustAnchors: ROOT_ANCHORS,
  authorityPort: DEFAULT_PORTS.udp,
  resolvers: PUBLIC_RESOLVERS.map(({ id, address }) => ({
    id,
    server: { transport: "udp", address, port: DEFAULT_PORTS.udp },
  })),
  perspectives: [],
  systemResolver: "allowed",
  http: { port: 80, tlsPort: 443, maxRedirects: 10, timeoutMs: 10_000 },
  ipv6: "auto",
  treatAsPublic: [],
  timeouts: { queryMs: 2_000, tries: 2, totalMs: 20_000, tcpMs: 4_000 },
  concurrency: 32,
  publicSuffixes: [],
  cas: [],
};

/** A profile that can't be used; the message is one sentence for the user, naming the file and the field. */
export class ProfileError extends Error {
  override readonly name = "ProfileError";
}

/**
 * A network profile (contract §9) over the built-in one: what isn't given, or `null`, is as built in, and a list that is
 * given replaces the built-in list. `where` is what messages call it, such as a file's name. Throws a ProfileError.
 */
export function parseProfile(json: unknown, where: string): NetworkProfile {
  const fail = (what: string): never => {
    throw new ProfileError(`network profile ${where}: ${what}`);
  };
  if (typeof json !== "object" || json === null || Array.isArray(json)) return fail("it must be an object");
  const parsed = v.safeParse(schema, json, { abortEarly: true });
  if (!parsed.success) return fail(explainIssue(parsed.issues[0]));
  const { $schema: _, resolvers, perspectives, http, timeouts, now, ...rest } = parsed.output;
  const profile: NetworkProfile = {
    ...BUILT_IN_PROFILE,
    ...given(rest),
    ...(resolvers && { resolvers: resolvers.map(resolverOf) }),
    ...(perspectives && { perspectives: perspectives.map(given) }),
    http: { ...BUILT_IN_PROFILE.http, ...given(http ?? {}) },
    timeouts: { ...BUILT_IN_PROFILE.timeouts, ...given(timeouts ?? {}) },
    ...(now && { now: new Date(now) }),
  };
  for (const kind of ["resolvers", "perspectives"] as const) {
    const ids = new Set<string>();
    for (const [i, { id }] of profile[kind].entries()) {
      if (ids.has(id)) return fail(`"${kind}.${i}.id": "${id}" is there already`);
      ids.add(id);
    }
  }
  for (const [i, { resolver }] of profile.perspectives.entries()) {
    if (resolver !== undefined && !profile.resolvers.some(({ id }) => id === resolver)) {
      return fail(`"perspectives.${i}.resolver": there is no resolver "${resolver}"`);
    }
  }
  return profile;
}

type Given<T> = { [Key in keyof T]: Exclude<T[Key], null> };

/** Without what is `null` or `undefined`. */
const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Given<T>;

type ResolverFields = NonNullable<v.InferOutput<typeof schema>["resolvers"]>[number];

function resolverOf({ id, transport, address, port, ...rest }: ResolverFields): Resolver {
  const fields = given(rest);
  const url = transport === "https" && fields.url ? new URL(fields.url) : undefined;
  const host = url ? hostOf(url) : "";
  const urlPort = url && url.port !== "" ? Number(url.port) : undefined;
  const server: Server = {
    ...fields,
    transport,
    address: address ?? (isIP(host) !== 0 ? host : ""),
    port: port ?? urlPort ?? DEFAULT_PORTS[transport],
  };
  return server.address === "" ? { id, server, host } : { id, server };
}
