import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../name/octets.js";
import { FIELDS } from "./all-fields.js";
import { SAMPLES } from "./testing.js";
import { mnemonics, typeCode, typeCodeAt, typeInfo } from "./types.js";

const all = mnemonics().map((mnemonic) => typeInfo(typeCode(mnemonic)!));

describe("the table of types", () => {
  test("every field has a reader and a printer", () => {
    const missing = all.flatMap(({ fields }) => fields).filter((field) => !FIELDS[field]);
    expect(missing).toEqual([]);
  });

  test("every field that text can write has a sample for the property tests", () => {
    const missing = all.flatMap(({ fields }) => fields).filter((field) => !SAMPLES[field]);
    expect(new Set(missing)).toEqual(new Set(["none", "obsolete"]));
  });

  test("no field is left over", () => {
    const named = new Set(all.flatMap(({ fields }) => fields));
    expect(Object.keys(FIELDS).filter((field) => !named.has(field))).toEqual([]);
  });

  test("codes and mnemonics are told once", () => {
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    expect(new Set(mnemonics()).size).toBe(all.length);
  });
});

describe("typeCode", () => {
  test("reads mnemonics in any case, and TYPE with up to five digits", () => {
    expect(typeCode("cname")).toBe(5);
    expect(typeCode("TYPE1")).toBe(1);
    expect(typeCode("type00257")).toBe(257);
    expect(typeCode("TYPE65535")).toBe(65535);
    expect(typeCode("TYPE65536")).toBeUndefined();
    expect(typeCode("TYPE000001")).toBeUndefined();
    expect(typeCode("TYPE")).toBeUndefined();
    expect(typeCode("FOO")).toBeUndefined();
    expect(typeCode("constructor")).toBeUndefined();
  });

  test("the same is read from octets", () => {
    for (const text of [
      ...mnemonics(),
      ...mnemonics().map((m) => m.toLowerCase()),
      "TYPE1",
      "TYPE65535",
      "FOO",
      "",
      "NSEC33",
      "MQ",
    ]) {
      const octets = encodeUtf8(text);
      expect(typeCodeAt(octets, 0, octets.length), text).toBe(typeCode(text) ?? -1);
    }
  });
});

test("types 0 and 128 to 255 are for questions and messages (RFC 6895 §3.1)", () => {
  for (const code of [0, 128, 129, 200, 248, 249, 255]) expect(typeInfo(code).fields).toEqual(["none"]);
  for (const code of [54, 69, 127, 265, 65280, 65535])
    expect(typeInfo(code)).toEqual({ mnemonic: `TYPE${code}`, code, fields: ["generic"] });
});
