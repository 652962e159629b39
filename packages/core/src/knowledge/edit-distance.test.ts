import { describe, expect, test } from "vitest";
import { editDistance, findNearest } from "./edit-distance.js";

describe("editDistance", () => {
  test.each([
    ["issue", "issue", 0],
    ["isue", "issue", 1],
    ["isseu", "issue", 1],
    ["letsencypt.org", "letsencrypt.org", 1],
    ["sectigo.com", "setcigo.con", 2],
    ["", "ab", 2],
  ])("%s → %s is %i", (a, b, distance) => {
    expect(editDistance(a, b, 3)).toBe(distance);
    expect(editDistance(b, a, 3)).toBe(distance);
  });
  test("gives up past the limit", () => {
    expect(editDistance("abcdef", "uvwxyz", 2)).toBe(3);
    expect(editDistance("a", "abcdefgh", 2)).toBe(3);
  });
});

test("findNearest takes the nearest, the earlier of two", () => {
  expect(findNearest("isue", ["issuewild", "issue"], 2)).toBe("issue");
  expect(findNearest("ab", ["ax", "ay"], 1)).toBe("ax");
  expect(findNearest("ab", ["xy"], 1)).toBeUndefined();
});
