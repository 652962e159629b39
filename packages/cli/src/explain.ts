import { RULES } from "@dcvlint/core";
import { nearest } from "@dcvlint/linter";
import { RULE_DOCS } from "./docs.gen.js";
import { complainOf, print } from "./output.js";

/** `dcvlint explain RULE-ID`. Exit 1 and a sentence where nothing is known. */
export async function explainCommand(text: string): Promise<number> {
  const rule = RULES.find(({ id, meta }) => id === text || meta.formerly.includes(text));
  if (rule) {
    await print(RULE_DOCS[rule.id]);
    return 0;
  }
  const near = nearest(
    text,
    RULES.map(({ id }) => id),
  );
  complainOf(
    `nothing is known about "${text}"${near ? `; did you mean "${near}"?` : "; dcvlint rules lists the rules"}`,
  );
  return 1;
}
