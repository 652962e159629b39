import { nearest, RULES } from "@dcvlint/core";
import { type Explained, explainText, findCause } from "@dcvlint/core/explain";
import { linesForTerminal } from "@dcvlint/report";
import { RULE_DOCS } from "./docs.gen.js";
import { colorsOfStdout, complainOf, print, readStdin } from "./output.js";

/**
 * `dcvlint explain`: a rule, or what a text that a CA or platform printed tells; "-" reads it from stdin. Exit 1 and a
 * sentence where nothing is known.
 */
export async function explainCommand(words: string): Promise<number> {
  const text = words === "-" ? new TextDecoder().decode(await readStdin()) : words;
  const asked = text.trim();
  const rule = RULES.find(({ id, meta }) => id === asked || meta.formerly.includes(asked));
  if (rule) {
    await print(RULE_DOCS[rule.id]);
    return 0;
  }
  const cause = findCause(asked);
  const explained = cause ? [{ cause, printedBy: "", seenAt: [] }] : explainText(text);
  if (explained.length > 0) {
    await print(linesForTerminal(pretty(explained)));
    return 0;
  }
  const isId = /^[a-z0-9-]{1,64}$/.test(asked);
  const near =
    isId &&
    nearest(
      asked,
      RULES.map(({ id }) => id),
    );
  const more = near ? `; did you mean "${near}"?` : isId ? "; dcvlint rules lists the rules" : "";
  complainOf(asked === "" ? "there is no text to explain" : `nothing is known about ${shown(asked)}${more}`);
  return 1;
}

const shown = (text: string): string => {
  const line = text.slice(0, 1000).replace(/\s+/g, " ").trim();
  return `"${line.length > 120 ? `${line.slice(0, 120)}…` : line}"`;
};

function pretty(explained: readonly Explained[]): string {
  const pc = colorsOfStdout();
  const lines: string[] = explained.length > 1 ? [pc.bold("The likeliest cause stands first."), ""] : [];
  for (const [at, { cause }] of explained.entries()) {
    const number = explained.length > 1 ? `${at + 1}. ` : "";
    lines.push(`${number}${pc.bold(cause.rule)}${cause.status === "unverified" ? " (not verified)" : ""}`);
    lines.push(`   cause:  ${cause.cause}`, `   fix:    ${cause.fix}`);
    lines.push(...cause.sources.map((source) => pc.dim(`   source: ${source}`)), "");
  }
  const seen = new Map(
    explained.filter(({ seenAt }) => seenAt.length > 0).map((each) => [each.printedBy, each.seenAt]),
  );
  for (const [printedBy, sources] of seen) lines.push(pc.dim(`text: ${printedBy} (${sources.join(", ")})`));
  if (explained.some(({ cause }) => RULES.some(({ id }) => id === cause.rule))) {
    lines.push("dcvlint explain RULE-ID tells more of a rule.");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}
