import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { loadConfig, UsageError } from "../src/index.js";
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
