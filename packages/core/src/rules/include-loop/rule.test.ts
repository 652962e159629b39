import { expect, test } from "vitest";
import { encodeUtf8 } from "../../name/octets.js";
import { runRules } from "../../run-rules.js";
import { testFacts, testRule } from "../../testing.js";
import { readZoneFile } from "../../zonefile/reader.js";
import rule from "./rule.js";

testRule(rule, {
  "a file that includes itself": {
    file: "example.com.zone",
    zone: `
      $ORIGIN example.com.
      $INCLUDE example.com.zone   ; expect: loop
      www  A  192.0.2.1
    `,
    files: { "example.com.zone": "never read" },
  },
  "by way of another, whose line is to blame": {
    file: "a.zone",
    zone: `
      $INCLUDE b.zone             ; expect: loop
    `,
    files: { "a.zone": "never read", "b.zone": "$INCLUDE a.zone\n" },
  },
  "the same file twice, under two origins": {
    zone: `
      $ORIGIN example.com.
      $INCLUDE hosts.zone
      $INCLUDE hosts.zone sub
    `,
    files: { "hosts.zone": "www A 192.0.2.1\n" },
  },
  // Each file's only line is its first, so that is where the last of the chain is blamed.
  "a chain of seventeen files": {
    zone: `
      $INCLUDE 1.zone             ; expect: tooDeep
    `,
    files: chain(17),
  },
  "a chain of sixteen": {
    zone: `
      $INCLUDE 2.zone
    `,
    files: chain(17),
  },
});

function chain(length: number): Record<string, string> {
  const files: Record<string, string> = { [`${length}.zone`]: "www A 192.0.2.1\n" };
  for (let i = 1; i < length; i++) files[`${i}.zone`] = `$INCLUDE ${i + 1}.zone\n`;
  return files;
}

test("more includes than the limit", () => {
  const line = "$INCLUDE hosts.zone\n";
  const include = () => ({ kind: "file", file: "hosts.zone", bytes: encodeUtf8("www A 192.0.2.1\n") }) as const;
  const zone = readZoneFile(encodeUtf8(line.repeat(4)), { file: "test.zone", include, limits: { includes: 3 } });
  const found = runRules(zone, { rules: [rule], facts: testFacts() });
  expect(found.map((f) => f.message)).toEqual(["tooMany"]);
  expect(found[0].explanation.what).toBe('"hosts.zone" was not read: the zone has more than 3 includes.');
});
