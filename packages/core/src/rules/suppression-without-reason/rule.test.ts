import { expect, test } from "vitest";
import rule from "./rule.js";

test("it names the rules, or says that there are none to name", () => {
  expect(rule.messages.noReason({ rules: "dangling-target" }).what).toBe(
    "The findings of dangling-target are suppressed here, without a reason.",
  );
  expect(rule.messages.noReason({ rules: "" }).what).toBe("All findings are suppressed here, without a reason.");
});
