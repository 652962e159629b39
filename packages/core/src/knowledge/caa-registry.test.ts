import { describe, expect, test } from "vitest";
import {
  brSectionOf,
  CAA_TAGS,
  findTag,
  judgeMethodLabel,
  suggestMethod,
  suggestTag,
  VALIDATION_METHODS,
} from "./caa-registry.js";

describe("property tags", () => {
  test("are known without regard to case", () => {
    expect(findTag("Issuewild")).toMatchObject({ tag: "issuewild", use: "tls" });
    expect(findTag("contactphone")?.use).toBe("contact");
    expect(findTag("auth")?.use).toBe("reserved");
    expect(findTag("issuer")).toBeUndefined();
  });

  test.each([
    ["isue", "issue"],
    ["issuer", "issue"],
    ["ISSEU", "issue"],
    ["issuewildcard", "issuewild"],
    ["wildcard", "issuewild"],
    ["issuerwild", "issuewild"],
    ["issue_wild", "issuewild"],
    ["issue-wild", "issuewild"],
    ["issuewld", "issuewild"],
    ["iodev", "iodef"],
    ["iodf", "iodef"],
    ["issuemial", "issuemail"],
    ["contact-email", "contactemail"],
    ["smime", "issuemail"],
  ])("%s was meant as %s", (written, meant) => expect(suggestTag(written)).toBe(meant));

  test.each(["issue", "IssueWild", "iodef", "policy", "path", "auth", "tbs", "owner", "x"])(
    "%s needs no suggestion",
    (tag) => {
      expect(suggestTag(tag)).toBeUndefined();
    },
  );

  test("every entry names its source, once", () => {
    expect(new Set(CAA_TAGS.map(({ tag }) => tag)).size).toBe(CAA_TAGS.length);
    for (const { source } of CAA_TAGS) expect(source).toMatch(/RFC|BR|Requirements/);
    for (const { source } of VALIDATION_METHODS) expect(source).toMatch(/RFC|draft-/);
  });
});

describe("validation methods", () => {
  test.each([
    ["http-01", "registered"],
    ["dns-01", "registered"],
    ["tls-alpn-01", "registered"],
    ["onion-csr-01", "registered"],
    ["dns-account-01", "draft"],
    ["dns-persist-01", "draft"],
    ["tls-sni-01", "reserved"],
    ["ca-tbr-7", "ca-specific"],
    ["ca-internal", "ca-specific"],
    ["ca-", "malformed"],
    ["DNS-01", "unknown"],
    ["dns-02", "unknown"],
    ["dns 01", "malformed"],
    ["dns_01", "malformed"],
    ["", "malformed"],
    ["-dns-01", "malformed"],
  ])('"%s" is %s', (label, verdict) => expect(judgeMethodLabel(label)).toBe(verdict));

  test.each([
    ["DNS-01", "dns-01"],
    ["dns-02", "dns-01"],
    ["dns", "dns-01"],
    ["http", "http-01"],
    ["dns_01", "dns-01"],
    ["http01", "http-01"],
    ["dns-1", "dns-01"],
    ["tls-alpn", "tls-alpn-01"],
    ["htpp-01", "http-01"],
  ])("%s was meant as %s", (written, meant) => expect(suggestMethod(written)).toBe(meant));

  test.each(["dns-01", "carrier-pigeon", "email"])("%s needs or has no suggestion", (label) => {
    expect(suggestMethod(label)).toBeUndefined();
  });

  test("a ca-tbr label names a section of the BR", () => {
    expect(brSectionOf("ca-tbr-7")).toBe(7);
    expect(brSectionOf("ca-tbr-22")).toBe(22);
    expect(brSectionOf("ca-tbr-x")).toBeUndefined();
  });
});
