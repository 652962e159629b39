import { describe, expect, test } from "vitest";
import { findIssuer, issuerDirectory, suggestIssuer } from "./issuers.js";

describe("findIssuer", () => {
  test.each([
    ["letsencrypt.org", "letsencrypt"],
    ["pki.goog", "google-trust-services"],
    ["amazonaws.com", "amazon"],
    ["aws.amazon.com", "amazon"],
    ["sectigo.com", "sectigo"],
    ["digicert.com", "digicert"],
    ["quovadisglobal.com", "digicert"],
    ["certainly.com", "certainly"],
    ["trustasia.com", "trustasia"],
    ["navercloudtrust.com", "naver"],
    ["swissign.com", "swisssign"],
  ])("%s is %s's", (domain, ca) => expect(findIssuer(domain)?.cas[0]).toBe(ca));

  test("a platform isn't the issuer behind it", () => {
    expect(findIssuer("letsencrypt.org")?.cas).toEqual(["letsencrypt"]);
  });

  test("a deprecated name is known, with what to write instead", () => {
    expect(findIssuer("comodoca.com")).toMatchObject({
      state: "deprecated",
      replacedBy: "sectigo.com",
      status: "verified",
    });
    expect(findIssuer("entrust.net")).toMatchObject({ state: "agreement", replacedBy: "sectigo.com" });
    expect(findIssuer("entrust.net")?.cas[0]).toBe("sectigo");
  });

  test("a CA that has stopped says when", () => {
    expect(findIssuer("buypass.com")).toMatchObject({ cas: ["buypass"], endedOn: "2025-10-31" });
  });

  test.each(
    "elektronicznypodpis.pl firmaprofesional.com hongkongpost.gov.hk certsign.ro netlock.hu e-szigno.hu disig.sk izenpe.com accv.es fnmt.es cfca.com.cn gdca.com.cn sheca.com e-tugra.com kamusm.gov.tr oaticerts.com certigna.fr trustcor.ca camerfirma.com desc.gov.ae".split(
      " ",
    ),
  )("%s belongs to a CA without data here", (domain) => {
    expect(findIssuer(domain)).toMatchObject({ state: "listed", domain });
    expect(findIssuer(domain)?.names[0]).toMatch(/\w/);
  });

  test("a reseller's name under DigiCert's domain is DigiCert's", () => {
    expect(findIssuer("anyreseller.digitalcertvalidation.com")?.cas).toEqual(["digicert"]);
    expect(findIssuer("1and1.digitalcertvalidation.com")?.cas).toEqual(["digicert"]);
  });

  test.each([
    "google.com",
    "yandex.ru",
    "zerossl.com",
    "cloudflare.com",
    "example.com",
    "letsencrypt.com",
    "org",
    "",
    "www.sectigo.com",
  ])('"%s" is nobody\'s', (domain) => expect(findIssuer(domain)).toBeUndefined());

  test("the lookup is exact: neither case nor a final dot is overlooked", () => {
    expect(findIssuer("LetsEncrypt.org")).toBeUndefined();
    expect(findIssuer("letsencrypt.org.")).toBeUndefined();
  });
});

describe("suggestIssuer", () => {
  test.each([
    ["letsencypt.org", "letsencrypt.org", "typo"],
    ["letsencrpyt.org", "letsencrypt.org", "typo"],
    ["sectgo.com", "sectigo.com", "typo"],
    ["letsencrypt.com", "letsencrypt.org", "wrong-guess"],
    ["zerossl.com", "sectigo.com", "wrong-guess"],
    ["amazonaws.org", "amazonaws.com", "wrong-guess"],
    ["google.com", "pki.goog", "wrong-guess"],
    ["globalsign", "globalsign.com", "wrong-guess"],
    ["entrust.com", "entrust.net", "wrong-guess"],
    ["comodo", "sectigo.com", "wrong-guess"],
    ["kir.com.pl", "elektronicznypodpis.pl", "wrong-guess"],
    ["www.letsencrypt.org", "letsencrypt.org", "host-of"],
    ["acme.sectigo.com", "sectigo.com", "host-of"],
    ["digicert.net", "digicert.com", "other-ending"],
    ["certigna", "certigna.com", "other-ending"],
    ["yandex.ru", "certum.pl", "former"],
  ])("%s → %s (%s)", (written, domain, why) => {
    const suggestion = suggestIssuer(written);
    expect(suggestion?.domain).toBe(domain);
    expect(suggestion?.why).toBe(why);
  });

  test("a platform leads to the CAs behind it", () => {
    expect(suggestIssuer("cloudflare.com")).toMatchObject({
      domain: "letsencrypt.org",
      alternatives: ["pki.goog", "ssl.com", "sectigo.com"],
    });
  });

  test.each(["my-private-ca.example", "ca.internal.example.com", "acme.corp", "x.y"])(
    "%s resembles nobody",
    (domain) => {
      expect(suggestIssuer(domain)).toBeUndefined();
    },
  );

  test("a known name needs no suggestion", () => expect(suggestIssuer("comodoca.com")).toBeUndefined());
});

describe("a directory", () => {
  const pebble = issuerDirectory([{ id: "pebble", name: "Pebble", issuerDomains: ["pebble.test"] }]);
  const domainsOf = (id: string) => pebble.issuerDomainsOf(pebble.findCa(id)!);

  test("knows what the user added", () => {
    expect(pebble.findIssuer("pebble.test")).toMatchObject({ cas: ["pebble"], status: "verified", state: "own" });
    expect(findIssuer("pebble.test")).toBeUndefined();
    expect(pebble.suggestIssuer("peble.test")?.domain).toBe("pebble.test");
  });

  test("finds a CA by its id or by a name of its own", () => {
    expect(pebble.findCa("letsencrypt")?.id).toBe("letsencrypt");
    expect(pebble.findCa("letsencrypt.org")?.id).toBe("letsencrypt");
    expect(pebble.findCa("pebble.test")?.id).toBe("pebble");
    expect(pebble.findCa("nobody")).toBeUndefined();
  });

  test("a CA is permitted by each name that it honours", () => {
    expect(domainsOf("letsencrypt")).toEqual(["letsencrypt.org"]);
    expect(domainsOf("sectigo")).toEqual(
      expect.arrayContaining(["sectigo.com", "usertrust.com", "comodoca.com", "entrust.net"]),
    );
    expect(domainsOf("google-trust-services")).not.toContain("google.com");
  });

  test("a platform is permitted by each name of a CA behind it", () => {
    expect(domainsOf("zerossl")).toEqual(expect.arrayContaining(["sectigo.com", "usertrust.com"]));
    expect(domainsOf("aws-amplify")).toEqual(expect.arrayContaining(["amazon.com", "awstrust.com"]));
    expect(domainsOf("fastly")).toEqual(["certainly.com", "letsencrypt.org", "globalsign.com"]);
    expect(domainsOf("tencent-edgeone")).toEqual([]);
  });

  test("advises one name for each CA", () => {
    const preferred = (id: string) => pebble.preferredIssuersOf(pebble.findCa(id)!);
    expect(preferred("amazon")).toEqual(["amazon.com"]);
    expect(preferred("cloudflare")).toEqual(["letsencrypt.org", "pki.goog", "ssl.com", "sectigo.com", "digicert.com"]);
  });

  test("an addition with the id of a CA takes its place", () => {
    const own = issuerDirectory([{ id: "letsencrypt", issuerDomains: ["le.test"] }]);
    expect(own.findIssuer("letsencrypt.org")).toBeUndefined();
    expect(own.findIssuer("le.test")?.cas).toEqual(["letsencrypt"]);
  });
});
