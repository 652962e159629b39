import { expect, test } from "vitest";
import rule from "./rule.js";

test("a kind of file that comes later is named", () => {
  expect(rule.messages.notYet({ kind: "CloudFormation" }).what).toBe("CloudFormation can't be judged by this version.");
});

test.each(["binaryPlan", "streamingLog", "templatedZone", "unreadable"])("%s says what to do instead", (message) => {
  expect(rule.messages[message]({}).how).toMatch(/^(Run|Lint|Name) /);
});
