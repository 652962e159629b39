import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lintSources } from "./lint.js";

// The HCL on the rules' pages says what it says: marked lines are reported, others aren't.

const RULES = fileURLToPath(new URL("../../../core/src/rules", import.meta.url));

const blocks = (text: string): string[] => [...text.matchAll(/^```hcl\n([\s\S]*?)^```$/gm)].map(([, block]) => block);

async function linesOf(block: string, id: string): Promise<number[]> {
  const { findings } = await lintSources({ "main.tf": block });
  return findings.filter(({ rule }) => rule === id).map(({ span }) => span!.start.line);
}

describe("the HCL on a rule's page", () => {
  for (const folder of readdirSync(RULES, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const doc = readFileSync(`${RULES}/${folder.name}/doc.md`, "utf8");
    const [, broken = "", fixed = ""] = doc.split(/^## (?:Broken|Fixed|When it is right as it is)$/m);
    if (blocks(doc).length === 0) continue;
    test(folder.name, async () => {
      expect(blocks(broken).length).toBeGreaterThan(0);
      expect(blocks(fixed).length).toBeGreaterThan(0);
      for (const block of blocks(broken)) {
        const wanted = block.split("\n").flatMap((line, i) => (/#\s*expect:/.test(line) ? [i + 1] : []));
        expect(wanted.length, "a marked line").toBeGreaterThan(0);
        expect(await linesOf(block, folder.name)).toEqual(wanted);
      }
      for (const block of blocks(fixed)) expect(await linesOf(block, folder.name)).toEqual([]);
    });
  }
});
