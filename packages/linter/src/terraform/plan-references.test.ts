import { describe, expect, test } from "vitest";
import { found, OFFICE, plain, read } from "../../test/plan/plans.js";
import type { PlanRead } from "./plan.js";
import { resolveForEach, resolveReference } from "./plan-references.js";

const office = read(OFFICE);

function zoneOf(address: string, attribute = "zone_id", plan: PlanRead = office): unknown {
  const resolved = resolveReference(plan, found(plan, address), attribute);
  return resolved && [...resolved.instances.map((instance) => instance.address), ...(resolved.complete ? [] : ["…"])];
}

test("a zone's name is found although its id is known only after apply", () => {
  const record = found(office, 'aws_route53_record.validation["example.com"]');
  expect(record.values.entries.get("zone_id")?.kind).toBe("unknown");
  const [zone] = resolveReference(office, record, "zone_id")?.instances ?? [];
  expect(plain(zone.values.entries.get("name"))).toBe("example.com");
});

describe("resolveReference", () => {
  test.each([
    [
      "through a module's output, by the module's key",
      'aws_route53_record.validation["example.com"]',
      ['module.dns["eu"].aws_route53_zone.main'],
    ],
    [
      "through variables of two modules",
      "module.records.module.web[0].aws_route53_record.www",
      ['module.dns["us"].aws_route53_zone.main'],
    ],
    ["through each.value, by the own key", 'aws_route53_record.many["de"]', ['aws_route53_zone.many["de"]']],
    ["to a data source of the prior state", "aws_route53_record.moved", ["data.aws_route53_zone.old"]],
    ["of old plans, without the attribute", 'aws_route53_record.old["*.a[\\"b\\"].c"]', ["data.aws_route53_zone.old"]],
    [
      "to all that a condition chooses from",
      "aws_route53_record.conditional",
      ['aws_route53_zone.many["fr"]', "data.aws_route53_zone.old", "…"],
    ],
    ["not through a local", "aws_route53_record.local", undefined],
    ["of a resource that isn't in the configuration", "aws_route53_record.imported", undefined],
    ["of an attribute that nobody wrote", "aws_acm_certificate.site", undefined],
  ])("%s", (_, address, expected) => {
    expect(zoneOf(address)).toEqual(expected);
  });

  test("of an attribute of a nested block", () => {
    expect(zoneOf("module.records.module.web[0].aws_route53_record.www", "alias.zone_id")).toEqual([
      "module.records.data.aws_route53_zone.shared[0]",
    ]);
    expect(zoneOf("module.records.module.web[0].aws_route53_record.www", "alias.name")).toBeUndefined();
  });

  test("for_each leads to the certificate that is validated", () => {
    const resolved = resolveForEach(office, found(office, 'aws_route53_record.validation["example.com"]'));
    expect(resolved?.instances.map(({ address }) => address)).toEqual(["aws_acm_certificate.site"]);
    expect(resolved?.complete).toBe(true);
  });
});

/** A plan of records and zones, given as address and references of `zone_id`. */
function planOf(root: Record<string, unknown>, ...addresses: string[]): PlanRead {
  const changes = addresses.map((address) => {
    const [, module, type, name, key] =
      /^((?:module\.[a-z]+(?:\[[^\]]*\])?\.)*)([a-z0-9_]+)\.([a-z]+)(?:\[(.*)\])?$/.exec(address)!;
    const index = key === undefined ? {} : { index: JSON.parse(key) };
    const at = module === "" ? {} : { module_address: module.slice(0, -1) };
    return {
      address,
      ...at,
      mode: "managed",
      type,
      name,
      ...index,
      change: { actions: ["create"], before: null, after: {} },
    };
  });
  return read({ format_version: "1.2", resource_changes: changes, configuration: { root_module: root } });
}
const config = (name: string, references: string[], more = {}) => ({
  address: `aws_route53_record.${name}`,
  mode: "managed",
  type: "aws_route53_record",
  name,
  expressions: { zone_id: { references } },
  ...more,
});
const ZONES = ['aws_route53_zone.z["a"]', 'aws_route53_zone.z["b"]'];

describe("keys", () => {
  test("each.key asks for the zone of the same key", () => {
    const plan = planOf(
      { resources: [config("r", ["aws_route53_zone.z", "each.key"])] },
      'aws_route53_record.r["b"]',
      ...ZONES,
    );
    expect(zoneOf('aws_route53_record.r["b"]', "zone_id", plan)).toEqual(['aws_route53_zone.z["b"]']);
  });

  test("so does count.index", () => {
    const plan = planOf(
      { resources: [config("r", ["aws_route53_zone.z", "count.index"])] },
      "aws_route53_record.r[1]",
      "aws_route53_zone.z[0]",
      "aws_route53_zone.z[1]",
    );
    expect(zoneOf("aws_route53_record.r[1]", "zone_id", plan)).toEqual(["aws_route53_zone.z[1]"]);
  });

  test("without a zone of that key it may be any", () => {
    const plan = planOf(
      { resources: [config("r", ["aws_route53_zone.z", "each.key"])] },
      'aws_route53_record.r["c"]',
      ...ZONES,
    );
    expect(zoneOf('aws_route53_record.r["c"]', "zone_id", plan)).toEqual(ZONES);
  });

  test("a key that is written chooses, and leads nowhere if there is no such instance", () => {
    const resources = [
      config("r", ['aws_route53_zone.z["b"].zone_id']),
      config("s", ['aws_route53_zone.z["x"].zone_id']),
    ];
    const plan = planOf({ resources }, "aws_route53_record.r", "aws_route53_record.s", ...ZONES);
    expect(zoneOf("aws_route53_record.r", "zone_id", plan)).toEqual(['aws_route53_zone.z["b"]']);
    expect(zoneOf("aws_route53_record.s", "zone_id", plan)).toBeUndefined();
  });

  test("each.value of something that isn't in the plan leaves all zones, and says so", () => {
    const resources = [
      config("r", ["aws_route53_zone.z", "each.value.zone", "each.value"], {
        for_each_expression: { references: ["local.records"] },
      }),
    ];
    const plan = planOf({ resources }, 'aws_route53_record.r["x"]', ...ZONES);
    expect(zoneOf('aws_route53_record.r["x"]', "zone_id", plan)).toEqual([...ZONES, "…"]);
  });

  const module = {
    resources: [],
    outputs: { zone_id: { expression: { references: ["aws_route53_zone.z.zone_id", "aws_route53_zone.z"] } } },
  };
  const inModules = ['module.m["a"].aws_route53_zone.z', 'module.m["b"].aws_route53_zone.z'];

  test("module.m[each.key].zone_id, which is written without the output", () => {
    const plan = planOf(
      { resources: [config("r", ["module.m", "each.key"])], module_calls: { m: { module } } },
      'aws_route53_record.r["b"]',
      ...inModules,
    );
    expect(zoneOf('aws_route53_record.r["b"]', "zone_id", plan)).toEqual([inModules[1], "…"]);
  });

  test("a resource in each instance of a module keeps to its own", () => {
    const inner = { resources: [config("r", ["aws_route53_zone.z.zone_id", "aws_route53_zone.z"])] };
    const plan = planOf({ module_calls: { m: { module: inner } } }, 'module.m["b"].aws_route53_record.r', ...inModules);
    expect(zoneOf('module.m["b"].aws_route53_record.r', "zone_id", plan)).toEqual([inModules[1]]);
  });

  test("each.value in a module call is that of the call", () => {
    const inner = { resources: [config("r", ["var.zone"])] };
    const call = {
      module: inner,
      expressions: { zone: { references: ["each.value.zone_id", "each.value"] } },
      for_each_expression: { references: ["aws_route53_zone.z"] },
    };
    const plan = planOf({ module_calls: { m: call } }, 'module.m["b"].aws_route53_record.r', ...ZONES);
    expect(zoneOf('module.m["b"].aws_route53_record.r', "zone_id", plan)).toEqual(['aws_route53_zone.z["b"]']);
  });
});

describe("configurations that lead nowhere end", () => {
  test("variables and outputs in a circle", () => {
    const module = { resources: [config("r", ["var.a"])], outputs: { o: { expression: { references: ["var.a"] } } } };
    const plan = planOf(
      { module_calls: { m: { module, expressions: { a: { references: ["module.m.o", "module.m"] } } } } },
      "module.m.aws_route53_record.r",
    );
    expect(zoneOf("module.m.aws_route53_record.r", "zone_id", plan)).toBeUndefined();
  });

  test("more references than anybody writes", () => {
    const references = Array.from({ length: 100_000 }, (_, i) => `var.v${i}${".x".repeat(50)}`);
    const plan = planOf(
      { resources: [config("r", [...references, "aws_route53_zone.z"])] },
      "aws_route53_record.r",
      ...ZONES,
    );
    expect(zoneOf("aws_route53_record.r", "zone_id", plan)).toBeUndefined();
  });

  test("more zones than anybody can choose from", () => {
    const zones = Array.from({ length: 200 }, (_, i) => `aws_route53_zone.z[${i}]`);
    const plan = planOf({ resources: [config("r", ["aws_route53_zone.z"])] }, "aws_route53_record.r", ...zones);
    expect(zoneOf("aws_route53_record.r", "zone_id", plan)).toEqual([...zones.slice(0, 64), "…"]);
  });

  test.each(["", ".", "module", "module.m", "data.x", "var", "each", "a[", "var.x[", "constructor.name.x"])(
    "the reference %j",
    (reference) => {
      const plan = planOf({ resources: [config("r", [reference])] }, "aws_route53_record.r");
      expect(zoneOf("aws_route53_record.r", "zone_id", plan)).toBeUndefined();
    },
  );
});
