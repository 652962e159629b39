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

/** Raised by the linter, which sees the files and the certificates: their pages show no zone that core alone could lint. */
const OF_FILES = new Set([
  ...["unsupported-source", "suppression-without-reason", "unused-suppression"],
  ...["name-not-issuable", "wildcard-needs-dns", "email-method-ending"],
  ...["validation-record-missing", "validation-record-mismatch", "no-address", "no-mail-exchange"],
]);

/** Of what only resources tell, or only a change: their pages show HCL, which the linter's tests lint, or a diff of a zone. */
const OF_RESOURCES = new Set([
  "unwanted-trailing-dot",
  "single-label-target",
  "literal-at-sign",
  "duplicate-validation-record",
  "validation-in-private-zone",
  "caa-hidden-by-provider",
]);
/** Only live answers tell: their pages show what dig, curl and `dcvlint check` print (live.test.ts compares that). */
const OF_ANSWERS = new Set([
  ...RULES.filter(({ meta }) => meta.group === "Live").map(({ id }) => id),
  ...["caa-lookup-failed", "propagation-incomplete"],
]);
/** Of several zones: another one stands beside what their pages show. */
const BESIDE: Readonly<Record<string, string>> = {
  "zone-not-delegated":
    "$ORIGIN app.example.com.\n@ 300 SOA ns1.example.org. h 1 7200 900 1209600 300\n@ 300 NS ns1.example.org.\n",
};
const OF_CHANGES = new Set(["caa-tightened", "validation-record-removed"]);

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
      expect(existsSync(here(`${rule.id}/rule.test.ts`))).toBe(!OF_FILES.has(rule.id) && !OF_ANSWERS.has(rule.id));
      const doc = readFileSync(path, "utf8");
      expect([...doc.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
        "What happens",
        "Broken",
        "Fixed",
        "When it is right as it is",
      ]);
      if (OF_FILES.has(rule.id)) return;
      const [, broken = "", fixed = ""] = doc.split(/^## (?:Broken|Fixed|When it is right as it is)$/m);
      if (OF_ANSWERS.has(rule.id)) {
        expect(broken, "output in Broken").toMatch(/^```\n\$ dcvlint check /m);
        expect(blocks(doc), "nothing that would have to be linted").toEqual([]);
        return;
      }
      if (OF_RESOURCES.has(rule.id)) {
        expect(fenced(broken, "hcl").join(), "a marked line").toMatch(/# expect: /);
        expect(fenced(fixed, "hcl").length, "resources in Fixed").toBeGreaterThan(0);
        return;
      }
      if (OF_CHANGES.has(rule.id)) {
        expect(fenced(broken, "diff").length, "a change in Broken").toBeGreaterThan(0);
        expect(fenced(fixed, "diff").length, "a change in Fixed").toBeGreaterThan(0);
        for (const block of fenced(broken, "diff")) expect(linesOfChange(block, rule.id)).toEqual(markedLines(block));
        for (const block of fenced(fixed, "diff")) expect(linesOfChange(block, rule.id)).toEqual([]);
        return;
      }
      expect(blocks(broken).length, "a zone in Broken").toBeGreaterThan(0);
      expect(blocks(fixed).length, "a zone in Fixed").toBeGreaterThan(0);
      for (const block of blocks(broken)) {
        const wanted = markedLines(block);
        expect(wanted.length, "a marked line").toBeGreaterThan(0);
        expect(linesOf(block, rule.id)).toEqual(wanted);
      }
      for (const block of blocks(fixed)) expect(linesOf(block, rule.id)).toEqual([]);
    });
  }
});

const fenced = (text: string, language: string): string[] =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, own, block]) => (own === language ? [block] : []));
const blocks = (text: string): string[] => fenced(text, "zone");

const markedLines = (block: string): number[] =>
  block.split("\n").flatMap((line, i) => (/;\s*expect:/.test(line) ? [i + 1] : []));

const readBlock = (text: string) =>
  readZoneFile(encodeUtf8(text), { file: "example.com.zone", origin: "example.com.", include });

/** Lines of a diff where the rule speaks about the change: of the zone as it is now, or as it was. */
function linesOfChange(block: string, id: string): number[] {
  const lines = block.split("\n");
  // What the other side has is left blank, so that line numbers stay.
  const side = (sign: string) => lines.map((line) => (line[0] === sign || line[0] === " " ? line.slice(1) : ""));
  const zone = readBlock(side("+").join("\n"));
  const facts = { ...testFacts([], CERTIFICATES), before: readBlock(side("-").join("\n")), zones: [zone] };
  const found = runRules(zone, { rules: RULES, facts }).filter(({ rule }) => rule === id);
  return [...new Set(found.map(({ span }) => span!.start.line))].sort((a, b) => a - b);
}

/** Lines where the rule speaks, with certificates at stake for those rules that need one. */
function linesOf(block: string, id: string): number[] {
  const zone = readBlock(block);
  const zones = BESIDE[id] === undefined ? undefined : [zone, readBlock(BESIDE[id])];
  const found = runRules(zone, { rules: RULES, facts: { ...testFacts([], CERTIFICATES), zones } });
  const own = found.filter(({ rule }) => rule === id);
  return [...new Set(own.map(({ span }) => span!.start.line))].sort((a, b) => a - b);
}

const CERTIFICATES = [
  {
    names: [
      { name: "example.com.", wildcard: false },
      { name: "example.com.", wildcard: true },
    ],
    ca: "letsencrypt",
    method: "dns-01",
    account: "https://acme-v02.api.letsencrypt.org/acme/acct/1",
  },
  { names: [{ name: "app.example.com.", wildcard: true }], method: "dns-persist-01" },
  {
    names: [
      { name: "shop.example.com.", wildcard: false },
      { name: "www.example.com.", wildcard: false },
    ],
    method: "http-01",
  },
  {
    names: [
      { name: "dl.example.com.", wildcard: false },
      { name: "cdn.example.com.", wildcard: false },
    ],
    ca: "amazon",
    method: "dns-cname",
  },
];
