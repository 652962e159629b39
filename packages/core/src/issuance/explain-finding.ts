import type { Explanation, Severity } from "../model.js";
import { RULES } from "../rules/index.js";
import type { IssuanceFinding } from "./judging.js";

/** The text of a finding, and how grave it is. */
export function explainFinding({ rule: id, message, data, severity }: IssuanceFinding): Explanation & {
  readonly severity: Severity;
} {
  const rule = RULES.find((each) => each.id === id);
  const text = rule?.messages[message];
  if (!rule || !text) throw new Error(`"${id}" has no message "${message}"`);
  const { severity: own, ...explanation } = text(data);
  return { ...explanation, severity: severity ?? own ?? rule.severity };
}
