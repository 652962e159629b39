import { expect, test } from "vitest";
import { markdown } from "./markdown.js";
import { contextFor, DOTLESS, hostileRun, INVISIBLE, resultOf, runnerCommands, span } from "./testing.js";

const link = "[missing-trailing-dot](<https://dcvlint.example/rules/missing-trailing-dot>)";

test("a finding is a row of the table, and a section with its lines and its fix", () => {
  expect(markdown(resultOf([DOTLESS]), contextFor())).toBe(`\
## dcvlint

**1 error in 4 files (120 records)**

| severity | rule | place | what |
| --- | --- | --- | --- |
| error | ${link} | \`dns/a.zone:2:13\` | "\`9c1e.sectigo.com\`" has no final dot, so it means "\`9c1e.sectigo.com.example.com.\`". |

### error: ${link}

At \`dns/a.zone:2:13\`

**What:** "\`9c1e.sectigo.com\`" has no final dot, so it means "\`9c1e.sectigo.com.example.com.\`".

**Will be published:** \`_3f2a.example.com. CNAME 9c1e.sectigo.com.example.com.\`

\`\`\`
_3f2a CNAME 9c1e.sectigo.com
            ^^^^^^^^^^^^^^^^
\`\`\`

- \`dns/a.zone:1:1\` the origin

**Why:** The CA looks up the name that is published, finds nothing there, and validation stays pending.

**How:** Write "\`9c1e.sectigo.com.\`".

**Fix (suggestion):** Add the final dot to "\`9c1e.sectigo.com\`"

\`\`\`diff
-_3f2a CNAME 9c1e.sectigo.com
+_3f2a CNAME 9c1e.sectigo.com.
\`\`\`
`);
});

test("nothing found is said in a line, with the notices", () => {
  const notices = [{ what: "could not decide x", span: span("dns/a.zone", 3, 1, 4) }];
  expect(markdown(resultOf([], notices), contextFor())).toBe(
    "## dcvlint\n\n**No problems found in 4 files (120 records), 1 undecided**\n\n- `dns/a.zone:3:1` could not decide x\n",
  );
});

test("the worst comes first", () => {
  const text = markdown(resultOf([{ ...DOTLESS, severity: "info" }, DOTLESS]), contextFor());
  expect(text.match(/^### \w+/gm)).toEqual(["### error", "### info"]);
});

test("only a plain https address becomes a link", () => {
  const result = resultOf([DOTLESS]);
  const rule = { ...result.rules.get(DOTLESS.rule)!, docs: "javascript:alert(1)" };
  expect(markdown({ ...result, rules: new Map([[rule.id, rule]]) }, contextFor())).not.toContain("](");
});

test("a long report is cut to its limit and says what is missing", () => {
  const findings = Array.from({ length: 5000 }, () => DOTLESS);
  const before = performance.now();
  for (const limit of [2000, 65_536, 1_000_000, undefined]) {
    const text = markdown(resultOf(findings), contextFor(), limit);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(limit ?? 1024 * 1024);
    const rows = text.match(/^\| error/gm)!.length;
    const sections = text.match(/^### /gm)?.length ?? 0;
    expect(rows).toBeGreaterThan(0);
    if (rows < 5000) expect(text.endsWith(`\n\n${5000 - rows} more findings not shown\n`)).toBe(true);
    expect(text).toContain(`\n\n${rows - sections} more findings not shown in full\n`);
  }
  expect(performance.now() - before).toBeLessThan(5000);
});

test("hostile text stays in code, in its cell and in its fence", () => {
  const { result, context } = hostileRun();
  const text = markdown(result, context);
  expect(text).not.toMatch(INVISIBLE);
  expect(runnerCommands(text)).toEqual([]);
  const rows = text.match(/^\| (error|warning|info) .*$/gm)!;
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row.split("|")).toHaveLength(6);
  // Fences pair up, and what is outside fences and code spans holds nothing that Markdown or GitHub would act on.
  const prose = text.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, "").replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, "");
  const ours = prose.replaceAll(/<br>|\*\*|^#+ |\]\(<https:[^>]*>\)|\||\[missing|^.+---.*$/gm, "");
  expect(ours).not.toMatch(/[@#<>&*_[\]~`\\{}$]|:\S|www\./);
});

test("values of 100,000 characters are clipped", () => {
  const { result, context } = hostileRun("x".repeat(100_000));
  expect(markdown(result, context).length).toBeLessThan(100_000 * 5);
});
