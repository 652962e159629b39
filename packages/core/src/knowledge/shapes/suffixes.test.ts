import { describe, expect, test } from "vitest";
import { VALIDATION_SUFFIXES, validationSuffixOf } from "./suffixes.js";

// Made up: MD5 and SHA-256 of nothing in particular.
const HALF1 = "1cf216d709aa5b4a78b9394842245ecb";
const HALF2 = "a31beeba2d62b756e31e023cee74d842";
const TARGET = "_b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws";
const UUID = "7c9a1f52-3b8e-4d60-9a47-5e2f8b6c1d03";

describe("validationSuffixOf", () => {
  test.each([
    [TARGET, "amazon"],
    [`${HALF1}.${HALF2}.sectigo.com`, "sectigo"],
    [`${HALF1}.${HALF2}.a1b2c3d4e5.trust-provider.com`, "sectigo"],
    [`${HALF1}${HALF2}.sectigo.com`, "sectigo"],
    [`${HALF1}.${HALF2}.x.ssl.com`, "sslcom"],
    ["token.dcv.digicert.com", "digicert"],
    ["dcv.digicert.com", "digicert"],
    [`${UUID}.4.authorize.certificatemanager.goog`, "google-certificate-manager"],
    [`${UUID}.2.us-west1.authorize.certificatemanager.goog`, "google-certificate-manager"],
    ["example.com.0123456789abcdef.dcv.cloudflare.com", "cloudflare"],
    ["m4rz8kq1wd7tv2xn9c.fastly-validations.com", "fastly"],
    ["example.com.q7mk3vd.flydns.net", "fly"],
  ])("%s is %s's", (target, ca) => expect(validationSuffixOf(target)?.ca).toBe(ca));

  test("a former ending says so", () => {
    expect(validationSuffixOf(`${HALF1}.${HALF2}.comodoca.com`)).toMatchObject({
      legacy: true,
      replacedBy: "sectigo.com",
    });
  });

  test.each([
    "sectigo.com",
    "www.sectigo.com",
    "secure.trust-provider.com",
    "ssl.com",
    "www.ssl.com",
    "comodoca.com",
    "d111111abcdef8.cloudfront.net",
    "acm-validations.aws.example.com",
    "notacm-validations.aws",
    "shop.example.com.herokudns.com",
    "aws",
    "",
    ".",
  ])('"%s" is none', (target) => expect(validationSuffixOf(target)).toBeUndefined());

  test("the list has each suffix once", () => {
    const suffixes = VALIDATION_SUFFIXES.map(({ suffix }) => suffix);
    expect(new Set(suffixes).size).toBe(suffixes.length);
    expect(suffixes).toEqual(expect.arrayContaining(["acm-validations.aws", "sectigo.com", "dcv.digicert.com"]));
  });
});
