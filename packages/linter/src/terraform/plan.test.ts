import { describe, expect, test } from "vitest";
import { everything, found, OFFICE, plain, planWith, read } from "../../test/plan/plans.js";
import { mask } from "./plan-value.js";

const office = read(OFFICE);
const RECORD = "aws_route53_record";

describe("the changes", () => {
  test("are those of the wanted types, with what will be done", () => {
    expect(office.problems).toEqual([]);
    expect(office.changes.map(({ address, action }) => `${action} ${address}`)).toEqual([
      "create aws_acm_certificate.site",
      "create aws_route53_record.conditional",
      "no-op aws_route53_record.imported",
      "forget aws_route53_record.kept",
      "create aws_route53_record.local",
      'create aws_route53_record.many["de"]',
      "no-op aws_route53_record.moved",
      'delete aws_route53_record.old["*.a[\\"b\\"].c"]',
      "update aws_route53_record.secret",
      'create aws_route53_record.validation["example.com"]',
      'create aws_route53_zone.many["de"]',
      'create aws_route53_zone.many["fr"]',
      "read data.aws_route53_zone.late",
      'create module.dns["eu"].aws_route53_zone.main',
      'create module.dns["us"].aws_route53_zone.main',
      "create module.records.module.web[0].aws_route53_record.www",
      "replace module.records.module.web[0].cloudflare_dns_record.www",
    ]);
  });

  test("say who they are", () => {
    const { mode, type, name, key, module, provider } = found(office, 'module.dns["eu"].aws_route53_zone.main');
    expect({ mode, type, name, key, module, provider }).toEqual({
      mode: "managed",
      type: "aws_route53_zone",
      name: "main",
      key: undefined,
      module: [{ name: "dns", key: "eu" }],
      provider: "hashicorp/aws",
    });
    expect(found(office, 'aws_route53_record.old["*.a[\\"b\\"].c"]').key).toBe('*.a["b"].c');
    expect(found(office, "module.records.module.web[0].cloudflare_dns_record.www").provider).toBe(
      "cloudflare/cloudflare",
    );
    expect(found(office, "data.aws_route53_zone.late").mode).toBe("data");
  });

  test("hold what is known, and name what the unknown comes from", () => {
    const { values } = found(office, 'aws_route53_record.validation["example.com"]');
    expect(plain(values)).toEqual({
      alias: [],
      allow_overwrite: null,
      set_identifier: null,
      ttl: 60,
      fqdn: "?",
      id: "?",
      name: "?each.value.name",
      records: "?each.value.record",
      type: "?each.value.type",
      zone_id: '?module.dns["eu"].zone_id',
    });
    const { values: www } = found(office, "module.records.module.web[0].aws_route53_record.www");
    expect(plain(www.entries.get("alias"))).toEqual([
      { evaluate_target_health: false, name: "lb.example.org", zone_id: "?var.target_zone_id" },
    ]);
  });

  test("that delete or forget show what was", () => {
    for (const address of ['aws_route53_record.old["*.a[\\"b\\"].c"]', "aws_route53_record.kept"]) {
      const { values, before } = found(office, address);
      expect(plain(values)).toMatchObject({ zone_id: "Z0OLD" });
      expect(plain(before)).toEqual(plain(values));
    }
  });

  test("that replace show both", () => {
    const { values, before } = found(office, "module.records.module.web[0].cloudflare_dns_record.www");
    expect(plain(values)).toEqual({ content: "192.0.2.9", name: "www", type: "A", zone_id: "?var.zone_id" });
    expect(plain(before)).toEqual({ content: "192.0.2.8", name: "www", type: "A", zone_id: "cf1" });
    expect(found(office, "aws_acm_certificate.site").before).toBeUndefined();
  });

  test("that move or import say so; deposed objects are left out", () => {
    const moved = found(office, "aws_route53_record.moved");
    expect([moved.previousAddress, moved.importing]).toEqual(["aws_route53_record.before", false]);
    const imported = found(office, "aws_route53_record.imported");
    expect([imported.previousAddress, imported.importing]).toEqual([undefined, true]);
    expect(JSON.stringify(everything(office))).not.toContain("deposed.example.net");
  });

  test("mark as sensitive what is so before or after", () => {
    const { values, before } = found(office, "aws_route53_record.secret");
    expect(plain(values.entries.get("records"))).toEqual(["!hunter3", "!open"]);
    expect(plain(before?.entries.get("records"))).toEqual(["!hunter2"]);
    expect(mask(values)).not.toContain("hunter");
    expect(mask(values)).toContain("records = (sensitive)");
  });
});

test("the prior state has data sources, and what the plan doesn't touch", () => {
  expect(office.prior.map(({ address }) => address)).toEqual([
    "data.aws_route53_zone.old",
    "aws_route53_record.moved",
    "aws_route53_record.not_targeted",
    "module.records.data.aws_route53_zone.shared[0]",
  ]);
  expect(office.untouched.map(({ address }) => address)).toEqual(["aws_route53_record.not_targeted"]);
  expect(plain(office.untouched[0].values)).toMatchObject({ name: "n.example.net", records: ["!hunter4"] });
  const shared = found(office, "module.records.data.aws_route53_zone.shared[0]");
  expect([shared.mode, shared.key, shared.module]).toEqual(["data", 0, [{ name: "records" }]]);
});

test("planned values are kept where nothing else has them", () => {
  expect(office.planned.map(({ address }) => address)).toEqual(["aws_route53_zone.only_planned"]);
  expect(plain(office.planned[0].values)).toMatchObject({ name: "planned.example.com" });
});

test("what the plan says of itself", () => {
  const { formatVersion, terraformVersion, errored, deferred } = office;
  expect({ formatVersion, terraformVersion, errored, deferred }).toEqual({
    formatVersion: "1.2",
    terraformVersion: "1.9.8",
    errored: true,
    deferred: 1,
  });
});

test("the configuration tells constants, references and blocks apart", () => {
  const { configuration } = office;
  const www = found(office, "module.records.module.web[0].aws_route53_record.www");
  expect(configuration.expression(www, "type")).toEqual({ kind: "constant", value: { kind: "string", value: "A" } });
  expect(configuration.expression(www, "zone_id")).toEqual({ kind: "references", references: ["var.zone_id"] });
  expect(configuration.expression(www, "alias")).toMatchObject({ kind: "blocks", blocks: [expect.any(Map)] });
  expect(configuration.expression(www, "ttl")).toBeUndefined();
  expect(configuration.forEach(found(office, 'aws_route53_record.many["de"]'))).toEqual({
    kind: "references",
    references: ["aws_route53_zone.many"],
  });
});

test("a place in the plan has a line and a column", () => {
  const lines = OFFICE.toString().split("\n");
  for (const { offset, length, address } of office.changes) {
    const { line, column } = office.positionOf(offset);
    expect(lines[line - 1].slice(column - 1)).toBe("{");
    expect(lines[line]).toContain(JSON.stringify(address));
    expect(JSON.parse(OFFICE.subarray(offset, offset + length).toString()).address).toBe(address);
  }
  const one = read(
    `{"format_version":"1.2","x":"é🔒","resource_changes":[${JSON.stringify((planWith({}).resource_changes as unknown[])[0])}]}`,
  );
  expect(one.positionOf(one.changes[0].offset)).toEqual({
    line: 1,
    column: '{"format_version":"1.2","x":"é🔒","resource_changes":['.length + 1,
  });
});

describe("actions go by membership", () => {
  test.each([
    [["no-op"], "no-op"],
    [["create"], "create"],
    [["read"], "read"],
    [["update"], "update"],
    [["delete", "create"], "replace"],
    [["create", "delete"], "replace"],
    [["delete"], "delete"],
    [["forget"], "forget"],
    [["create", "forget"], "create"],
    [[], undefined],
    [["dance"], undefined],
  ])("%j is %s", (actions, action) => {
    expect(read(planWith({ change: { actions, before: null, after: {} } })).changes[0].action).toBe(action);
  });
});

describe("format versions", () => {
  test.each(["0.1", "0.2", "1.0", "1.2", "1.99", "1.2.3"])("%s is read", (version) => {
    const plan = read({ ...planWith({}), format_version: version });
    expect([plan.problems, plan.changes.length, plan.formatVersion]).toEqual([[], 1, version]);
  });

  test.each(["0.0", "2.0", "10.1", "x", "", 1.5, null])("%s is refused with a sentence", (version) => {
    const text = { ...planWith({}), format_version: version };
    // Whichever comes first.
    for (const plan of [read(text), read(Object.fromEntries(Object.entries(text).reverse()))]) {
      expect(plan.changes).toEqual([]);
      expect(plan.problems.map(({ message }) => message)).toEqual([expect.stringMatching(/format.version/)]);
    }
  });

  test("none is refused too, and the redacted plan of HCP Terraform", () => {
    expect(read({ resource_changes: [] }).problems).toMatchObject([
      { message: expect.stringContaining("format_version"), line: 1, column: 1 },
    ]);
    expect(read({ plan_format_version: "1.1", resource_changes: [] }).problems).toMatchObject([
      { message: expect.stringContaining("redacted") },
    ]);
  });
});

describe("what a plan may leave out or have otherwise", () => {
  test("no mode, module or provider; an index in the address alone", () => {
    const plan = read({
      format_version: "0.1",
      resource_changes: [
        {
          address: 'module.a["b"].aws_route53_record.www[3]',
          type: RECORD,
          name: "www",
          change: { actions: ["create"], after: {} },
        },
      ],
    });
    const { mode, module, key, provider } = plan.changes[0];
    expect({ mode, module, key, provider }).toEqual({
      mode: "managed",
      module: [{ name: "a", key: "b" }],
      key: 3,
      provider: undefined,
    });
  });

  test("no change, no address", () => {
    const [instance] = read({ format_version: "1.0", resource_changes: [{ type: RECORD, name: "www" }] }).changes;
    expect([instance.address, instance.action, plain(instance.values), instance.before]).toEqual([
      "aws_route53_record.www",
      undefined,
      {},
      undefined,
    ]);
  });

  test("another mode isn't DNS", () => {
    expect(read(planWith({ mode: "ephemeral" })).changes).toEqual([]);
  });

  test("wholly unknown: the attributes' names are those that were and are written", () => {
    const change = { actions: ["update"], before: { name: "www", ttl: 60 }, after: null, after_unknown: true };
    expect(plain(read(planWith({ change })).changes[0].values)).toEqual({ name: "?", ttl: "?" });
  });

  test("null for a section is nothing, anything else is a problem", () => {
    const empty = {
      format_version: "1.0",
      resource_changes: null,
      prior_state: null,
      planned_values: null,
      configuration: null,
    };
    expect(read(empty).problems).toEqual([]);
    const wrong = read({
      format_version: "1.0",
      resource_changes: {},
      prior_state: [],
      planned_values: 1,
      configuration: "x",
    });
    expect(wrong.problems.map(({ message }) => message)).toEqual([
      '"resource_changes" should be a list.',
      '"prior_state" should be an object.',
      '"planned_values" should be an object.',
      '"configuration" should be an object.',
    ]);
  });

  test("a section that comes twice is a problem", () => {
    expect(read('{"format_version":"1.0","resource_changes":[],"resource_changes":[]}').problems).toMatchObject([
      { message: '"resource_changes" is in this plan twice.', line: 1, column: 66 },
    ]);
  });

  test("the wrapper of setup-terraform may stand around it", () => {
    const plan = JSON.stringify(planWith({}));
    for (const text of [
      `[command]/x/terraform-bin show -json p\n${plan}\n::debug::exit\n`,
      `${plan}%0A\n::set-output name=exitcode::0`,
    ]) {
      expect([read(text).problems, read(text).changes.length]).toEqual([[], 1]);
    }
    expect(read(`${plan} {}`).problems).toMatchObject([{ message: "There is more text after the plan." }]);
  });
});
