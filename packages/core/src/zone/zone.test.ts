import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../name/octets.js";
import { readZoneFile } from "../zonefile/reader.js";
import { COMMENTED, NON_ASCII, ODDLY_QUOTED, QUOTED } from "./zone.js";
import { recordsAt } from "./zone-index.js";

const read = (text: string) => readZoneFile(encodeUtf8(text), { file: "test.zone", origin: "example.com" });

describe("a zone", () => {
  test("walks the records of an owner in the order of the source, wherever they stand", () => {
    const zone = read("$TTL 60\na A 192.0.2.1\nb A 192.0.2.2\na A 192.0.2.3\nb MX 1 a\na TXT x\n");
    const [a, b] = [zone.owner[0], zone.owner[1]];
    expect([...recordsAt(zone, a)]).toEqual([0, 2, 4]);
    expect([...recordsAt(zone, b)]).toEqual([1, 3]);
    expect(zone.firstRecordAt(b)).toBe(1);
    expect([...recordsAt(zone, zone.names.parent[a])]).toEqual([]);
    expect(zone.firstRecordAt(1_000_000)).toBe(-1);
  });

  test("knows the origin of every record, in whatever order one asks", () => {
    const zone = read(
      "$TTL 60\na A 192.0.2.1\n$ORIGIN x\nb A 192.0.2.2\nc A 192.0.2.3\n$ORIGIN example.com.\nd A 192.0.2.4\n",
    );
    const origins = [2, 0, 3, 1, 1, 2, 0].map((id) => zone.names.text(zone.originOf(id)));
    const [apex, below] = ["example.com.", "x.example.com."];
    expect(origins).toEqual([below, apex, apex, below, below, below, apex]);
    expect([...zone.origins].map((id) => zone.names.text(id))).toEqual([apex, below]);
  });

  test.each([
    ['a TXT "plain text; no comment"', QUOTED],
    ["a TXT plain ; a comment", COMMENTED],
    ['a TXT ( "one" ; a comment\n "two" )', QUOTED | COMMENTED],
    ['a TXT "say \\"hello\\" and \\; go"', QUOTED],
    ['a TXT "\\"all round\\""', QUOTED | ODDLY_QUOTED],
    ['a TXT "line\\nbreak"', QUOTED | ODDLY_QUOTED],
    ['a TXT "one""two"', QUOTED | ODDLY_QUOTED],
    ['a TXT "" x', QUOTED | ODDLY_QUOTED],
    ["a TXT 'v=spf1 -all'", ODDLY_QUOTED],
    ['"a" A 192.0.2.1', ODDLY_QUOTED],
    ["a\\.b CNAME c", 0],
    ["a CNAME \\c", ODDLY_QUOTED],
    ["a TXT “v=spf1”", NON_ASCII],
    ['a CAA 0 issue "ca”.example"', NON_ASCII],
    ["a TXT abäb", 0],
  ])("marks the text of %s", (line, expected) => {
    const zone = read(`$TTL 60\n${line}\n`);
    expect(zone.flags[0] & (QUOTED | COMMENTED | ODDLY_QUOTED | NON_ASCII)).toBe(expected);
  });
});
