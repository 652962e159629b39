import { expect, test } from "vitest";
import { webFile } from "./web.js";

test("a host's file lies in the host's folder", () => {
  expect(webFile("/www", "X.test", "/.well-known/a?b#c")).toBe("/www/x.test/.well-known/a");
});

test("neither host nor path leads out of the root", () => {
  for (const [host, path] of [
    ["..", "/etc/passwd"],
    ["../..", "/etc/passwd"],
    ["x.test", "/../../etc/passwd"],
    ["x.test", "../../../etc/passwd"],
    ["", "/a\0b"],
    ["/etc", "/passwd"],
  ])
    expect(webFile("/www", host, path)).toMatch(/^\/www\//);
});
