import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RULES } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { check, lint, loadConfig } from "../src/index.js";
import { sayAbsent } from "./corpus.js";
import { type FailureCase, type PlannedResource, readFailures, readIds } from "./failures.js";
import { NOW, withFolder } from "./zone-text.js";

const FAILURES = readFailures();
const IDS = readIds();
const SHARED = fileURLToPath(new URL("../../../../shared/facts/failure-catalogue.yaml", import.meta.url));

test("every failure of the list is here, once", () => {
  expect(FAILURES.map(({ id }) => id).sort()).toEqual([...IDS.keys()].sort());
});

test("the list is the catalogue's, where that is at hand", () => {
  if (!existsSync(SHARED)) return sayAbsent("the list of failures is");
  const { failures } = parse(readFileSync(SHARED, "utf8"));
  const kinds = failures.map(({ id, detect }: { id: string; detect: { static?: string } }) => [
    id,
    detect.static?.startsWith("not possible") ? "live" : "static",
  ]);
  expect([...IDS]).toEqual(kinds);
});

test("what files can tell has a rule and a case that shows it, or a reason why not", () => {
  const known = new Set(RULES.map(({ id }) => id));
  for (const { id, rules = [], cases = [], live = [], reason, symptom } of FAILURES) {
    expect(symptom, id).toMatch(/\S/);
    for (const rule of rules) expect(known, id).toContain(rule);
    const shown = new Set(cases.flatMap(expectedOf).map((each) => each.split(" ").at(-1)));
    expect([...shown].sort(), id).toEqual([...rules].sort());
    expect(rules.length > 0 || /\w{3}.*\.$/.test(reason ?? ""), `${id} has neither rule nor reason`).toBe(true);
    for (const rule of live) expect(rule, id).toMatch(/^[a-z]+(-[a-z]+)+$|^servfail$/);
  }
});

describe("each case of a failure is told where it stands, and nothing else is", () => {
  for (const { id, cases = [] } of FAILURES)
    for (const [i, each] of cases.entries())
      test(`${id}${cases.length > 1 ? ` (${i + 1})` : ""}`, async () => {
        const files = filesOf(each);
        const found = await withFolder(files, async (cwd) => {
          const config = await loadConfig(cwd);
          if (each.check) {
            const { verdict = "will-not-issue", finds: _, records = [], ...asked } = each.check;
            const options = { cwd, config, records, after: ["."], before: [], now: NOW, ...asked };
            const { result } = await check(options);
            expect(result.names.map((name) => name.verdict)).toEqual(asked.names.map(() => verdict));
            return result.names.flatMap(({ findings }) => findings.map(({ rule }) => `check ${rule}`));
          }
          const { result, failures } = await lint({ cwd, paths: ["."], config, now: NOW });
          expect(failures).toEqual([]);
          for (const { explanation } of result.findings)
            for (const text of [explanation.what, explanation.why, explanation.how]) expect(text).toMatch(/\S/);
          return result.findings.map(({ rule, span, record }) =>
            span!.file === "plan.json" ? `${record!.address} ${rule}` : `${span!.file}:${span!.start.line} ${rule}`,
          );
        });
        expect(found.sort()).toEqual(expectedOf(each).sort());
      });
});

function filesOf({ zone, tf, config, plan, files = {} }: FailureCase): Record<string, string> {
  return {
    ...files,
    ...(zone !== undefined && { "example.com.zone": zone }),
    ...(tf !== undefined && { "main.tf": tf }),
    ...(config !== undefined && { "dcvlint.config.yaml": config }),
    ...(plan !== undefined && { "plan.json": planOf(plan) }),
  };
}

const PROVIDERS: Readonly<Record<string, string>> = { aws: "hashicorp/aws", cloudflare: "cloudflare/cloudflare" };

const addressOf = ({ type, name = "it" }: PlannedResource): string => `${type}.${name}`;

const planOf = (plan: readonly PlannedResource[]): string =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    resource_changes: plan.map(({ type, name = "it", actions = ["no-op"], before, after }) => ({
      address: addressOf({ type, name }),
      mode: "managed",
      type,
      name,
      provider_name: `registry.terraform.io/${PROVIDERS[type.split("_")[0]]}`,
      change: {
        actions,
        before: before ?? (actions.includes("create") ? null : (after ?? null)),
        after: after ?? null,
        after_unknown: {},
      },
    })),
  });

/** `FILE:LINE rule` for every marked line, `ADDRESS rule` for every marked resource of a plan. */
function expectedOf(each: FailureCase): string[] {
  if (each.check) return each.check.finds.map((rule) => `check ${rule}`);
  const marked = Object.entries(filesOf(each)).flatMap(([file, text]) =>
    file === "plan.json"
      ? []
      : text.split("\n").flatMap((line, i) => {
          const rules = /[;#]\s*expect:\s*(.*)$/.exec(line)?.[1].split(",") ?? [];
          return rules.map((rule) => `${file}:${i + 1} ${rule.trim()}`);
        }),
  );
  const planned = (each.plan ?? []).flatMap((resource) =>
    resource.expect ? [`${addressOf(resource)} ${resource.expect}`] : [],
  );
  return [...marked, ...planned];
}
