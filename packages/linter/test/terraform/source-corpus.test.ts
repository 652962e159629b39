import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { readTerraform, type TerraformSource } from "../../src/terraform/source.js";
import type { Value } from "../../src/terraform/value.js";
import { CORPUS, filesBelow, sayAbsent } from "../corpus.js";
import { place, plain } from "./reading.js";

// Two public bodies whose DNS is Terraform: one writes a resource for each record, the other passes lists of records to
// a module of its own.

const OWN = {
  "own/main.tf": `locals {
  zone = "example.com"
}

resource "aws_route53_record" "mail" {
  zone_id = "Z1"
  name    = "mail.\${local.zone}"
  type    = "A"
  records = ["192.0.2.1", "192.0.2.2"]
}

module "more" {
  source  = "./more"
  records = [{ name = "www", value = "192.0.2.3" }, { name = "ftp", value = "192.0.2.4" }]
}
`,
  "own/more/main.tf": `variable "records" {}

resource "aws_route53_record" "each" {
  for_each = { for record in var.records : record.name => record }
  zone_id  = "Z1"
  name     = each.key
  type     = "A"
  records  = [each.value.value]
}
`,
};
const texts = new Map<string, string>(Object.entries(OWN));

function readAll(repository: string): TerraformSource {
  if (repository === "own")
    return readTerraform({ files: Object.entries(OWN).map(([path, text]) => ({ path, bytes: Buffer.from(text) })) });
  const folder = join(CORPUS!, "tf");
  const paths = filesBelow(join(folder, repository));
  const files = paths.map((path) => ({ path: relative(folder, path), bytes: readFileSync(path) }));
  for (const { path, bytes } of files) texts.set(path, bytes.toString("utf8"));
  return readTerraform({ files });
}

const literals = function* (value: Value): Iterable<Value> {
  if (value.kind === "list") for (const item of value.items) yield* literals(item);
  else if (value.kind === "object") for (const entry of value.entries.values()) yield* literals(entry);
  else yield value;
};
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

const repositories: [string, number][] = [["own", 8]];
if (CORPUS === undefined) sayAbsent("Terraform sources");
else for (const repository of ["18F__dns", "ministryofjustice__dns-iac"]) repositories.push([repository, 500]);

describe.each(repositories)("%s", (repository, least) => {
  const source = readAll(repository);

  test("is read without a problem", () => {
    expect(source.problems).toEqual([]);
  });

  test("each literal stands where its span says", () => {
    let seen = 0;
    for (const { values } of source.resources) {
      for (const value of literals(values)) {
        if (value.kind !== "string" || !value.literal || !value.span) continue;
        const { file, start, end } = value.span;
        expect(
          texts
            .get(file)
            ?.split("\n")
            [start.line - 1].slice(start.column - 1, end.column - 1),
        ).toBe(value.value);
        seen++;
      }
    }
    expect(seen).toBeGreaterThanOrEqual(least);
  });
});

if (CORPUS !== undefined) {
  const folder = join(CORPUS, "tf");

  test("every record of a list becomes an instance of the module's resource", () => {
    const source = readAll("ministryofjustice__dns-iac");
    const records = source.resources.filter(({ type, module }) => type === "aws_route53_record" && module.length > 0);
    // Counted in the text: each object of a list says its type once.
    const calls = [...texts].filter(([path]) => path.startsWith("ministryofjustice") && !path.includes("/modules/"));
    expect(records).toHaveLength(calls.reduce((sum, [, text]) => sum + count(text, /^ {6}type\s+=/gm), 0));
    expect(
      records.every(({ key, values }) => typeof key === "string" && values.entries.get("name")?.kind === "string"),
    ).toBe(true);
    const apex = records.find(
      ({ address }) =>
        address === 'module.civilappeals_gov_uk_records.aws_route53_record.this["civilappeals.gov.uk._NS"]',
    );
    expect(apex && plain(apex.values)).toMatchObject({
      name: "civilappeals.gov.uk.",
      type: "NS",
      ttl: 172800,
      zone_id: "? module.civilappeals_gov_uk_zone.zone_id",
    });
    expect(place(apex?.values.entries.get("name")?.span)).toMatch(
      /^ministryofjustice__dns-iac\/terraform\/civilappeals\.gov\.uk\.tf:\d+:\d+-\d+$/,
    );
    expect(source.modules.every(({ folder: called }) => called.endsWith("modules/route53/records"))).toBe(true);
  });

  test("a zone's id leads to the zone", () => {
    const source = readAll("18F__dns");
    const zones = new Set(
      source.resources.filter(({ type }) => type === "aws_route53_zone").map(({ address }) => `${address}.zone_id`),
    );
    const records = source.resources.filter(({ type }) => type === "aws_route53_record");
    const references = records
      .map(({ values }) => values.entries.get("zone_id"))
      .map((value) => (value?.kind === "unknown" ? value.reference : undefined));
    expect(records.length).toBeGreaterThan(150);
    expect(references.filter((reference) => !zones.has(reference ?? ""))).toEqual([]);
  });

  test("every file of the corpus together", () => {
    const files = filesBelow(folder).map((path) => ({ path: relative(folder, path), bytes: readFileSync(path) }));
    const source = readTerraform({ files });
    expect(source.problems).toEqual([]);
    expect(source.resources.length).toBeGreaterThan(2500);
  });
}
