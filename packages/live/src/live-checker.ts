import { setMaxListeners } from "node:events";
import { networkInterfaces } from "node:os";
import {
  type DeclaredWorld,
  type IssuanceRequest,
  judgeIssuance,
  type Knowledge,
  type PublicSuffixes,
  parseName,
  printRdata,
  type UnknownReason,
  type Verdict,
  type World,
} from "@dcvlint/core";
import { FALLBACK_RESOLVERS } from "./data/fallback-resolvers.js";
import { DnsClient } from "./dns/client.js";
import { A, AAAA } from "./dns/codes.js";
import { parseTrustAnchor } from "./dnssec/trust-anchor.js";
import { isPublicTarget, parseAddress, parseCidr } from "./http/addresses.js";
import { BUILT_IN_PROFILE, type NetworkProfile, type Perspective } from "./profile.js";
import { Delegations, type WalkOptions } from "./walk/delegations.js";
import { compareResolvers } from "./world/compare-resolvers.js";
import { joinPerspectives, joinViews } from "./world/join.js";
import { LiveWorld } from "./world/live-world.js";
import { Network } from "./world/network.js";
import { PreviewWorld } from "./world/preview-world.js";
import { type NamedResolver, ResolverWorld } from "./world/resolver-world.js";
import { Chain } from "./world/security.js";
import { askWeb } from "./world/web.js";

export interface LiveOptions {
  readonly profile: NetworkProfile;
  readonly suffixes: PublicSuffixes;
  /** Seconds since 1970. */
  readonly now: number;
  /** Private and loopback addresses may be probed. */
  readonly allowPrivate?: boolean;
  /** Milliseconds since 1970 at which the run is over, sooner than the profile has it end. */
  readonly ends?: number;
  /** What the files declare, laid over what is live. */
  readonly declared?: DeclaredWorld;
}

/** Answers that say so are given where time or questions are used up. */
const OUT_OF: readonly UnknownReason[] = ["the time is up", "too many questions are needed"];

const OF_ALL_PLACES: ReadonlySet<string> = new Set(["nameservers-disagree", "dnssec-bogus", "ds-without-dnskey"]);

/** Servers that disagree with the rest: so many views of them are judged one by one. */
const MOST_VIEWS = 6;

const INTERCEPTED =
  "Something in this network answers in place of the name servers: what the root servers seem to say is a resolver's. So only resolvers can be asked.";

const MANY_VIEWS = "The name servers say more different things than can be weighed.";

const unsure = ({ unknown }: Verdict, why: string): Pick<Verdict, "verdict" | "unknown"> => ({
  verdict: "cannot-tell",
  unknown: [...unknown, why],
});

/** Queries that a name may cost. In good order it takes under a hundred, with sixteen servers that fail in odd ways a thousand. */
const MOST_SENT = 3000;

/** Judges names by what DNS and web servers say now. One cache a run. */
export class LiveChecker {
  private readonly client: DnsClient;
  private readonly network: Network;
  private readonly walk: WalkOptions;
  private readonly web: ReturnType<typeof askWeb>;
  private resolving: ResolverWorld | undefined;
  private resolvers: Promise<readonly NamedResolver[]> | undefined;
  private readonly ends: number;
  private readonly closing = new AbortController();
  private readonly signal: AbortSignal;
  private mostSent = 0;
  private readonly handedOn = new Map<string, Promise<void>>();

  constructor(private readonly options: LiveOptions) {
    const { profile, suffixes, allowPrivate = false } = options;
    const { queryMs, tries, tcpMs, totalMs } = profile.timeouts;
    // Whatever is silent, a run ends (contract §5a).
    const now = Date.now();
    this.ends = Math.min(now + 2 * totalMs, options.ends ?? Number.POSITIVE_INFINITY);
    const latest = AbortSignal.timeout(Math.ceil(Math.max(0, this.ends - now) + Math.min(500, queryMs / 2)));
    this.signal = AbortSignal.any([latest, this.closing.signal]);
    const { signal } = this;
    // Every question under way listens to it.
    setMaxListeners(0, signal);
    this.client = new DnsClient({
      queryMs,
      tries,
      tcpMs,
      signal,
      concurrency: profile.concurrency,
      mostSent: () => this.mostSent,
    });
    const isPublic = isTreatedAsPublic(profile, allowPrivate);
    const hasIpv6 = profile.ipv6 === "on" || (profile.ipv6 === "auto" && hasGlobalIpv6());
    this.walk = {
      rootHints: profile.rootHints.map(({ name, addresses }) => ({ name: parseName(name)!, addresses })),
      authorityPort: profile.authorityPort,
      hasIpv6,
      isIpv6Sure: profile.ipv6 === "on",
      suffixes,
      isPermitted: (address) => isPublic(parseAddress(address) ?? new Uint8Array()),
    };
    this.network = this.networkOf(this.walk, profile.trustAnchors);
    this.web = this.webOf({});
  }

  /** Calls off what is still under way: all that was to be told is told. */
  close(): void {
    this.closing.abort();
  }

  /** Packets sent so far. */
  get sent(): number {
    return this.client.sent;
  }

  /** What the CA would conclude from the authoritative servers, each of which it may meet. */
  async judge(request: IssuanceRequest, knowledge: Knowledge): Promise<Verdict> {
    this.mostSent += MOST_SENT;
    const live = this.world();
    const base = await judgeIssuance(this.over(live), request, knowledge);
    if (this.network.isCutOff) {
      const verdict = await judgeIssuance(this.resolverWorld(), request, knowledge);
      const isToBeSaid = this.network.isIntercepted && verdict.verdict === "cannot-tell";
      return isToBeSaid ? { ...verdict, unknown: [INTERCEPTED, ...verdict.unknown] } : verdict;
    }
    const others = [...live.otherViews].slice(0, MOST_VIEWS).map((view) => live.as(view));
    if (others.length === 0) return base;
    const verdicts = await Promise.all(others.map((view) => judgeIssuance(this.over(view), request, knowledge)));
    const joined = joinViews(base, verdicts);
    // Views beyond those, and views of zones that only some of them lead to, nobody has judged.
    const isAll =
      live.otherViews.size <= MOST_VIEWS &&
      others.every((view) => [...view.otherViews].every((server) => live.otherViews.has(server)));
    return isAll || joined.verdict !== "will-issue" ? joined : { ...joined, ...unsure(joined, MANY_VIEWS) };
  }

  /** Adds to a verdict what public resolvers and other places say. */
  async corroborate(request: IssuanceRequest, verdict: Verdict, knowledge: Knowledge): Promise<Verdict> {
    // What the time is up for can be told no better by asking more.
    if (this.network.isCutOff || verdict.unknown.some((why) => OUT_OF.some((reason) => why.includes(reason))))
      return verdict;
    const live = this.world();
    await judgeIssuance(this.over(live), request, knowledge);
    // What differs already, or isn't looked at from there, needs no other place to tell.
    const isTold = verdict.findings.some(({ rule }) => OF_ALL_PLACES.has(rule));
    const [told, seen] = await Promise.all([
      compareResolvers(this.client, await this.findResolvers(), live.asked, verdict, this.options.now),
      isTold ? [] : this.lookFromElsewhere(request, knowledge),
    ]);
    return joinPerspectives(told, seen, request);
  }

  /** Those that are known by name have to be found first: by the same walk, and no other way. */
  private findResolvers(): Promise<readonly NamedResolver[]> {
    this.resolvers ??= Promise.all(
      this.options.profile.resolvers.map(async ({ id, server, host }) => {
        const name = host === undefined ? undefined : parseName(host);
        if (!name) return server.address === "" ? [] : [{ id, server }];
        const answer = await this.world().lookup(name, A);
        const [first] = answer.kind === "records" ? answer.records : [];
        const address = first && printRdata(A, first.rdata);
        return address === undefined ? [] : [{ id, server: { ...server, address } }];
      }),
    ).then((found) => found.flat());
    return this.resolvers;
  }

  private async lookFromElsewhere(request: IssuanceRequest, knowledge: Knowledge) {
    const { perspectives } = this.options.profile;
    const resolvers = perspectives.length > 0 ? await this.findResolvers() : [];
    return Promise.all(
      perspectives.map(async (perspective) => ({
        id: perspective.id,
        verdict: await judgeIssuance(this.perspectiveWorld(perspective, resolvers), request, knowledge),
      })),
    );
  }

  private perspectiveWorld(
    { sourceAddress4, sourceAddress6, resolver }: Perspective,
    resolvers: readonly NamedResolver[],
  ): World {
    const named = resolvers.find(({ id }) => id === resolver);
    const from = { localAddress4: sourceAddress4, localAddress6: sourceAddress6 };
    const web = this.webOf(from);
    if (!sourceAddress4 && !sourceAddress6 && named) return new ResolverWorld(this.client, [named], web);
    // One server of a zone is enough to see what is different from there, and the chain is checked already.
    const network = this.networkOf({ ...this.walk, ...from, mode: "one" }, []);
    const live = new LiveWorld(network, this.options.now, web);
    const { declared } = this.options;
    return declared ? new PreviewWorld(declared, live, network, new Map()) : live;
  }

  /** One for the run: who was silent once isn't waited for again. */
  private resolverWorld(): World {
    const { profile } = this.options;
    const given = profile.resolvers.filter(({ host }) => host === undefined);
    // A profile's own resolvers are all that it permits.
    const isPublic = profile.resolvers === BUILT_IN_PROFILE.resolvers;
    // Whoever answers for the root servers answers for resolvers at port 53, too.
    const plain = isPublic && this.network.isIntercepted ? [] : given;
    this.resolving ??= new ResolverWorld(this.client, isPublic ? [...plain, ...FALLBACK_RESOLVERS] : given, this.web);
    return this.over(this.resolving);
  }

  private over(live: LiveWorld | ResolverWorld): World {
    const { declared } = this.options;
    return declared ? new PreviewWorld(declared, live, this.network, this.handedOn) : live;
  }

  private world(): LiveWorld {
    const ends = Date.now() + this.options.profile.timeouts.totalMs;
    return new LiveWorld(this.network, this.options.now, this.web, { ends: Math.min(ends, this.ends) });
  }

  private networkOf(walk: WalkOptions, anchors: readonly string[]): Network {
    const delegations = new Delegations(this.client, walk);
    const parsed = anchors.flatMap((text) => parseTrustAnchor(text) ?? []);
    const chain = new Chain(delegations, parsed, this.options.now);
    return new Network(this.client, delegations, chain, () => this.isOver(), walk.mode === "one");
  }

  private isOver(): UnknownReason | undefined {
    if (Date.now() > this.ends) return "the time is up";
    return this.client.isSpent ? "too many questions are needed" : undefined;
  }

  private webOf(from: { readonly localAddress4?: string; readonly localAddress6?: string }): ReturnType<typeof askWeb> {
    const { profile, allowPrivate = false } = this.options;
    const { port, tlsPort, caFile, timeoutMs } = profile.http;
    const treatAsPublic = profile.treatAsPublic.flatMap((text) => parseCidr(text) ?? []);
    const { hasIpv6 } = this.walk;
    return askWeb({
      port,
      tlsPort,
      caFile,
      timeoutMs,
      treatAsPublic,
      allowPrivate,
      hasIpv6,
      isIpv6Sure: profile.ipv6 === "on",
      ipv6Works: () => this.network.delegations.ipv6Works(),
      signal: this.signal,
      ...from,
    });
  }
}

/** An address of the machine's own that reaches further than its network. */
const hasGlobalIpv6 = (): boolean =>
  Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ family, address, internal }) => family === "IPv6" && !internal && !/^f[cde]/i.test(address)),
  );

/** Addresses that count as public though the registries reserve them. */
export function isTreatedAsPublic(
  { treatAsPublic }: NetworkProfile,
  allowPrivate: boolean,
): (octets: Uint8Array) => boolean {
  const blocks = treatAsPublic.flatMap((text) => parseCidr(text) ?? []);
  return (octets) => allowPrivate || isPublicTarget(printRdata(octets.length === 4 ? A : AAAA, octets) ?? "", blocks);
}
