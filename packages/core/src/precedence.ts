import type { RawFinding } from "./rule.js";

/** One cause, one finding: of each of these, only the first speaks about a record (shared/rules.md, docs/adr/0009). */
const CHAINS: readonly (readonly (readonly string[])[])[] = [
  [
    ["syntax-error"],
    ["typographic-quote", "unquoted-semicolon"],
    ["bad-rdata"],
    ["label-too-long", "name-too-long", "empty-label"],
    ["target-is-url", "target-is-address", "target-not-a-hostname"],
    ["missing-trailing-dot", "unwanted-trailing-dot", "single-label-target"],
    ["literal-at-sign"],
    ["doubled-domain"],
    ["foreign-name-in-zone", "out-of-zone"],
    ["txt-quoting", "txt-string-too-long"],
    ["validation-record-malformed", "caa-malformed", "challenge-token-malformed", "persist-record-malformed"],
    ["validation-record-mismatch"],
    ["validation-record-missing"],
    ["dangling-target", "missing-glue"],
  ],
  // What else stands at the owner, which is no matter of the record's own text.
  [
    ["challenge-conflict"],
    ["duplicate-validation-record"],
    ["duplicate-cname", "cname-and-other-data"],
    ["duplicate-record"],
  ],
];
/** The rank counts within a chain. */
const RANK = new Map(
  CHAINS.flatMap((chain, number) =>
    chain.flatMap((rules, rank) => rules.map((rule) => [rule, { chain: number, rank }] as const)),
  ),
);

const WEIGHT = { info: 0, warning: 1, error: 2 };

/** Leaves out findings about a record that a more specific one, as grave or graver, has condemned already. */
export function applyPrecedence(findings: readonly RawFinding[]): RawFinding[] {
  // By record: the lowest rank of the findings at or above each severity.
  const best = new Map<string, number[]>();
  for (const finding of findings) {
    const { rank } = RANK.get(finding.rule) ?? {};
    if (rank === undefined) continue;
    const key = recordKey(finding);
    const ranks = best.get(key) ?? [UNRANKED, UNRANKED, UNRANKED];
    for (let weight = WEIGHT[finding.severity]; weight >= 0; weight--) ranks[weight] = Math.min(ranks[weight], rank);
    best.set(key, ranks);
  }
  return findings.filter((finding) => {
    const { rank } = RANK.get(finding.rule) ?? {};
    return rank === undefined || rank === best.get(recordKey(finding))?.[WEIGHT[finding.severity]];
  });
}

const UNRANKED = Number.POSITIVE_INFINITY;

/** Findings without a record stand for themselves. */
const recordKey = ({ place, rule }: RawFinding): string =>
  place.record === undefined ? `${rule}@${place.start}` : `${RANK.get(rule)?.chain}#${place.record}`;
