import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { lint, loadConfig, UsageError } from "../src/index.js";
import { withFolder } from "./zone-text.js";

// The published schema and what is read must agree: an editor that is content is never contradicted by the command.

const schema = JSON.parse(readFileSync(new URL("../schema/config.schema.json", import.meta.url), "utf8"));
const validate = new Ajv2020({ strict: false }).compile(schema);

const accepted: Record<string, unknown> = {
  nothing: {},
  everything: {
    $schema: "x",
    certificates: [
      { names: ["example.com", "*.example.com"], ca: "letsencrypt", method: "dns-01", account: "https://a.example/1" },
    ],
    files: [{ match: "dns/*.zone", kind: "zonefile", origin: "example.com" }],
    rules: { "missing-trailing-dot": "warning", "challenge-in-code": "off" },
    ignore: ["vendor/**"],
    cas: [{ id: "pebble", name: "Pebble", issuerDomains: ["pebble.test"] }],
    limits: { generate: 100_000, includeDepth: 20, includes: 3 },
  },
};
const refused: Record<string, unknown> = {
  "an unknown key": { rulez: {} },
  "a level that isn't one": { rules: { "missing-trailing-dot": "fatal" } },
  "a certificate without names": { certificates: [{ names: [] }] },
  "an unknown key further down": { files: [{ match: "x", orign: "y" }] },
  "an unknown kind": { files: [{ match: "x", kind: "tarot" }] },
  "a limit of nothing": { limits: { generate: 0 } },
  "a limit past all bounds": { limits: { includeDepth: 33 } },
  "a pattern without end": { ignore: ["a".repeat(257)] },
  "very many patterns": { ignore: new Array(1001).fill("a") },
  "a list where an object belongs": [],
  "a wrong type": { ignore: "x" },
  "a method that no CA has": { certificates: [{ names: ["example.com"], method: "dns-02" }] },
  "an account that is no URI": { certificates: [{ names: ["example.com"], account: "acct 1" }] },
  "an unknown key of a CA": { cas: [{ id: "corp", issuerDomains: ["ca.example"], url: "x" }] },
  "a CA without a domain": { cas: [{ id: "corp", issuerDomains: [] }] },
};

describe("the config", () => {
  for (const [name, value] of Object.entries({ ...accepted, ...refused })) {
    const fine = name in accepted;
    test(`${fine ? "takes" : "refuses"} ${name}, and so does the schema`, async () => {
      expect(validate(value)).toBe(fine);
      await withFolder({ "dcvlint.config.json": JSON.stringify(value) }, async (cwd) => {
        const loading = loadConfig(cwd, join(cwd, "dcvlint.config.json"));
        if (fine) expect((await loading).path).toContain("dcvlint.config.json");
        else await expect(loading).rejects.toThrow(UsageError);
      });
    });
  }
});

describe("what is wrong is said in words, with its line", () => {
  const said: Record<string, [text: string, words: string]> = {
    "a key misspelt, and so missing": [
      "files:\n  - mach: x\n",
      ':2: unknown key "files.0.mach"; did you mean "match"?',
    ],
    "a key missing": ["files:\n  - origin: example.com\n", ':2: "files.0.match" is missing'],
    "a level": ["rules:\n  missing-trailing-dot: fatal\n", "is one of error, warning, info, off"],
    "a method": [
      "certificates:\n  - names: [a.example]\n    method: dns-02\n",
      ':3: "certificates.0.method" is one of dns-01,',
    ],
    "a list": ["ignore: x\n", '"ignore" must be a list'],
    "no object at all": ["hello\n", "a config is an object"],
    "a second document": ["rules: {}\n---\nrules: {}\n", ":2: a second document begins here; a config is one"],
  };
  test.each(Object.entries(said))("%s", async (_, [text, words]) => {
    await withFolder({ "dcvlint.config.yaml": text }, async (cwd) => {
      await expect(loadConfig(cwd, join(cwd, "dcvlint.config.yaml"))).rejects.toThrow(words);
    });
  });
});

describe("a CA that nobody knows", () => {
  const run = (ca: string, cas = "[]") =>
    withFolder(
      {
        "dcvlint.config.yaml": `cas: ${cas}\ncertificates:\n  - names: [example.com]\n    ca: ${ca}\n`,
        "db.example.com":
          '$TTL 300\n@ SOA ns.example.net. h 1 7200 900 1209600 300\n@ NS ns.example.net.\n@ CAA 0 issue "digicert.com"\n',
      },
      async (cwd) =>
        lint({ cwd, paths: ["."], config: await loadConfig(cwd, join(cwd, "dcvlint.config.yaml")), now: 0 }),
    );
  test("is refused with its line, and a name like it is suggested", async () => {
    await expect(run("letsencrpt")).rejects.toThrow(
      'config dcvlint.config.yaml:3: no CA has the id or issuer domain "letsencrpt"; did you mean "letsencrypt"?',
    );
    await expect(run("pki.corp.example")).rejects.toThrow("a CA of your own belongs into `cas`");
  });
  test("is known by what the config adds, and goes by its name there", async () => {
    const { result } = await run("corp", "[{ id: corp, name: Our Own PKI, issuerDomains: [pki.corp.example] }]");
    const found = result.findings.find(({ rule }) => rule === "caa-excludes-ca");
    expect(found?.explanation.what).toMatch(/^Our Own PKI may not issue/);
  });
});
