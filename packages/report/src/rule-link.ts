import type { RuleMeta } from "@dcvlint/core";
import { forMarkdown } from "./escape.js";

const PLAIN_URL = /^https:[!-;=?-{}~]+$/;

export function ruleLink(id: string, rule: RuleMeta | undefined): string {
  const text = forMarkdown(id);
  return rule && PLAIN_URL.test(rule.docs) ? `[${text}](<${rule.docs}>)` : text;
}
