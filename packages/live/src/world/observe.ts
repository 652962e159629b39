import type { DomainName, FailureReason, Observation } from "@dcvlint/core";
import { typeInfo } from "@dcvlint/core";
import { A, AAAA, CAA } from "../dns/codes.js";
import { contentOf, isAnswer, type Outcome } from "../walk/classify.js";
import type { Cut, ServerReply } from "../walk/delegations.js";
import type { Diagnosis } from "./diagnose.js";

/** Servers that say the same. */
export interface Group {
  readonly outcome: Outcome;
  readonly replies: readonly ServerReply[];
}

/** What the servers of a zone make of one question, taken together. */
export interface Weighed {
  /** Largest first; none where no server answers. */
  readonly groups: readonly Group[];
  readonly seen: readonly Observation[];
  /** Where there is no group. */
  readonly reason?: FailureReason;
  readonly isExplained?: boolean;
  /** Resolvers may take what the servers say, though they don't say it as the zone's. */
  readonly isTaken?: boolean;
}

/** Milliseconds. */
const SLOW = 1000;

/**
 * `diagnoses` are of the servers that didn't answer, by number in `replies`. `isZoneWide`: nothing else is answered
 * either, so that it isn't a matter of this type.
 */
export function weigh(
  cut: Cut,
  name: DomainName,
  type: number,
  replies: readonly ServerReply[],
  diagnoses: ReadonlyMap<number, Diagnosis>,
): Weighed {
  const zone = cut.apex.toString();
  const ask = `${typeInfo(type).mnemonic} ${name}`;
  const seen: Observation[] = [];
  const see: See = (rule, message, data, evidence) => {
    // How slow, how often and to what is one cause; what a server says of one type is that type's.
    const { server, servers } = data as { readonly server?: string; readonly servers?: string };
    const cause = TYPE_BOUND.has(rule) ? undefined : `${zone} ${server ?? servers}`;
    seen.push({ rule, message, data: { zone, ...data }, evidence, cause });
  };
  const heard = replies.map((reply, number) => ({ reply: diagnoses.get(number)?.instead ?? reply, number }));
  const good = heard.filter(({ reply }) => isAnswer(reply.outcome));
  const bad = heard.filter(({ reply }) => !isAnswer(reply.outcome));
  const prompt = good.filter(({ number }) => !diagnoses.get(number)?.isSlow);
  const numbers = (list: readonly { readonly number: number }[]) => list.map(({ number }) => number);

  for (const { reply, number } of good) {
    const server = nameServer(reply);
    const diagnosis = diagnoses.get(number);
    const { ms } = reply.reply;
    if (diagnosis?.ednsTrouble === "refused")
      see("edns-broken", "refused", { server, rcode: diagnosis.rcode ?? "FORMERR" }, [number]);
    else if (prompt.length > 0 && (ms > SLOW || diagnosis?.isSlow))
      see("nameserver-slow", "slow", { server, ms: Math.round(ms) }, [number]);
  }
  if (good.length > 0) {
    if (prompt.length === 0) {
      const ms = Math.max(...good.map(({ reply }) => Math.round(reply.reply.ms)));
      see(
        "nameserver-slow",
        "allSlow",
        { servers: good.map(({ reply }) => nameServer(reply)).join("; "), ms },
        numbers(good),
      );
      const late = good.map(({ reply }) => `${nameServer(reply)}: an answer, but later than resolvers wait`);
      const rest = bad.map(({ reply, number }) => describe(reply, diagnoses.get(number)));
      see("nameserver-unreachable", "all", { servers: [...late, ...rest].join("; ") }, numbers(heard));
      return { groups: [], seen, reason: "timeout", isExplained: true };
    }
    for (const { reply, number } of bad) observeOne(reply, number, diagnoses.get(number), type, ask, see);
    for (const homeless of cut.homeless)
      see("nameserver-unreachable", "noAddress", { server: homeless.toString() }, []);
    for (const { name: server, to } of cut.aliased)
      see("target-is-alias", "alias", { owner: zone, type: "NS", target: `${server}`, canonical: `${to}` }, []);
    return {
      groups: groupsOf(
        prompt.map(({ reply }) => reply),
        type,
      ),
      seen,
    };
  }

  const servers =
    bad.length > 0
      ? bad.map(({ reply, number }) => describe(reply, diagnoses.get(number))).join("; ")
      : "none has an address";
  const evidence = numbers(bad);
  const outcomes = bad.map(({ reply }) => reply.outcome);
  const isZoneWide = bad.every(({ number }) => diagnoses.get(number)?.answersElse !== true);
  const failed = (reason: FailureReason, isExplained = true): Weighed => ({ groups: [], seen, reason, isExplained });
  if (outcomes.some(({ kind }) => kind === "truncated")) {
    for (const { reply, number } of bad)
      if (reply.outcome.kind === "truncated")
        see("tcp-refused", "truncated", { server: nameServer(reply), ask, why: reply.outcome.why }, [number]);
    return failed("truncated", type !== CAA);
  }
  // Other types are answered, so CAA is to blame, and whoever judges says so.
  if (type === CAA && !isZoneWide) return failed(reasonOf(outcomes), false);
  const dropsEdns = bad.filter(({ number }) => diagnoses.get(number)?.ednsTrouble === "dropped");
  if (dropsEdns.length > 0 && dropsEdns.length === bad.length) {
    for (const { reply, number } of dropsEdns) see("edns-broken", "dropped", { server: nameServer(reply) }, [number]);
    return failed("timeout");
  }
  const isUdpDropped = bad.length > 0 && bad.every(({ number }) => diagnoses.get(number)?.tcpAnswers);
  if (isUdpDropped) see("nameserver-unreachable", "allUdpDropped", { servers }, evidence);
  else if (isZoneWide && outcomes.some(({ kind }) => kind === "lame"))
    see("lame-delegation", "all", { servers }, evidence);
  else if (outcomes.some(({ kind }) => kind === "rcode" || kind === "lame"))
    see("servfail", "all", { servers, ask: isZoneWide ? `anything in ${zone}` : ask }, evidence);
  else see("nameserver-unreachable", "all", { servers }, evidence);
  const isTaken = outcomes.some((outcome) => outcome.kind === "lame" && outcome.isTaken);
  return { ...failed(reasonOf(outcomes)), isTaken };
}

const TYPE_BOUND: ReadonlySet<string> = new Set(["servfail", "caa-lookup-failed", "tcp-refused"]);

type See = (rule: string, message: string, data: object, evidence: readonly number[]) => void;

/** One that fails beside others that answer. */
function observeOne(
  reply: ServerReply,
  number: number,
  diagnosis: Diagnosis | undefined,
  type: number,
  ask: string,
  see: See,
): void {
  const server = nameServer(reply);
  const { outcome } = reply;
  const says = describeOutcome(outcome);
  if (type === CAA && diagnosis?.answersElse)
    return see("caa-lookup-failed", "oneServer", { ask, server, reason: says }, [number]);
  switch (outcome.kind) {
    case "lame":
      if (diagnosis?.answersElse) {
        const why = `${says} to "${ask}", though it serves the zone`;
        return see("nameserver-unreachable", "some", { server, why }, [number]);
      }
      return see("lame-delegation", "some", { server, says }, [number]);
    case "rcode":
      if (outcome.rcode !== "SERVFAIL") return see("nameserver-unreachable", "some", { server, why: says }, [number]);
      return see("servfail", "some", { server, ask }, [number]);
    case "truncated":
      return see("tcp-refused", "truncated", { server, ask, why: outcome.why }, [number]);
    default:
      if (diagnosis?.ednsTrouble === "dropped") return see("edns-broken", "dropped", { server }, [number]);
      if (diagnosis?.tcpAnswers) return see("nameserver-unreachable", "udpDropped", { server }, [number]);
      see("nameserver-unreachable", "some", { server, why: says }, [number]);
  }
}

/** Servers that say the same, the largest group first. */
export function groupsOf(replies: readonly ServerReply[], type: number): Group[] {
  const isAddress = type === A || type === AAAA;
  const groups = new Map<string, ServerReply[]>();
  for (const reply of replies) {
    // That addresses differ is how load is spread; a CA may be given any of them.
    const { kind } = reply.outcome;
    const content =
      kind === "nodata" || kind === "nxdomain"
        ? "nothing"
        : isAddress && kind === "records"
          ? "addresses"
          : contentOf(reply.outcome);
    const known = groups.get(content);
    if (known) known.push(reply);
    else groups.set(content, [reply]);
  }
  return [...groups.values()]
    .map((members) => ({ outcome: together(members), replies: members }))
    .sort((a, b) => b.replies.length - a.replies.length);
}

/**
 * Records of all members, each once: they differ only where they are addresses. A name that one server denies altogether
 * and another doesn't is there.
 */
function together([{ outcome }, ...others]: readonly ServerReply[]): Outcome {
  if (outcome.kind === "nxdomain") return others.find((other) => other.outcome.kind === "nodata")?.outcome ?? outcome;
  if (outcome.kind !== "records" || others.length === 0) return outcome;
  // All else is the same with each, but for the letters of names.
  if (outcome.records.every(({ type }) => type !== A && type !== AAAA)) return outcome;
  const all = [outcome, ...others.map((other) => other.outcome)].flatMap((other) =>
    other.kind === "records" ? other.records : [],
  );
  const known = new Map(all.map((record) => [record.rdata.join(), record]));
  return { kind: "records", records: [...known.values()].slice(0, MOST_TOGETHER) };
}

const MOST_TOGETHER = 32;

function reasonOf(outcomes: readonly Outcome[]): FailureReason {
  if (outcomes.some((outcome) => outcome.kind === "rcode" && outcome.rcode === "NOTIMP")) return "notimp";
  if (outcomes.some(({ kind }) => kind === "rcode")) return "servfail";
  if (outcomes.some(({ kind }) => kind === "lame")) return "refused";
  return outcomes.some((outcome) => outcome.kind === "silent" && outcome.reason === "timeout")
    ? "timeout"
    : "unreachable";
}

/** `ns1.example.com. (192.0.2.53)` */
export const nameServer = ({ server }: ServerReply): string => `${server.name} (${server.address})`;

const describe = (reply: ServerReply, diagnosis: Diagnosis | undefined): string =>
  `${nameServer(reply)}: ${describeOutcome(reply.outcome)}${diagnosis?.tcpAnswers ? ", though it answers over TCP" : ""}`;

export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "lame":
      return outcome.says;
    case "rcode":
      return outcome.rcode;
    case "truncated":
      return "a truncated answer, and no TCP";
    case "silent":
      return SILENT[outcome.reason] ?? outcome.detail;
    case "referral":
      return `a referral to ${outcome.child}`;
    case "alias":
      return `${outcome.type} ${outcome.to}`;
    case "nodata":
    case "nxdomain":
      return outcome.kind.toUpperCase();
    case "records":
      return `${outcome.records.length} record${outcome.records.length === 1 ? "" : "s"}`;
  }
}

const SILENT: Readonly<Record<string, string>> = {
  timeout: "no answer in time",
  refused: "nobody listens there",
  unreachable: "no way there",
  malformed: "an answer that isn't one",
};
