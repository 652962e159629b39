import type { CheckedName, Evidence } from "@dcvlint/core";
import type { ReportContext } from "../context.js";
import { clip } from "../text.js";
import { markDifferences, mergeAgreeing } from "./agreement.js";
import { type Answered, answeredOf } from "./answered.js";
import { pathsOf } from "./json.js";

/** The way that a CA's questions take: who is asked, whether it may issue, and what proves control. */
export interface EvidencePath {
  /** From the root down, then those of zones that aliases lead to. Empty where only files were asked. */
  readonly delegations: readonly Delegation[];
  /** CAA, one question a level, from the name upwards. */
  readonly climb: readonly Question[];
  /** Records that validate, addresses and web requests, in the order in which they were asked. */
  readonly proof: readonly Question[];
}

export interface Delegation {
  readonly parent: string;
  readonly zone: string;
  /** What the parent says, and what the zone's own servers say. */
  readonly question: Question;
}

export interface Question {
  /** `CAA example.com.`, or a web request. */
  readonly ask: string;
  readonly type: string;
  /** What was asked for, without the type. */
  readonly name: string;
  /** Each a different answer; those who gave the same are one. */
  readonly groups: readonly Group[];
  /** Some say something else than they should. */
  readonly differs: boolean;
}

export interface Group extends Answered {
  readonly voices: readonly Voice[];
  /** It isn't what the others say: other servers of the zone, the parent, or the servers that a resolver asks. */
  readonly differs: boolean;
}

export type VoiceKind = "file" | "parent" | "server" | "resolver" | "web" | "nobody";

/** Somebody who was asked. */
export interface Voice {
  readonly kind: VoiceKind;
  /** Short; as it came, so it must be escaped. */
  readonly label: string;
  readonly evidence: Evidence;
}

/** Groups what was asked about one name. Nothing hangs on the order in which servers were asked. */
export function pathOf(
  { evidence, name }: Pick<CheckedName, "evidence" | "name">,
  context: ReportContext,
): EvidencePath {
  const asked = new Map<string, Voice[]>();
  const said = new Set<string>();
  for (const one of evidence) {
    const voice = voiceOf(one, context);
    // The same question to the same server, asked again on the way to another answer, tells nothing new.
    const key = JSON.stringify([one.ask, voice.kind, voice.label, one.rcode, one.answer, one.note]);
    if (said.has(key)) continue;
    said.add(key);
    const voices = asked.get(one.ask);
    if (voices) voices.push(voice);
    else asked.set(one.ask, [voice]);
  }
  const open = [...asked].map(([ask, voices]) => questionOf(ask, voices));
  const questions = markDifferences(open).map(mergeAgreeing);
  const delegations = questions.flatMap((question) => delegationOf(question));
  const others = questions.filter(({ ask }) => !delegations.some(({ question }) => question.ask === ask));
  return {
    delegations: inOrder(delegations, name),
    climb: others.filter(({ type }) => type === "CAA"),
    proof: others.filter(({ type }) => type !== "CAA"),
  };
}

function questionOf(ask: string, voices: readonly Voice[]): Question {
  const [, type, name] = /^(\S+) (.*)$/s.exec(ask) ?? [ask, "", ask];
  const groups = new Map<string, Group>();
  for (const voice of [...voices].sort(byKindThenServer)) {
    const answered = answeredOf(voice.evidence, type, voice.kind);
    const key = `${voice.kind} ${answered.content}`;
    const known = groups.get(key);
    const group: Group = { ...answered, voices: [voice], differs: false };
    groups.set(key, known ? join(known, group) : group);
  }
  return { ask, type, name, groups: [...groups.values()], differs: false };
}

/** Two groups whose answers are equal. Those who are silent may be so in different words. */
export const join = (a: Group, b: Group): Group => ({
  ...a,
  said: a.said === b.said || a.isAnswer ? a.said : "",
  voices: [...a.voices, ...b.voices],
});

const ORDER: readonly VoiceKind[] = ["file", "parent", "server", "resolver", "web", "nobody"];

/** Servers are asked in any order; resolvers and addresses come as the profile and the records list them. */
function byKindThenServer(a: Voice, b: Voice): number {
  const kinds = ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
  if (kinds !== 0 || a.kind !== "server") return kinds;
  return a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
}

/** The words that live checks put into `of` (packages/live/src/world). */
function voiceOf(evidence: Evidence, context: ReportContext): Voice {
  const { ask, of, source } = evidence;
  if (of === undefined) return { kind: "nobody", label: "", evidence };
  if (source === "declared") return { kind: "file", label: pathsOf(of, context), evidence };
  const parent = /^the servers of "(.*)"$/s.exec(of);
  if (parent) return { kind: "parent", label: parent[1], evidence };
  const resolver = /^\S+ \((.*), a resolver\)$/s.exec(of);
  if (resolver) return { kind: "resolver", label: resolver[1], evidence };
  if (/^[A-Z]+ (?:https?:|\S+ with )/.test(ask)) return { kind: "web", label: of, evidence };
  return { kind: "server", label: of.replace(/:53(?:\/(?:udp|tcp))?$/, ""), evidence };
}

function delegationOf(question: Question): Delegation[] {
  const parent = question.groups.flatMap(({ voices }) => voices).find(({ kind }) => kind === "parent");
  return parent ? [{ parent: parent.label, zone: question.name, question }] : [];
}

/** Zones that the name lies in from the root down; the others as they were met. */
function inOrder(delegations: readonly Delegation[], name: string): Delegation[] {
  const inside = `.${clip(name).toLowerCase()}.`;
  const depth = ({ zone }: Delegation) =>
    inside.endsWith(`.${zone.toLowerCase()}`) ? zone.split(".").length : Number.POSITIVE_INFINITY;
  const ranked = delegations.map((delegation) => ({ delegation, rank: depth(delegation) }));
  return ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank)).map(({ delegation }) => delegation);
}
