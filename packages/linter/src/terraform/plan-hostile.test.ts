import { describe, expect, test } from "vitest";
import { everything, found, OFFICE, plain, planWith, read, utf8, WANTED } from "../../test/plan/plans.js";
import { type PlanRead, readPlan } from "./plan.js";
import { resolveForEach, resolveReference } from "./plan-references.js";
import { bufferSource } from "./plan-source.js";

const office: Record<string, unknown> = JSON.parse(OFFICE.toString());
const compact = JSON.stringify(office);
const expected = everything(read(OFFICE));

/** A plan small enough to be broken at every octet: all sections, escapes, characters of each length, nesting. */
const SMALL = JSON.stringify({
  format_version: "1.2",
  variables: { 'a"b\\': { value: "} ] \u{1F512} é" } },
  planned_values: {
    root_module: {
      resources: [{ address: "aws_route53_zone.z", mode: "managed", type: "aws_route53_zone", name: "z", values: {} }],
    },
  },
  resource_changes: [
    { address: "null_resource.x", type: "null_resource", change: { after: [[{}], -1.5e3, false] } },
    {
      ...(planWith({}).resource_changes as object[])[0],
      index: 'k"]\n',
      change: {
        actions: ["update"],
        before: { name: "a" },
        after: { name: "\u{1F512}\\" },
        after_unknown: { x: true },
      },
    },
  ],
  prior_state: {
    values: {
      root_module: {
        child_modules: [
          {
            resources: [
              {
                address: "module.m.aws_route53_zone.y",
                mode: "managed",
                type: "aws_route53_zone",
                name: "y",
                values: { name: "y" },
              },
            ],
          },
        ],
      },
    },
  },
  configuration: {
    root_module: {
      resources: [
        {
          address: "aws_route53_record.www",
          type: "aws_route53_record",
          expressions: { x: { references: ["aws_route53_zone.z"] } },
        },
      ],
      module_calls: { m: { expressions: {}, module: {} } },
    },
  },
  errored: false,
});

/** Asks a plan everything that can be asked. */
function exhaust(bytes: Uint8Array, window?: number) {
  const plan = read(bytes, window);
  everything(plan);
  for (const instance of plan.changes) {
    resolveReference(plan, instance, "x");
    resolveForEach(plan, instance);
    plan.positionOf(instance.offset);
  }
  for (const { message, offset, line, column } of plan.problems) {
    expect(message).toMatch(/^[A-Z"].*\.$/s);
    expect(offset).toBeLessThanOrEqual(bytes.length);
    expect(line * column).toBeGreaterThan(0);
  }
  return plan;
}

describe("the same plan, otherwise written", () => {
  test("pretty, compact, with other white space", () => {
    for (const space of [0, 2, "\t\r\n  "])
      expect(everything(read(JSON.stringify(office, null, space)))).toEqual(expected);
  });

  test("its keys in any order", () => {
    const random = lcg(7);
    const shuffled = (json: unknown, deep: boolean): unknown => {
      if (Array.isArray(json)) return json.map((item) => shuffled(item, deep));
      if (typeof json !== "object" || json === null) return json;
      const entries = Object.entries(json).map(
        ([key, value]) => [key, deep ? shuffled(value, deep) : value, random()] as const,
      );
      return Object.fromEntries(entries.sort((a, b) => a[2] - b[2]).map(([key, value]) => [key, value]));
    };
    const inOrder = (plan: PlanRead) => {
      const { prior, ...rest } = everything(plan);
      return { ...rest, prior: [...prior].sort((one, other) => (one.address < other.address ? -1 : 1)) };
    };
    const wanted = inOrder(read(OFFICE));
    for (let round = 0; round < 20; round++) {
      expect(inOrder(read(shuffled(office, false)))).toEqual(wanted);
      expect(inOrder(read(shuffled(office, true)))).toEqual(wanted);
    }
    expect(inOrder(read(Object.fromEntries(Object.entries(office).reverse())))).toEqual(wanted);
  });

  test("through windows of any size", () => {
    for (const window of [1, 2, 3, 5, 7, 16, 61, 64, 255, 1000, 4096])
      expect(everything(read(OFFICE, window))).toEqual(expected);
    const small = everything(read(SMALL));
    for (let window = 1; window < 200; window++) expect(everything(read(SMALL, window))).toEqual(small);
  });

  test("every character escaped", () => {
    const escaped = compact.replace(
      /"((?:[^"\\]|\\.)*)"/g,
      (text) =>
        `"${[...(JSON.parse(text) as string)].map((c) => [...c].flatMap((one) => Array.from({ length: one.length }, (_, i) => `\\u${one.charCodeAt(i).toString(16).padStart(4, "0")}`)).join("")).join("")}"`,
    );
    expect(JSON.parse(escaped)).toEqual(office);
    expect(everything(read(escaped))).toEqual(expected);
  });

  test.each(["utf-16le", "utf-16be"])("in %s, with a byte order mark or without", (encoding) => {
    const withPairs = JSON.stringify(office).replace("tricky", "\u{1F512}".repeat(50));
    const utf8Reading = everything(read(withPairs));
    for (const text of [withPairs, `\ufeff${withPairs}`, `\ufeff${JSON.stringify(office, null, 2)}`]) {
      const bytes = encoding === "utf-16le" ? Buffer.from(text, "utf16le") : Buffer.from(text, "utf16le").swap16();
      for (const window of [4, 6, 64, 1001, 4096, undefined]) {
        const plan = read(bytes, window);
        expect(everything(plan)).toEqual(utf8Reading);
        const { line, column } = plan.positionOf(plan.changes[1].offset);
        expect(text.replace(/^\ufeff/, "").split("\n")[line - 1][column - 1]).toBe("{");
      }
    }
  });

  test("half a surrogate pair in UTF-16 breaks nothing else", () => {
    const text = compact.replace("tricky", "\ud83d\udd12 \ud83d \udd12 \ud83d");
    const plan = read(Buffer.from(text, "utf16le"), 64);
    expect(everything(plan)).toEqual(expected);
  });

  test("with a byte order mark", () => {
    const plan = read(`\ufeff${JSON.stringify(office)}`);
    expect(everything(plan)).toEqual(expected);
    expect(plan.positionOf(3)).toEqual({ line: 1, column: 1 });
    expect(plan.positionOf(4)).toEqual({ line: 1, column: 2 });
  });
});

describe("a broken plan is a problem, never an exception", () => {
  test("cut off anywhere", () => {
    const bytes = utf8(SMALL);
    expect(exhaust(bytes).problems).toEqual([]);
    for (let length = 0; length < bytes.length; length++) {
      for (const window of [undefined, 64])
        expect(exhaust(bytes.subarray(0, length), window).problems.length).toBeGreaterThan(0);
    }
    for (let length = 1; length < OFFICE.length - 2; length += 97)
      expect(exhaust(OFFICE.subarray(0, length)).problems).not.toEqual([]);
  });

  test("what came before the break is kept", () => {
    const half = OFFICE.subarray(0, OFFICE.indexOf('"previous_address"'));
    const plan = read(half);
    expect(plan.changes.length).toBe(6);
    expect(plan.problems).toMatchObject([{ message: "The text ends in the middle of this value: it was cut off." }]);
  });

  test("any octet replaced, doubled or gone", () => {
    const bytes = utf8(SMALL);
    const random = lcg(3);
    const others = utf8('{}[]",:\\ \n\0tfn0-u\xff');
    for (let at = 0; at < bytes.length; at++) {
      const replaced = bytes.slice();
      replaced[at] = others[Math.floor(random() * others.length)];
      exhaust(replaced, at % 3 === 0 ? 64 : undefined);
      exhaust(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]));
      exhaust(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at - 1)]));
    }
  });

  test("random octets, and random JSON tokens", () => {
    const random = lcg(5);
    const tokens = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"resource_changes":',
      '"type":"aws_route53_record"',
      '"change":{',
      '"after":',
      "1",
      "tru",
      '"',
      "\\",
      " ",
      '"format_version":"1.0",',
    ];
    for (let round = 0; round < 3000; round++) {
      const length = Math.floor(random() * 60);
      exhaust(Uint8Array.from({ length }, () => Math.floor(random() * 256)));
      exhaust(utf8(`{${Array.from({ length }, () => tokens[Math.floor(random() * tokens.length)]).join("")}`), 16);
    }
  });

  test("its place is told", () => {
    const text = '{\n  "format_version": "1.2",\n  "resource_changes": [\n    { "é🔒": 1 "x": 2 }\n  ]\n}\n';
    expect(read(text).problems).toEqual([
      {
        message: 'Expected "," or "}" here.',
        offset: utf8(text.slice(0, text.indexOf('"x"'))).length,
        line: 4,
        column: 16,
      },
    ]);
  });

  test("a value that isn't JSON is told when it is asked for, without its text", () => {
    const plan = read(
      '{"format_version":"1.2","resource_changes":[{"address":"aws_route53_record.a","type":"aws_route53_record","change":{"after":{"hunter2" 1}}}]}',
    );
    expect(plan.problems).toEqual([]);
    expect(plain(plan.changes[0].values)).toEqual({});
    expect(plain(plan.changes[0].before)).toBeUndefined();
    expect(plan.problems).toEqual([{ message: "This value isn't JSON.", offset: 124, line: 1, column: 125 }]);
  });

  test("a hundred problems are enough", () => {
    const deep = `${"[".repeat(300)}${"]".repeat(300)}`;
    const { problems } = read(
      `{"format_version":"1.2","resource_changes":[${Array.from({ length: 1000 }, () => deep).join()}]}`,
    );
    expect(problems.length).toBe(100);
    expect(problems[99].message).toBe("There are more problems than can be listed.");
  });
});

describe("limits", () => {
  const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}${"]}".repeat(levels / 2)}`;
  const withAfter = (after: string) =>
    JSON.stringify(planWith({}, { address: "aws_route53_record.next", name: "next" })).replace('{"name":"www"}', after);

  test("256 levels are read, more are a problem, and the rest goes on", () => {
    // The plan, its list, the element and its change are four of them.
    const plan = exhaust(utf8(withAfter(nested(252))));
    expect([plan.changes.length, plan.problems]).toEqual([2, []]);
    const deeper = exhaust(utf8(withAfter(nested(254))));
    expect(deeper.changes.map(({ address }) => address)).toEqual(["aws_route53_record.next"]);
    expect(deeper.problems).toMatchObject([{ message: "Nested more than 256 levels deep." }]);
  });

  test.each([
    ["a list of lists", "["],
    ["an object of objects", '{"a":'],
  ])("%s without end", (_, open) => {
    for (const bomb of [
      open.repeat(1_000_000),
      `{"x":${open.repeat(1_000_000)}`,
      `{"format_version":"1.2","resource_changes":${open.repeat(300_000)}`,
    ]) {
      expect(exhaust(utf8(bomb)).problems.length).toBeGreaterThan(0);
    }
  });

  test("modules in modules without end", () => {
    const states = `{"format_version":"1.2","prior_state":{"values":{"root_module":{${'"child_modules":[{'.repeat(100_000)}`;
    expect(exhaust(utf8(states)).problems).toMatchObject([{ message: "Nested more than 256 levels deep." }]);
    const calls = `{"format_version":"1.2","configuration":{"root_module":{${'"module_calls":{"m":{"module":{'.repeat(100_000)}`;
    expect(exhaust(utf8(calls)).problems).toMatchObject([{ message: "Nested more than 256 levels deep." }]);
  });

  test("huge strings with escapes, split by any window", () => {
    const text = '\\"'.repeat(100) + "\\u0041\\n\\\\".repeat(20_000) + "\u{1F512}é".repeat(10_000);
    const plan = withAfter(`{"name":"${text}"}`);
    for (const window of [61, 64, 4096, undefined]) {
      const { changes, problems } = read(plan, window);
      expect(problems).toEqual([]);
      expect(plain(changes[0].values.entries.get("name"))).toBe(JSON.parse(`"${text}"`));
      expect(changes[1].address).toBe("aws_route53_record.next");
    }
  });

  test("a key or address beyond the limit is passed over", () => {
    const long = "x".repeat(100_000);
    const plan = read(
      `{"${long}":1,"format_version":"1.2","resource_changes":[{"${long}":{},"address":"${long}","type":"aws_route53_record","name":"${long}","\\u0061${long}":1}]}`,
    );
    expect(plan.problems).toEqual([]);
    expect(plan.changes.length).toBe(1);
  });

  test("an element of more than 64 MiB is a problem, and the rest goes on", () => {
    const [head, tail] = withAfter('{"name":"@"}').split("@").map(utf8);
    const filler = 65 * 2 ** 20;
    const source = {
      size: head.length + filler + tail.length,
      read(offset: number, length: number, into: Uint8Array) {
        const bytes = into.subarray(0, Math.min(length, this.size - offset)).fill(0x78);
        if (offset < head.length) bytes.set(head.subarray(offset, offset + bytes.length));
        const from = offset - head.length - filler;
        if (from + bytes.length > 0)
          bytes.set(tail.subarray(Math.max(0, from), from + bytes.length), Math.max(0, -from));
        return bytes;
      },
    };
    const { changes, problems } = readPlan(source, { wanted: WANTED });
    expect(changes.map(({ address }) => address)).toEqual(["aws_route53_record.next"]);
    expect(problems).toMatchObject([{ message: "This value is longer than 64 MiB.", line: 1 }]);
  });
});

test("a source that keeps its octets needn't use the buffer it is given", () => {
  const { read: get, size } = bufferSource(OFFICE);
  const plan = readPlan(
    { size, read: (offset: number, length: number) => get(offset, length, new Uint8Array(0)).slice() },
    { wanted: WANTED, window: 512 },
  );
  expect(everything(plan)).toEqual(expected);
  expect(found(plan, "aws_route53_record.moved").key).toBeUndefined();
});

/** Numbers that look random and are the same each time. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
}
