import { expect, test } from "vitest";
import { mermaid } from "./mermaid.js";
import { checkedName, HOSTILE, INVISIBLE } from "./testing.js";

test("delegation and the climb for CAA, down to the verdict", () => {
  expect(mermaid(checkedName())).toBe(`\
\`\`\`mermaid
flowchart TD
  subgraph d["delegation"]
    d0["NS example.com.<br>NS ns1.example.com."]
  end
  subgraph c["CAA climb"]
    c0["CAA shop.example.com.<br>NODATA"]
    c1["CAA example.com.<br>CAA 0 issue #34;#59;#34;"]
    c0 --> c1
  end
  d0 --> c0
  c1 --> v(["will not issue"])
\`\`\``);
});

test("a zone that an alias leads to hangs below none of the name's own", () => {
  const { evidence } = checkedName();
  const alias = { ...evidence[0], ask: "NS acme.example.", answer: ["acme.example. NS ns.example."] };
  const picture = mermaid(checkedName("", { evidence: [evidence[0], alias, ...evidence.slice(1)] }));
  expect(picture).toContain('d1["NS acme.example.<br>NS ns.example."]');
  expect(picture).not.toContain("d0 --> d1");
  expect(picture).toContain("d0 --> c0");
});

test("what no server was asked has no picture", () => {
  const { evidence } = checkedName();
  expect(mermaid(checkedName("", { evidence: [] }))).toBeUndefined();
  const declared = evidence.map((each) => ({ ...each, source: "declared" as const }));
  expect(mermaid(checkedName("", { evidence: declared }))).toBeUndefined();
});

test("an answer can't leave its label, nor begin a directive, a link or HTML", () => {
  for (const text of [HOSTILE, '"] click c0 "https://evil.example"', "%%{init: {}}%%", "<script>"]) {
    const picture = mermaid(checkedName(text))!;
    expect(picture).not.toMatch(INVISIBLE);
    for (const line of picture.split("\n").slice(2, -1)) {
      expect(line).toMatch(
        /^ {2}(subgraph [dc]\["[\w ]+"\]|end|\w+ --> v\(\["[\w ]+"\]\)| {2}\w+ --> \w+|\w+ --> \w+| {2}\w+\["(<br>|#\d+;|[\p{L}\p{N} .,…-])*"\])$/u,
      );
    }
  }
});
