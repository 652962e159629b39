import type { Explanation, Severity } from "../model.js";
import type { Message } from "../rule.js";
import { RULES } from "../rules/index.js";
import type { IssuanceFinding } from "./judging.js";

/** What the judgement alone says, beside the rules' own messages. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, Message>>>> = {
  "caa-lookup-failed": {
    failed: ({ name, reason, ca }: { name: string; reason: string; ca: string }) => ({
      what: `The CAA records of "${name}" can't be looked up: ${reason}.`,
      why: `${ca} must know them before it issues, and takes no failure for a permission.`,
      how: "Make the name answer for type CAA, be it with nothing.",
    }),
  },
  "caa-unknown-tag": {
    refused: ({ tag, cas }: { tag: string; cas: string }) => ({
      what: `The CAA property "${tag}" is critical, and ${cas} doesn't know it.`,
      why: "A CA must not issue past a critical property that it doesn't know.",
      how: "Write 0 for the flags, or delete the record.",
    }),
  },
  "cname-loop": {
    challenge: ({ owner, ca, method }: { owner: string; ca: string; method: string }) => ({
      what: `The aliases at "${owner}" lead in a circle, or over too many names.`,
      why: `${ca} looks there by ${method || "DNS"}, and its resolver gives up.`,
      how: "Let the alias point at the name that holds the record.",
    }),
  },
};

/** The text of a finding, and how grave it is. Those of rules are the rules' own. */
export function explainFinding({ rule: id, message, data, severity }: IssuanceFinding): Explanation & {
  readonly severity: Severity;
} {
  const rule = RULES.find((each) => each.id === id);
  const text = rule?.messages[message] ?? OTHERS[id]?.[message];
  if (!text) throw new Error(`"${id}" has no message "${message}"`);
  const { severity: own, ...explanation } = text(data);
  return { ...explanation, severity: severity ?? own ?? (rule?.messages[message] ? rule.severity : "error") };
}
