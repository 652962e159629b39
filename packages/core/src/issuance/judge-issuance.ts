import { judgeCaa } from "./caa-part.js";
import type { DeclaredWorld } from "./declared-world.js";
import { Inquiry, type IssuanceRequest, type Judging, type Knowledge, type Verdict } from "./judging.js";
import { judgeMethod } from "./method-part.js";
import { judgeName } from "./name-part.js";
import type { Answer, Question, WebAnswer, WebQuestion, World } from "./world.js";

/** Would this CA validate and issue? The one place where it is weighed, whatever world the answers come from. */
export async function judgeIssuance(world: World, request: IssuanceRequest, knowledge: Knowledge): Promise<Verdict> {
  const judging = judge(request, knowledge, world);
  let turn = judging.next();
  while (!turn.done) turn = judging.next(await ask(world, turn.value));
  return turn.value;
}

/** The same at once, over files. */
export function judgeDeclared(world: DeclaredWorld, request: IssuanceRequest, knowledge: Knowledge): Verdict {
  return runDeclared(world, judge(request, knowledge, world));
}

export function runDeclared<T>(world: DeclaredWorld, judging: Judging<T>): T {
  let turn = judging.next();
  while (!turn.done)
    turn = judging.next("name" in turn.value ? world.answer(turn.value.name, turn.value.type) : noWeb());
  return turn.value;
}

const ask = (world: World, question: Question | WebQuestion): Promise<Answer | WebAnswer> | WebAnswer => {
  if ("name" in question) return world.lookup(question.name, question.type, question.aside);
  return world.fetch?.(question) ?? noWeb();
};

/** Nobody asks this of a world without a web; were it asked, nothing would be known. */
const noWeb = (): WebAnswer => ({
  kind: "failure",
  reason: "unreachable",
  isConnect: true,
  detail: "there is no web to ask",
  ms: 0,
  from: [],
});

function* judge(request: IssuanceRequest, knowledge: Knowledge, world: World): Judging<Verdict> {
  const inquiry = new Inquiry();
  if (judgeName(request, knowledge, inquiry)) {
    yield* judgeCaa(request, knowledge, inquiry);
    yield* judgeMethod(request, knowledge, inquiry, world);
  }
  const { evidence, findings, unknown } = inquiry;
  // One that only warns doesn't keep the CA from issuing.
  const forbids =
    inquiry.refused ||
    findings.some(({ severity, forbids }) => forbids ?? (severity === undefined || severity === "error"));
  const verdict = forbids ? "will-not-issue" : unknown.length > 0 ? "cannot-tell" : "will-issue";
  return { verdict, findings, unknown, evidence };
}
