import { DomainName, foldLabel, type PublicSuffixes, printRdata } from "@dcvlint/core";
import { A, AAAA, DS } from "../dns/codes.js";
import type { Message, Query, Reply, Server } from "../dns/message.js";
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
  /** Name servers of which no address could be found. */
  readonly homeless: readonly DomainName[];
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
}

export interface WalkOptions {
  readonly rootHints: readonly { readonly name: DomainName; readonly addresses: readonly string[] }[];
  readonly authorityPort: number;
  readonly hasIpv6: boolean;
  readonly suffixes: PublicSuffixes;
  readonly localAddress4?: string;
  readonly localAddress6?: string;
  /** `one`: of no zone more than a server that answers is asked. */
  readonly mode?: "one";
}

/** Name servers whose names are below zones that need name servers whose names …: nobody goes on for ever. */
const MOST_DETOURS = 5;
const MOST_CUTS = 20;
/** Servers of one zone that are asked. */
const MOST_SERVERS = 16;
/** Milliseconds after which another server of an upper zone is asked beside a slow one. */
const HEDGE = 300;
const MOST_HEDGED = 6;

/** Milliseconds: more than any resolver waits. */
export const PATIENCE = { queryMs: 5000, tries: 1 };

/** Walks from the root down to the servers that are authoritative for a name (RFC 1034 §5.3.3), and asks them. */
export class Delegations {
  /** Addresses of servers that answer after all, given more time. */
  readonly slow = new Set<string>();
  /** And of those that were asked in every way and never answered, with how that ended: they aren't asked again. */
  readonly dead = new Map<string, Extract<Reply, { kind: "failure" }>>();
  private readonly root: Cut;
  private readonly cuts = new Map<string, Promise<Cut>>();

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
      isUpper: true,
    };
  }

  /** Every server of the zone that the name is in; of upper zones one that answers. Of all zones with `mode`. */
  async askAll(name: DomainName, type: number): Promise<Answers> {
    return this.walk(name, type, this.options.mode ?? "all", 0);
  }

  /** One server that answers: enough to find an address or a key. */
  async askOne(name: DomainName, type: number, detours = 0): Promise<Answers> {
    return this.walk(name, type, "one", detours);
  }

  /** One question to one server of a zone, as its server. */
  async askServer(server: ZoneServer, cut: Cut, query: Query, how: Partial<Server> = {}): Promise<ServerReply> {
    const dead = this.dead.get(server.address);
    if (dead) return { server, reply: dead, outcome: classify(dead, query.name, query.type, cut.apex) };
    const patience = this.slow.has(server.address) ? PATIENCE : undefined;
    const reply = await this.asker.ask(this.serverAt(server.address, how), query, patience);
    return { server, reply, outcome: classify(reply, query.name, query.type, cut.apex) };
  }

  serverAt(address: string, how: Partial<Server> = {}): Server {
    const localAddress = address.includes(":") ? this.options.localAddress6 : this.options.localAddress4;
    return { transport: "udp", address, port: this.options.authorityPort, localAddress, ...how };
  }

  private async walk(name: DomainName, type: number, mode: "all" | "one", detours: number): Promise<Answers> {
    let cut = await this.deepest(name, type === DS);
    for (let steps = 0; steps < MOST_CUTS; steps++) {
      const query = { name, type, recursionDesired: false };
      const replies =
        mode === "all" && !cut.isUpper
          ? await Promise.all(cut.servers.map((server) => this.askServer(server, cut, query)))
          : await this.firstGood(cut, query);
      const referring = replies.find(({ outcome }) => outcome.kind === "referral");
      // A server that answers as the child's own knows the zone itself; the parent's word is for those that don't.
      if (!referring || (type === DS && referring.outcome.kind === "referral" && referring.outcome.child.equals(name)))
        return { cut, replies };
      const { outcome, reply } = referring;
      if (outcome.kind !== "referral" || reply.kind !== "message") return { cut, replies };
      cut = await this.child(cut, outcome, reply.message, detours);
    }
    return { cut, replies: [] };
  }

  /** One after the other, the next beside the last when that is slow; what has come when one is good. */
  private async firstGood(cut: Cut, query: Query): Promise<ServerReply[]> {
    const servers = cut.servers.slice(0, MOST_HEDGED);
    const came: ServerReply[] = [];
    const running = new Set<Promise<ServerReply>>();
    for (let next = 0; next < servers.length || running.size > 0; ) {
      if (next < servers.length) {
        const asked: Promise<ServerReply> = this.askServer(servers[next++], cut, query).then((reply) => {
          running.delete(asked);
          came.push(reply);
          return reply;
        });
        running.add(asked);
      }
      const wait = next < servers.length ? [pause(HEDGE)] : [];
      const first = await Promise.race([...running, ...wait]);
      if (first && (isAnswer(first.outcome) || first.outcome.kind === "referral")) return [first];
      if (came.length === servers.length) break;
    }
    return came;
  }

  private async deepest({ labels }: DomainName, above: boolean): Promise<Cut> {
    for (let skipped = above ? 1 : 0; skipped < labels.length; skipped++) {
      const known = this.cuts.get(keyOf(labels.slice(skipped)));
      if (known) return known;
    }
    return this.root;
  }

  private child(
    parent: Cut,
    { child, nameServers }: Extract<Outcome, { kind: "referral" }>,
    referral: Message,
    detours: number,
  ): Promise<Cut> {
    const key = keyOf(child.labels);
    const known = this.cuts.get(key);
    if (known) return known;
    const made = this.settle(parent, child, nameServers, referral, detours);
    this.cuts.set(key, made);
    return made;
  }

  private async settle(
    parent: Cut,
    apex: DomainName,
    nameServers: readonly DomainName[],
    referral: Message,
    detours: number,
  ): Promise<Cut> {
    const found = await Promise.all(
      nameServers.map(async (name) => {
        const glue = referral.additional
          // What lies outside the zone that was asked isn't its to say.
          .filter(({ owner }) => owner.equals(name) && owner.isSubdomainOf(parent.apex))
          .flatMap((record) => addressOf(record) ?? []);
        if (glue.length > 0 || name.isSubdomainOf(apex)) return { name, addresses: glue };
        return { name, addresses: detours < MOST_DETOURS ? await this.addresses(name, detours + 1) : [] };
      }),
    );
    const text = keyOf(apex.labels);
    return {
      apex,
      parent,
      nameServers,
      servers: this.usable(found.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })))),
      homeless: found.filter(({ addresses }) => addresses.length === 0).map(({ name }) => name),
      referral,
      isUpper: this.options.suffixes.isPublicSuffix(text),
    };
  }

  private async addresses(name: DomainName, detours: number): Promise<string[]> {
    const types = this.options.hasIpv6 ? [A, AAAA] : [A];
    const found = await Promise.all(types.map((type) => this.askOne(name, type, detours)));
    return found.flatMap(({ replies }) => {
      const good = replies.find(({ outcome }) => outcome.kind === "records");
      return good?.outcome.kind === "records" ? good.outcome.records.flatMap((record) => addressOf(record) ?? []) : [];
    });
  }

  private usable(servers: readonly ZoneServer[]): ZoneServer[] {
    const seen = new Set<string>();
    return servers
      .filter(({ address }) => this.options.hasIpv6 || !address.includes(":"))
      .filter(({ address }) => !seen.has(address) && seen.add(address))
      .slice(0, MOST_SERVERS);
  }
}

const ROOT = new DomainName([]);

const keyOf = (labels: readonly string[]): string => labels.map(foldLabel).join(".");

const addressOf = ({ type, rdata }: { readonly type: number; readonly rdata: Uint8Array }): string | undefined =>
  type === A || type === AAAA ? printRdata(type, rdata) : undefined;

const pause = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
