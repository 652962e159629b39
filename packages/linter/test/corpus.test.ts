import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { lint, NO_CONFIG } from "../src/index.js";
import { CORPUS, sayAbsent } from "./corpus.js";
import { NOW } from "./zone-text.js";

interface Expectation {
  readonly file: string;
  readonly verdict: string;
  readonly origin?: string;
}

/** Strictness of single types that breaks no certificate: out of scope, by name and with the reason. */
const OUT_OF_SCOPE: Record<string, string> = {
  "bad-cds.db": "CDS that matches no DNSKEY: automation of DNSSEC at the parent",
  "bad-cdnskey.db": "CDNSKEY that matches no DNSKEY: likewise",
  "bad-rpz-prefix.db": "the prefix syntax of response-policy triggers, which only BIND's RPZ reads",
  "warn.inherit.origin.db": "the file that it includes is in the half of the corpus that is held out",
  "bad-cname-and-key.db": "KEY beside a CNAME is what RFC 3007 allows for dynamic update",
};

test("what is out of scope is so for a reason", () => {
  for (const reason of Object.values(OUT_OF_SCOPE)) expect(reason).toMatch(/\S/);
});

if (!CORPUS) sayAbsent("its expectations");
else {
  const corpus = CORPUS;
  const expectations = (JSON.parse(readFileSync(join(corpus, "expectations.json"), "utf8")) as Expectation[]).filter(
    ({ file }) => file.startsWith("zone/"),
  );

  describe("expectations of the corpus", () => {
    for (const { file, verdict, origin } of expectations) {
      if (OUT_OF_SCOPE[basename(file)]) continue;
      test(`${verdict}: ${file.replace(/^zone\//, "")}`, async () => {
        const path = join(corpus, file);
        const { result } = await lint({
          cwd: dirname(dirname(path)),
          paths: [path],
          config: NO_CONFIG,
          origin,
          now: NOW,
        });
        const errors = result.findings.filter(({ severity }) => severity === "error");
        const told = errors.map(({ rule, explanation }) => `${rule}: ${explanation.what}`);
        if (verdict === "error") expect(told).not.toEqual([]);
        else expect(told).toEqual([]);
      });
    }
  });
}
