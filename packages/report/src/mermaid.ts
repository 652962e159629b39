import type { CheckedName, Evidence } from "@dcvlint/core";
import { codeBlock, visibleEscape } from "./escape.js";

/** More than this nobody follows with the eye. */
const MOST_STEPS = 20;
const LONGEST_LABEL = 80;
const MOST_LINES = 4;

/**
 * Where the name's zones are delegated, and the climb for CAA (RFC 8659 §3), as a picture that GitHub draws;
 * `undefined` where neither was asked live.
 */
export function mermaid({ evidence, verdict }: CheckedName): string | undefined {
  const live = evidence.filter(({ source }) => source === "live");
  const delegation = once(live.filter(({ ask, of }) => ask.startsWith("NS ") && of?.startsWith("the servers of ")));
  const climb = once(evidence.filter(({ ask }) => ask.startsWith("CAA ")));
  if (live.length === 0 || delegation.length + climb.length === 0) return undefined;
  const lines = ["flowchart TD"];
  for (const [id, title, steps] of [
    ["d", "delegation", delegation],
    ["c", "CAA climb", climb],
  ] as const) {
    if (steps.length === 0) continue;
    lines.push(`  subgraph ${id}["${title}"]`);
    for (const [at, step] of steps.entries()) {
      lines.push(`    ${id}${at}["${labelOf(step)}"]`);
      // A zone that is asked for by the way, such as that of an alias, hangs below none of these.
      if (at > 0 && isNear(steps[at - 1], step)) lines.push(`    ${id}${at - 1} --> ${id}${at}`);
    }
    lines.push("  end");
  }
  const zone = climb.length === 0 ? -1 : delegation.findLastIndex((step) => isNear(step, climb[0]));
  if (zone >= 0) lines.push(`  d${zone} --> c0`);
  const last = climb.length > 0 ? `c${climb.length - 1}` : `d${delegation.length - 1}`;
  lines.push(`  ${last} --> v(["${text(verdict.replaceAll("-", " "))}"])`);
  return codeBlock(lines, "mermaid");
}

/** Does one of two names lie below the other? */
function isNear(one: Evidence, other: Evidence): boolean {
  const [a, b] = [one, other].map(({ ask }) => `.${ask.slice(ask.indexOf(" ") + 1)}`.toLowerCase());
  return a.endsWith(b) || b.endsWith(a);
}

/** The first answer to each question: which servers gave it is told in the list below. */
function once(evidence: readonly Evidence[]): Evidence[] {
  const asked = new Map<string, Evidence>();
  for (const each of evidence) if (!asked.has(each.ask)) asked.set(each.ask, each);
  return [...asked.values()].slice(0, MOST_STEPS);
}

function labelOf({ ask, answer, rcode, note }: Evidence): string {
  const owner = ask.slice(ask.indexOf(" ") + 1);
  const shown = answer.slice(0, MOST_LINES).map((record) => text(record.replace(`${owner} `, "")));
  if (answer.length > MOST_LINES) shown.push(text(`and ${answer.length - MOST_LINES} more`));
  if (answer.length === 0) shown.push(text((rcode === "NOERROR" ? "NODATA" : rcode) ?? note ?? "no answer"));
  return [text(ask), ...shown].join("<br>");
}

/** A label holds letters, digits and harmless marks; whatever else is a character's number, as Mermaid writes it. */
function text(label: string): string {
  const short = label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL)}…` : label;
  return short.replace(/[^\p{L}\p{N} .,…-]/gu, (char) =>
    /[\p{P}\p{S}]/u.test(char) ? `#${char.codePointAt(0)};` : visibleEscape(char).replaceAll("\\", "#92;"),
  );
}
