import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../name/octets.js";
import { runRules } from "../run-rules.js";
import { testFacts } from "../testing.js";
import { type Included, readZoneFile } from "../zonefile/reader.js";
import { RULES } from "./index.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test("the list names every folder, each once", () => {
  const folders = readdirSync(here("."), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(RULES.map(({ id }) => id).sort()).toEqual(folders.sort());
});

test("a rule's id is its folder's name, in kebab-case, and never one that another rule had", () => {
  const former = RULES.flatMap(({ meta }) => meta.formerly);
  for (const { id, summary, sources, messages } of RULES) {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(former).not.toContain(id);
    expect(summary).not.toMatch(/\.$/);
    expect(sources.length, id).toBeGreaterThan(0);
    expect(Object.keys(messages).length, id).toBeGreaterThan(0);
  }
});

/** Raised by the linter, which sees the files: their pages show no zone that core alone could lint. */
const OF_FILES = new Set(["unsupported-source", "suppression-without-reason", "unused-suppression"]);

/** About what providers make of resources: their pages show HCL, which the linter's tests lint. */
const OF_PROVIDERS = new Set(["unwanted-trailing-dot", "single-label-target", "literal-at-sign"]);

/** Stands in for the files that the pages' $INCLUDE lines speak of. */
const include = (path: string, from: string): Included => {
  if (path.startsWith("/") || path.startsWith(".."))
    return { kind: "refused", rule: "include-outside-root", why: "it lies outside the linted root" };
  if (/loop|itself/.test(path) || path === from) return { kind: "file", file: from, bytes: encodeUtf8("") };
  return { kind: "refused", rule: "include-not-found", why: "there is no such file" };
};

describe("a rule's page", () => {
  for (const rule of RULES) {
    const path = here(`${rule.id}/doc.md`);
    test(rule.id, () => {
      expect(existsSync(path)).toBe(true);
      expect(existsSync(here(`${rule.id}/rule.test.ts`))).toBe(!OF_FILES.has(rule.id));
      const doc = readFileSync(path, "utf8");
      expect([...doc.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
        "What happens",
        "Broken",
        "Fixed",
        "When it is right as it is",
      ]);
      if (OF_FILES.has(rule.id)) return;
      const [, broken = "", fixed = ""] = doc.split(/^## (?:Broken|Fixed|When it is right as it is)$/m);
      if (OF_PROVIDERS.has(rule.id)) {
        for (const part of [broken, fixed]) expect(part).toMatch(/^```hcl$/m);
        return;
      }
      expect(blocks(broken).length, "a zone in Broken").toBeGreaterThan(0);
      expect(blocks(fixed).length, "a zone in Fixed").toBeGreaterThan(0);
      for (const block of blocks(broken)) {
        const wanted = block.split("\n").flatMap((line, i) => (/;\s*expect:/.test(line) ? [i + 1] : []));
        expect(wanted.length, "a marked line").toBeGreaterThan(0);
        expect(linesOf(block, rule.id)).toEqual(wanted);
      }
      for (const block of blocks(fixed)) expect(linesOf(block, rule.id)).toEqual([]);
    });
  }
});

const blocks = (text: string): string[] => [...text.matchAll(/^```zone\n([\s\S]*?)^```$/gm)].map(([, block]) => block);

/** Lines where the rule speaks, with certificates at stake for those rules that need one. */
function linesOf(block: string, id: string): number[] {
  const zone = readZoneFile(encodeUtf8(block), { file: "example.com.zone", origin: "example.com.", include });
  const certificates = [
    {
      names: [
        { name: "example.com.", wildcard: false },
        { name: "example.com.", wildcard: true },
      ],
      ca: "letsencrypt",
      method: "dns-01",
    },
    { names: [{ name: "app.example.com.", wildcard: true }], method: "dns-persist-01" },
    {
      names: [
        { name: "shop.example.com.", wildcard: false },
        { name: "www.example.com.", wildcard: false },
      ],
      method: "http-01",
    },
  ];
  const found = runRules(zone, { rules: RULES, facts: testFacts([], certificates) }).filter(({ rule }) => rule === id);
  return [...new Set(found.map(({ span }) => span!.start.line))].sort((a, b) => a - b);
}
