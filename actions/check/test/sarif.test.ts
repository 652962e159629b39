import { readFileSync } from "node:fs";
import Draft04 from "ajv-draft-04";
import formatsPlugin from "ajv-formats";
import { describe, expect, test } from "vitest";
import { Repository } from "./repository.js";
import { push, run } from "./runner.js";
import { FAULTY, missingDot, ZONE } from "./zones.js";

// The OASIS schema, as the reports' own tests have it. One of its patterns isn't valid with the u flag.
const ajv = new Draft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
formatsPlugin.default(ajv);
const schema = new URL("../../../packages/report/test/sarif-schema-2.1.0.json", import.meta.url);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));

async function sarifOf(files: Record<string, string>, paths = ".") {
  const { path, base, head } = new Repository({}, files);
  const ran = await run(path, push(base, head), { "sarif-file": "out.sarif", paths });
  const log = JSON.parse(readFileSync(ran.outputs["sarif-file"], "utf8"));
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log.runs[0];
}

describe("the SARIF report", () => {
  test("fits the official schema, whatever the files are called and hold", async () => {
    const { results } = await sarifOf({
      "dns zonen/bücher, 例え: 100%#?.zone": FAULTY,
      "a\n::error::b.zone": `${ZONE}"@x ##[error]" IN CNAME lb.example.com.au\n`,
    });
    const uris = results.map(
      ({
        locations: [{ physicalLocation }],
      }: {
        locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
      }) => physicalLocation.artifactLocation.uri,
    );
    expect(uris).toContain("dns%20zonen/b%C3%BCcher%2C%20%E4%BE%8B%E3%81%88%3A%20100%25%23%3F.zone");
    for (const uri of uris) expect(uri).toMatch(/^[\w/.~%-]+$/);
  });
  test("has fingerprints that stay when lines move", async () => {
    const fingerprints = async (before: string) =>
      (await sarifOf({ "z.zone": `${before}${FAULTY}${missingDot()}` })).results.map(
        ({ partialFingerprints }: { partialFingerprints: object }) => partialFingerprints,
      );
    const found = await fingerprints("");
    expect(found).toHaveLength(2);
    expect(await fingerprints("; one\n; two\n\n")).toEqual(found);
  });
  test("of nothing fits, too", async () => {
    expect((await sarifOf({ "z.zone": ZONE })).results).toEqual([]);
  });
});
