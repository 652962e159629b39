import { expect, test } from "vitest";
import { encodeUtf8 } from "../../name/octets.js";
import { runRules } from "../../run-rules.js";
import { testFacts, testRule } from "../../testing.js";
import { readZoneFile } from "../../zonefile/reader.js";
import rule from "./rule.js";

test("a path that leads out of the root is told with the reason", () => {
  const text = encodeUtf8("$ORIGIN example.com.\n$INCLUDE ../../etc/passwd\nwww A 192.0.2.1\n");
  const why = "it lies outside the linted root";
  const include = () => ({ kind: "refused", rule: "include-outside-root", why }) as const;
  const zone = readZoneFile(text, { file: "test.zone", include });
  const [finding, ...others] = runRules(zone, { rules: [rule], facts: testFacts() });
  expect(others).toEqual([]);
  expect(finding.explanation.what).toBe('"../../etc/passwd" was not opened: it lies outside the linted root.');
  expect(finding.span).toMatchObject({ start: { line: 2, column: 10 }, end: { line: 2, column: 26 } });
  expect(zone.count).toBe(1);
});

testRule(rule, {
  "a file below the root, by a path with dots": {
    zone: `
      $ORIGIN example.com.
      $INCLUDE ../shared/hosts.zone
    `,
    files: { "../shared/hosts.zone": "www A 192.0.2.1\n" },
  },
});
