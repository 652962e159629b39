import { describe, expect, test } from "vitest";
import { matchShapes } from "./match-shapes.js";

// Made up: MD5 and SHA-256 of nothing in particular.
const MD5 = "287c62f596991ef65035383ee2635f87";
const HALF1 = "1cf216d709aa5b4a78b9394842245ecb";
const HALF2 = "a31beeba2d62b756e31e023cee74d842";
const TARGET = "_b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws";
const DIGEST = "rlA66oD4twilAOYKebCFV7_JvhVe69lBwLOin-Q5w3Q";

const match = (owner: string, type: string, value: string) =>
  matchShapes({ firstLabels: owner === "" ? [] : owner.split("."), type, value }).map(
    ({ ca, shape }) => `${ca} ${shape}`,
  );

describe("matchShapes", () => {
  test("the foremost CA comes first", () => {
    const [first] = matchShapes({ firstLabels: [`_${MD5}`], type: "CNAME", value: TARGET });
    expect(first).toMatchObject({ ca: "amazon", method: "dns-cname", status: "verified", transient: false });
    expect(match(`_${MD5}`, "CNAME", `${HALF1}.${HALF2}.sectigo.com`)[0]).toBe("sectigo csr-hash");
    expect(match(`_${MD5}`, "CNAME", `${HALF1}.${HALF2}.a1b2c3.comodoca.com`)[0]).toBe("sectigo csr-hash");
    expect(match(`_${MD5}`, "CNAME", `${HALF1}.${HALF2}.ssl.com`)).toEqual(["sslcom csr-hash"]);
  });

  test("an ACM target without the middle label, or without its underscore, is right", () => {
    expect(match(`_${MD5}`, "CNAME", `_${MD5}.acm-validations.aws`)).toContain("amazon acm-dns");
    expect(match(`_${MD5}`, "CNAME", TARGET.slice(1))).toContain("amazon acm-dns");
  });

  test("owner and value must both fit", () => {
    expect(match("www", "CNAME", TARGET)).toEqual([]);
    expect(match(`_${MD5}`, "CNAME", "www.example.net")).toEqual([]);
    expect(match(`_${MD5}`, "TXT", "some text")).toEqual([]);
    expect(match("_acme-challenge", "TXT", "not a digest")).toEqual([]);
    expect(match("_dmarc", "TXT", DIGEST)).toEqual([]);
    expect(match("www", "TXT", DIGEST)).toEqual([]);
  });

  test("a retired shape is none", () => {
    expect(match("k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j", "CNAME", "dcv.digicert.com")).toEqual([]);
  });

  test("a challenge of an account stands below its label", () => {
    const matches = match("_ujmmovf2vn55tgye._acme-challenge.www", "TXT", DIGEST);
    expect(matches).toEqual(expect.arrayContaining(["letsencrypt dns-account-01", "certainly dns-account-01"]));
  });

  test("a persistent record tells its issuer by its value", () => {
    const value = "sectigo.com; accounturi=https://acme.example.net/acct/1";
    expect(match("_validation-persist", "TXT", value)).toContain("sectigo dns-persist-01");
    expect(match("_validation-persist", "TXT", "letsencrypt.org; accounturi=https://a/1")).not.toContain(
      "sectigo dns-persist-01",
    );
  });

  test("GlobalSign's text is told at any owner", () => {
    expect(match("", "TXT", "_globalsign-domain-verification=Kq3vB4kp0m6t2w9x8z1c5n7r0d4f6h8j")).toEqual([
      "globalsign txt",
    ]);
    expect(match("www", "TXT", "globalsign-domain-verification=Kq3vB4kp0m6t2w9x8z1c5n7r0d4f6h8j")).toEqual([
      "globalsign txt",
    ]);
  });
});
