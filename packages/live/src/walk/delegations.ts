import { DomainName, foldLabel, type PublicSuffixes, printRdata } from "@dcvlint/core";
import { A, AAAA, DS, SOA } from "../dns/codes.js";
import { CLASS_IN } from "../dns/encode-query.js";
import type { Message, Query, Reply, Server } from "../dns/message.js";
import { askInTurn } from "../hedge.js";
import { classify, isAnswer, type Outcome } from "./classify.js";

/** Who is asked over the network. Longer patience than the profile's where `patience` says so. */
export interface Asker {
  ask(server: Server, query: Query, patience?: { readonly queryMs: number; readonly tries: number }): Promise<Reply>;
}

export interface ZoneServer {
  readonly name: DomainName;
  readonly address: string;
}

/** A zone as its parent delegates it. */
export interface Cut {
  readonly apex: DomainName;
  readonly parent?: Cut;
  readonly nameServers: readonly DomainName[];
  readonly servers: readonly ZoneServer[];
  /** Name servers that have no address. */
  readonly homeless: readonly DomainName[];
  /** Name servers that have IPv6 addresses only, or none that can be looked up, where this machine has no IPv6. */
  readonly beyond: readonly DomainName[];
  /** Name servers whose names are aliases (RFC 2181 §10.3), and of what. */
  readonly aliased: readonly { readonly name: DomainName; readonly to: DomainName }[];
  /** It has no servers, as far as was looked: the search was given up. */
  readonly isGivenUp?: boolean;
  /** What the parent said of it: its NS records, and its DS or the proof that there is none. */
  readonly referral?: Message;
  /** The root, or a registry's: not the doing of whoever wants the certificate, and not to be asked more than needed. */
  readonly isUpper: boolean;
}

/** What one server of a zone came to. */
export interface ServerReply {
  readonly server: ZoneServer;
  readonly reply: Reply;
  readonly outcome: Outcome;
}

export interface Answers {
  readonly cut: Cut;
  readonly replies: readonly ServerReply[];
  /** The walk was given up: it took too many steps. */
  readonly isGivenUp?: boolean;
}

export interface WalkOptions {
  readonly rootHints: readonly { readonly name: DomainName; readonly addresses: readonly string[] }[];
  readonly authorityPort: number;
  readonly hasIpv6: boolean;
  /** The profile says so: what doesn't answer there is to blame itself. */
  readonly isIpv6Sure?: boolean;
  readonly suffixes: PublicSuffixes;
  readonly localAddress4?: string;
  readonly localAddress6?: string;
  /** May the servers that delegations name be asked there? Those of the root hints always. */
  readonly isPermitted: (address: string) => boolean;
  /** `one`: of no zone more than a server that answers is asked. */
  readonly mode?: "one";
}

/** Name servers whose names are below zones that need name servers whose names …: nobody goes on for ever. */
const MOST_DETOURS = 5;
/**
 * Steps that finding the servers of one name may take, detours included: a few zones that each name many servers in
 * further zones would otherwise take a question to a multitude (NXNSAttack, 2020). Unbound stops at 200 questions.
 */
const MOST_STEPS = 200;
const MOST_ALIASES_OF_SERVER = 3;
/** Name servers without glue that are looked up on a detour, until one has an address. */
const MOST_ON_DETOUR = 5;
const MOST_CUTS = 20;
/** Servers of one zone that are asked. */
const MOST_SERVERS = 16;
const MOST_HEDGED = 6;

/** Milliseconds: more than any resolver waits. */
export const PATIENCE = { queryMs: 5000, tries: 1 };

/** The search for a name server's address, on behalf of a zone. */
interface Detour {
  readonly depth: number;
  /** Key of the cut that waits for it. */
  readonly of?: string;
  readonly steps: { left: number };
}

const start = (): Detour => ({ depth: 0, steps: { left: MOST_STEPS } });

/** Walks from the root down to the servers that are authoritative for a name (RFC 1034 §5.3.3), and asks them. */
export class Delegations {
  /** Addresses of servers that answer after all, given more time. */
  readonly slow = new Set<string>();
  /** And of those that were asked in every way and never answered, with how that ended: they aren't asked again. */
  readonly dead = new Map<string, Extract<Reply, { kind: "failure" }>>();
  private readonly root: Cut;
  /** By apex; those that were only passed on a detour, of whose servers some are enough, apart. */
  private readonly cuts = new Map<string, Promise<Cut>>();
  /** Of cuts whose servers are being looked up, those that they wait for. */
  private readonly waits = new Map<string, Set<string>>();

  constructor(
    private readonly asker: Asker,
    private readonly options: WalkOptions,
  ) {
    const servers = options.rootHints.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })));
    this.root = {
      apex: ROOT,
      nameServers: options.rootHints.map(({ name }) => name),
      servers: this.usable(servers),
      homeless: [],
      beyond: [],
      aliased: [],
      isUpper: true,
    };
  }

  /** Every server of the zone that the name is in; of upper zones one that answers. Of all zones with `mode`. */
  async askAll(name: DomainName, type: number): Promise<Answers> {
    return this.walk(name, type, this.options.mode ?? "all", start());
  }

  /** One server that answers: enough to find an address or a key. */
  async askOne(name: DomainName, type: number): Promise<Answers> {
    return this.walk(name, type, "one", start());
  }

  /** A cut that will be there: names at or below it are asked of its servers. Once it is known nothing changes it. */
  async declare(
    apex: DomainName,
    servers: readonly { readonly name: DomainName; readonly addresses: readonly string[] }[],
  ): Promise<void> {
    const key = keyOf(apex.labels);
    const detour = start();
    const parent = (await this.deepest(apex, true, detour)) ?? this.root;
    const made = this.locate(key, parent, apex, servers, undefined, detour);
    this.cuts.set(key, made);
    await made;
  }

  /**
   * Without what servers with IPv6 addresses didn't answer, where no root server answers over IPv6 either: then it is
   * this machine's affair.
   */
  async withoutDeadIpv6(replies: readonly ServerReply[]): Promise<readonly ServerReply[]> {
    const isSilentSix = ({ server, outcome }: ServerReply) => server.address.includes(":") && outcome.kind === "silent";
    const rest = replies.filter((reply) => !isSilentSix(reply));
    if (rest.length === replies.length || (await this.ipv6Works())) return replies;
    return rest;
  }

  private ipv6: Promise<boolean> | undefined;

  /** Do packets come back from anywhere over IPv6? */
  ipv6Works(): Promise<boolean> {
    if (this.options.isIpv6Sure) return Promise.resolve(true);
    this.ipv6 ??= this.tryIpv6();
    return this.ipv6;
  }

  private async tryIpv6(): Promise<boolean> {
    const roots = this.root.servers.filter(({ address }) => address.includes(":")).slice(0, 3);
    const query = { name: this.root.apex, type: SOA, recursionDesired: false };
    const replies = await Promise.all(roots.map((server) => this.askServer(server, this.root, query)));
    return replies.some(({ outcome }) => outcome.kind !== "silent");
  }

  /** One question to one server of a zone, as its server. */
  async askServer(server: ZoneServer, cut: Cut, query: Query, how: Partial<Server> = {}): Promise<ServerReply> {
    const dead = this.dead.get(server.address) ?? (cut === this.root ? undefined : this.refusal(server));
    if (dead) return { server, reply: dead, outcome: classify(dead, query.name, query.type, cut.apex) };
    const patience = this.slow.has(server.address) ? PATIENCE : undefined;
    const reply = await this.asker.ask(this.serverAt(server.address, how), query, patience);
    return { server, reply, outcome: classify(reply, query.name, query.type, cut.apex) };
  }

  serverAt(address: string, how: Partial<Server> = {}): Server {
    const localAddress = address.includes(":") ? this.options.localAddress6 : this.options.localAddress4;
    return { transport: "udp", address, port: this.options.authorityPort, localAddress, ...how };
  }

  /** Nobody's delegation leads us to machines that only we can reach. */
  private refusal({ address }: ZoneServer): Extract<Reply, { kind: "failure" }> | undefined {
    if (this.options.isPermitted(address)) return undefined;
    return { kind: "failure", reason: "not public", detail: NOT_PUBLIC, ms: 0 };
  }

  private async walk(name: DomainName, type: number, mode: "all" | "one", detour: Detour): Promise<Answers> {
    let at = await this.deepest(name, type === DS, detour);
    let cut = at ?? this.root;
    for (let steps = 0; at; steps++) {
      cut = at;
      const zone = at;
      if (cut.isGivenUp || steps >= MOST_CUTS || detour.steps.left-- <= 0) return { cut, replies: [], isGivenUp: true };
      const query = { name, type, recursionDesired: false };
      const replies =
        mode === "all" && !cut.isUpper
          ? await Promise.all(zone.servers.map((server) => this.askServer(server, zone, query)))
          : await this.firstGood(cut, query);
      const referring = replies.find(({ outcome }) => outcome.kind === "referral");
      // A server that answers as the child's own knows the zone itself; the parent's word is for those that don't.
      if (!referring || (type === DS && referring.outcome.kind === "referral" && referring.outcome.child.equals(name)))
        return { cut, replies };
      const { outcome, reply } = referring;
      if (outcome.kind !== "referral" || reply.kind !== "message") return { cut, replies };
      at = await this.child(cut, outcome, reply.message, detour);
    }
    return { cut, replies: [] };
  }

  /** What has come when one is good. */
  private async firstGood(cut: Cut, query: Query): Promise<ServerReply[]> {
    const servers = cut.servers.slice(0, MOST_HEDGED);
    const isGood = ({ outcome }: ServerReply) => isAnswer(outcome) || outcome.kind === "referral";
    const came = await askInTurn(servers, (server) => this.askServer(server, cut, query), isGood);
    const good = came.find(isGood);
    return good ? [good] : came;
  }

  private async deepest({ labels }: DomainName, above: boolean, detour: Detour): Promise<Cut | undefined> {
    for (let skipped = above ? 1 : 0; skipped < labels.length; skipped++) {
      const key = this.known(keyOf(labels.slice(skipped)), detour);
      if (key !== undefined) return this.waitFor(key, detour);
    }
    return this.root;
  }

  private known(apex: string, { depth }: Detour): string | undefined {
    return [apex, ...(depth > 0 ? [passedOf(apex)] : [])].find((key) => this.cuts.has(key));
  }

  private async child(
    parent: Cut,
    { child, nameServers }: Extract<Outcome, { kind: "referral" }>,
    referral: Message,
    detour: Detour,
  ): Promise<Cut | undefined> {
    const apex = keyOf(child.labels);
    const known = this.known(apex, detour);
    if (known !== undefined) return this.waitFor(known, detour);
    const key = detour.depth > 0 ? passedOf(apex) : apex;
    // Before anything is looked up for it, or the circle that leads back here would be missed.
    if (detour.of !== undefined) this.waits.get(detour.of)?.add(key);
    const made = this.settle(key, parent, child, nameServers, referral, detour);
    this.cuts.set(key, made);
    return made;
  }

  /** `undefined` where that one waits for whoever would wait here: servers whose names need each other have no address. */
  private async waitFor(key: string, { of }: Detour): Promise<Cut | undefined> {
    if (of !== undefined && this.isWaiting(key, of)) return undefined;
    if (of !== undefined) this.waits.get(of)?.add(key);
    return this.cuts.get(key);
  }

  private isWaiting(key: string, goal: string, seen = new Set<string>()): boolean {
    if (key === goal) return true;
    seen.add(key);
    return [...(this.waits.get(key) ?? [])].some((next) => !seen.has(next) && this.isWaiting(next, goal, seen));
  }

  private settle(
    key: string,
    parent: Cut,
    apex: DomainName,
    nameServers: readonly DomainName[],
    referral: Message,
    detour: Detour,
  ): Promise<Cut> {
    const servers = nameServers.map((name) => {
      const glue = referral.additional
        // What lies outside the zone that was asked isn't its to say.
        .filter((record) => record.owner.equals(name) && record.class === CLASS_IN && name.isSubdomainOf(parent.apex))
        .flatMap((record) => addressOf(record) ?? []);
      return { name, addresses: glue };
    });
    return this.locate(key, parent, apex, servers, referral, detour);
  }

  /** Finds the addresses that aren't given. */
  private async locate(
    key: string,
    parent: Cut,
    apex: DomainName,
    servers: readonly Found[],
    referral: Message | undefined,
    detour: Detour,
  ): Promise<Cut> {
    this.waits.set(key, new Set());
    const isLost = ({ name, addresses }: Found) => addresses.length === 0 && !name.isSubdomainOf(apex);
    const further = { depth: detour.depth + 1, of: key, steps: detour.steps };
    const lookUp = async (server: Found): Promise<Found> =>
      isLost(server) ? { name: server.name, ...(await this.addresses(server.name, further)) } : server;
    const found = detour.depth === 0 ? await Promise.all(servers.map(lookUp)) : await someOf(servers, isLost, lookUp);
    this.waits.delete(key);
    const isBeyond = ({ addresses, isBeyond: cannotTell }: Found) =>
      cannotTell || (!this.options.hasIpv6 && addresses.length > 0 && addresses.every((each) => each.includes(":")));
    const homeless = found.filter((server) => server.addresses.length === 0 && !isBeyond(server));
    const isServed = homeless.length < found.length;
    const isGivenUp = !isServed && homeless.some((server) => server.isGivenUp);
    return {
      apex,
      parent,
      nameServers: servers.map(({ name }) => name),
      servers: this.usable(found.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })))),
      // Of those that weren't looked for to the end nothing is said while there are others.
      homeless: homeless.filter(({ isOpen }) => !(isServed && isOpen)).map(({ name }) => name),
      beyond: found.filter(isBeyond).map(({ name }) => name),
      aliased: found.flatMap(({ name, alias }) => (alias ? [{ name, to: alias }] : [])),
      ...(isGivenUp && { isGivenUp }),
      referral,
      isUpper: this.options.suffixes.isPublicSuffix(keyOf(apex.labels)),
    };
  }

  private async addresses(name: DomainName, detour: Detour): Promise<Omit<Found, "name">> {
    if (detour.depth > MOST_DETOURS) return { addresses: [], isOpen: true, isGivenUp: true };
    let at = name;
    for (let hops = 0; ; hops++) {
      const { found, addresses } = await this.addressesAt(at, detour);
      const alias = found.flatMap(({ replies }) => replies).find(({ outcome }) => outcome.kind === "alias")?.outcome;
      // Unbound follows such an alias, BIND drops the name server (measured).
      if (addresses.length === 0 && alias?.kind === "alias" && hops < MOST_ALIASES_OF_SERVER) {
        at = alias.to;
        continue;
      }
      const isUnasked = ({ cut, replies }: Answers) => replies.length === 0 && cut.beyond.length > 0;
      return {
        addresses,
        isOpen: found.some(({ replies }) => replies.length === 0),
        isGivenUp: found.some((answers) => answers.isGivenUp),
        isBeyond: addresses.length === 0 && found.some(isUnasked),
        ...(hops > 0 && addresses.length > 0 && { alias: at }),
      };
    }
  }

  private async addressesAt(name: DomainName, detour: Detour) {
    const ask = async (types: readonly number[]) => {
      const found = await Promise.all(types.map((type) => this.walk(name, type, "one", detour)));
      const addresses = found.flatMap(({ replies }) => {
        const good = replies.find(({ outcome }) => outcome.kind === "records");
        return good?.outcome.kind === "records" ? good.outcome.records.flatMap((each) => addressOf(each) ?? []) : [];
      });
      return { found, addresses };
    };
    if (this.options.hasIpv6) return ask([A, AAAA]);
    const four = await ask([A]);
    const isNodata = four.found.some(({ replies }) => replies.some(({ outcome }) => outcome.kind === "nodata"));
    // Whether it has an address at all, though none that can be asked from here.
    return isNodata ? ask([AAAA]) : four;
  }

  private usable(servers: readonly ZoneServer[]): ZoneServer[] {
    const seen = new Set<string>();
    return servers
      .filter(({ address }) => this.options.hasIpv6 || !address.includes(":"))
      .filter(({ address }) => !seen.has(address) && seen.add(address))
      .slice(0, MOST_SERVERS);
  }
}

interface Found {
  readonly name: DomainName;
  readonly addresses: readonly string[];
  /** The search didn't come to an end: it went in a circle, or too far. */
  readonly isOpen?: boolean;
  /** It went too far. */
  readonly isGivenUp?: boolean;
  /** It came to a zone whose servers can't be reached from here. */
  readonly isBeyond?: boolean;
  /** The name that has the addresses, where it is another. */
  readonly alias?: DomainName;
}

/** On a detour one server that can be asked will do: those with glue, or else the first that turns out to have an address. */
async function someOf(
  servers: readonly Found[],
  isLost: (server: Found) => boolean,
  lookUp: (server: Found) => Promise<Found>,
): Promise<Found[]> {
  const found = servers.filter((server) => !isLost(server));
  for (const server of servers.filter(isLost).slice(0, MOST_ON_DETOUR)) {
    if (found.some(({ addresses }) => addresses.length > 0)) break;
    found.push(await lookUp(server));
  }
  return found;
}

export const NOT_PUBLIC = "it isn't a public address, so it isn't asked; --allow-private permits asking it";

const ROOT = new DomainName([]);

/** A dot within a label is none between two. */
const keyOf = (labels: readonly string[]): string =>
  labels.map((label) => foldLabel(label).replace(/[.\\]/g, "\\$&")).join(".");

/** Apart from the cut of the same apex whose servers are all looked up: no key of those ends in a dot. */
const passedOf = (key: string): string => `${key}.`;

const addressOf = ({ type, rdata }: { readonly type: number; readonly rdata: Uint8Array }): string | undefined =>
  type === A || type === AAAA ? printRdata(type, rdata) : undefined;
