import { certifiedName, type IssuanceFinding, type IssuanceRequest, type Verdict } from "@dcvlint/core";

/**
 * One verdict of those that a CA may come to, depending on which name server it meets. Where all agree it is that; where
 * they don't it can't be told, and what differs has been said (`nameservers-disagree`).
 */
export function joinViews(base: Verdict, others: readonly Verdict[]): Verdict {
  if (others.every(({ verdict }) => verdict === base.verdict)) return base;
  const all = [base, ...others];
  const best = all.find(({ verdict }) => verdict === "will-issue") ?? base;
  const failing = all.filter(({ verdict }) => verdict !== "will-issue").length;
  const why = `The name servers say different things: by what some say the CA would issue, by what others it would not (${failing} of ${all.length} answers stand against it).`;
  // What is only true by some servers would read as if it were true.
  const findings = [...best.findings];
  const evidence = [...best.evidence];
  const said = new Set(findings.map(keyOf));
  for (const other of all) {
    for (const finding of other.findings) {
      if (finding.rule !== "nameservers-disagree" || said.has(keyOf(finding))) continue;
      said.add(keyOf(finding));
      const numbers = finding.evidence.map((number) => evidence.push(other.evidence[number]) - 1);
      findings.push({ ...finding, evidence: numbers });
    }
  }
  return { verdict: "cannot-tell", findings, unknown: [...new Set([...best.unknown, why])], evidence };
}

const keyOf = ({ rule, message, data }: IssuanceFinding): string => `${rule} ${message} ${JSON.stringify(data)}`;

/** How many remote perspectives may differ (BR 3.2.2.9): of two to five one, of six or more two. */
const mayFail = (count: number): number => (count >= 6 ? 2 : count >= 2 ? 1 : 0);

/** Multi-Perspective Issuance Corroboration, as far as other source addresses or resolvers show it. */
export function joinPerspectives(
  own: Verdict,
  seen: readonly { readonly id: string; readonly verdict: Verdict }[],
  request: IssuanceRequest,
): Verdict {
  const good = seen.filter(({ verdict }) => verdict.verdict === "will-issue");
  const bad = seen.filter(({ verdict }) => verdict.verdict === "will-not-issue");
  const isGood = own.verdict === "will-issue";
  // Who can't tell says nothing for or against.
  const differ = isGood ? bad.length > 0 : own.verdict === "will-not-issue" && good.length > 0;
  const unsureOf = seen.length - good.length - bad.length;
  const most = mayFail(seen.length);
  if (!differ) {
    if (!isGood || unsureOf <= most) return own;
    return { ...own, verdict: "cannot-tell", unknown: [...own.unknown, "From other places it can't be told."] };
  }
  const forbids = own.verdict !== "will-not-issue" && bad.length > most;
  const list = (group: readonly { readonly id: string }[]) => group.map(({ id }) => id).join(", ");
  const data = {
    certified: certifiedName(request),
    good: [isGood ? "here" : "", list(good)].filter(Boolean).join(", ") || "nowhere",
    bad: [isGood ? "" : "here", list(bad)].filter(Boolean).join(", ") || "nowhere",
    most,
  };
  const finding: IssuanceFinding = {
    rule: "views-disagree",
    message: "perspectives",
    data,
    severity: "warning",
    evidence: [],
    blamed: [],
    forbids,
  };
  const findings = [...own.findings, finding];
  if (forbids) return { ...own, verdict: "will-not-issue", findings };
  // With those that can't tell it may be more than may fail.
  if (isGood && bad.length + unsureOf > most)
    return {
      ...own,
      verdict: "cannot-tell",
      findings,
      unknown: [...own.unknown, "From other places it can't be told."],
    };
  return { ...own, findings };
}
