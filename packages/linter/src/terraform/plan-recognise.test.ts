import { expect, test } from "vitest";
import { OFFICE, utf8 } from "../../test/plan/plans.js";
import { type PlanKind, recognisePlan } from "./plan-recognise.js";

const cases: [string, PlanKind, string | Uint8Array][] = [
  ["a plan", "plan", OFFICE.subarray(0, 65_536)],
  ["a plan whose head ends in its first section", "plan", '{"format_version":"1.2","planned_values":{"root_mod'],
  ["a plan whose variables fill the head", "plan", '{"format_version":"1.2","variables":{"a":{"value":"…'],
  ["a plan with sorted keys", "plan", '{"complete":true,"configuration":{"provider_config":{"aws":{'],
  ["a plan behind the wrapper's command line", "plan", '[command]/x/terraform-bin show -json p\n{"resource_changes":['],
  ["the redacted plan of HCP Terraform", "plan", '{"plan_format_version":"1.1","resource_drift":[]}'],
  ["a plan with a byte order mark", "plan", '\ufeff\n {"format_version":"1.2","resource_changes":[]}'],
  ["a plan file", "binary-plan", "PK\x03\x04\x14\0\x08\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\t\0tfplan"],
  ["another zip", "other", "PK\x03\x04\x14\0\x08\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\t\0readme"],
  ["the messages of plan -json", "streaming-log", '{"@level":"info","@message":"Terraform 1.9.8"}\n{"@level"'],
  [
    "a state as show -json prints it",
    "state",
    '{"format_version":"1.0","terraform_version":"1.9.8","values":{"outputs',
  ],
  ["an empty state as show -json prints it", "state", '{"format_version":"1.0"}'],
  ["a state file", "state", '{"version":4,"terraform_version":"1.9.8","serial":3,"lineage":"8f","outputs":{}'],
  ["provider schemas", "other", '{"format_version":"1.0","provider_schemas":{}}'],
  ["what validate -json prints", "other", '{"format_version":"1.0","valid":true,"diagnostics":[]}'],
  ["JSON of something else", "other", '{"configuration":{"port":80},"values":1}'],
  ["a list", "other", "[1]"],
  ["a zone", "other", "$ORIGIN example.com.\n"],
  ["broken JSON", "other", '{"a" 1'],
  ["nothing", "other", ""],
];

test.each(cases)("%s is %s", (_, kind, head) => {
  const bytes = typeof head === "string" ? (head.startsWith("PK") ? Buffer.from(head, "latin1") : utf8(head)) : head;
  expect(recognisePlan(bytes)).toBe(kind);
});

test.each(["utf-16le", "utf-16be"])("in %s, as PowerShell writes it", (encoding) => {
  for (const [, kind, head] of cases) {
    if (typeof head !== "string" || head.startsWith("PK")) continue;
    for (const text of [head, `\ufeff${head.replace(/^\ufeff/, "")}`]) {
      const bytes = Buffer.from(text, "utf16le");
      expect(recognisePlan(encoding === "utf-16le" ? bytes : bytes.swap16()), text).toBe(kind);
    }
  }
});

test("of every beginning it says something", () => {
  for (let length = 0; length < 300; length++)
    expect(recognisePlan(OFFICE.subarray(0, length))).toMatch(/^(plan|other)$/);
});
