import { type Group, join, type Question, type VoiceKind } from "./evidence-path.js";

/**
 * Marks who says something else: a server than the other servers of its zone, the zone's servers than its parent, a
 * resolver than the servers that it asks. Where nobody can tell who is right, all are marked.
 */
export function markDifferences(questions: readonly Question[]): Question[] {
  const byAsk = new Map(questions.map((question) => [question.ask.toLowerCase(), question]));
  return questions.map((question) => {
    const groups = markGroups(question, byAsk);
    return { ...question, groups, differs: groups.some(({ differs }) => differs) };
  });
}

function markGroups(question: Question, byAsk: ReadonlyMap<string, Question>): Group[] {
  const { groups } = question;
  const parent = groups.find(({ voices }) => voices[0].kind === "parent");
  const odd = new Set<Group>();
  if (parent) {
    for (const group of of(groups, "server")) if (group.content !== parent.content) odd.add(group);
  } else {
    for (const kind of ["server", "web"] as const) {
      const own = of(groups, kind);
      const right = mostSay(own);
      // Where all fail, how they do is no difference.
      if (own.some(({ isAnswer }) => isAnswer)) for (const group of own) if (group !== right) odd.add(group);
    }
    const resolvers = of(groups, "resolver");
    // Files are laid over what is live: then resolvers can't know it yet.
    const end = of(groups, "file").length > 0 ? undefined : endOf(question, byAsk);
    const right = mostSay(resolvers);
    const isOdd = (group: Group) =>
      end === undefined ? ending(group) !== (right && ending(right)) : ending(group) !== end;
    for (const group of resolvers) if (isOdd(group)) odd.add(group);
  }
  return groups.map((group) => (odd.has(group) ? { ...group, differs: true } : group));
}

const of = (groups: readonly Group[], kind: VoiceKind): Group[] =>
  groups.filter(({ voices }) => voices[0].kind === kind);

/** The one that more give than any other. An answer counts before a failure. */
function mostSay(groups: readonly Group[]): Group | undefined {
  const answers = groups.filter(({ isAnswer }) => isAnswer);
  const worth = [...(answers.length > 0 ? answers : groups)].sort((a, b) => b.voices.length - a.voices.length);
  return worth.length === 1 || worth[0]?.voices.length > worth[1]?.voices.length ? worth[0] : undefined;
}

/** NODATA and NXDOMAIN are alike: nothing is there. */
function ending({ isAnswer, data }: Group): string {
  return isAnswer ? JSON.stringify(data) : FAILURE;
}

const FAILURE = "failure";

/** A resolver follows as many (docs/rules/cname-chain-too-long.md). */
const MOST_ALIASES = 16;

/** What the servers say in the end, aliases followed from question to question; undefined where they don't agree. */
function endOf(question: Question, byAsk: ReadonlyMap<string, Question>): string | undefined {
  let at = question;
  for (let hops = 0; hops <= MOST_ALIASES; hops++) {
    const servers = of(at.groups, "server");
    if (servers.length > 0 && servers.every(({ isAnswer }) => !isAnswer)) return FAILURE;
    const right = mostSay(servers);
    if (!right) return undefined;
    if (right.leadsTo === undefined)
      return right.outcome === "NOERROR" && right.data.length === 0 ? undefined : ending(right);
    const next = byAsk.get(`${at.type} ${right.leadsTo}`.toLowerCase());
    if (!next) return undefined;
    at = next;
  }
  return undefined;
}

/** Servers and resolvers that say the same are one group, as long as none is marked. */
export function mergeAgreeing(question: Question): Question {
  const merged = new Map<string, Group>();
  for (const group of question.groups) {
    const own = group.differs ? group.voices[0].kind : group.isAnswer ? "" : group.said;
    const key = JSON.stringify([own, group.content]);
    const known = merged.get(key);
    merged.set(key, known ? join(known, group) : group);
  }
  return { ...question, groups: [...merged.values()] };
}
