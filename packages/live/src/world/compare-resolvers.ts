import {
  type Answer,
  type DomainName,
  type Evidence,
  type IssuanceFinding,
  typeInfo,
  type Verdict,
} from "@dcvlint/core";
import { A, AAAA, CAA } from "../dns/codes.js";
import { canonicalRdata } from "../dnssec/canonical.js";
import type { Asker } from "../walk/delegations.js";
import { askResolver, type NamedResolver, type ResolverAnswer } from "./resolver-world.js";

interface Asked {
  readonly name: DomainName;
  readonly type: number;
  readonly answer: Answer;
}

/** Questions of one judgement that resolvers are asked too. */
const MOST_QUESTIONS = 4;

/**
 * What public resolvers say to the questions that decided: they may still have old data, refuse to validate, or be given
 * other answers. CAs ask resolvers of their own, so what these say is a hint, and a verdict changes only where most of
 * them see something else than we do.
 */
export async function compareResolvers(
  asker: Asker,
  resolvers: readonly NamedResolver[],
  asked: readonly Asked[],
  verdict: Verdict,
  now: number,
): Promise<Verdict> {
  if (resolvers.length === 0) return verdict;
  const worth = asked
    .filter(({ type }) => type !== CAA)
    .filter(isFirst)
    .slice(0, MOST_QUESTIONS);
  // With nothing but CAA asked, that at the name itself.
  const questions = worth.length > 0 ? worth : asked.slice(0, 1);
  const evidence: Evidence[] = [...verdict.evidence];
  const findings: IssuanceFinding[] = [...verdict.findings];
  const unknown: string[] = [...verdict.unknown];
  let overruled = false;
  for (const { name, type, answer } of questions) {
    const told = await Promise.all(resolvers.map((resolver) => askResolver(asker, resolver, name, type)));
    const numbers = told.map(({ answer: { from } }) => evidence.push(...from) - from.length);
    const ask = `${typeInfo(type).mnemonic} ${name}`;
    const heard = told.flatMap((one, i) => (one.isSilent ? [] : [{ ...one, number: numbers[i] }]));
    if (heard.length === 0) continue;
    const note = (rule: string, message: string, data: object, list: readonly { readonly number: number }[]) =>
      findings.push({ rule, message, data, evidence: list.map(({ number }) => number), blamed: [], forbids: false });
    const bogus = heard.filter(({ isBogus }) => isBogus);
    const failing = heard.filter(({ answer: said, isBogus }) => said.kind === "failure" && !isBogus);
    const good = heard.filter(({ answer: said }) => said.kind !== "failure");
    const most = heard.length / 2;
    if (answer.kind === "failure") {
      // Nobody can be reached from here, and others can: the trouble may be ours.
      if (good.length > most && OURS.has(answer.reason)) {
        note("views-disagree", "resolvers", { ask, groups: groupsOf(heard, answer) }, heard);
        overruled = true;
      }
      continue;
    }
    if (answer.kind === "unknown") continue;
    if (bogus.length > 0 && bogus.length >= most) {
      const data = { zone: name.toString(), ask, resolvers: list(bogus), reason: reasonOf(bogus) };
      note("dnssec-bogus", "resolvers", data, bogus);
      unknown.push(`Resolvers that validate refuse what the servers of "${name}" say.`);
    } else if (failing.length > 0 && failing.length >= most) {
      note("views-disagree", "resolvers", { ask, groups: groupsOf(heard, answer) }, failing);
      if (failing.length > most) unknown.push(`Most resolvers get no answer to ${ask}.`);
    } else if (failing.length + bogus.length > 0)
      note("views-disagree", "resolvers", { ask, groups: groupsOf(heard, answer) }, [...failing, ...bogus]);
    // Which of the servers a resolver met, nobody knows.
    if (answer.seen?.some(({ rule }) => rule === "nameservers-disagree")) continue;
    const stale = good.filter(({ answer: said }) => contentOf(said, type) !== contentOf(answer, type));
    if (stale.length > 0) {
      const ttl = Math.max(...stale.map(({ ttl: left = 0 }) => left));
      const until = new Date((now + ttl) * 1000).toISOString();
      const resolversText = stale.map((one) => `${one.id} says ${show(one.answer)}, ${one.ttl ?? 0} s left`).join("; ");
      note("propagation-incomplete", "stale", { ask, resolvers: resolversText, until }, stale);
    }
  }
  if (overruled && verdict.verdict === "will-not-issue") {
    unknown.push("Servers that can't be reached from here can be reached by public resolvers.");
    return { verdict: "cannot-tell", findings, unknown, evidence };
  }
  const isUnsure = verdict.verdict === "will-issue" && unknown.length > verdict.unknown.length;
  return { verdict: isUnsure ? "cannot-tell" : verdict.verdict, findings, unknown, evidence };
}

/** Failures that a fault on the way from here would look like. */
const OURS: ReadonlySet<string> = new Set(["timeout", "unreachable"]);

const isFirst = ({ name, type }: Asked, at: number, all: readonly Asked[]): boolean =>
  all.findIndex((other) => other.type === type && other.name.equals(name)) === at;

const list = (told: readonly ResolverAnswer[]): string => told.map(({ id }) => id).join(", ");

const reasonOf = (told: readonly ResolverAnswer[]): string =>
  told.flatMap(({ answer }) => answer.from.flatMap(({ ede }) => ede)).join("; ") || "they give no reason";

const groupsOf = (told: readonly ResolverAnswer[], own: Answer): string =>
  [`the authoritative servers: ${show(own)}`, ...told.map(({ id, answer }) => `${id}: ${show(answer)}`)].join("; ");

function show(answer: Answer): string {
  if (answer.kind === "failure") return answer.reason === "bogus" ? "bogus" : answer.reason.toUpperCase();
  if (answer.kind !== "records") return answer.kind.toUpperCase();
  return `${answer.records.length} record${answer.records.length === 1 ? "" : "s"}`;
}

/**
 * NODATA and NXDOMAIN are alike: nothing is there. Addresses differ for each who asks, and that is no sign of age. The case
 * of names doesn't count (see `contentOf` of a server's outcome).
 */
function contentOf(answer: Answer, type: number): string {
  if (answer.kind !== "records") return answer.kind === "failure" ? "failure" : "nothing";
  if (type === A || type === AAAA) return "addresses";
  // Some servers give a record twice that is there twice, and resolvers never do.
  const rdata = answer.records.map((each) => Buffer.from(canonicalRdata(each.type, each.rdata)).toString("hex"));
  return [...new Set(rdata)].sort().join();
}
