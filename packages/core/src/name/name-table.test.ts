import { describe, expect, test } from "vitest";
import { DomainName } from "./domain-name.js";
import { BAD_ESCAPE, EMPTY_LABEL, LABEL_TOO_LONG, NAME_TOO_LONG, NameTable, parseName, ROOT } from "./name-table.js";
import { encodeUtf8 } from "./octets.js";

const octets = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const table = new NameTable();
const intern = (text: string, origin = ROOT) => table.internText(octets(text), 0, text.length, origin);
const example = intern("example.com.");

describe("names", () => {
  test("a name without final dot is completed with the origin, one with it isn't", () => {
    expect(table.text(intern("www", example))).toBe("www.example.com.");
    expect(table.text(intern("www.", example))).toBe("www.");
    expect(intern("@", example)).toBe(example);
    expect(intern(".", example)).toBe(ROOT);
  });
  test("case is kept as first seen and doesn't tell names apart (RFC 4343)", () => {
    const first = intern("MiXed", example);
    expect(intern("mIXED.EXAMPLE.com.")).toBe(first);
    expect(table.text(first)).toBe("MiXed.example.com.");
  });
  test("octets above 127 are not folded", () => {
    expect(intern("\\196", example)).not.toBe(intern("\\228", example));
  });
  test("escapes are octets of labels, an escaped dot among them", () => {
    const id = intern("a\\.b.\\064\\@", example);
    expect(table.text(id)).toBe("a\\.b.\\@\\@.example.com.");
    expect(table.depth[id]).toBe(4);
    expect(table.text(intern("\\@", example))).toBe("\\@.example.com.");
    expect(table.text(intern("\\000\\032\\255", example))).toBe("\\000\\032\\255.example.com.");
  });
  test("bad texts say why", () => {
    expect(intern("a..b")).toBe(EMPTY_LABEL);
    expect(intern(".a")).toBe(EMPTY_LABEL);
    expect(intern("")).toBe(EMPTY_LABEL);
    expect(intern(`${"a".repeat(64)}.b`)).toBe(LABEL_TOO_LONG);
    expect([table.badStart, table.badEnd]).toEqual([0, 64]);
    expect(intern("a".repeat(63))).toBeGreaterThan(0);
    expect(intern("\\256")).toBe(BAD_ESCAPE);
    expect(intern("\\1")).toBe(BAD_ESCAPE);
    expect(intern("a\\")).toBe(BAD_ESCAPE);
  });
  test("a name ends at 255 octets on the wire, its origin included (RFC 1035 §2.3.4)", () => {
    const label = "a".repeat(63);
    expect(intern(`${label}.${label}.${label}.${"b".repeat(61)}.`)).toBeGreaterThan(0);
    expect(intern(`${label}.${label}.${label}.${"b".repeat(62)}.`)).toBe(NAME_TOO_LONG);
    expect(intern(`${label}.${label}.${label}.${"b".repeat(60)}`, example)).toBe(NAME_TOO_LONG);
    expect(intern("a.".repeat(200))).toBe(NAME_TOO_LONG);
  });
  test("a lookup adds nothing", () => {
    const { count } = table;
    expect(table.findText(octets("never.seen"), 0, 10, example)).toBeUndefined();
    expect(table.count).toBe(count);
    expect(table.findText(octets("WWW"), 0, 3, example)).toBe(intern("www", example));
  });
  test("a parent's number is lower than its children's, however many there are", () => {
    const many = new NameTable();
    for (let i = 0; i < 20_000; i++) {
      const text = `h${i}.z${i % 97}.example.`;
      const id = many.internText(octets(text), 0, text.length, ROOT);
      expect(many.parent[id]).toBeLessThan(id);
      expect(many.internText(octets(text.toUpperCase()), 0, text.length, ROOT)).toBe(id);
    }
    expect(
      many.isSubdomain(
        many.internText(octets("h1.z1.example."), 0, 14, ROOT),
        many.internText(octets("example."), 0, 8, ROOT),
      ),
    ).toBe(true);
  });
  test("the wire form is what RFC 1035 §3.1 draws", () => {
    const out = new Uint8Array(32);
    expect([...out.subarray(0, table.writeWire(intern("A.bc."), out, 0, true))]).toEqual([1, 97, 2, 98, 99, 0]);
  });
});

describe("DomainName", () => {
  test("equals and isSubdomainOf ignore case", () => {
    const name = parseName("www.Example.com")!;
    expect(name.equals(new DomainName(["WWW", "example", "COM"]))).toBe(true);
    expect(name.isSubdomainOf(parseName("EXAMPLE.com.")!)).toBe(true);
    expect(name.isSubdomainOf(parseName("ample.com")!)).toBe(false);
    expect(parseName("com")!.isSubdomainOf(name)).toBe(false);
    expect(parseName(".")!.toString()).toBe(".");
    expect(parseName("a..b")).toBeUndefined();
  });
  test("what is printed is read back as the same", () => {
    const bytes = encodeUtf8("mün(ch)en;$.ex\\.ample.");
    const id = table.internText(bytes, 0, bytes.length, ROOT);
    expect(parseName(table.text(id))!.equals(table.name(id))).toBe(true);
  });
});
