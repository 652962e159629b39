import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

/** `h1` to `h<hops>`, each an alias of the next; the last one's target holds an address. */
const chain = (hops: number, message = ""): string => {
  const lines = Array.from({ length: hops }, (_, i) => `h${i + 1} CNAME h${i + 2}`);
  if (message) lines[0] += ` ; expect: ${message}`;
  return ["$ORIGIN example.com.", ...lines, `h${hops + 1} A 192.0.2.1`].join("\n");
};

testRule(rule, {
  "8 hops are fine": chain(8),
  "9 are too many for some": chain(9, "long"),
  "11 are still answered": chain(11, "long"),
  "12 are nobody's": chain(12, "tooLong"),
  "two beginnings share an end": `
    $ORIGIN example.com.
    a   CNAME  h1   ; expect: long
    b   CNAME  h1   ; expect: long
    h1  CNAME  h2
    h2  CNAME  h3
    h3  CNAME  h4
    h4  CNAME  h5
    h5  CNAME  h6
    h6  CNAME  h7
    h7  CNAME  h8
    h8  CNAME  web.example.net.
  `,
  "a circle behind them is another rule's": `${chain(12)}\nz CNAME y\ny CNAME z`.replace(
    "h13 A 192.0.2.1",
    "h13 CNAME h1",
  ),
  "a chain that is cut by a delegation": chain(12).replace("h7 CNAME h8", "h7 CNAME h8.sub\nsub NS ns1.example.net."),
});

test("the finding names the end, also of a chain of 50,000", () => {
  const { findings } = lintText(rule, chain(50_000));
  expect(findings.map(({ explanation }) => explanation.how)).toEqual([
    'Let "h1.example.com." point straight to "h50001.example.com.".',
  ]);
});
