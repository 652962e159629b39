import type { DomainName } from "@dcvlint/core";
import { CNAME, FORMERR, NOERROR, NOTIMP, SOA } from "../dns/codes.js";
import { readName } from "../dnssec/names.js";
import { classify, isAnswer } from "../walk/classify.js";
import { type Asker, type Cut, type Delegations, PATIENCE, type ServerReply } from "../walk/delegations.js";

/** What else is known of a server that didn't answer as it should. */
export interface Diagnosis {
  /** It answers other questions about the zone: it is a matter of the type. */
  readonly answersElse?: boolean;
  readonly tcpAnswers?: boolean;
  /** *dropped*: it answers without an OPT record only. *refused*: it says so, and resolvers ask again without one. */
  readonly ednsTrouble?: "dropped" | "refused";
  readonly rcode?: string;
  readonly isSlow?: boolean;
  /** What it says when it is asked in the way that works, where resolvers do that too. */
  readonly instead?: ServerReply;
}

/** Asks again in other ways, all at once. Costs nothing where servers are well. */
export async function diagnose(
  delegations: Delegations,
  asker: Asker,
  cut: Cut,
  { server, outcome, reply }: ServerReply,
  name: DomainName,
  type: number,
): Promise<Diagnosis> {
  const at = delegations.serverAt(server.address);
  const query = { name, type, recursionDesired: false };
  const apex = { name: cut.apex, type: SOA, recursionDesired: false };
  // Some refuse a type that they don't know, and serve the zone all the same.
  if (outcome.kind === "lame" && reply.kind === "message" && reply.message.rcode !== NOERROR && type !== SOA) {
    const soa = await delegations.askServer(server, cut, apex);
    return { answersElse: soa.outcome.kind === "records" };
  }
  if (outcome.kind === "rcode") {
    // What servers say that know no EDNS (RFC 6891 §7).
    const mayMind = reply.kind === "message" && (reply.message.rcode === FORMERR || reply.message.rcode === NOTIMP);
    const plain = mayMind ? await asker.ask(at, { ...query, edns: false }) : undefined;
    const told = plain && { server, reply: plain, outcome: classify(plain, name, type, cut.apex) };
    if (told && isAnswer(told.outcome)) return { ednsTrouble: "refused", rcode: outcome.rcode, instead: told };
    const [soa, alias] = await Promise.all([
      delegations.askServer(server, cut, apex),
      // Some servers follow aliases themselves and say SERVFAIL where these go in a circle, or on for too long.
      delegations.askServer(server, cut, { ...query, type: CNAME }),
    ]);
    const [record] = alias.outcome.kind === "records" ? alias.outcome.records : [];
    const to = record && readName(record.rdata, 0)?.name;
    const instead = to && { ...alias, outcome: { kind: "alias", type: "CNAME", to } as const };
    return { answersElse: soa.outcome.kind === "records", instead };
  }
  if (outcome.kind !== "silent" || outcome.reason === "unreachable" || outcome.reason === "not public") return {};
  const isTimeout = outcome.reason === "timeout";
  const [tcp, plain, soa, patient] = await Promise.all([
    asker.ask({ ...at, transport: "tcp" }, query),
    isTimeout ? asker.ask(at, { ...query, edns: false }) : undefined,
    isTimeout ? asker.ask(at, apex) : undefined,
    isTimeout ? asker.ask(at, query, PATIENCE) : undefined,
  ]);
  const isDead = [tcp, plain, soa, patient].every((other) => other === undefined || other.kind === "failure");
  if (isDead && reply.kind === "failure") delegations.dead.set(server.address, reply);
  const answers = (other: typeof plain) => other?.kind === "message" && other.message.rcode === NOERROR;
  if (patient?.kind === "message") {
    const instead = { server, reply: patient, outcome: classify(patient, name, type, cut.apex) };
    if (patient.ms > TOO_SLOW) delegations.slow.add(server.address);
    // It may have been a lost packet, and now it is quick.
    return { isSlow: patient.ms > TOO_SLOW, instead };
  }
  return {
    answersElse: answers(soa),
    ednsTrouble: answers(plain) || (plain?.kind === "message" && !answers(soa)) ? "dropped" : undefined,
    tcpAnswers: tcp.kind === "message",
  };
}

/** Milliseconds. Unbound and BIND still got answers that took a second and a half, and not those that took three (measured). */
export const TOO_SLOW = 2000;
