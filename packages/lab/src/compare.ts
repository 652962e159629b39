import { type Answer, type Observation, type Observed, pebblesOf } from "./observe.js";
import type { Outcome, Probe, Scenario, Severity } from "./scenario.js";

/** Every difference between what a scenario expects of servers, validator and CA and what they said, as sentences. */
export function differences(scenario: Scenario, observed: Observed): string[] {
  const sights = (scenario.sights ?? []).flatMap(({ ask, at, from, over, is }, i) => {
    const where = [at, ...(from === undefined ? [] : [`from ${from}`]), ...(over === undefined ? [] : [over])].join(
      ", ",
    );
    return observed.sights[i] === is ? [] : [`${ask} at ${where}: ${observed.sights[i]}, expected ${is}`];
  });
  return [...sights, ...scenario.probes.flatMap((probe, i) => probeDifferences(probe, observed.probes[i]))];
}

function probeDifferences(probe: Probe, observed: Observation): string[] {
  const found: string[] = [];
  const { resolvers = [], dnssec = [], ca } = probe.expect;
  for (const [i, { ask, ad, ede, ...expected }] of resolvers.entries()) {
    for (const id of ["unbound", "bind"] as const) {
      const answer = observed.lookups[i][id];
      if (!fits(expected[id], answer)) found.push(`${ask} at ${id}: ${answer.rcode}, expected ${expected[id]}`);
      // BIND 9.18 says SERVFAIL and no more.
      if (ede !== undefined && id === "unbound" && !answer.ede.includes(ede))
        found.push(`${ask} at ${id}: EDE ${answer.ede.join(" ") || "none"}, expected ${ede}`);
      if (ad !== undefined && answer.ad !== ad) found.push(`${ask} at ${id}: AD is ${answer.ad}, expected ${ad}`);
    }
  }
  for (const [i, { ask, is }] of dnssec.entries())
    if (observed.dnssec[i] !== is) found.push(`${ask} by unbound-host: ${observed.dnssec[i]}, expected ${is}`);
  for (const pebble of pebblesOf(probe)) {
    const result = observed.orders[pebble];
    const expected = typeof ca.pebble === "object" ? ca.pebble[pebble] : ca.pebble;
    const outcome = result === "valid" ? "valid" : "invalid";
    const detail = typeof result === "object" ? result.detail : "";
    if (outcome !== expected) found.push(`Pebble at ${pebble}: ${outcome}, expected ${expected} ${detail}`.trim());
    else if (ca.detail !== undefined && !ca.detail.test(detail)) found.push(`Pebble at ${pebble}: ${detail}`);
  }
  return found;
}

function fits(expected: Outcome, { rcode }: Answer): boolean {
  if (expected === "any") return true;
  return expected === "fails" ? rcode === "SERVFAIL" || rcode === "none" : rcode === expected;
}

/** One of the `names` of the report of `dcvlint check --format json`. */
export interface CheckedName {
  readonly verdict: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: Severity;
    readonly what: string;
    readonly why: string;
    readonly how: string;
  }[];
}

/** Every difference between what a probe expects of our checker and its report, as sentences. */
export function checkDifferences({ expect }: Probe, checked: CheckedName): string[] {
  const found: string[] = [];
  if (checked.verdict !== expect.verdict) found.push(`verdict ${checked.verdict}, expected ${expect.verdict}`);
  const reported = checked.findings.map(({ rule, severity }) => `${rule} ${severity}`);
  for (const finding of expect.findings) if (!reported.includes(finding)) found.push(`no finding ${finding}`);
  for (const [i, { rule }] of checked.findings.entries()) {
    const wanted = expect.findings.some((finding) => finding === reported[i]) || expect.may?.includes(rule);
    if (!wanted) found.push(`finding ${reported[i]}: ${checked.findings[i].what}`);
  }
  const text = checked.findings.map(({ what, why, how }) => `${what} ${why} ${how}`).join("\n");
  for (const pattern of expect.says ?? []) if (!pattern.test(text)) found.push(`no finding says ${pattern}`);
  return found;
}
