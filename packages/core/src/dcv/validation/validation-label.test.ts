import { expect, test } from "vitest";
import { isValidationLabel, VALIDATION_LABELS } from "../../knowledge/shapes/labels.js";
import { NameTable, ROOT } from "../../name/name-table.js";
import { encodeUtf8 } from "../../name/octets.js";
import { isHashName, isValidationName, lacksUnderscore } from "./validation-label.js";

const names = new NameTable();
const intern = (label: string) => names.intern(ROOT, encodeUtf8(label), 0, encodeUtf8(label).length);

const HASH = "0123456789abcdef0123456789ABCDEF";
const LABELS = [
  ...VALIDATION_LABELS,
  ...VALIDATION_LABELS.map((label) => label.toUpperCase()),
  ...VALIDATION_LABELS.map((label) => label.slice(1)),
  ...VALIDATION_LABELS.map((label) => `${label}x`),
  "_acme-challenge_b7",
  "acme-challenge_b7",
  "_acme_challenge",
  `_${HASH}`,
  HASH,
  `_${HASH.slice(1)}`,
  `_${HASH.slice(1)}g`,
  `x${HASH}`,
  "__23456789abcdef0123456789abcdef0",
  "_",
  "*",
  "www",
];

test("octets tell what the text tells", () => {
  for (const label of LABELS) {
    const lower = label.toLowerCase();
    expect([label, isValidationName(names, intern(label))]).toEqual([label, isValidationLabel(lower)]);
    expect([label, isHashName(names, intern(label))]).toEqual([label, /^_[0-9a-f]{32}$/.test(lower)]);
    const lost = lower[0] !== "_" && isValidationLabel(`_${lower}`) && lower.length !== 32;
    expect([label, lacksUnderscore(names, intern(label))]).toEqual([label, lost]);
  }
});

test("the root is none of them", () => {
  expect(isValidationName(names, ROOT) || isHashName(names, ROOT) || lacksUnderscore(names, ROOT)).toBe(false);
});
