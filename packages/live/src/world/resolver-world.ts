import {
  type Alias,
  type Answer,
  type DomainName,
  type Evidence,
  foldLabel,
  typeInfo,
  type WebAnswer,
  type WebQuestion,
  type World,
} from "@dcvlint/core";
import { CNAME, DNAME, NOERROR, NXDOMAIN, RCODES, RRSIG, SERVFAIL, SOA } from "../dns/codes.js";
import { CLASS_IN } from "../dns/encode-query.js";
import type { Message, Server } from "../dns/message.js";
import { fitsMessage } from "../dns/write-name.js";
import { readName } from "../dnssec/names.js";
import { askInTurn } from "../hedge.js";
import type { Asker } from "../walk/delegations.js";
import type { Hop } from "./live-world.js";
import { showRecord } from "./network.js";

export interface NamedResolver {
  readonly id: string;
  readonly server: Server;
}

/** What one resolver says, aliases followed by it. */
export interface ResolverAnswer {
  readonly id: string;
  readonly answer: Answer;
  /** Seconds for which caches may keep it. */
  readonly ttl?: number;
  /** It refuses to validate: with CD=1 (RFC 4035 §3.2.2) there is an answer. */
  readonly isBogus?: boolean;
  readonly isSilent?: boolean;
}

const MOST_ALIASES = 16;

export async function askResolver(
  asker: Asker,
  { id, server }: NamedResolver,
  name: DomainName,
  type: number,
): Promise<ResolverAnswer> {
  const query = { name, type, recursionDesired: true };
  const reply = await asker.ask(server, query);
  const ask = `${typeInfo(type).mnemonic} ${name}`;
  const of = `${server.url ?? server.address} (${id}, a resolver)`;
  if (reply.kind === "failure") {
    const from: Evidence[] = [
      { ask, of, answer: [], note: reply.detail || reply.reason, ede: [], ms: Math.round(reply.ms), source: "live" },
    ];
    return { id, answer: { kind: "failure", reason: "timeout", via: [], from }, isSilent: true };
  }
  const { message } = reply;
  const ede = message.errors.map(({ code, text }) => (text === "" ? `${code}` : `${code} ${text}`));
  const from: Evidence[] = [
    {
      ask,
      of,
      rcode: RCODES[message.rcode] ?? `RCODE${message.rcode}`,
      answer: message.answer
        .filter((record) => record.type !== RRSIG)
        .slice(0, 50)
        .map(showRecord),
      ede,
      ms: Math.round(reply.ms),
      source: "live",
    },
  ];
  // Half of an answer is none, and so is what is no answer to this question.
  const told = message.truncated ? undefined : readAnswer(message, name, type, from);
  if (message.rcode === NOERROR || message.rcode === NXDOMAIN)
    return told
      ? { id, ...told }
      : { id, answer: { kind: "failure", reason: "timeout", via: [], from }, isSilent: true };
  if (message.rcode !== SERVFAIL) return { id, answer: { kind: "failure", reason: "refused", via: [], from } };
  const unchecked = await asker.ask(server, { ...query, checkingDisabled: true });
  const isBogus =
    unchecked.kind === "message" && (unchecked.message.rcode === NOERROR || unchecked.message.rcode === NXDOMAIN);
  return { id, answer: { kind: "failure", reason: isBogus ? "bogus" : "servfail", via: [], from }, isBogus };
}

function readAnswer(message: Message, asked: DomainName, type: number, from: readonly Evidence[]) {
  const via: Alias[] = [];
  let name = asked;
  let ttl = Number.POSITIVE_INFINITY;
  while (via.length <= MOST_ALIASES) {
    const own = message.answer.filter((record) => record.class === CLASS_IN && record.owner.equals(name));
    const found = own.filter((record) => record.type === type);
    if (found.length > 0) {
      for (const record of found) ttl = Math.min(ttl, record.ttl);
      const records = found.map(({ rdata }) => ({ type, rdata }));
      return { answer: { kind: "records", records, owner: name, via, from } satisfies Answer, ttl };
    }
    const alias = own.find((record) => record.type === CNAME);
    const to = alias && readName(alias.rdata, 0)?.name;
    if (!alias || !to) break;
    ttl = Math.min(ttl, alias.ttl);
    const isDname = message.answer.some((record) => record.type === DNAME && name.isSubdomainOf(record.owner));
    via.push({ type: isDname ? "DNAME" : "CNAME", from: name, to });
    name = to;
  }
  const isOurs = message.answer.some(({ owner, class: own }) => own === CLASS_IN && owner.equals(asked));
  if (message.answer.length > 0 && !isOurs) return undefined;
  const soa = message.authority.find((record) => record.type === SOA);
  if (soa) ttl = Math.min(ttl, soa.ttl);
  const kind = message.rcode === NXDOMAIN ? "nxdomain" : "nodata";
  const answer: Answer = { kind, via, from };
  return { answer, ttl: Number.isFinite(ttl) ? ttl : undefined };
}

/** The first of several resolvers that answers, where no authoritative server can be reached: its view, and no more. */
export class ResolverWorld implements World {
  private readonly known = new Map<string, Promise<Answer>>();

  constructor(
    private readonly asker: Asker,
    private readonly resolvers: readonly NamedResolver[],
    private readonly web: ((question: WebQuestion) => Promise<WebAnswer>) | undefined,
  ) {}

  lookup(name: DomainName, type: number): Promise<Answer> {
    // There is no such name.
    if (!fitsMessage(name)) return Promise.resolve({ kind: "nxdomain", via: [], from: [] });
    const key = `${type} ${foldLabel(name.toString())}`;
    let known = this.known.get(key);
    if (!known) {
      known = this.first(name, type);
      this.known.set(key, known);
    }
    return known;
  }

  /** A resolver follows aliases itself, so what it says of a name is the end of it. */
  async one(name: DomainName, type: number): Promise<Hop> {
    return this.lookup(name, type);
  }

  async fetch(question: WebQuestion): Promise<WebAnswer> {
    return (
      (await this.web?.(question)) ?? {
        kind: "failure",
        reason: "not asked",
        isConnect: true,
        detail: "no web here",
        ms: 0,
        from: [],
      }
    );
  }

  /** None of them answered; they won't answer the next question. */
  private isSilent = false;

  private async first(name: DomainName, type: number): Promise<Answer> {
    if (this.isSilent) return { kind: "unknown", why: "no resolver answers", via: [], from: [] };
    const came = await askInTurn(
      this.resolvers,
      (resolver) => askResolver(this.asker, resolver, name, type),
      ({ isSilent }) => !isSilent,
    );
    const from = came.flatMap(({ answer }) => answer.from);
    const first = came.find(({ isSilent }) => !isSilent);
    if (!first) {
      this.isSilent = true;
      return { kind: "unknown", why: "no resolver answers", via: [], from };
    }
    const { answer, id } = first;
    if (answer.kind !== "failure") return { ...answer, from };
    const ask = `${typeInfo(type).mnemonic} ${name}`;
    const number = from.indexOf(answer.from[answer.from.length - 1]);
    const reason = from[number].ede.join("; ") || "SERVFAIL";
    const data = { zone: name.toString(), ask, resolvers: id, reason };
    const rule = answer.reason === "bogus" ? "dnssec-bogus" : "servfail";
    return { ...answer, from, isExplained: true, seen: [{ rule, message: "resolvers", data, evidence: [number] }] };
  }
}
