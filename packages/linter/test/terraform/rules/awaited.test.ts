import {
  type AwaitedRecord,
  issuerDirectory,
  MappedText,
  type RecordOrigin,
  RULES,
  readMappedZone,
  runRules,
} from "@dcvlint/core";
import { expect, test } from "vitest";
import { publicSuffixes } from "../../../src/suffixes.js";
import { NOW } from "../../zone-text.js";
import { shown } from "../lint.js";

/** A zone that awaits the record that validates each of these names, one a line from line 1. */
async function lintAwaiting(zoneName: string, domains: readonly string[], inferred = false) {
  const text = new MappedText<RecordOrigin>();
  text.plain(`$ORIGIN ${zoneName}.\n`);
  const awaited: AwaitedRecord[] = domains.map((domain, i) => ({
    domain,
    address: `aws_route53_record.validation["${domain}"]`,
    group: "aws_route53_record.validation",
    certificate: "aws_acm_certificate.main",
    allowOverwrite: true,
    rrset: true,
    at: text.note({ file: "main.tf", start: { line: i + 1, column: 3 }, end: { line: i + 1, column: 9 } }, domain),
  }));
  const zone = readMappedZone(text.finish("main.tf"), zoneName);
  zone.awaited = awaited;
  zone.nameInferred = inferred;
  const suffixes = publicSuffixes;
  const facts = {
    suffixes,
    issuers: issuerDirectory(),
    isDeclaredZone: () => false,
    isAliasTarget: () => false,
    certificates: [],
    now: NOW,
  };
  return runRules(zone, { rules: RULES, facts });
}

test("a name of another domain: its record won't be found", async () => {
  const findings = await lintAwaiting("example.com", ["example.com", "*.Example.com", "example.org", "*.example.org"]);
  expect(shown(findings)).toEqual(["main.tf:3:3 foreign-name-in-zone error", "main.tf:4:3 foreign-name-in-zone error"]);
  expect(findings[0].explanation.what).toContain('"example.org"');
});

test("a name above the zone isn't in it, one below is", async () => {
  const findings = await lintAwaiting("dev.example.com", ["example.com", "api.dev.example.com"]);
  expect(shown(findings)).toEqual(["main.tf:1:3 foreign-name-in-zone error"]);
});

test("a zone whose name was only concluded tells nothing", async () => {
  expect(await lintAwaiting("example.com", ["example.org"], true)).toEqual([]);
});
