import { describe, expect, test } from "vitest";
import { isValidationLabel } from "./labels.js";

// Made up: MD5 and SHA-256 of nothing in particular.
const MD5 = "287c62f596991ef65035383ee2635f87";

describe("isValidationLabel", () => {
  test.each([
    "_acme-challenge",
    "_acme-challenge_ujmmovf2vn55tgye",
    `_${MD5}`,
    "_dnsauth",
    "_validation-persist",
    "_pki-validation",
    "_validation-contactemail",
    "_validation-contactphone",
  ])("%s is one", (label) => expect(isValidationLabel(label)).toBe(true));
  test.each([
    "",
    "_",
    MD5,
    `_${MD5}0`,
    `_${MD5.slice(1)}g`,
    "acme-challenge",
    "_acme",
    "_domainkey",
    "_dmarc",
    "_amazonses",
    "www",
  ])('"%s" is none', (label) => expect(isValidationLabel(label)).toBe(false));
});
