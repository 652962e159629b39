import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../name/octets.js";
import { isSubstitution } from "./naptr-regexp.js";

const good = (text: string) => isSubstitution(encodeUtf8(text));

describe("a NAPTR substitution (RFC 3402 §3.2)", () => {
  test("may be empty", () => expect(good("")).toBe(true));

  test.each([
    "!^.*$!sip:info@example.com!",
    "!a!b!ii",
    "/a//",
    "blllbb",
    "!(a)(b)!\\1\\2!",
    "!a)!x!",
    "![a-z]+!x!",
    "![[:alpha:]]!x!",
    "!a{2,3}!x!",
    "!a{1,}!x!",
    "!a{!x!",
    "!a\\!b!x!",
    "!()!x!",
    "!(a)\\1!x!",
    "![]a]!x!",
    "![^]a]!x!",
    "![[.a.]]!x!",
    "![[=a=]]!x!",
    "![[.-.]-z]!x!",
    "![a-]!x!",
    "![-a]!x!",
    "!(a)*!x!",
    "!a|b!x!",
    "!a\\.b!x!",
  ])("%s is one", (text) => expect(good(text)).toBe(true));

  test.each([
    "!",
    "!!",
    "!!!",
    "!a",
    "!a!b",
    "!a!b!x",
    "!a!b!!",
    "1a1b1",
    "iaibi",
    "\\a\\b\\",
    "c",
    "!(a)!\\2!",
    "!a!\\1!",
    "!a!\\0!",
    "!(a!x!",
    "![z-a]!x!",
    "![[:foo:]]!x!",
    "![a-[:alpha:]]!x!",
    "!a{3,2}!x!",
    "!a{256}!x!",
    "!a{1!x!",
    "!a{1}{2}!x!",
    "!{1}!x!",
    "!a**!x!",
    "!*!x!",
    "!^*!x!",
    "!a|!x!",
    "!(|a)!x!",
    "!(a|)!x!",
    "!\\1!x!",
    "![]!x!",
    "![a!x!",
    "![a-b-c]!x!",
    "!a!x\\",
    "!a\\!x!",
    "!a\0!x!",
    "![[.a!x!",
  ])("%s is none", (text) => expect(good(text)).toBe(false));
});
