import { expect, test } from "vitest";
import { encodeUtf8 } from "../../name/octets.js";
import { runRules } from "../../run-rules.js";
import { testFacts, testRule } from "../../testing.js";
import { readZoneFile } from "../../zonefile/reader.js";
import rule from "./rule.js";

testRule(rule, {
  "one digit too many": `
    $ORIGIN example.com.
    $GENERATE 1-2540000 host$ A 192.0.2.$   ; expect: tooMany
  `,
  "a step keeps it small": `
    $ORIGIN example.com.
    $GENERATE 0-2540000/10000 host$ A 192.0.2.1
  `,
  "as many as a /24 has": `
    $ORIGIN 2.0.192.in-addr.arpa.
    $GENERATE 0-255 $ PTR host$.example.com.
  `,
});

test("directives share the room of their zone", () => {
  const line = "$GENERATE 1-6 host$ A 192.0.2.$\n";
  const zone = readZoneFile(encodeUtf8(line + line), { file: "test.zone", limits: { generated: 10 } });
  const found = runRules(zone, { rules: [rule], facts: testFacts() });
  expect(found.map((f) => f.span?.start.line)).toEqual([2]);
  expect(found[0].explanation.what).toBe("This $GENERATE makes 6 records, and there is room for 4. It was not read.");
});
