import type { RawFinding } from "./rule.js";

/** One cause, one finding: of these, only the first speaks about a record (shared/rules.md, docs/adr/0009). */
const CHAIN: readonly (readonly string[])[] = [
  ["syntax-error"],
  ["bad-rdata"],
  ["label-too-long", "name-too-long", "empty-label"],
  ["target-is-url", "target-is-address", "target-not-a-hostname"],
  ["missing-trailing-dot"],
  ["doubled-domain"],
  ["foreign-name-in-zone", "out-of-zone"],
  ["validation-record-malformed"],
  ["validation-record-mismatch"],
  ["validation-record-missing"],
  ["dangling-target"],
];
const RANK = new Map(CHAIN.flatMap((rules, rank) => rules.map((rule) => [rule, rank] as const)));

/** Leaves out findings about a record that a more specific finding has condemned already. */
export function applyPrecedence(findings: readonly RawFinding[]): RawFinding[] {
  const best = new Map<string, number>();
  for (const finding of findings) {
    const rank = RANK.get(finding.rule);
    if (rank === undefined) continue;
    const key = recordKey(finding);
    const before = best.get(key);
    if (before === undefined || rank < before) best.set(key, rank);
  }
  return findings.filter((finding) => {
    const rank = RANK.get(finding.rule);
    return rank === undefined || rank === best.get(recordKey(finding));
  });
}

/** Findings without a record stand for themselves. */
const recordKey = ({ place, rule }: RawFinding): string =>
  place.record === undefined ? `${rule}@${place.start}` : `#${place.record}`;
