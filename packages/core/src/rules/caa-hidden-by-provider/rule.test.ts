import { expect, test } from "vitest";
import { zoneOf } from "../../issuance/testing.js";
import { runRules } from "../../run-rules.js";
import { testFacts } from "../../testing.js";
import rule from "./rule.js";

const ACM = "_e841f9038bbb69e685112130c2668f62 CNAME _b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.";

/** Messages about a zone whose provider adds records for Let's Encrypt and Google. */
function lint(records: string, ca?: string, adds = ["letsencrypt", "google-trust-services"]): string[] {
  const zone = zoneOf(`$ORIGIN example.com.\n${records}\n`);
  zone.addedCas = adds;
  const certificates = ca ? [{ names: [{ name: "www.example.com.", wildcard: false }], ca }] : [];
  const found = runRules(zone, { rules: [rule], facts: { ...testFacts([], certificates), zones: [zone] } });
  return found.map(({ explanation, severity }) => `${severity} ${explanation.what}`);
}

test("a set that restricts nobody, but for what is added", () => {
  const [said, ...more] = lint(`@ CAA 0 iodef "mailto:a@example.com"\n${ACM}`);
  expect(said).toMatch(
    /^warning Amazon .* may not issue for "example\.com\.": no CAA record of "example\.com\." here names it/,
  );
  expect(more).toEqual([]);
});

test("a CA that the provider uses itself, or that the set names", () => {
  expect(lint('@ CAA 0 iodef "mailto:a@example.com"', "letsencrypt")).toEqual([]);
  expect(lint(`@ CAA 0 issue "amazon.com"\n${ACM}`)).toEqual([]);
  expect(lint('@ CAA 0 issue "digicert.com"', "digicert")).toEqual([]);
});

test("nothing is added to a zone without CAA, nor by other providers", () => {
  expect(lint(ACM)).toEqual([]);
  expect(lint(`@ CAA 0 iodef "mailto:a@example.com"\n${ACM}`, undefined, [])).toEqual([]);
});

test("a zone file tells its provider by all of its apex's name servers", () => {
  const caa = '@ CAA 0 iodef "mailto:a@example.com"';
  const theirs = "@ NS ada.ns.cloudflare.com.\n@ NS Bob.NS.cloudflare.com.";
  expect(lint(`${theirs}\n${caa}\n${ACM}`, undefined, [])).toHaveLength(1);
  expect(lint(`${theirs}\n${caa}\n${ACM}`, undefined, [])[0]).toMatch(
    /for "letsencrypt\.org" and "pki\.goog" among others/,
  );
  expect(lint(`${theirs}\n@ NS ns1.example.net.\n${caa}\n${ACM}`, undefined, [])).toEqual([]);
  expect(lint(`sub NS ada.ns.cloudflare.com.\n${caa}\n${ACM}`, undefined, [])).toEqual([]);
  expect(lint(`@ NS cloudflare.com.\n${caa}\n${ACM}`, undefined, [])).toEqual([]);
  expect(lint(`${theirs}\n${caa}`, undefined, [])).toEqual([]);
  expect(lint(`${theirs}\n${caa}\n${ACM.replace(" ", ".no-certificate.test ")}`, "letsencrypt", [])).toHaveLength(1);
});

test("a dns-persist-01 record needs its CA, too", () => {
  const persist = '_validation-persist TXT "certainly.com; accounturi=https://certainly.example/1"';
  expect(lint(`@ CAA 0 iodef "mailto:a@example.com"\n${persist}`)).toHaveLength(1);
  expect(lint(`@ CAA 0 iodef "mailto:a@example.com"\n${persist.replace("certainly.com", "letsencrypt.org")}`)).toEqual(
    [],
  );
});

test("many records of one kind don't hide those of another", () => {
  const persist = Array.from(
    { length: 25_000 },
    (_, i) => `_validation-persist.p${i} TXT "letsencrypt.org; accounturi=https://a.example/${i}"`,
  ).join("\n");
  expect(lint(`@ CAA 0 iodef "mailto:a@example.com"\n${persist}\n${ACM}`)).toHaveLength(1);
});

test("of thousands of validation records the first ones are told beside", () => {
  const records = Array.from({ length: 3000 }, (_, i) => ACM.replace(" ", `.h${i} `)).join("\n");
  expect(
    lint(`@ NS ada.ns.cloudflare.com.\n@ CAA 0 iodef "mailto:a@example.com"\n${records}`, undefined, []),
  ).toHaveLength(1);
});
