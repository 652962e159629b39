import type { CheckedName, RuleMeta } from "@dcvlint/core";
import { count } from "../text.js";

export const VERDICTS = {
  "will-issue": "will issue",
  "will-not-issue": "will not issue",
  "cannot-tell": "cannot tell",
} as const;

/** As it was asked for, `*.` included. */
export const askedName = ({ name, wildcard }: Pick<CheckedName, "name" | "wildcard">): string =>
  `${wildcard ? "*." : ""}${name}`;

/** "3 names: 1 will issue, 1 will not, 1 can't be told" */
export function verdictSummary(names: readonly CheckedName[]): string {
  const number = (verdict: CheckedName["verdict"]) => names.filter((one) => one.verdict === verdict).length;
  const will = number("will-issue");
  const not = number("will-not-issue");
  const unknown = number("cannot-tell");
  const parts = [
    will > 0 && `${will} will issue`,
    not > 0 && `${not} will not`,
    unknown > 0 && `${unknown} can't be told`,
  ];
  return `${count(names.length, "name")}: ${parts.filter(Boolean).join(", ")}`;
}

/** The page of a rule, if its address holds nothing that a medium would have to escape. */
export function docsOf(rules: ReadonlyMap<string, RuleMeta>, rule: string): string | undefined {
  const docs = rules.get(rule)?.docs;
  return docs && /^https:[!#-%(-;=?-{}~]+$/.test(docs) ? docs : undefined;
}
