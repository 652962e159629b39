import { describe, expect, test } from "vitest";
import { parsePersistRecord } from "../dcv/validation/persist-record.js";
import { CAS } from "../knowledge/cas.gen.js";
import { accountLabel } from "./account-label.js";
import { type Ask, caIds, type Expected, expectOf, findCa, type Helpers, METHODS, type Refusal } from "./expect.js";
import { fillTemplate } from "./template.js";

// What the reseller's guide of 2019 works out, but for its suffix: comodoca.com is sectigo.com today.
const CSR = {
  md5: "c7fbc2039e400c8ef74129ec7db1842c",
  sha256: "c9c863405fe7675a3988b97664ea6baf442019e4e52fa335f406f7c5f26cf14f",
};
const TARGET = "c9c863405fe7675a3988b97664ea6baf.442019e4e52fa335f406f7c5f26cf14f";
const ACCOUNT = "https://acme-v02.api.letsencrypt.org/acme/acct/1";

/** The draft's example: SHA-256 of "https://example.com/acme/acct/ExampleAccount" begins so. */
const DRAFT = Uint8Array.from([0xa2, 0x58, 0xc7, 0x54, 0xba, 0xab, 0x7b, 0xd9, 0x9b, 0x04]);
const helpers: Helpers = {
  sha256: () => DRAFT,
  registrableDomain: (name) => (name.includes(".") ? name.split(".").slice(-2).join(".") : undefined),
};

const name = (text: string) => ({ name: text.replace(/^\*\./, ""), wildcard: text.startsWith("*.") });

function ask(ca: string, names: readonly string[], more: Partial<Ask> = {}): Expected | Refusal {
  const now = Date.UTC(2026, 10, 24);
  return expectOf({ ca: findCa(ca)!, names: names.map(name), at: "name", now, ...more }, helpers);
}

function told(ca: string, names: readonly string[], more?: Partial<Ask>): Expected {
  const answer = ask(ca, names, more);
  if (answer.kind === "refused") throw new Error(answer.what);
  return answer;
}
const lines = (...args: Parameters<typeof told>) =>
  told(...args).records.map(({ owner, type, value }) => `${owner} ${type} ${value}`);
const refused = (...args: Parameters<typeof told>) => (ask(...args) as Refusal).what;

describe("records made of a CSR", () => {
  test.each(["sectigo", "trustico", "zerossl", "tencent-cloud", "entrust", "wotrus"])(
    "%s: the guide's example",
    (ca) => {
      expect(lines(ca, ["trustico.com"], { csr: CSR })).toEqual([
        `_c7fbc2039e400c8ef74129ec7db1842c.trustico.com. CNAME ${TARGET}.sectigo.com.`,
      ]);
      expect(lines(ca, ["trustico.com"], { csr: CSR, unique: "10af9db9tu" })).toEqual([
        `_c7fbc2039e400c8ef74129ec7db1842c.trustico.com. CNAME ${TARGET}.10af9db9tu.sectigo.com.`,
      ]);
    },
  );

  test("a CA is found by its issuer domain name as well", () => {
    expect(findCa("sectigo.com")?.id).toBe("sectigo");
    expect(findCa("nobody.example")).toBeUndefined();
  });

  test("a CA that the user added has the methods of ACME, under the name that it goes by", () => {
    const own = { id: "own", name: "Own CA", issuerDomains: ["ca.example.net", "ca.example.org"] };
    const ca = findCa("CA.example.org", [own])!;
    expect(findCa("own", [own])).toEqual(ca);
    expect(findCa("own")).toBeUndefined();
    expect(caIds([own])[0]).toBe("own");
    const account = "https://ca.example.net/acct/1";
    const asked = { ca, names: [name("*.example.com")], at: "name", now: Date.UTC(2026, 10, 24), account } as const;
    expect((expectOf({ ...asked, method: "dns-persist-01" }, helpers) as Expected).records[0].value).toBe(
      '"ca.example.net; accounturi=https://ca.example.net/acct/1; policy=wildcard"',
    );
    expect((expectOf({ ...asked, method: "dns-01" }, helpers) as Expected).unknown).toMatch(/^only Own CA knows/);
    expect((expectOf({ ...asked, method: "dns-cname" }, helpers) as Refusal).what).toMatch(
      /isn't known to offer dns-cname/,
    );
    // One of the same id replaces the project's own.
    expect(findCa("amazon", [{ id: "amazon", issuerDomains: ["amazon.example"] }])!.issuerDomains.value).toEqual([
      "amazon.example",
    ]);
  });

  test("another CA has another suffix", () => {
    expect(lines("sslcom", ["example.com"], { csr: CSR, unique: "u1" })[0]).toMatch(/\.u1\.ssl\.com\.$/);
  });

  test("every name has its record; a wildcard is proved at its base name, once", () => {
    const owners = lines("sectigo", ["example.com", "*.example.com", "www.example.com"], { csr: CSR }).map((line) =>
      line.replace(/ .*/, ""),
    );
    expect(owners).toEqual([`_${CSR.md5}.example.com.`, `_${CSR.md5}.www.example.com.`]);
  });

  test("at the registrable domain only where the CA is known to look there", () => {
    expect(lines("sectigo", ["www.trustico.com", "trustico.com"], { csr: CSR, at: "base" })).toEqual([
      `_${CSR.md5}.trustico.com. CNAME ${TARGET}.sectigo.com.`,
    ]);
    expect(refused("zerossl", ["www.example.com"], { csr: CSR, at: "base" })).toMatch(/isn't known here/);
    expect(refused("letsencrypt", ["www.example.com"], { method: "dns-01", at: "base" })).toMatch(/very name/);
    expect(refused("sectigo", ["www.example.com"], { csr: CSR, method: "http-file", at: "base" })).toMatch(/very name/);
    expect(refused("sectigo", ["localhost"], { csr: CSR, at: "base" })).toMatch(/registrable domain/);
  });

  test("what is taken from another CA, or isn't verified, says so", () => {
    expect(told("sectigo", ["example.com"], { csr: CSR })).toMatchObject({ caveats: [], status: "verified" });
    expect(told("zerossl", ["example.com"], { csr: CSR }).caveats.join()).toMatch(/Not verified with ZeroSSL/);
    expect(told("entrust", ["example.com"], { csr: CSR }).caveats.join()).toMatch(/what Sectigo asks for/);
  });

  test("without the CSR, with a bad unique value or one that has no place there is no answer", () => {
    expect(refused("sectigo", ["example.com"])).toMatch(/--csr/);
    expect(refused("sectigo", ["example.com"], { csr: CSR, unique: "a.b" })).toMatch(/1 to 20 letters and digits/);
    expect(refused("letsencrypt", ["example.com"], { unique: "a" })).toMatch(/--unique has no place/);
  });

  test("an owner that can't be is refused", () => {
    const long = `${"a.".repeat(110)}example.com`;
    expect(refused("sectigo", [long], { csr: CSR })).toMatch(/253/);
  });
});

describe("files made of a CSR", () => {
  const path = "/.well-known/pki-validation/C7FBC2039E400C8EF74129EC7DB1842C.txt";
  test.each(["sectigo", "trustico", "zerossl"])("%s: the guide's example, on two lines", (ca) => {
    expect(told(ca, ["trustico.com"], { csr: CSR, method: "http-file" }).files).toEqual([
      { name: "trustico.com", wildcard: false, url: `http://trustico.com${path}`, body: `${CSR.sha256}\nsectigo.com` },
    ]);
    const { files } = told(ca, ["trustico.com"], { csr: CSR, method: "http-file", unique: "u9" });
    expect(files[0].body).toBe(`${CSR.sha256}\nsectigo.com\nu9`);
  });
  test("a file proves no wildcard", () => {
    expect(refused("sectigo", ["*.example.com"], { csr: CSR, method: "http-file" })).toMatch(/\*\.example\.com/);
  });
});

describe("ACME", () => {
  test("the label of an account is the draft's", () => {
    expect(accountLabel("https://example.com/acme/acct/ExampleAccount", () => DRAFT)).toBe("_ujmmovf2vn55tgye");
  });

  test("dns-persist-01 is told whole, and reads as one; the record of a wildcard covers its base name", () => {
    expect(lines("sectigo", ["example.com"], { account: ACCOUNT })).toEqual([
      `_validation-persist.example.com. TXT "sectigo.com; accounturi=${ACCOUNT}"`,
    ]);
    const { records, caveats } = told("letsencrypt", ["*.example.com", "example.com", "a.example.com"], {
      method: "dns-persist-01",
      account: ACCOUNT,
    });
    expect(records.map(({ value }) => value)).toEqual([
      `"letsencrypt.org; accounturi=${ACCOUNT}; policy=wildcard"`,
      `"letsencrypt.org; accounturi=${ACCOUNT}"`,
    ]);
    expect(parsePersistRecord(records[0].value!.slice(1, -1))).toMatchObject({ account: ACCOUNT, policy: "wildcard" });
    expect(caveats.join()).toMatch(/Not verified/);
    expect(refused("sectigo", ["example.com"], { method: "dns-persist-01", account: "https://a.example/;x" })).toMatch(
      /semicolon/,
    );
  });

  test("what only the CA knows is said with the owner, the URL or the port", () => {
    const unknown = (method: Ask["method"], ca = "letsencrypt", account = ACCOUNT) =>
      told(ca, ["*.example.com", "example.com"].slice(method?.startsWith("dns") ? 0 : 1), { method, account }).unknown;
    expect(unknown("dns-01")).toMatch(/only Let's Encrypt knows .* at _acme-challenge\.example\.com\.$/);
    expect(unknown("dns-account-01")).toMatch(/at _ujmmovf2vn55tgye\._acme-challenge\.example\.com\.$/);
    expect(unknown("http-01")).toMatch(/http:\/\/example\.com\/\.well-known\/acme-challenge\/<token>/);
    expect(unknown("http-file", "digicert")).toMatch(/random value only.* at http:\/\/example\.com\/.*\/fileauth\.txt/);
    expect(unknown("http-file", "azure-app-service")).toMatch(/https:\/\/example\.com\/.*\/fileauth\.txt/);
    expect(unknown("tls-alpn-01")).toMatch(/port 443 of example\.com/);
    expect(unknown("dns-cname", "amazon")).toMatch(/_<32 hex>\.example\.com\./);
    expect(unknown("dns-cname", "digicert")).toMatch(/_dnsauth\.example\.com\./);
    expect(unknown("dns-txt", "globalsign")).toMatch(/at example\.com\./);
    expect(refused("letsencrypt", ["example.com"], { method: "dns-account-01" })).toMatch(/--account/);
    expect(refused("letsencrypt", ["example.com"], { account: "1234" })).toMatch(/isn't a URL/);
  });
});

describe("e-mail", () => {
  test("the five mailboxes of the name and of the names above it, and the day it ends", () => {
    const { addresses, endsOn } = told("sectigo", ["www.example.com", "example.com"], { method: "email" });
    expect(addresses.map(({ address }) => address).slice(0, 6)).toEqual([
      "admin@www.example.com",
      "administrator@www.example.com",
      "webmaster@www.example.com",
      "hostmaster@www.example.com",
      "postmaster@www.example.com",
      "admin@example.com",
    ]);
    expect(addresses).toHaveLength(10);
    expect(endsOn).toBe("2028-03-15");
    expect(told("sectigo", ["www.example.com"], { method: "email", at: "base" }).addresses).toHaveLength(5);
  });
  test("from that day on there are none", () => {
    expect(refused("sectigo", ["example.com"], { method: "email", now: Date.UTC(2028, 2, 15) })).toMatch(
      /since 2028-03-15/,
    );
  });
});

test("a CA that offers no such method, or of which nothing is known, says so", () => {
  expect(refused("letsencrypt", ["example.com"], { method: "email" })).toMatch(/isn't known to offer email; .*dns-01/);
  expect(refused("harica", ["example.com"])).toMatch(/isn't known here/);
});

test("every CA answers every method with a sentence or with something to look for", () => {
  for (const ca of CAS) {
    for (const method of [undefined, ...METHODS]) {
      for (const more of [{}, { csr: CSR, account: ACCOUNT }, { csr: CSR, account: ACCOUNT, at: "base" as const }]) {
        const answer = ask(ca.id, ["example.com", "www.example.com"], { method, ...more });
        const where = `${ca.id} ${method}`;
        if (answer.kind === "refused") expect(answer.what, where).toMatch(/[^.]$/);
        else {
          const known = [...answer.records, ...answer.files, ...answer.addresses].length > 0;
          expect(known || answer.unknown !== undefined, where).toBe(true);
          expect(answer.sources.length, where).toBeGreaterThan(0);
        }
      }
    }
  }
});

test("a template that asks for what nobody has is a fault of the data", () => {
  expect(() => fillTemplate("{sha1}", CSR)).toThrow("{sha1}");
  expect(() => fillTemplate("{unique}.x", CSR)).toThrow("{unique}");
});
