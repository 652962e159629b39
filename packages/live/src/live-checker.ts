import { networkInterfaces } from "node:os";
import {
  type DeclaredWorld,
  type IssuanceRequest,
  judgeIssuance,
  type Knowledge,
  parseName,
  printRdata,
  type PublicSuffixes,
  type Verdict,
  type World,
} from "@dcvlint/core";
import { DnsClient } from "./dns/client.js";
import { A, AAAA } from "./dns/codes.js";
import { parseTrustAnchor } from "./dnssec/trust-anchor.js";
import { isPublicAddress, parseCidr } from "./http/addresses.js";
import type { NetworkProfile } from "./profile.js";
import { Delegations, type WalkOptions } from "./walk/delegations.js";
import { compareResolvers } from "./world/compare-resolvers.js";
import { LiveWorld } from "./world/live-world.js";
import { Network } from "./world/network.js";
import { PreviewWorld } from "./world/preview-world.js";
import { FALLBACK_RESOLVERS } from "./data/fallback-resolvers.js";
import { type NamedResolver, ResolverWorld } from "./world/resolver-world.js";
import { joinPerspectives, joinViews } from "./world/join.js";
import { Chain } from "./world/security.js";
import { askWeb } from "./world/web.js";

export interface LiveOptions {
  readonly profile: NetworkProfile;
  readonly suffixes: PublicSuffixes;
  /** Seconds since 1970. */
  readonly now: number;
  /** Private and loopback addresses may be probed. */
  readonly allowPrivate?: boolean;
  /** What the files declare, laid over what is live. */
  readonly declared?: DeclaredWorld;
}

/** Servers that disagree with the rest: so many views of them are judged one by one. */
const MOST_VIEWS = 6;

/** Judges names by what DNS and web servers say now. One cache a run. */
export class LiveChecker {
  private readonly client: DnsClient;
  private readonly network: Network;
  private readonly walk: WalkOptions;
  private readonly web: ReturnType<typeof askWeb>;
  private readonly resolvers: readonly NamedResolver[];
  private readonly ends: number;

  constructor(private readonly options: LiveOptions) {
    const { profile, suffixes } = options;
    const { totalMs } = profile.timeouts;
    // Whatever is silent, a run ends (contract §5a).
    this.ends = Date.now() + 2 * totalMs;
    this.client = new DnsClient(profile, AbortSignal.timeout(2 * totalMs + 500));
    this.resolvers = profile.resolvers;
    const hasIpv6 = profile.ipv6 === "on" || (profile.ipv6 === "auto" && hasGlobalIpv6());
    this.walk = {
      rootHints: profile.rootHints.map(({ name, addresses }) => ({ name: parseName(name)!, addresses })),
      authorityPort: profile.authorityPort,
      hasIpv6,
      suffixes,
    };
    this.network = this.networkOf(this.walk, profile.trustAnchors);
    this.web = this.webOf({});
  }

  /** Does the profile say that an address is public though the registries reserve it? */
  get isTreatedAsPublic(): (address: Uint8Array) => boolean {
    const { treatAsPublic } = this.options.profile;
    const blocks = treatAsPublic.flatMap((text) => parseCidr(text) ?? []);
    return (octets) => isPublicAddress(printRdata(octets.length === 4 ? A : AAAA, octets) ?? "", blocks);
  }

  /** Packets sent so far. */
  get sent(): number {
    return this.client.sent;
  }

  /** What the CA would conclude from the authoritative servers, each of which it may meet. */
  async judge(request: IssuanceRequest, knowledge: Knowledge): Promise<Verdict> {
    const live = this.world();
    const base = await judgeIssuance(this.over(live), request, knowledge);
    if (this.network.isCutOff) return judgeIssuance(this.resolverWorld(), request, knowledge);
    const others = [...live.otherViews].slice(0, MOST_VIEWS);
    if (others.length === 0) return base;
    const verdicts = await Promise.all(
      others.map((view) => judgeIssuance(this.over(live.as(view)), request, knowledge)),
    );
    return joinViews(base, verdicts);
  }

  /** Adds to a verdict what public resolvers and other places say. */
  async corroborate(request: IssuanceRequest, verdict: Verdict, knowledge: Knowledge): Promise<Verdict> {
    if (this.network.isCutOff) return verdict;
    const live = this.world();
    await judgeIssuance(this.over(live), request, knowledge);
    let told = await compareResolvers(this.client, this.resolvers, live.asked, verdict, this.options.now);
    told = await this.comparePerspectives(request, told, knowledge);
    return told;
  }

  private async comparePerspectives(request: IssuanceRequest, verdict: Verdict, knowledge: Knowledge): Promise<Verdict> {
    const { perspectives } = this.options.profile;
    if (perspectives.length === 0) return verdict;
    const seen = await Promise.all(
      perspectives.map(async (perspective) => ({
        id: perspective.id,
        verdict: await judgeIssuance(this.perspectiveWorld(perspective), request, knowledge),
      })),
    );
    return joinPerspectives(verdict, seen, request);
  }

  private perspectiveWorld({ sourceAddress4, sourceAddress6, resolver }: NetworkProfile["perspectives"][number]): World {
    const named = this.resolvers.find(({ id }) => id === resolver);
    const from = { localAddress4: sourceAddress4 ?? undefined, localAddress6: sourceAddress6 ?? undefined };
    const web = this.webOf(from);
    if (!sourceAddress4 && !sourceAddress6 && named) return new ResolverWorld(this.client, [named], web);
    // One server of a zone is enough to see what is different from there, and the chain is checked already.
    const network = this.networkOf({ ...this.walk, ...from, mode: "one" }, []);
    return this.over(new LiveWorld(network, this.options.now, web));
  }

  private resolverWorld(): World {
    return new ResolverWorld(this.client, [...this.resolvers, ...FALLBACK_RESOLVERS], this.web);
  }

  private over(live: LiveWorld): World {
    const { declared } = this.options;
    return declared ? new PreviewWorld(declared, live, this.network) : live;
  }

  private world(): LiveWorld {
    const ends = Date.now() + this.options.profile.timeouts.totalMs;
    return new LiveWorld(this.network, this.options.now, this.web, { ends: Math.min(ends, this.ends) });
  }

  private networkOf(walk: WalkOptions, anchors: readonly string[]): Network {
    const delegations = new Delegations(this.client, walk);
    const parsed = anchors.flatMap((text) => parseTrustAnchor(text) ?? []);
    const chain = new Chain(delegations, parsed, this.options.now);
    return new Network(this.client, delegations, chain, () => Date.now() > this.ends, walk.mode === "one");
  }

  private webOf(from: { readonly localAddress4?: string; readonly localAddress6?: string }): ReturnType<typeof askWeb> {
    const { profile, allowPrivate = false } = this.options;
    const { port, tlsPort, caFile, timeoutMs } = profile.http;
    const treatAsPublic = profile.treatAsPublic.flatMap((text) => parseCidr(text) ?? []);
    const { hasIpv6 } = this.walk;
    return askWeb({ port, tlsPort, caFile: caFile ?? undefined, timeoutMs, treatAsPublic, allowPrivate, hasIpv6, ...from });
  }
}

/** An address of the machine's own that reaches further than its network. */
const hasGlobalIpv6 = (): boolean =>
  Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ family, address, internal }) => family === "IPv6" && !internal && !/^f[cde]/i.test(address)),
  );
