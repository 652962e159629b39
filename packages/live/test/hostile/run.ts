import type { Verdict } from "@dcvlint/core";
import { type IssuanceRequest, issuerDirectory, type Knowledge, type PublicSuffixes, parseName } from "@dcvlint/core";
import { isTreatedAsPublic, LiveChecker } from "../../src/live-checker.js";
import { parseProfile } from "../../src/profile.js";
import { ALL, Authority, type Behaviour, ROOT } from "./authority.js";

/** "test" is a registry's. */
export const SUFFIXES: PublicSuffixes = {
  endsInPublicSuffix: (text) => text.endsWith(".test"),
  isPublicSuffix: (text) => text === "test",
  registrableDomain: (text) => /(?:^|\.)([^.]+\.test)$/.exec(text)?.[1],
};

export interface Run {
  readonly name?: string;
  readonly method?: string;
  readonly more?: Partial<IssuanceRequest>;
  readonly profile?: Record<string, unknown>;
  /** The same, with the server's port. */
  readonly profileAt?: (port: number) => Record<string, unknown>;
  readonly addresses?: readonly string[];
  readonly allowPrivate?: boolean;
}

export interface Ran {
  readonly verdict: Verdict;
  readonly authority: Authority;
  /** Packets that were sent. */
  readonly sent: number;
  /** Milliseconds. */
  readonly took: number;
  readonly rules: readonly string[];
}

export const issuers = issuerDirectory();

/** Small, so that what is silent is silent for a short time; the run's own promise is twice `totalMs` and two seconds. */
export const TIMEOUTS = { queryMs: 150, tries: 2, totalMs: 3000, tcpMs: 400 };
export const PROMISE = 2 * TIMEOUTS.totalMs + 2000;

export const profileFor = (port: number, more: Record<string, unknown> = {}) => ({
  rootHints: [{ name: "ns.root.", addresses: [ROOT] }],
  trustAnchors: [],
  authorityPort: port,
  resolvers: [],
  systemResolver: "never",
  ipv6: "off",
  treatAsPublic: ["127.0.0.0/8"],
  timeouts: TIMEOUTS,
  publicSuffixes: ["test"],
  ...more,
});

export const requestFor = ({ name = "example.test.", method = "dns-01", more = {} }: Run): IssuanceRequest => ({
  name: parseName(name)!,
  wildcard: false,
  ca: issuers.findCa("letsencrypt")!,
  method,
  now: 1_790_000_000,
  ...more,
});

/** The whole of a check of one name, against a server of the test's. */
export async function runAgainst(behave: Behaviour, how: Run = {}): Promise<Ran> {
  const authority = await new Authority(behave).start(how.addresses ?? ALL);
  try {
    const profile = parseProfile(
      profileFor(authority.port, { ...how.profile, ...how.profileAt?.(authority.port) }),
      "the test's",
    );
    const { allowPrivate } = how;
    const request = requestFor(how);
    const checker = new LiveChecker({ profile, suffixes: SUFFIXES, now: request.now, allowPrivate });
    const isPublic = isTreatedAsPublic(profile, allowPrivate === true);
    const knowledge: Knowledge = { issuers, suffixes: SUFFIXES, isTreatedAsPublic: isPublic };
    const started = performance.now();
    const judged = await checker.judge(request, knowledge);
    const verdict = await checker.corroborate(request, judged, knowledge);
    const took = performance.now() - started;
    return { verdict, authority, sent: checker.sent, took, rules: verdict.findings.map(({ rule }) => rule) };
  } finally {
    await authority.stop();
  }
}
