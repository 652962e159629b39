import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "tldts";
import { expect, test } from "vitest";
import { generate } from "../scripts/generate-tlds.mjs";
import { publicSuffixes } from "../src/suffixes.js";
import { DEEP, FLAT, WITHOUT_RULE } from "../src/tlds.gen.js";

test("the top-level domains are those of the list that is installed", () => {
  const made = readFileSync(fileURLToPath(new URL("../src/tlds.gen.ts", import.meta.url)), "utf8");
  const words = (text: string) => text.split(/\s+/);
  expect(words(made)).toEqual(words(generate()));
});

const OPTIONS = { allowPrivateDomains: false, extractHostname: false, validateHostname: false, detectIp: false };

/** As the whole list has it. */
function told(text: string) {
  const { publicSuffix, isIcann, domain } = parse(text, OPTIONS);
  return [isIcann === true && publicSuffix !== text, isIcann === true && publicSuffix === text, domain ?? undefined];
}

test("names are told as the whole list tells them", () => {
  const tops = [
    ...FLAT.split(" "),
    ...DEEP.split(" "),
    ...WITHOUT_RULE.split(" "),
    "internal",
    "lan",
    "nosuchtld",
    "123",
  ];
  const fronts = [
    "",
    "x.",
    "a.b.",
    "co.",
    "com.",
    "www.co.",
    "a.b.gov.",
    "_dmarc.",
    "city.kawasaki.",
    "-x.",
    "*.",
    "..",
    "a..b.",
  ];
  const odd = [
    "",
    ".",
    "com.",
    ".com",
    "Example.com",
    "ex ample.com",
    "1.2.3.4",
    "[::1]",
    "user@example.com",
    "http://example.com",
    "example.com:80",
    "ÿ.com",
    "xn--p1ai",
    "a.xn--p1ai",
  ];
  const names = [...odd, ...tops.flatMap((top) => fronts.map((front) => front + top))];
  const ours = names.map((text) => [
    text,
    publicSuffixes.endsInPublicSuffix(text),
    publicSuffixes.isPublicSuffix(text),
    publicSuffixes.registrableDomain(text),
  ]);
  const theirs = names.map((text) => [text, ...told(text)]);
  expect(ours.filter((one, i) => one.join() !== theirs[i].join())).toEqual(
    theirs.filter((one, i) => one.join() !== ours[i].join()),
  );
});
