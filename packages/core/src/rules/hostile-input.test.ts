import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../name/octets.js";
import type { RawFinding } from "../rule.js";
import { runRules } from "../run-rules.js";
import { testFacts } from "../testing.js";
import { readZoneFile } from "../zonefile/reader.js";
import { RULES } from "./index.js";

// Nothing here is timed: what takes time by the square doesn't end within the test's own limit.

const HEAD = "$TTL 300\n@ IN SOA ns1 host 1 2 3 4 5\n@ IN NS ns1\nns1 A 192.0.2.1\n";

function lint(text: string): RawFinding[] {
  const zone = readZoneFile(encodeUtf8(HEAD + text), {
    file: "example.com.zone",
    origin: "example.com.",
    include: () => ({ kind: "refused", rule: "include-not-found", why: "there is no such file" }),
  });
  return runRules(zone, { rules: RULES, facts: testFacts() });
}

const of = (rule: string, findings: readonly RawFinding[]) => findings.filter((finding) => finding.rule === rule);
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join("");

describe("many records of one owner, or of two in turn", () => {
  const MANY = 10_000;
  test.each([
    ["caa-unknown-tag", (i: number) => `@ CAA 128 contactemail "a${i}@b.c"`, 0],
    ["caa-unknown-tag", (i: number) => `@ CAA 1 foo${i} "x"`, MANY],
    ["caa-unknown-tag", (i: number) => `w${i % 2} CAA 128 foo "x${i}"`, MANY],
    ["challenge-token-malformed", (i: number) => `_acme-challenge TXT "short${i}"`, MANY],
    ["challenge-token-malformed", (i: number) => `_acme-challenge.w${i % 2} TXT "short${i}"`, MANY],
    [
      "persist-record-expired",
      (i: number) => `_validation-persist TXT "letsencrypt.org; accounturi=https://a.b/${i}; persistUntil=${i}"`,
      MANY,
    ],
    [
      "caa-parameter",
      (i: number) =>
        `@ CAA 0 issue "letsencrypt.org; accounturi=https://acme-staging-v02.api.letsencrypt.org/acme/acct/${i}"`,
      0,
    ],
  ])("%s", (rule, line, count) => expect(of(rule, lint(lines(MANY, line)))).toHaveLength(count));
});

describe("long texts in one record", () => {
  const LONG = 62_000;
  test.each([
    ["quotes in an address", `w A 1${"'".repeat(LONG)}x`],
    ["brackets in an address", `w AAAA 1${"]".repeat(LONG)}x`],
    ["brackets in an account", `@ CAA 0 issue "ca.org; accounturi=a${">".repeat(LONG)}x"`],
    ["blanks in an account", `@ CAA 0 issue "ca.org; accounturi=a${" ".repeat(LONG)}x"`],
    ["blanks in a list", `@ CAA 0 issue "ca.org; validationmethods=dns-01${" ".repeat(LONG)}x"`],
    ["blanks in another parameter", `@ CAA 0 issue "ca.org; x=a${" ".repeat(LONG)}x"`],
    ["labels in the issuer", lines(4, () => `@ CAA 0 issue "${"a.".repeat(LONG / 2)}org"`)],
    ["blanks in the issuer", `@ CAA 0 issue "a${" ".repeat(LONG)}b"`],
    ["lists one in another", `@ CAA 0 issue "ca.org; ${"validationmethods=".repeat(LONG / 18)};dns-01"`],
    ["typographic quotes in a name", `w CNAME a${"\u201c".repeat(LONG / 3)}x`],
    [
      "quotes in a validation record",
      `_acme-challenge TXT ${lines(240, () => `"a${"'".repeat(250)}"`).replace(/\n/g, " ")}`,
    ],
    ["a long word before a long string", `w TXT ${"x".repeat(4_000)} "${"y".repeat(300)}"`],
    ["words of sample text", lines(2_000, (i) => `w${i} TXT "<${"id ".repeat(80)}!>"`)],
  ])("%s", (_, text) => expect(lint(text)).toBeDefined());
});

test("of one record's parameters the first few are told", () => {
  const parameters = Array.from({ length: 2_500 }, (_, i) => `validationmethod${i % 10}=x`).join("; ");
  expect(of("caa-parameter", lint(`@ CAA 0 issue "letsencrypt.org; ${parameters}"\n`))).toHaveLength(20);
});

test("messages and titles don't quote a long text as a whole", () => {
  const long = "a".repeat(20_000);
  const findings = lint(
    [
      `@ CAA 0 issue "letsencrypt.org; validationmethods=${long}_"`,
      `@ CAA 0 issue "letsencrypt.org; accounturi=${long}"`,
      `@ CAA 0 issue "letsencrypt.org; accounturi='https://${long}'"`,
      `@ CAA 0 issue "${long}_b"`,
      `@ CAA 0 iodef "${long}"`,
      `@ CAA 0 contactemail "${long}"`,
      `w A ${long}`,
    ].join("\n"),
  );
  expect(findings.length).toBeGreaterThanOrEqual(7);
  for (const { explanation, fix, rule } of findings) {
    const { what, why, how } = explanation;
    expect(Math.max(...[what, why, how, fix?.title ?? ""].map((text) => text.length)), rule).toBeLessThan(1_500);
  }
});

describe("of many places the first are listed, and the last one says how many more there are", () => {
  const address = (i: number) => `10.${i >> 8}.${i & 255}.1`;
  test.each([
    ["cname-and-other-data", `w CNAME x\n${lines(1_000, (i) => `w A ${address(i)}`)}`, "the A record, and 950 more"],
    ["cname-at-apex", `@ CNAME x.example.net.\n${lines(998, (i) => `@ A ${address(i)}`)}`, / 950 more$/],
    ["duplicate-cname", lines(1_001, (i) => `w CNAME a${i}`), "the other CNAME, and 950 more"],
    [
      "ds-without-delegation",
      lines(1_001, (i) => `s DS ${i} 13 2 ${String(i).padStart(64, "0")}`),
      "another DS of it, and 950 more",
    ],
    [
      "challenge-in-code",
      lines(1_001, (i) => `_acme-challenge TXT "${String(i).padStart(43, "aB")}"`),
      "another one, and 950 more",
    ],
    ["rrset-ttl-mismatch", lines(1_001, (i) => `w ${i + 60} A ${address(i)}`), / 950 more$/],
    [
      "challenge-under-wildcard",
      lines(1_001, (i) => `_acme-challenge.* TXT "${i}"`),
      "another record of the owner, and 950 more",
    ],
  ])("%s", (rule, text, last) => {
    const [{ related }] = of(rule, lint(text));
    expect(related).toHaveLength(50);
    if (typeof last === "string") expect(related!.at(-1)!.note).toBe(last);
    else expect(related!.at(-1)!.note).toMatch(last);
  });
});

describe("one line doesn't silence the rules for a zone", () => {
  const doubled = "www.example.com A 192.0.2.7\napi A 192.0.2.8\nmail A 192.0.2.9\n";
  test.each([
    "",
    "zz CNAME .\n",
    "zz CNAME *.\n",
    "zz CNAME rpz-drop.\n",
    "32.1.2.0.192.rpz-ip CNAME .\n",
    "z1 A 127.0.0.2\nz2 A 127.0.0.2\n",
    lines(3, (i) => `z A 127.0.0.${i + 2}`),
  ])("%j", (more) => {
    expect(of("doubled-domain", lint(more + doubled)).map(({ message }) => message)).toEqual(["ownerDoubled"]);
  });

  test("a zone made of policies, or of listings, is one", () => {
    expect(of("doubled-domain", lint(`www.example.com CNAME .\n${lines(5, (i) => `bad${i}.org CNAME .`)}`))).toEqual(
      [],
    );
    expect(
      of("doubled-domain", lint(`www.example.com A 127.0.0.2\n${lines(5, (i) => `w${i}.org A 127.0.0.2`)}`)),
    ).toEqual([]);
  });
});
