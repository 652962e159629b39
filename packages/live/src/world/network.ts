import type { Evidence, Observation, UnknownReason } from "@dcvlint/core";
import { type DomainName, foldLabel, parseName, printRdata, typeInfo } from "@dcvlint/core";
import { A, CNAME, NS, RCODES, RRSIG, SOA } from "../dns/codes.js";
import type { ResourceRecord } from "../dns/message.js";
import { readName } from "../dnssec/names.js";
import { isAnswer } from "../walk/classify.js";
import type { Asker, Cut, Delegations, ServerReply, ZoneServer } from "../walk/delegations.js";
import { type Diagnosis, diagnose, TOO_SLOW } from "./diagnose.js";
import { nameServer, type Weighed, weigh } from "./observe.js";
import type { Chain } from "./security.js";

/** One question, put to the servers of the zone that its name is in. Aliases aren't followed. */
export interface Step {
  readonly cut: Cut;
  readonly name: DomainName;
  readonly type: number;
  readonly replies: readonly ServerReply[];
  readonly weighed: Weighed;
  readonly isGivenUp?: boolean;
  /** Some of the zone's name servers can't be reached from here, for want of IPv6, and may be well. */
  readonly isHalfSeen: boolean;
  /** One for each reply, in that order. */
  readonly evidence: readonly Evidence[];
}

/** What belongs to a zone as a whole, whatever is asked of it. */
export interface ZoneSurvey {
  readonly evidence: readonly Evidence[];
  readonly seen: readonly Observation[];
  /** Name servers that the zone itself names, and its parent doesn't. */
  readonly childOnly: readonly DomainName[];
}

const NO_SURVEY: ZoneSurvey = { evidence: [], seen: [], childOnly: [] };

/** Name servers that only the zone itself names, of which so many are asked. */
const MOST_FURTHER = 4;

/** Root servers offer no recursion (RFC 2870 §2.5): what does is a resolver on the way, whatever its address. */
const isResolver = ({ reply, outcome }: ServerReply): boolean =>
  outcome.kind === "lame" && reply.kind === "message" && reply.message.recursionAvailable;

/** Everything that a run has asked, once. Worlds are views of it. */
export class Network {
  private readonly steps = new Map<string, Promise<Step>>();
  private readonly surveys = new Map<Cut, Promise<ZoneSurvey>>();
  private readonly diagnoses = new Map<string, Promise<Diagnosis>>();
  /** Per zone, names that are known to exist, by their text in lower case. */
  private readonly existing = new Map<Cut, Map<string, DomainName>>();

  constructor(
    readonly asker: Asker,
    readonly delegations: Delegations,
    readonly chain: Chain,
    /** Is the run at its end, by time or by cost? Then silence says nothing. */
    readonly isOver: () => UnknownReason | undefined,
    /** Zones aren't looked over as a whole. */
    private readonly isBrief = false,
  ) {}

  /** No root server could be reached: port 53 is closed, or there is no network. */
  isCutOff = false;
  /** Something on the way answers in the name servers' place, so that no word from port 53 is theirs. */
  isIntercepted = false;

  step(name: DomainName, type: number): Promise<Step> {
    const key = `${type} ${foldLabel(name.toString())}`;
    let known = this.steps.get(key);
    if (!known) {
      known = this.take(name, type);
      this.steps.set(key, known);
    }
    return known;
  }

  private async take(name: DomainName, type: number): Promise<Step> {
    const { cut, isGivenUp, replies: all } = await this.delegations.askAll(name, type);
    const named = await this.delegations.withoutDeadIpv6(all);
    const replies = [...named, ...(await this.askFurther(cut, name, type, named))];
    const diagnoses = new Map<number, Diagnosis>();
    const isRoot = cut.apex.labels.length === 0 && !isGivenUp;
    if (
      isRoot &&
      replies.some(isResolver) &&
      replies.every((each) => each.outcome.kind === "silent" || isResolver(each))
    )
      this.isIntercepted = this.isCutOff = true;
    else if (isRoot && replies.every(({ outcome }) => outcome.kind === "silent")) {
      this.isCutOff = true;
      // They won't be better for the next question.
      for (const { reply, server } of replies)
        if (reply.kind === "failure") this.delegations.dead.set(server.address, reply);
    }
    if (!this.isOver() && !this.isCutOff) {
      const failing = replies.flatMap((reply, number) => (isAnswer(reply.outcome) ? [] : [{ reply, number }]));
      // Of upper zones one that answers is enough.
      const needed = cut.isUpper && failing.length < replies.length ? [] : failing;
      // Why a server is silent is found out once.
      const worth = needed.filter(({ reply: { outcome, server } }) =>
        outcome.kind === "silent" ? !this.isBrief && !this.delegations.dead.has(server.address) : true,
      );
      await Promise.all(
        worth.map(async ({ reply, number }) => diagnoses.set(number, await this.diagnose(cut, reply, name, type))),
      );
    }
    for (const [number, { reply, server }] of replies.entries())
      if (this.delegations.slow.has(server.address) && reply.kind === "message" && reply.ms > TOO_SLOW)
        diagnoses.set(number, { isSlow: true });
    const weighed = weigh(cut, name, type, replies, diagnoses);
    const evidence = replies.map((reply) => this.evidence(reply, name, type));
    this.remember(cut, name, replies);
    const unseen = [...cut.beyond, ...all.filter((reply) => !named.includes(reply)).map(({ server }) => server.name)];
    const isHalfSeen = unseen.some((host) => !replies.some(({ server }) => server.name.equals(host)));
    return { cut, name, type, replies, weighed, evidence, isGivenUp, isHalfSeen };
  }

  /**
   * What the name servers say that only the zone itself names: Unbound and BIND go on with those once they have seen them
   * (measured; RFC 2181 §5.4.1). Those that don't answer are passed over: that they are named is said.
   */
  private async askFurther(
    cut: Cut,
    name: DomainName,
    type: number,
    replies: readonly ServerReply[],
  ): Promise<readonly ServerReply[]> {
    if (this.isBrief || cut.isUpper || !replies.some(({ outcome }) => isAnswer(outcome))) return [];
    const { childOnly } = await this.survey({ cut, replies });
    const found = await Promise.all(
      childOnly.slice(0, MOST_FURTHER).map(async (host): Promise<ZoneServer[]> => {
        const { replies: told } = await this.delegations.askOne(host, A);
        const records = told.flatMap(({ outcome }) => (outcome.kind === "records" ? outcome.records : []));
        return records.slice(0, 1).map(({ rdata }) => ({ name: host, address: printRdata(A, rdata) ?? "" }));
      }),
    );
    const servers = found.flat().filter(({ address }) => !cut.servers.some((server) => server.address === address));
    const query = { name, type, recursionDesired: false };
    const further = await Promise.all(servers.map((server) => this.delegations.askServer(server, cut, query)));
    return further.filter(({ outcome }) => isAnswer(outcome));
  }

  private evidence(reply: ServerReply, name: DomainName, type: number): Evidence {
    return evidenceOf(reply, this.delegations.serverAt(reply.server.address).port, name, type);
  }

  private diagnose(cut: Cut, reply: ServerReply, name: DomainName, type: number): Promise<Diagnosis> {
    const key = `${reply.server.address} ${type} ${foldLabel(name.toString())}`;
    let known = this.diagnoses.get(key);
    if (!known) {
      known = diagnose(this.delegations, this.asker, cut, reply, name, type);
      this.diagnoses.set(key, known);
    }
    return known;
  }

  private remember(cut: Cut, name: DomainName, replies: readonly ServerReply[]): void {
    if (!replies.some(({ outcome }) => isAnswer(outcome) && outcome.kind !== "nxdomain")) return;
    const names = this.existing.get(cut) ?? new Map();
    this.existing.set(cut, names);
    names.set(foldLabel(name.toString()), name);
  }

  /** A name below this one that the zone's servers answered for: then this one exists too (RFC 8020). */
  existsBelow(cut: Cut, name: DomainName): string | undefined {
    const known = [...(this.existing.get(cut) ?? [])];
    return known.find(([, other]) => other.isSubdomainOf(name) && !other.equals(name))?.[0];
  }

  /** Over TCP, which every server must speak (RFC 7766), for the name servers that the zone itself names. */
  survey({ cut, replies }: Pick<Step, "cut" | "replies">): Promise<ZoneSurvey> {
    let known = this.surveys.get(cut);
    if (!known) {
      // Of one that is silent over UDP that is said already.
      const heard = replies.filter(({ reply }) => reply.kind === "message").map(({ server }) => server);
      known = this.lookOver(cut, heard);
      this.surveys.set(cut, known);
    }
    return known;
  }

  private async lookOver(cut: Cut, servers: readonly ZoneServer[]): Promise<ZoneSurvey> {
    if (this.isBrief) return NO_SURVEY;
    const query = { name: cut.apex, type: NS, recursionDesired: false };
    const replies = await Promise.all(
      servers.map((server) => this.delegations.askServer(server, cut, query, { transport: "tcp" })),
    );
    if (this.isOver()) return NO_SURVEY;
    // Where the parent's server doesn't answer over TCP either, it is a firewall on our side.
    const isSilent = replies.length > 0 && replies.every(({ outcome }) => outcome.kind === "silent");
    const isOurs = isSilent && !(await this.tcpWorksAbove(cut));
    const zone = cut.apex.toString();
    const evidence = replies.map((reply) => this.evidence(reply, cut.apex, NS));
    const seen: Observation[] = [];
    const child = new Set<string>();
    for (const [number, reply] of replies.entries()) {
      const { outcome } = reply;
      if (outcome.kind === "records")
        for (const { rdata } of outcome.records) child.add(foldLabel(readName(rdata, 0)?.name.toString() ?? ""));
      if (outcome.kind === "silent" && !isOurs) {
        const data = { zone, server: nameServer(reply), why: outcome.detail || outcome.reason };
        seen.push({ rule: "tcp-refused", message: "closed", data, evidence: [number] });
      }
    }
    const parent = new Set(cut.nameServers.map((name) => foldLabel(name.toString())));
    const parentOnly = [...parent].filter((name) => !child.has(name));
    const childOnly = [...child].filter((name) => name !== "" && !parent.has(name));
    if (child.size > 0 && (parentOnly.length > 0 || childOnly.length > 0)) {
      const data = { zone, parentOnly: parentOnly.join(", "), childOnly: childOnly.join(", ") };
      seen.push({ rule: "parent-child-ns-mismatch", message: "differ", data, evidence: [...replies.keys()] });
    }
    return { evidence, seen, childOnly: childOnly.flatMap((text) => parseName(text) ?? []) };
  }

  private async tcpWorksAbove({ parent }: Cut): Promise<boolean> {
    const [server] = parent?.servers ?? [];
    if (!parent || !server) return true;
    const query = { name: parent.apex, type: SOA, recursionDesired: false };
    const { outcome } = await this.delegations.askServer(server, parent, query, { transport: "tcp" });
    return outcome.kind !== "silent";
  }

  /** Serial numbers by address, asked for where servers disagree. */
  async serials(cut: Cut): Promise<ReadonlyMap<string, number>> {
    const query = { name: cut.apex, type: SOA, recursionDesired: false };
    const replies = await Promise.all(cut.servers.map((server) => this.delegations.askServer(server, cut, query)));
    const found = new Map<string, number>();
    for (const { server, outcome } of replies) {
      const serial = outcome.kind === "records" ? serialOf(outcome.records[0].rdata) : undefined;
      if (serial !== undefined) found.set(server.address, serial);
    }
    return found;
  }
}

function serialOf(soa: Uint8Array): number | undefined {
  const mname = readName(soa, 0);
  const rname = mname && readName(soa, mname.end);
  if (!rname || rname.end + 4 > soa.length) return undefined;
  return new DataView(soa.buffer, soa.byteOffset).getUint32(rname.end);
}

/** As a zone file has it; a long one is cut. */
export function showRecord({ owner, type, rdata }: ResourceRecord): string {
  const data = printRdata(type, rdata) ?? `\\# ${rdata.length} ${Buffer.from(rdata).toString("hex")}`;
  return `${owner} ${typeInfo(type).mnemonic} ${data.length > LONGEST_SHOWN ? `${data.slice(0, LONGEST_SHOWN)} …` : data}`;
}

/** Characters: a key of 4096 bits fits. */
const LONGEST_SHOWN = 2000;

/** At most so many records of one answer are shown. */
const MOST_SHOWN = 50;

function evidenceOf({ server, reply }: ServerReply, port: number, name: DomainName, type: number): Evidence {
  const ask = `${typeInfo(type).mnemonic} ${name}`;
  const host = `${server.address.includes(":") ? `[${server.address}]` : server.address}:${port}`;
  if (reply.kind === "failure")
    return {
      ask,
      of: host,
      answer: [],
      note: reply.detail || reply.reason,
      ede: [],
      ms: Math.round(reply.ms),
      source: "live",
    };
  const { message, transport, ms } = reply;
  const own = message.answer.filter(
    (record) => record.type === type || record.owner.equals(name) || record.type === CNAME,
  );
  return {
    ask,
    of: `${host}/${transport}`,
    rcode: RCODES[message.rcode] ?? `RCODE${message.rcode}`,
    answer: own
      .filter((record) => record.type !== RRSIG)
      .slice(0, MOST_SHOWN)
      .map(showRecord),
    note: referralNote(message.authority, message.authoritative),
    ede: message.errors.map(({ code, text }) => (text === "" ? `${code}` : `${code} ${text}`)),
    ms: Math.round(ms),
    source: "live",
  };
}

const referralNote = (authority: readonly ResourceRecord[], isAuthoritative: boolean): string | undefined => {
  const first = isAuthoritative ? undefined : authority.find(({ type }) => type === NS);
  return first && `refers to the servers of "${first.owner}"`;
};

/** What the parent said of a zone, once the walk has come by there. */
export function delegationEvidence(cut: Cut): Evidence | undefined {
  if (!cut.referral || !cut.parent) return undefined;
  return {
    ask: `NS ${cut.apex}`,
    of: `the servers of "${cut.parent.apex}"`,
    rcode: "NOERROR",
    answer: cut.referral.authority
      .filter(({ type, owner }) => type === NS && owner.equals(cut.apex))
      .slice(0, MOST_SHOWN)
      .map(showRecord),
    ede: [],
    source: "live",
  };
}
