import {
  type Alias,
  type Answer,
  DomainName,
  type Evidence,
  foldLabel,
  type Observation,
  typeInfo,
  type WebAnswer,
  type WebQuestion,
  type World,
} from "@dcvlint/core";
import { CAA, DS } from "../dns/codes.js";
import { fitsMessage } from "../dns/write-name.js";
import type { Cut, ServerReply } from "../walk/delegations.js";
import { describeBogus, observeBogus } from "./bogus-text.js";
import { delegationEvidence, type Network, type Step } from "./network.js";
import { describeOutcome, type Group, groupsOf } from "./observe.js";
import type { Security } from "./security.js";

/** Unbound and BIND follow 11 aliases and give up at the 12th (measured). */
const MOST_ALIASES = 11;
/** Seconds. */
const THREE_DAYS = 3 * 86_400;

/**
 * The live DNS, by its authoritative servers. One judgement asks one world; what was asked is kept by the network. Where
 * servers disagree, the world is as the server `view` has it, and else as most of them do.
 */
export class LiveWorld implements World {
  /** Addresses of servers that say something else than the answers given here. */
  readonly otherViews = new Set<string>();
  /** What this judgement asked, for whoever compares with resolvers. */
  readonly asked: { readonly name: DomainName; readonly type: number; readonly answer: Answer }[] = [];
  private readonly told = new Set<Cut>();

  constructor(
    private readonly network: Network,
    private readonly now: number,
    private readonly web: ((question: WebQuestion) => Promise<WebAnswer>) | undefined,
    private readonly how: { readonly ends?: number; readonly view?: string } = {},
  ) {}

  /** The same, as one server has it. */
  as(view: string): LiveWorld {
    return new LiveWorld(this.network, this.now, this.web, { ...this.how, view });
  }

  async fetch(question: WebQuestion): Promise<WebAnswer> {
    const { left } = this;
    if (!this.web) return NO_WEB;
    return left === undefined ? this.web(question) : within(left, left > 0 ? this.web(question) : undefined, LATE);
  }

  async lookup(name: DomainName, type: number, aside = false): Promise<Answer> {
    const answer = await chase(name, (at) => this.one(at, type, !at.equals(name)));
    if (aside) {
      const note = "asked to explain another answer";
      return { ...answer, from: answer.from.map((evidence) => ({ ...evidence, note: evidence.note ?? note })) };
    }
    if (fitsMessage(name)) this.asked.push({ name, type, answer });
    return answer;
  }

  /** One name, no alias followed. */
  async one(name: DomainName, type: number, isTarget = false): Promise<Hop> {
    // There is no such name.
    if (!fitsMessage(name)) return { kind: "nxdomain", from: [], seen: [] };
    const { left } = this;
    const late: Hop = { kind: "unknown", why: "the time is up", from: [], seen: [] };
    const found = left === undefined || left > 0 ? this.ask(name, type) : undefined;
    const hop = await (left === undefined ? found! : within(left, found, late));
    return isTarget && type === CAA ? withoutDomain(hop) : hop;
  }

  /** Milliseconds. */
  private get left(): number | undefined {
    return this.how.ends === undefined ? undefined : this.how.ends - Date.now();
  }

  private async ask(name: DomainName, type: number): Promise<Hop> {
    const step = await this.network.step(name, type);
    const { cut, weighed, replies } = step;
    const from: Evidence[] = [];
    const seen: Observation[] = [];
    const add = (evidence: readonly Evidence[], observations: readonly Observation[]) => {
      const offset = from.push(...evidence) - evidence.length;
      for (const each of observations) seen.push({ ...each, evidence: each.evidence.map((number) => number + offset) });
    };
    if (!this.told.has(cut)) {
      this.told.add(cut);
      const delegation = delegationEvidence(cut);
      if (delegation) add([delegation], []);
      if (!cut.isUpper && weighed.groups.length > 0) {
        const survey = await this.network.survey(step);
        add(survey.evidence, survey.seen);
      }
    }
    const own = from.length;
    add(step.evidence, weighed.seen);
    const over = step.isGivenUp ? "too many questions are needed" : this.network.isOver();
    if (over) return { kind: "unknown", why: over, from, seen };
    const groups = await this.believable(step, own, seen);
    const group = this.choose(groups);
    if (!group && weighed.isTaken)
      return { kind: "unknown", why: "what its name servers say they don't say as the zone's own", from, seen };
    if (!group && step.isHalfSeen) return { kind: "unknown", why: UNSEEN, from, seen: replies.length > 0 ? seen : [] };
    if (!group) {
      const isSigned = await this.network.chain.isSigned(cut);
      return {
        kind: "failure",
        reason: weighed.reason ?? "no name server answers",
        isExplained: weighed.isExplained,
        isSigned,
        from,
        seen,
      };
    }
    if (groups.length > 1) seen.push(await this.disagreement(step, groups, own));
    return this.conclude(step, group, from, seen, own);
  }

  /**
   * Resolvers ask the next server when one's answer doesn't validate: what such a server says never counts beside what
   * others do.
   */
  private async believable({ cut, name, type, weighed }: Step, offset: number, seen: Observation[]) {
    const replies = weighed.groups.flatMap((group) => group.replies);
    const judged = await Promise.all(
      replies.map(async (reply) => ({ reply, security: await this.judge(cut, name, type, reply) })),
    );
    const good = judged.filter(({ security }) => security.kind !== "bogus");
    if (good.length === 0 || good.length === judged.length) return weighed.groups;
    const ask = `${typeInfo(type).mnemonic} ${name}`;
    const evidence = replies.map((_, number) => number + offset);
    for (const { reply, security } of judged) {
      if (security.kind !== "bogus") continue;
      const { server } = reply;
      const reason = `${describeBogus(security.why)}, at ${server.name} (${server.address}) only`;
      const data = { zone: security.zone.toString(), ask, reason };
      seen.push({ rule: "dnssec-bogus", message: "bogus", data, evidence, cause: `${data.zone} ${server.address}` });
    }
    return groupsOf(
      good.map(({ reply }) => reply),
      type,
    );
  }

  private async judge(cut: Cut, name: DomainName, type: number, { reply }: ServerReply): Promise<Security> {
    if (reply.kind !== "message") return { kind: "unknown", zone: cut.apex };
    return this.network.chain.judge(cut, name, type, reply.message);
  }

  private choose(groups: readonly Group[]): Group | undefined {
    if (groups.length > 1) for (const { replies } of groups.slice(1)) this.otherViews.add(replies[0].server.address);
    return groups.find(({ replies }) => replies.some(({ server }) => server.address === this.how.view)) ?? groups[0];
  }

  private async disagreement(
    { cut, name, type, evidence }: Step,
    found: readonly Group[],
    offset: number,
  ): Promise<Observation> {
    const serials = await this.network.serials(cut);
    const groups = found.map(({ outcome, replies }) => {
      const servers = replies.map(({ server }) => {
        const serial = serials.get(server.address);
        return `${server.name} (${server.address}${serial === undefined ? "" : `, serial ${serial}`})`;
      });
      return `${servers.join(", ")}: ${describeOutcome(outcome)}`;
    });
    const data = { zone: cut.apex.toString(), ask: `${typeInfo(type).mnemonic} ${name}`, groups: groups.join("; ") };
    return {
      rule: "nameservers-disagree",
      message: "answers",
      data,
      // Names that lead elsewhere for each who asks are a way to spread load; what comes of it is judged for each.
      severity: found.every(({ outcome }) => outcome.kind === "alias") ? "info" : undefined,
      evidence: evidence.map((_, number) => number + offset),
    };
  }

  private async conclude(step: Step, group: Group, from: Evidence[], seen: Observation[], own: number): Promise<Hop> {
    const { cut, name, type } = step;
    const { outcome, replies } = group;
    const zone = cut.apex.toString();
    const ask = `${typeInfo(type).mnemonic} ${name}`;
    const evidence = from.map((_, number) => number).slice(own);
    const judged = await Promise.all(replies.map((reply) => this.judge(cut, name, type, reply)));
    const security = judged.find(({ kind }) => kind !== "bogus") ?? judged[0];
    // A resolver that validates believes nothing then; whether it gets them elsewhere can't be told.
    if (security.kind === "unknown")
      return { kind: "unknown", why: "the keys that it is signed with can't be had", from, seen };
    const isSigned = security.kind !== "insecure";
    if (security.kind === "bogus") {
      seen.push({ ...observeBogus(security, ask), evidence });
      // Where the zone's keys are well, it is this answer's affair.
      const isZoneWide = !security.zone.equals(cut.apex) || !(await this.network.chain.isSound(cut));
      return { kind: "failure", reason: "bogus", isExplained: isZoneWide || type !== CAA, isSigned: true, from, seen };
    }
    if (security.kind === "secure" && security.expiresAt - this.now < THREE_DAYS) {
      const until = `${new Date(security.expiresAt * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
      const left = `${Math.max(0, Math.floor((security.expiresAt - this.now) / 3600))} hours`;
      seen.push({ rule: "dnssec-expiring", message: "soon", data: { zone, ask, until, left }, evidence, cause: zone });
    }
    switch (outcome.kind) {
      case "alias":
        return { kind: "alias", alias: { type: outcome.type, from: name, to: outcome.to }, isSigned, from, seen };
      case "records": {
        const records = outcome.records.map(({ rdata }) => ({ type, rdata }));
        return { kind: "records", records, owner: name, isSigned, from, seen };
      }
      case "nxdomain": {
        const domain = cut.isUpper ? childOf(cut.apex, name) : undefined;
        if (domain && type !== DS) {
          const data = { domain: domain.toString(), parent: cut.apex.toString() };
          seen.push({ rule: "not-registered", message: "none", data, evidence });
          return { kind: "failure", reason: "not delegated", isExplained: true, isSigned, from, seen };
        }
        this.seeDenied(step, replies, seen, evidence);
        return { kind: "nxdomain", isSigned, from, seen };
      }
      default:
        this.seeDenied(step, replies, seen, evidence);
        return { kind: "nodata", isSigned, from, seen };
    }
  }

  /** Servers that deny a name altogether though there are names below it: resolvers that believe it look no further (RFC 8020). */
  private seeDenied(
    { cut, name }: Step,
    replies: readonly ServerReply[],
    seen: Observation[],
    evidence: readonly number[],
  ): void {
    const denying = replies.filter(({ outcome }) => outcome.kind === "nxdomain");
    const below = denying.length > 0 ? this.network.existsBelow(cut, name) : undefined;
    if (below === undefined) return;
    const server = denying.map(({ server: { name: host } }) => host.toString()).join(", ");
    const data = { name: name.toString(), below, server };
    seen.push({ rule: "ent-nxdomain", message: "nxdomain", data, evidence });
  }
}

/**
 * An alias into a domain that nobody has registered holds no CAA, and the climb goes on from the alias itself (RFC 8659 §3):
 * NXDOMAIN is an answer, and what the domain lacks else, other questions find out.
 */
function withoutDomain(hop: Hop): Hop {
  if (hop.kind !== "failure" || hop.reason !== "not delegated") return hop;
  const { from, isSigned, seen = [] } = hop;
  return { kind: "nxdomain", from, isSigned, seen: seen.filter(({ rule }) => rule !== "not-registered") };
}

const UNSEEN = "its name servers can be reached over IPv6 only, and that doesn't work from here";

/** Milliseconds. What comes later isn't waited for. */
function within<T>(ms: number, wanted: Promise<T> | undefined, late: T): Promise<T> {
  if (!wanted) return Promise.resolve(late);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, late);
    wanted.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The name directly below a zone's apex that another one is at or below. */
const childOf = (apex: DomainName, { labels }: DomainName): DomainName | undefined =>
  labels.length > apex.labels.length ? new DomainName(labels.slice(labels.length - apex.labels.length - 1)) : undefined;

const NO_WEB: WebAnswer = {
  kind: "failure",
  reason: "not asked",
  isConnect: true,
  detail: "no web here",
  ms: 0,
  from: [],
};

const LATE: WebAnswer = { ...NO_WEB, detail: "the time is up" };

type Common = {
  readonly from: readonly Evidence[];
  readonly seen?: readonly Observation[];
  readonly isSigned?: boolean;
};

/** One name's answer, which may be that it is another one's alias. */
export type Hop = (Common & { readonly kind: "alias"; readonly alias: Alias }) | WithoutVia<Answer>;
type WithoutVia<T> = T extends unknown ? Omit<T, "via"> : never;

/** Follows aliases as a resolver does: up to 11 of them, and no circle. */
export async function chase(asked: DomainName, hop: (name: DomainName) => Promise<Hop>): Promise<Answer> {
  const via: Alias[] = [];
  const from: Evidence[] = [];
  const seen: Observation[] = [];
  const passed = new Set<string>();
  let name = asked;
  let isSigned: boolean | undefined = true;
  for (;;) {
    const key = foldLabel(name.toString());
    if (passed.has(key)) return { kind: "failure", reason: "alias loop", via, from, seen };
    if (via.length > MOST_ALIASES) return { kind: "failure", reason: "too many aliases", via, from, seen };
    passed.add(key);
    const found = await hop(name);
    const offset = from.push(...found.from) - found.from.length;
    for (const each of found.seen ?? [])
      seen.push({ ...each, evidence: each.evidence.map((number) => number + offset) });
    if (isSigned !== false) isSigned = found.isSigned === true ? isSigned : found.isSigned;
    if (found.kind !== "alias") {
      // Aliases that a resolver followed itself.
      const behind = "via" in found ? (found as Answer).via : [];
      return { ...(found as WithoutVia<Answer>), via: [...via, ...behind], from, seen, isSigned } as Answer;
    }
    via.push(found.alias);
    name = found.alias.to;
  }
}
