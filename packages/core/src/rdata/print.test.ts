import { describe, expect, test } from "vitest";
import { explainRdata } from "./messages.js";
import { printRdata } from "./print.js";
import { codeOf, hexOf, octetsOf, printed, Random, read, SAMPLES, wire } from "./testing.js";
import { mnemonics, typeInfo } from "./types.js";

const writable = mnemonics().filter((type) => !["none", "obsolete"].includes(typeInfo(codeOf(type)).fields[0]));
const sample = (type: string, random: Random) =>
  typeInfo(codeOf(type))
    .fields.map((field) => SAMPLES[field](random))
    .join(" ");

describe("what is read is printed, and reads the same again", () => {
  test.each([...writable, "TYPE65280"])("%s", (type) => {
    const random = new Random(codeOf(type));
    for (let i = 0; i < 60; i++) {
      const written = sample(type, random);
      const octets = wire(type, written);
      expect(octets, written).toMatch(/^([0-9a-f]{2})*$/);
      const text = printed(type, written);
      expect(wire(type, text), `${written} → ${text}`).toBe(octets);
      expect(printed(type, text)).toBe(text);
      expect(printed(type, `\\# ${octets.length / 2} ${octets}`)).toBe(text);
    }
  });
});

describe("octets that don't fit the type", () => {
  test.each([
    ["A", ""],
    ["A", "c0000201 00"],
    ["AAAA", "00000000000000000000000000000000 00"],
    ["CNAME", "0161"],
    ["CNAME", "c000"],
    ["CNAME", `40${"61".repeat(64)}00`],
    ["CNAME", `${`3f${"61".repeat(63)}`.repeat(4)}00`],
    ["TXT", ""],
    ["TXT", "0261"],
    ["CAA", "0000"],
    ["CAA", "000261"],
    ["LOC", "00121613 80000000 80000000 000000"],
    ["LOC", "0012161a 80000000 80000000 00000000"],
    ["LOC", "00020013 80000000 80000000 00000000"],
    ["LOC", "00120013 93503401 80000000 00000000"],
    ["LOC", ""],
    ["APL", "0001080401020300"],
    ["APL", "0001210401020304"],
    ["APL", "000108050102030405"],
    ["A6", "81 00"],
    ["A6", "7f0300"],
    ["WKS", "0102030406 00"],
    ["NSEC", "00"],
    ["NSEC", "00 000100"],
    ["NSEC", "00 0021 40000000000000000000000000000000000000000000000000000000000000000001"],
    ["NSEC", "00 010140 000140"],
    ["NSEC", "00 000140 000140"],
    ["NXT", "00 00"],
    ["NXT", "00 c0"],
    ["NXT", "00 4000000000000000000000000000000000 01"],
    ["NSEC3", "01 00 0001 00 01 01"],
    ["KEY", "00010308"],
    ["KEY", "c001030801"],
    ["DNSKEY", "c0010308"],
    ["RKEY", "000103ff00"],
    ["DS", "0001080200"],
    ["SSHFP", "010101"],
    ["ZONEMD", "00000000 01 f0 0102030405060708090a0b"],
    ["RRSIG", "0001 08 00 0000003c 00000000 00000000 0001 016100 00"],
    ["RRSIG", "0001 08 02 0000003c 00000000 00000000 0001 00"],
    ["IPSECKEY", "0a0001"],
    ["IPSECKEY", "0a040001"],
    ["AMTRELAY", "000000"],
    ["AMTRELAY", "0001010203"],
    ["HIP", "00 02 0001 01"],
    ["HIP", "01 02 0001 01 01 0161"],
    ["NSAP", ""],
    ["ATMA", "00"],
    ["ATMA", "0141"],
    ["X25", "03313233"],
    ["X25", "0431323341"],
    ["NAPTR", "0000 0000 00 00 0221 61 00"],
    ["MD", ""],
    ["OPT", "00"],
    ["TYPE200", "00"],
  ])("%s %s", (type, octets) => {
    expect(printRdata(codeOf(type), octetsOf(octets))).toBeUndefined();
  });
});

describe("hostile input", () => {
  const PIECES = [
    '"',
    '"a b"',
    "(",
    ")",
    ";",
    "\\",
    "\\#",
    "\\0",
    "\\300",
    "=",
    "alpn=",
    '="',
    "-",
    "!",
    "1:",
    "/",
    "::",
    ".",
    "@",
    "é",
    "\u0000",
    "4294967296",
    "-1",
    "1e9",
    "0x",
    "+",
  ];

  test("random text of every type may be refused, but never throws", () => {
    const random = new Random(1);
    for (const type of mnemonics()) {
      for (let i = 0; i < 60; i++) {
        const pieces = random.list(0, 8, () => {
          const field = random.pick(typeInfo(codeOf(type)).fields);
          if (random.upTo(3) > 0 && SAMPLES[field]) return SAMPLES[field](random);
          return random.pick([random.pick(PIECES), String.fromCharCode(...random.octets(1, 9))]);
        });
        const text = pieces
          .join(random.pick([" ", " ", ""]))
          .replace(/[\n"();]/g, (c) => (random.upTo(2) ? "" : c === "\n" ? " " : c));
        let writer: ReturnType<typeof read>;
        try {
          writer = read(type, text);
        } catch (error) {
          // An open quote or parenthesis is the lexer's to refuse.
          expect(String(error)).toMatch(/the lexer says/);
          continue;
        }
        if (writer.problem) {
          const { what, how } = explainRdata(writer.problem);
          expect(what.length > 0 && how.length > 0).toBe(true);
        } else expect(printRdata(codeOf(type), writer.out.slice(0, writer.length)), `${type} ${text}`).toBeDefined();
      }
    }
  });

  test("random octets of every type may not fit, but never throw; what fits reads back", () => {
    const random = new Random(2);
    for (const type of mnemonics()) {
      for (let i = 0; i < 60; i++) {
        const octets = random.octets(0, random.pick([4, 20, 300]));
        const text = printRdata(codeOf(type), octets);
        if (text !== undefined && typeInfo(codeOf(type)).fields[0] !== "obsolete")
          expect(wire(type, text), `${type} ${text}`).toBe(hexOf(octets));
      }
    }
  });

  test("octets with one change that fit read back too", () => {
    const random = new Random(3);
    for (const type of writable) {
      for (let i = 0; i < 60; i++) {
        const octets = octetsOf(wire(type, sample(type, random)));
        if (octets.length > 0)
          octets[random.upTo(octets.length)] = random.pick([0, 1, 63, 64, 127, 128, 192, 255, random.upTo(256)]);
        const changed = octets.subarray(0, octets.length - random.pick([0, 0, 1]));
        const text = printRdata(codeOf(type), changed);
        if (text !== undefined) expect(wire(type, text), `${type} ${text}`).toBe(hexOf(changed));
      }
    }
  });
});
