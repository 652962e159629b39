import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { CORPUS, filesBelow, sayAbsent } from "../../test/corpus.js";
import { everything, plain, planWith, read, utf8, WANTED } from "../../test/plan/plans.js";
import { readPlan } from "./plan.js";
import { fileSource } from "./plan-file.js";
import type { PlanInstance } from "./plan-instance.js";
import { recognisePlan } from "./plan-recognise.js";
import { resolveForEach, resolveReference } from "./plan-references.js";

/** Broken on purpose: an object is closed twice (hashicorp/terraform-json, testdata/invalid). */
const INVALID = "terraform-json/testdata/invalid/";
/** Redacted plans of HCP Terraform, which have a version key of their own. */
const REDACTED = /\/apply-json(-with-provisioner)?\/plan-redacted\.json$/;

if (!CORPUS) sayAbsent("its plans");
else {
  const corpus = join(CORPUS, "plan");
  describe("plans of the corpus", () => {
    for (const file of filesBelow(corpus)) {
      const name = file.slice(corpus.length + 1);
      test(name, () => {
        const bytes = readFileSync(file);
        expect(recognisePlan(bytes.subarray(0, 65_536))).toBe("plan");
        // Types as the plan has them, so that every resource is read.
        const types = new Set([...bytes.toString().matchAll(/"type":\s*"(\w+)"/g)].map(([, type]) => type));
        const plan = read(bytes, undefined, types);
        const all = everything(plan);
        if (name.includes(INVALID)) return expect(plan.problems).toMatchObject([{ line: 676, column: 29 }]);
        if (REDACTED.test(name))
          return expect(plan.problems).toMatchObject([{ message: expect.stringContaining("redacted") }]);
        expect(plan.problems).toEqual([]);
        for (const window of [64, 1000]) expect(everything(read(bytes, window, types))).toEqual(all);
        if (bytes[0] !== 0x7b) return;
        const json = JSON.parse(bytes.toString());
        const wanted = (json.resource_changes ?? []).filter(
          (change: { deposed?: string }) => change.deposed === undefined,
        );
        expect(plan.changes.map(({ address }) => address)).toEqual(
          wanted.map(({ address }: { address: string }) => address),
        );
        plan.changes.forEach((instance, i) => {
          expect(instance.key).toBe(wanted[i].index);
          const { after, before } = wanted[i].change;
          const known = Object.entries(plain(instance.values) as object).filter(
            ([, value]) => !String(JSON.stringify(value)).match(/"[?!]/),
          );
          for (const [key, value] of known) expect(value).toEqual((after ?? before)[key]);
        });
      });
    }

    test("the validation records of a certificate find their zone and certificate", () => {
      const bytes = readFileSync(
        join(corpus, "terraform-compliance__cli/tests/functional/test_issue-427/plan.out.json"),
      );
      const plan = read(bytes);
      const record = plan.changes.find(({ name }) => name === "sayu_cert_validation_record")!;
      expect(resolveReference(plan, record, "zone_id")?.instances.map(({ address }) => address)).toEqual([
        "aws_route53_zone.public",
      ]);
      expect(resolveReference(plan, record, "name")?.instances.map(({ address }) => address)).toEqual([
        "aws_acm_certificate.sayu_cert",
      ]);
    });

    test("and with for_each, in a module", () => {
      const bytes = readFileSync(
        join(
          corpus,
          "terraform-compliance__cli/tests/functional/test_non_created_module_resource_parameter/plan.out.json",
        ),
      );
      const plan = read(bytes);
      const record = plan.changes.find(({ name }) => name === "cert_validation")!;
      const addresses = (instances: readonly PlanInstance[] = []) => instances.map(({ address }) => address);
      expect(addresses(resolveForEach(plan, record)?.instances)).toEqual([
        "module.apigw_test_1.module.acm_cert_regional[0].aws_acm_certificate.cert",
      ]);
      expect(addresses(resolveReference(plan, record, "zone_id")?.instances)).toEqual([
        expect.stringContaining("aws_route53_zone."),
      ]);
    });
  });
}

describe("a plan of 2,000 records from a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "dcvlint-plan-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "plan.json");
  const generator = join(import.meta.dirname, "../../../bench/src/generators/gen-plan.mjs");
  const { status } = spawnSync(process.execPath, [
    generator,
    "--records",
    "2000",
    "--defects",
    "15",
    "--out",
    file,
    "--manifest",
    join(folder, "manifest.json"),
  ]);
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const json = JSON.parse(readFileSync(file, "utf8"));

  test("is read exactly", () => {
    expect(status).toBe(0);
    const descriptor = openSync(file, "r");
    const types = new Set<string>(json.resource_changes.map(({ type }: { type: string }) => type));
    const plan = readPlan(fileSource(descriptor, statSync(file).size), { wanted: types, window: 10_000 });
    expect(plan.changes.length).toBe(manifest.resource_changes);
    expect([plan.problems, plan.planned.length, plan.untouched.length]).toEqual([[], 0, 0]);
    const states =
      JSON.stringify(json.prior_state).split('"address":"').length -
      1 -
      json.prior_state.values.root_module.child_modules.length;
    expect(plan.prior.length).toBe(states);
    json.resource_changes.forEach(
      (
        { address, index, change }: { address: string; index?: string; change: { after: object; before: object } },
        i: number,
      ) => {
        const instance = plan.changes[i];
        expect([instance.address, instance.key]).toEqual([address, index]);
        expect(plain(instance.values)).toMatchObject(change.after ?? change.before);
      },
    );
    for (const { index, address, name } of manifest.defects) {
      expect(plan.changes[index].address).toBe(address);
      expect(plain(plan.changes[index].values)).toMatchObject({ name });
    }
    const known = new Set([...plan.changes, ...plan.prior].map(({ address }) => address));
    expect(known.size).toBe(manifest.resource_changes);
    closeSync(descriptor);
  });

  test("of one type alone", () => {
    const plan = read(readFileSync(file), undefined, new Set(["aws_route53_zone"]));
    expect(plan.changes.map(({ address }) => address)).toEqual(["aws_route53_zone.public", "aws_route53_zone.private"]);
    expect([plan.prior.length, plan.planned.length, plan.problems.length]).toEqual([2, 0, 0]);
  });
});

/** Octets that nobody holds: `head`, `block` again and again, `tail`. */
function endless(head: Uint8Array, block: Uint8Array, times: number, tail: Uint8Array) {
  const middle = block.length * times;
  return {
    size: head.length + middle + tail.length,
    read(offset: number, length: number, into: Uint8Array) {
      const bytes = into.subarray(0, Math.max(0, Math.min(length, this.size - offset)));
      for (let at = 0; at < bytes.length; ) {
        const place = offset + at;
        const part =
          place < head.length
            ? head.subarray(place)
            : place < head.length + middle
              ? block.subarray((place - head.length) % block.length)
              : tail.subarray(place - head.length - middle);
        const fits = part.subarray(0, bytes.length - at);
        bytes.set(fits, at);
        at += fits.length;
      }
      return bytes;
    },
  };
}

describe("plans beyond what a string or a number of 32 bits can hold", () => {
  const text = JSON.stringify({ ...planWith({ name: "last" }), prior_state: null });
  const [head, tail] = [text.slice(0, text.indexOf("[") + 1), text.slice(text.indexOf("[") + 1)];
  const other = JSON.stringify({
    address: 'aws_instance.web["a}]"]',
    mode: "managed",
    type: "aws_instance",
    change: { actions: ["no-op"], before: null, after: { user_data: "IyEvYmluL3No".repeat(300), tags: [{ a: [] }] } },
  });
  const record = JSON.stringify((planWith({ name: "one" }).resource_changes as object[])[0]);

  test("600 MB of changes", () => {
    const block = utf8(`${record},${`${other},`.repeat(1000)}`);
    const times = Math.ceil(6e8 / block.length);
    const source = endless(utf8(head), block, times, utf8(tail));
    expect(source.size).toBeGreaterThan(6e8);
    const plan = readPlan(source, { wanted: WANTED });
    expect([plan.problems, plan.changes.length]).toEqual([[], times + 1]);
    expect(plain(plan.changes[times].values)).toEqual({ name: "www" });
    expect(plan.changes[times].name).toBe("last");
  });

  test("a change behind the first 2 GiB", () => {
    const source = endless(utf8(`${head}"`), utf8("x".repeat(2 ** 20)), 2 ** 11, utf8(`",${tail}`));
    const plan = readPlan(source, { wanted: WANTED });
    expect([plan.problems, plan.changes.length]).toEqual([[], 1]);
    expect(plan.changes[0].offset).toBeGreaterThan(2 ** 31);
    expect(plain(plan.changes[0].values)).toEqual({ name: "www" });
  });
});
