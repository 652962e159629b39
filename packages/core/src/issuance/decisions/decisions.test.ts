import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { typeInfo } from "../../rdata/types.js";
import { RULES } from "../../rules/index.js";
import { runRules } from "../../run-rules.js";
import { dedent, testFacts } from "../../testing.js";
import { explainFinding } from "../explain-finding.js";
import { judgeIssuance } from "../judge-issuance.js";
import { KNOWLEDGE, requestOf, WHOLE, worldOf, zoneOf } from "../testing.js";
import type { World } from "../world.js";
import { CAA_SET } from "./caa-set.js";
import type { Ruling } from "./decision.js";
import { CHALLENGES, METHODS } from "./methods.js";
import { PRIOR_ART } from "./prior-art.js";
import { RELEVANT_SET } from "./relevant-set.js";

const ALL = { ...RELEVANT_SET, ...CAA_SET, ...METHODS, ...CHALLENGES, ...PRIOR_ART };

const knowledge = { ...KNOWLEDGE, sha256: (text: string) => createHash("sha256").update(text).digest() };

const textOf = (records: string) => ["$ORIGIN example.com.", WHOLE, records].join("\n");

function worldFor({ zone, zones, failing = {} }: Ruling): World {
  const world = worldOf(...(zones ?? [textOf(zone ?? "")]));
  return {
    labelsBelow: (name) => world.labelsBelow(name),
    async lookup(name, type) {
      const ask = `${typeInfo(type).mnemonic} ${name}`;
      const reason = failing[ask];
      return reason
        ? { kind: "failure", reason, via: [], from: [{ ask, answer: [], ede: [], source: "declared" }] }
        : world.lookup(name, type);
    },
  };
}

describe("rules of issuance, restated: each sentence has a case that keeps it and one that breaks it", () => {
  for (const [section, { says, good = [], bad = [], lint = [], elsewhere }] of Object.entries(ALL)) {
    describe(`§${section} ${says}`, () => {
      test("is shown", () => {
        const hasGood = good.length > 0 || lint.some((text) => /^(?!.*expect:).*\S/m.test(text));
        const hasBad = bad.length > 0 || lint.some((text) => text.includes("expect:"));
        expect((hasGood && hasBad) || /\w/.test(elsewhere ?? "")).toBe(true);
        for (const { is } of good) expect(is).toMatch(/^will-issue$|^cannot-tell/);
        for (const { is } of bad) expect(is).toMatch(/^will-not-issue \S|^cannot-tell/);
      });

      for (const ruling of [...good, ...bad])
        test(`${ruling.asked}: ${(ruling.zones?.join("\n") ?? ruling.zone ?? "").replaceAll("\n", " | ")}`, async () => {
          const request = { ...requestOf(ruling.asked), ...ruling.more };
          const { verdict, findings, unknown, evidence } = await judgeIssuance(worldFor(ruling), request, knowledge);
          const told = [verdict, ...findings.map(({ rule }) => rule)].join(" ");
          expect(told, unknown.join(" ")).toBe(ruling.is);
          expect(verdict === "cannot-tell" ? unknown.length : 1).toBeGreaterThan(0);
          for (const finding of findings) {
            const { what, why, how } = explainFinding(finding);
            for (const text of [what, why, how]) expect(text).not.toMatch(/undefined|\[object|^$/);
            for (const number of finding.evidence) expect(evidence[number]).toBeDefined();
          }
        });

      for (const [i, text] of lint.entries())
        test(`lint ${i + 1}`, () => {
          const zone = zoneOf(text);
          const found = runRules(zone, { rules: RULES, facts: { ...testFacts(), zones: [zone] } });
          const told = found.filter(({ severity }) => severity !== "info");
          expect(told.map(({ rule, span }) => `${span!.start.line} ${rule}`)).toEqual(marksOf(dedent(text)));
        });
    });
  }
});

const marksOf = (text: string): string[] =>
  text.split("\n").flatMap((line, i) => {
    const rule = /;\s*expect:\s*(\S+)/.exec(line)?.[1];
    return rule ? [`${i + 1} ${rule}`] : [];
  });

test("every section has its sentences", () => {
  const count = (pattern: RegExp) => Object.keys(ALL).filter((section) => pattern.test(section)).length;
  expect([/^2\.1\./, /^2\.2\./, /^2\.3\./, /^2\.4\./, /^2\.5\./, /^2\.6/, /^3/, /^4/, /^7/].map(count)).toEqual([
    6, 11, 6, 5, 5, 1, 15, 6, 7,
  ]);
});
