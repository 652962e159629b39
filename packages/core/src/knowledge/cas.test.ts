import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generate } from "../../scripts/generate-cas.mjs";
import { caFromAddition } from "./ca-addition.js";
import { findCaFaults, isLdhName } from "./ca-check.js";
import { CAS } from "./cas.gen.js";
import { CA_SHAPES } from "./cas-shapes.gen.js";
import type { CaKnowledge } from "./schema.js";

const here = new URL("./", import.meta.url);
const files = readdirSync(new URL("cas/", here)).filter((file) => file.endsWith(".json"));
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, here), "utf8"));

describe("the CA files", () => {
  test.each(files)("%s is sound", (file) => {
    expect(findCaFaults(read(`cas/${file}`), file.replace(/\.json$/, ""))).toEqual([]);
  });

  test("there are 46 of them, each CA that another one issues from among them", () => {
    expect(files).toHaveLength(46);
    const ids = new Set(CAS.map((ca) => ca.id));
    for (const ca of CAS) for (const id of ca.issuesFrom ?? []) expect(ids, `${ca.id} → ${id}`).toContain(id);
  });

  test("a record's id is unique within its CA", () => {
    for (const { id, records = [] } of CAS) {
      expect(new Set(records.map((record) => record.id)).size, id).toBe(records.length);
    }
  });

  test("a suffix is what the value's pattern takes, and a misspelt one isn't", () => {
    for (const { id, records = [] } of CAS) {
      for (const { value, example, suffixes = [], misspelt = [], retired } of records) {
        const own = suffixes.find((suffix) => example.value.endsWith(suffix.value))?.value ?? "";
        for (const suffix of suffixes) {
          const target = example.value.slice(0, example.value.length - own.length) + suffix.value;
          if (!retired) expect(target, id).toMatch(new RegExp(value));
        }
        for (const wrong of misspelt) {
          const target = example.value.slice(0, example.value.length - own.length) + wrong;
          expect(target, id).not.toMatch(new RegExp(value));
        }
      }
    }
  });

  test("what is known from memory only says so", () => {
    const memory = /general knowledge/;
    const look = (x: unknown, path: string): void => {
      if (typeof x !== "object" || x === null) return;
      const { sources, status } = x as { sources?: unknown; status?: unknown };
      if (Array.isArray(sources) && status !== undefined && sources.every((each) => memory.test(String(each)))) {
        expect(status, path).toBe("unverified");
      }
      for (const [key, value] of Object.entries(x)) look(value, `${path}.${key}`);
    };
    for (const ca of CAS) look(ca, ca.id);
  });
});

describe("the listed issuers", () => {
  const doc = read("issuer-domains.json") as {
    checkedOn: string;
    sources: Record<string, string>;
    domains: { value: string; name: string; status: string; sources: string[] }[];
    wrongGuesses: { value: string; meant: string[] }[];
  };

  test("each is a host name, listed once, with a source", () => {
    expect(doc.checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(new Set(doc.domains.map(({ value }) => value)).size).toBe(doc.domains.length);
    for (const { value, name, status, sources } of doc.domains) {
      expect(isLdhName(value), value).toBe(true);
      expect(name).not.toBe("");
      expect(["verified", "partial", "unverified"]).toContain(status);
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources) expect(Object.keys(doc.sources)).toContain(source);
    }
  });

  test("a wrong guess leads to a name of a CA", () => {
    const known = new Set(CAS.flatMap((ca) => ca.issuerDomains.value).concat(doc.domains.map(({ value }) => value)));
    for (const { value, meant } of doc.wrongGuesses) {
      expect(value).toBe(value.toLowerCase());
      expect(known, value).not.toContain(value);
      for (const each of meant) expect(known, `${value} → ${each}`).toContain(each);
    }
  });
});

describe("the generated modules", () => {
  test.each(Object.entries(generate()))("%s is what the files make", (file, text) => {
    expect(readFileSync(new URL(file, here), "utf8")).toBe(text);
  });

  test("the small one agrees with the whole", () => {
    expect(CA_SHAPES.map((ca) => ca.id)).toEqual(CAS.map((ca) => ca.id));
    for (const [at, { shapes = [] }] of CA_SHAPES.entries()) {
      expect(CAS[at].records ?? []).toMatchObject([...shapes]);
    }
  });
});

describe("findCaFaults", () => {
  const sound = (): Record<string, unknown> => structuredClone(CAS.find((ca) => ca.id === "amazon")!) as never;
  // biome-ignore lint/suspicious/noExplicitAny: the point is to put in what no type allows.
  type Loose = Record<string, any>;
  const faultsOf = (change: (ca: Loose) => void): readonly string[] => {
    const ca = sound();
    change(ca);
    return findCaFaults(ca, "amazon");
  };

  test("a sound file has none", () => expect(findCaFaults(sound(), "amazon")).toEqual([]));
  test.each<[string, (ca: Loose) => void, RegExp]>([
    ["another id than its file's", (ca) => (ca.id = "aws"), /its id is "aws"/],
    ["an unknown key", (ca) => (ca.colour = "orange"), /unknown key "colour"/],
    ["an unknown key further in", (ca) => (ca.records[0].example.severity = "error"), /severities belong to rules/],
    ["a status that isn't one", (ca) => (ca.issuerDomains.status = "sure"), /issuerDomains.status: "sure"/],
    ["a fact without a source", (ca) => (ca.issuerDomains.sources = []), /issuerDomains.sources/],
    ["a day that isn't one", (ca) => (ca.checkedOn = "22.11.2026"), /no ISO date/],
    ["a month that isn't one", (ca) => (ca.checkedOn = "2026-13-22"), /no ISO date/],
    ["an issuer domain with upper case", (ca) => (ca.issuerDomains.value = ["Amazon.com"]), /no lower-case host name/],
    [
      "an issuer domain with a final dot",
      (ca) => (ca.issuerDomains.value = ["amazon.com."]),
      /no lower-case host name/,
    ],
    ["a pattern that doesn't compile", (ca) => (ca.records[0].value = "^(_$"), /doesn't compile/],
    ["a pattern without anchors", (ca) => (ca.records[0].value = "acm"), /anchors/],
    ["an example that doesn't fit", (ca) => (ca.records[0].example.value = "x.acm-validations.aws"), /doesn't fit/],
    ["a CNAME without suffixes", (ca) => delete ca.records[0].suffixes, /wants suffixes/],
    ["a method nobody knows", (ca) => (ca.methods[0].method = "telepathy"), /"telepathy" is none of/],
  ])("%s is told", (_, change, told) => {
    expect(faultsOf(change).join("\n")).toMatch(told);
  });
  test("what isn't even an object is told, not thrown", () => {
    for (const odd of [null, 1, "x", [], { records: 1 }]) expect(findCaFaults(odd, "odd").length).toBeGreaterThan(0);
  });
});

test("an addition of the user counts as verified, in lower case", () => {
  const added = caFromAddition({ id: "pebble", name: "Pebble", issuerDomains: ["Pebble.test"] });
  expect(added.issuerDomains).toEqual({ value: ["pebble.test"], status: "verified" });
});

test("the types hold for what is generated", () => {
  const all: readonly CaKnowledge[] = CAS;
  expect(all.length).toBe(files.length);
});
