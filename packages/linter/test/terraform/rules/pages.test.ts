import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lintSources } from "../lint.js";

// Pages of rules that only resources can break show HCL: it is linted, as core lints the zones of the others.

const FOLDER = fileURLToPath(new URL("../../../../core/src/rules", import.meta.url));

const fenced = (text: string): string[] => [...text.matchAll(/^```hcl\n([\s\S]*?)^```$/gm)].map(([, block]) => block);

const linesOf = async (block: string, id: string): Promise<number[]> => {
  const { findings } = await lintSources({ "main.tf": block });
  const lines = findings.filter(({ rule }) => rule === id).map(({ span }) => span!.start.line);
  return [...new Set(lines)].sort((a, b) => a - b);
};

describe("HCL of a rule's page", () => {
  for (const { name: id } of readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const doc = readFileSync(`${FOLDER}/${id}/doc.md`, "utf8");
    const [, broken = "", fixed = ""] = doc.split(/^## (?:Broken|Fixed|When it is right as it is)$/m);
    if (fenced(broken).length === 0) continue;
    test(id, async () => {
      for (const block of fenced(broken)) {
        const wanted = block.split("\n").flatMap((line, i) => (/#\s*expect:/.test(line) ? [i + 1] : []));
        expect(await linesOf(block, id)).toEqual(wanted);
      }
      for (const block of fenced(fixed)) expect(await linesOf(block, id)).toEqual([]);
    });
  }
});
