import { readFileSync } from "node:fs";
import type { CheckResult, Evidence } from "@dcvlint/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import { expect, test } from "vitest";
import { contextFor, DOTLESS, hostileCheck, INVISIBLE, LAB, labResult, RULE, runnerCommands } from "../testing.js";
import { formatCheck } from "./check.js";

const ajv = new Ajv2020({ allErrors: true, strict: true });
formatsPlugin.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL("../../schema/check-report.schema.json", import.meta.url), "utf8")),
);
const errorsIn = (report: unknown) => (validate(report) ? [] : validate.errors);

const resultOf = (text = "example.com"): CheckResult => ({
  names: [
    {
      name: text,
      wildcard: true,
      ca: "letsencrypt",
      method: "dns-01",
      verdict: "will-not-issue",
      findings: [{ ...DOTLESS, explanation: { what: text, why: text, how: text }, fix: undefined, evidence: [1] }],
      reasons: [],
      evidence: [
        { ask: `CAA ${text}`, of: "dns/a.zone", rcode: "NOERROR", answer: [], ede: [], source: "declared" },
        { ask: "CAA com.", answer: [], ede: [], note: text, source: "declared" },
      ],
    },
    {
      name: "example.net",
      wildcard: false,
      ca: "amazon",
      verdict: "cannot-tell",
      findings: [],
      reasons: ["The method isn't known."],
      evidence: [],
    },
  ],
  notices: [],
  rules: new Map([[RULE.id, RULE]]),
});

test("JSON has every field of version 1", () => {
  const report = JSON.parse(
    formatCheck("json", resultOf(), contextFor(undefined, { pathFor: (file) => `../${file}` })),
  );
  expect(errorsIn(report)).toEqual([]);
  expect(report.names[0]).toMatchObject({
    name: "example.com",
    wildcard: true,
    ca: "letsencrypt",
    method: "dns-01",
    verdict: "will-not-issue",
    findings: [{ rule: RULE.id, severity: "error", evidence: [1], location: { path: "../dns/a.zone", startLine: 2 } }],
    evidence: [
      { ask: "CAA example.com", of: "../dns/a.zone", rcode: "NOERROR", source: "declared" },
      { ask: "CAA com." },
    ],
  });
  expect(report.names[1]).not.toHaveProperty("method");
  expect(report.names[1].reasons).toEqual(["The method isn't known."]);
});

test("what live checks saw fits the schema, and findings point at evidence that is there", () => {
  const report = JSON.parse(formatCheck("json", labResult(...LAB), contextFor()));
  expect(errorsIn(report)).toEqual([]);
  expect(report.names).toHaveLength(LAB.length);
  const numbers = report.names.flatMap(({ findings, evidence }: { findings: []; evidence: [] }) =>
    findings.flatMap((finding: { evidence: number[] }) => finding.evidence.map((number) => evidence[number])),
  );
  expect(numbers.length).toBeGreaterThan(5);
  expect(numbers).not.toContain(undefined);
});

test("a number of evidence that isn't there isn't reported", () => {
  const result = resultOf();
  const [first] = result.names;
  const findings = [{ ...first.findings[0], evidence: [0, 7, 0, -1] }];
  const report = JSON.parse(formatCheck("json", { ...result, names: [{ ...first, findings }] }, contextFor()));
  expect(report.names[0].findings[0].evidence).toEqual([0]);
});

test("any RCODE and whatever of the web fits the schema", () => {
  const result = resultOf();
  const evidence: Evidence[] = [
    { ask: "A example.com.", of: "[2001:db8::1]:53/udp", rcode: "BADVERS", answer: [], ede: [], ms: 0, source: "live" },
    { ask: "A example.com.", of: "192.0.2.1:53/udp", rcode: "RCODE11", answer: [], ede: ["22"], ms: 1, source: "live" },
    { ask: "TLS example.com with acme-tls/1", of: "192.0.2.1:443", answer: ["acme-tls/1"], ede: [], source: "live" },
  ];
  const names = [{ ...result.names[1], evidence }];
  expect(errorsIn(JSON.parse(formatCheck("json", { ...result, names }, contextFor())))).toEqual([]);
});

test("all but JSON say the verdict of each name, why, and what was asked", () => {
  for (const format of ["pretty", "markdown", "html"] as const) {
    const text = formatCheck(format, resultOf(), contextFor()).replace(/<[^>]*>/g, "");
    expect(text).toMatch(/\*\.example\.com.*will not issue/);
    expect(text).toMatch(/example\.net.*cannot tell/);
    expect(text).toMatch(/2 names: 1 will not, 1 can(?:'|&#39;)t be told/);
    expect(text).toMatch(/The method isn(?:'|&#39;)t known/);
    expect(text).toMatch(/example\.com[\s\S]*NODATA/);
    expect(text).toContain("dns/a.zone");
  }
});

test("hostile text is harmless to print", () => {
  for (const format of ["pretty", "markdown", "json", "html"] as const)
    for (const color of [false, true]) {
      const text = formatCheck(format, hostileCheck(), contextFor(undefined, { color, width: 80 }));
      const ours = color ? text.replace(/\x1b\[\d+m/g, "") : text;
      expect(ours).not.toMatch(INVISIBLE);
      expect(runnerCommands(ours)).toEqual([]);
    }
});

test("values of 100,000 characters are clipped wherever somebody reads", () => {
  for (const format of ["pretty", "markdown", "html"] as const)
    expect(formatCheck(format, hostileCheck("x".repeat(100_000)), contextFor()).length).toBeLessThan(200_000);
});
