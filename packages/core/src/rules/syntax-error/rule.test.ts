import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../name/octets.js";
import { runRules } from "../../run-rules.js";
import { testFacts, testRule } from "../../testing.js";
import { RecordView } from "../../zone/record-view.js";
import { recordsAt } from "../../zone/zone-index.js";
import { readZoneFile, type ZoneFileOptions } from "../../zonefile/reader.js";
import rule from "./rule.js";

testRule(rule, {
  parentheses: `
    $ORIGIN example.com.
    a  TXT  "closed" )             ; expect: strayParenthesis
    b  TXT  ( "closed"
              "later" )
    c  TXT  "( in quotes"
    d  TXT  \\( ; (
    e  TXT  ( "never closed"       ; expect: unclosedParenthesis
    f  TXT  "x"
  `,
  "what was meant to stand within the parenthesis isn't reported as well": `
    $ORIGIN example.com.
    $TTL 300
    @  SOA  ns1 hostmaster (      ; expect: unclosedParenthesis
              1      ; serial
              7200
              900
              1209600
              300
    @  NS   ns1
  `,
  quotes: `
    $ORIGIN example.com.
    a  TXT  "never closed          ; expect: unclosedQuote
    b  TXT  "closed \\" and on"
    c  TXT  "ends in a backslash\\\\"
  `,
  "the first record has no owner": `
    $TTL 300
       A  192.0.2.1                ; expect: noOwner
    @  A  192.0.2.1
       A  192.0.2.2
  `,
  "the type is missing": `
    $ORIGIN example.com.
    www                            ; expect: noType
    www  3600                      ; expect: noType
    www  3600 IN                   ; expect: noType
    in   IN  A  192.0.2.1
  `,
  "an owner that was indented": `
    $ORIGIN example.com.
    @    A  192.0.2.1
      www  A      192.0.2.2        ; expect: indentedOwner
      api  300 IN A 192.0.2.3
      300  A      192.0.2.4
           TXT    "x"
  `,
  classes: `
    $ORIGIN example.com.
    a  IN  A  192.0.2.1
    b  CH  A  192.0.2.1            ; expect: otherClass
    c  CLASS1 A 192.0.2.1
    d      A  192.0.2.1
  `,
  "a class behind records that leave theirs out": `
    $ORIGIN example.com.
    a      A  192.0.2.1
    b  CH  A  192.0.2.1            ; expect: otherClass
    c  IN  A  192.0.2.1
  `,
  "backslashes that escape nothing": `
    $ORIGIN example.com.
    a\\25   A    192.0.2.1         ; expect: badEscape
    b\\256  A    192.0.2.1         ; expect: badEscape
    c      TXT  "x\\1y"            ; expect: badEscape
    d      CNAME  e\\9.example.net.  ; expect: badEscape
    f\\255  TXT  "\\000\\; \\q"
  `,
  directives: `
    $ORIGIN                        ; expect: directiveForm
    $ORIGIN example.com. IN        ; expect: directiveForm
    $TTL 300 400                   ; expect: directiveForm
    $INCLUDE                       ; expect: directiveForm
    $GENERATE 1-3 a                ; expect: directiveForm
    $ORIGN example.com.            ; expect: unknownDirective
    $origin example.com.
    \\$x  A  192.0.2.1
  `,
  "ranges and modifiers of $GENERATE": `
    $ORIGIN example.com.
    $GENERATE 3-1 h$ A 192.0.2.$           ; expect: generateRange
    $GENERATE one-two h$ A 192.0.2.$       ; expect: generateRange
    $GENERATE 1-9/0 h$ A 192.0.2.$         ; expect: generateRange
    $GENERATE 1-2 h\${0,3,z} A 192.0.2.$    ; expect: generateModifier
    $GENERATE 1-2 h\${0,3,d} A 192.0.2.$
  `,
  "$GENERATE with RDATA of several words": `
    $ORIGIN example.com.
    $GENERATE 1-3 h$ MX 10 m$       ; expect: generateRdata
    $GENERATE 1-3 h$ MX "10 m$"
    $GENERATE 1-3 x$ 60 IN A 192.0.2.$
  `,
});

/** One text for every message; the line is 1 but for those that need lines of their own. */
const BAD: Record<string, string> = {
  unclosedParenthesis: 'a TXT ( "x"\n',
  strayParenthesis: 'a TXT "x" )\n',
  unclosedQuote: 'a TXT "x\n',
  lineTooLong: `a TXT ${"x ".repeat(1 << 19)}y\n`,
  tokenTooLong: `a TXT ${"x".repeat((1 << 16) + 1)}\n`,
  noOwner: "  A 192.0.2.1\n",
  noType: "a 300\n",
  indentedOwner: "  www A 192.0.2.1\n",
  indentedDirective: "  $TTL 300\n",
  otherClass: "a CH A 192.0.2.1\n",
  badEscape: "a\\25 A 192.0.2.1\n",
  unknownDirective: "$ORIGN sub\n",
  directiveForm: "$TTL 1 2\n",
  generateRange: "$GENERATE 2-1 h$ A 192.0.2.1\n",
  generateModifier: `$GENERATE 1-2 h\${x} A 192.0.2.1\n`,
  generateRdata: "$GENERATE 1-2 h$ MX 10 m$\n",
  strayReturn: "a TXT b\rc TXT d\n",
};

describe("reading goes on at the next record", () => {
  test.each(Object.entries(BAD))("after %s", (message, text) => {
    const before = message === "noOwner" ? "" : "before IN A 192.0.2.1\n";
    const { found, addressesOf } = lint(`$ORIGIN example.com.\n${before}${text}after IN A 192.0.2.9\n`);
    expect(found.map((f) => f.message)).toEqual([message]);
    expect(addressesOf("after.example.com.")).toEqual(["192.0.2.9"]);
  });

  test("every message of zone files but one has its text above", () => {
    const ofOthers = ["terraform", "plan"];
    const missing = Object.keys(rule.messages).filter((message) => !(message in BAD) && !ofOthers.includes(message));
    expect(missing).toEqual(["tooManyUnclosed"]);
  });

  test("after a line that an unclosed quote of CR LF ends", () => {
    const { found, addressesOf } = lint('$ORIGIN example.com.\r\na TXT "x\r\nafter A 192.0.2.9\r\n');
    expect(found.map((f) => f.message)).toEqual(["unclosedQuote"]);
    expect(addressesOf("after.example.com.")).toEqual(["192.0.2.9"]);
  });
});

test("an owner whose record can't be read is there all the same, and the next may inherit it", () => {
  const { addressesOf } = lint('$ORIGIN example.com.\nwww TXT "x\n    A 192.0.2.1\n');
  expect(addressesOf("www.example.com.")).toEqual(["192.0.2.1"]);
});

test("thousands of unclosed parentheses before a long text end the reading, not the patience", () => {
  const text = `${"a TXT (\n".repeat(3000)}${`b TXT "${"x".repeat(200)}"\n`.repeat(10_000)}`;
  const { found } = lint(text);
  expect(found[found.length - 1].message).toBe("tooManyUnclosed");
  expect(found.length).toBeLessThan(200);
});

function lint(text: string, options: Partial<ZoneFileOptions> = {}) {
  const zone = readZoneFile(encodeUtf8(text), { file: "test.zone", ...options });
  const found = runRules(zone, { rules: [rule], facts: testFacts() });
  const addressesOf = (name: string): string[] => {
    for (let id = 0; id < zone.names.count; id++) {
      if (zone.names.text(id) !== name) continue;
      const views = [...recordsAt(zone, id)].map((record) => new RecordView(zone).at(record));
      return views.filter((view) => view.readable).map((view) => view.presentation);
    }
    return [];
  };
  return { found, addressesOf };
}
