import { getDomain, getPublicSuffix, parse } from "tldts";
import { describe, expect, test } from "vitest";
import { applyEdits } from "./fix.js";
import { issuerDirectory } from "./knowledge/issuers.js";
import type { PublicSuffixes } from "./knowledge/public-suffixes.js";
import { encodeUtf8, utf8 } from "./name/octets.js";
import type { CertificateIntent, Facts, RawFinding, Rule } from "./rule.js";
import { runRules } from "./run-rules.js";
import type { AwaitedRecord } from "./zone/record-origin.js";
import { type Included, readZoneFile } from "./zonefile/reader.js";

/** A case: zone text with `; expect: message[, message]` on the lines to blame, or such a text with its surroundings. */
export type Case =
  | string
  | {
      zone: string;
      origin?: string;
      file?: string;
      otherZones?: readonly string[];
      aliasTargets?: readonly string[];
      certificates?: readonly CertificateIntent[];
      goneCertificates?: readonly CertificateIntent[];
      /** The same zone before the change: its marks are of findings that stand there. */
      before?: string;
      /** The zone is never visible in public. */
      private?: boolean;
      awaited?: readonly Omit<AwaitedRecord, "at">[];
      /** Texts of further zones of the run. */
      others?: readonly string[];
      files?: Record<string, string>;
    };

const ICANN = { allowPrivateDomains: false, extractHostname: false, validateHostname: false } as const;

export const testSuffixes: PublicSuffixes = {
  endsInPublicSuffix(text) {
    const { publicSuffix, isIcann } = parse(text, ICANN);
    return Boolean(isIcann && publicSuffix && publicSuffix !== text);
  },
  isPublicSuffix: (text) => getPublicSuffix(text, ICANN) === text && Boolean(parse(text, ICANN).isIcann),
  registrableDomain: (text) => getDomain(text, ICANN) ?? undefined,
};

/** 2026-11-24T00:00:00Z: tests have a fixed day. */
const NOW = 1_795_478_400;

export const testFacts = (
  otherZones: readonly string[] = [],
  certificates: readonly CertificateIntent[] = [],
  aliasTargets: readonly string[] = [],
): Facts => ({
  suffixes: testSuffixes,
  issuers: issuerDirectory(),
  isDeclaredZone: (name) => otherZones.includes(name),
  isAliasTarget: (name) => aliasTargets.includes(name),
  certificates,
  now: NOW,
});

/** Lints one text with one rule. */
export function lintText(rule: Rule, given: Case): { findings: RawFinding[]; text: string } {
  const { zone, origin, file, otherZones, aliasTargets, files, certificates, ...more } =
    typeof given === "string" ? ({ zone: given } as Exclude<Case, string>) : given;
  const text = dedent(zone);
  const include = (path: string): Included =>
    files?.[path] === undefined
      ? { kind: "refused", rule: "include-not-found", why: "there is no such file" }
      : { kind: "file", file: path, bytes: encodeUtf8(dedent(files[path])) };
  const readText = (text: string, file: string) => readZoneFile(encodeUtf8(text), { file, origin, include });
  const read = readText(text, file ?? "test.zone");
  read.isPrivate = more.private ?? false;
  read.awaited = (more.awaited ?? []).map((record) => ({ ...record, at: { start: 0, end: 1 } }));
  const facts: Facts = {
    ...testFacts(otherZones, certificates, aliasTargets),
    goneCertificates: more.goneCertificates,
    before: more.before === undefined ? undefined : readText(dedent(more.before), BEFORE),
    zones: [read, ...(more.others ?? []).map((other, i) => readText(dedent(other), `other-${i}.zone`))],
  };
  return { findings: runRules(read, { rules: [rule], facts }), text };
}

const BEFORE = "before.zone";

/** Runs cases of zone text: too few findings fail as too many do, and nothing fixable may be left after the fixes. */
export function testRule(rule: Rule, cases: Record<string, Case>): void {
  describe(rule.id, () => {
    for (const [name, given] of Object.entries(cases)) {
      test(name, () => {
        const { findings, text } = lintText(rule, given);
        const found = findings.map(
          (f) => `${f.span!.file === BEFORE ? "before " : ""}${f.span!.start.line}: ${f.message}`,
        );
        const before = typeof given === "string" || given.before === undefined ? "" : dedent(given.before);
        const expected = [...expectations(text), ...expectations(before).map((each) => `before ${each}`)];
        expect(found.sort()).toEqual(expected.sort());
        for (const { explanation } of findings) {
          for (const part of [explanation.what, explanation.why, explanation.how]) {
            expect(part).toMatch(/\S/);
            expect(part).not.toMatch(/undefined|\[object/);
          }
        }
        const fixable = findings.filter((f) => f.fix);
        if (fixable.length === 0) return;
        const fixed = utf8Text(
          applyEdits(
            encodeUtf8(text),
            fixable.map((f) => f.fix!.edits),
          ).bytes,
        );
        const again = lintText(rule, typeof given === "string" ? fixed : { ...given, zone: fixed });
        expect(
          again.findings.filter((f) => f.fix).map((f) => f.message),
          `after the fixes:\n${fixed}`,
        ).toEqual([]);
        expect(again.findings.length, `after the fixes:\n${fixed}`).toBe(findings.length - fixable.length);
      });
    }
  });
}

const utf8Text = (bytes: Uint8Array): string => utf8(bytes, 0, bytes.length);

/** `line: message` for every marker. */
function expectations(text: string): string[] {
  return text.split("\n").flatMap((line, i) => {
    const marker = /;\s*expect:\s*(.*)$/.exec(line);
    return marker ? marker[1].split(",").map((message) => `${i + 1}: ${message.trim()}`) : [];
  });
}

/** Takes off the indentation that the test file needs, and the blank lines around; what is indented further stays so. */
export function dedent(text: string): string {
  const lines = text
    .replace(/^[ \t]*\n/, "")
    .replace(/\n[ \t]*$/, "\n")
    .split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}
