import { expect, test } from "vitest";
import rule from "./rule.js";

test("it names the rules that found nothing", () => {
  expect(rule.messages.unused({ rules: "any rule" }).what).toBe("Nothing is suppressed here for any rule.");
  expect(rule.messages.unused({ rules: "dangling-target" }).what).toBe(
    "Nothing is suppressed here for dangling-target.",
  );
});

test("a name that no rule has", () => {
  expect(rule.messages.unknownRule({ rule: "missing-dot" }).what).toContain('"missing-dot"');
});
