import { expect, test } from "vitest";
import { github } from "./github.js";
import { contextFor, DOTLESS, hostileRun, INVISIBLE, resultOf, runnerCommands, span } from "./testing.js";

const many = (severity: "error" | "warning" | "info", n: number) =>
  Array.from({ length: n }, () => ({ ...DOTLESS, severity }));

test("a finding is a workflow command", () => {
  expect(github(resultOf([DOTLESS]), contextFor())).toBe(
    [
      "::error title=missing-trailing-dot,file=dns/a.zone,line=2,endLine=2,col=13,endColumn=29::" +
        '"9c1e.sectigo.com" has no final dot, so it means "9c1e.sectigo.com.example.com.".' +
        "%0AThe CA looks up the name that is published, finds nothing there, and validation stays pending." +
        '%0AWrite "9c1e.sectigo.com.".',
      "1 error in 4 files (120 records)",
      "",
    ].join("\n"),
  );
});

test("columns are left out when a finding spans lines", () => {
  const text = github(resultOf([{ ...DOTLESS, span: span("dns/a.zone", 2, 13, 4, 3) }]), contextFor());
  expect(text).toMatch(/^::error title=missing-trailing-dot,file=dns\/a\.zone,line=2,endLine=3::/);
});

test("a finding without a place has only its title", () => {
  expect(github(resultOf([{ ...DOTLESS, span: undefined }]), contextFor())).toMatch(
    /^::error title=missing-trailing-dot::/,
  );
});

test("errors come first and infos are notices", () => {
  const text = github(resultOf([...many("info", 1), ...many("warning", 1), ...many("error", 1)]), contextFor());
  expect(text.match(/^::\w+/gm)).toEqual(["::error", "::warning", "::notice"]);
});

test("past ten of a kind they are counted", () => {
  const text = github(resultOf([...many("error", 11), ...many("warning", 10), ...many("info", 13)]), contextFor());
  expect(text.match(/^::\w+/gm)).toHaveLength(30);
  expect(text.split("\n").slice(30)).toEqual([
    "… and 1 more error not shown as annotations",
    "… and 3 more infos not shown as annotations",
    "11 errors, 10 warnings, 13 infos in 4 files (120 records)",
    "",
  ]);
});

test("notices are plain lines of the log", () => {
  const notices = [{ what: "could not decide x", span: span("dns/a.zone", 3, 1, 4) }];
  expect(github(resultOf([], notices), contextFor())).toBe(
    "notice: dns/a.zone:3:1 could not decide x\nNo problems found in 4 files (120 records), 1 undecided\n",
  );
});

test("hostile text begins no command, ends no property and hides nothing", () => {
  const { result, context } = hostileRun();
  const text = github(result, context);
  expect(text).not.toMatch(INVISIBLE);
  const commands = runnerCommands(text);
  expect(commands).toHaveLength(4);
  for (const command of commands) {
    const [, properties, data] = /^::(?:error|warning|notice) (.*?)::(.*)$/.exec(command)!;
    const names = properties.split(",").map((pair) => pair.split("=")[0]);
    expect(names).toEqual(
      command.includes("file=") ? ["title", "file", "line", "endLine", "col", "endColumn"] : ["title"],
    );
    expect(runnerCommands(decodeURIComponent(data))).toEqual([]);
  }
});

test("what the step has said already takes room from annotations", () => {
  const text = github(resultOf([...many("error", 3), ...many("info", 9)]), contextFor(), {
    error: 1,
    warning: 0,
    info: 8,
  });
  expect(text.match(/^::\w+/gm)).toEqual(["::error", ...Array(8).fill("::notice")]);
  expect(text).toContain("… and 2 more errors not shown as annotations");
});

test("a conflict whose own line is old is annotated on the line that changed", () => {
  const finding = { ...DOTLESS, related: [{ span: span("dns/b.zone", 7, 1, 9), note: "the other half" }] };
  const context = contextFor(undefined, { isChanged: ({ file }) => file === "dns/b.zone" });
  expect(github(resultOf([finding]), context)).toMatch(/file=dns\/b\.zone,line=7,/);
  expect(github(resultOf([DOTLESS]), context)).toMatch(/file=dns\/a\.zone,line=2,/);
});
