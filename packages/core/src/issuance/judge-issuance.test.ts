import { describe, expect, test } from "vitest";
import { parseName } from "../name/name-table.js";
import { explainFinding } from "./explain-finding.js";
import { judgeIssuance } from "./judge-issuance.js";
import type { ExpectedRecord, IssuanceRequest } from "./judging.js";
import { KNOWLEDGE, requestOf, WHOLE, worldOf } from "./testing.js";

const ZONE = `
    $ORIGIN example.com.
    ${WHOLE}
    @                 CAA   0 issue "letsencrypt.org"
    @                 CAA   0 issue "amazon.com"
    @                 CAA   0 issue "sectigo.com"
    @                 CAA   0 issue "digicert.com"
    @                 CAA   0 issuewild "amazon.com"
    @                 A     192.0.2.1
    web               A     203.0.114.1
    in                A     10.0.0.1
    _e841f9038bbb69e685112130c2668f62.web CNAME _b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.
    _287c62f596991ef65035383ee2635f87     CNAME 9c1e0a2b3c4d5e6f708192a3b4c5d6e7.f0e1d2c3b4a5968778695a4b3c2d1e0f.k3j2h1.sectigo.com.
    out               CNAME d111111abcdef8.cloudfront.net.
    _acme-challenge.out   CNAME out.acme-dns.example.net.
    _acme-challenge.loop  CNAME _acme-challenge.loop
    ent.mid           A     192.0.2.2
    mid               CAA   0 issue ";"
    le                CAA   0 issue "letsencrypt.org; accounturi=https://a.example/1"
    _validation-persist.le TXT "letsencrypt.org; accounturi=https://a.example/1"
    crit              CAA   128 tbs "x"
    iodef             CAA   0 iodef "mailto:a@example.com"
    alias             CNAME target
    target            CAA   0 issue "pki.goog"
    _acme-challenge.cdn CNAME cdn.example.com.9475f02f2512f5a1.dcv.cloudflare.com.
    `;

const judge = (text: string, more: Partial<IssuanceRequest> = {}, zone = ZONE) =>
  judgeIssuance(worldOf(zone), { ...requestOf(text), ...more }, KNOWLEDGE);

/** Request, verdict, rules of the findings. */
const TABLE: readonly (readonly [string, string, string])[] = [
  // The climb, up to where nobody needs to be asked.
  ["example.com letsencrypt dns-01", "will-issue", ""],
  ["web.example.com letsencrypt dns-01", "will-issue", ""],
  ["deep.web.example.com letsencrypt dns-01", "will-issue", ""],
  ["example.com google-trust-services dns-01", "will-not-issue", "caa-excludes-ca"],
  ["*.example.com letsencrypt dns-01", "will-not-issue", "caa-excludes-wildcard"],
  ["ent.mid.example.com letsencrypt dns-01", "will-not-issue", "caa-excludes-ca"],
  ["iodef.example.com google-trust-services dns-01", "will-issue", ""],
  ["crit.example.com letsencrypt dns-01", "will-not-issue", "caa-unknown-tag"],
  ["alias.example.com letsencrypt dns-01", "will-not-issue", "caa-excludes-ca"],
  ["alias.example.com google-trust-services dns-01", "will-issue", ""],
  ["out.example.com letsencrypt dns-01", "cannot-tell", ""],
  ["example.net letsencrypt dns-01", "cannot-tell", ""],
  // Accounts.
  ["le.example.com letsencrypt dns-01", "cannot-tell", ""],
  ["le.example.com letsencrypt dns-01 https://a.example/1", "will-issue", ""],
  ["le.example.com letsencrypt dns-01 https://a.example/2", "will-not-issue", "caa-excludes-account"],
  // Challenges.
  ["loop.example.com letsencrypt dns-01", "will-not-issue", "cname-loop"],
  // HTTP: files tell of addresses at most.
  ["web.example.com letsencrypt http-01", "cannot-tell", ""],
  ["example.com letsencrypt http-01", "cannot-tell", "reserved-address"],
  ["in.example.com letsencrypt http-01", "will-not-issue", "reserved-address"],
  ["none.example.com letsencrypt http-01", "will-not-issue", "no-address"],
  ["*.example.com amazon http-file", "will-not-issue", "wildcard-needs-dns"],
  // Records that stay.
  ["web.example.com amazon dns-cname", "will-issue", ""],
  ["*.web.example.com amazon dns-cname", "will-issue", ""],
  ["api.web.example.com amazon dns-cname", "will-not-issue", "validation-record-missing"],
  ["example.com amazon dns-cname", "will-not-issue", "validation-record-missing"],
  ["le.example.com letsencrypt dns-persist-01 https://a.example/1", "cannot-tell", ""],
  [
    "le.example.com letsencrypt dns-persist-01 https://a.example/2",
    "will-not-issue",
    "caa-excludes-account validation-record-missing",
  ],
  ["cdn.example.com cloudflare dns-01", "will-issue", ""],
  ["cdn.example.com letsencrypt dns-01", "cannot-tell", ""],
  // E-mail.
  ["example.com amazon email", "cannot-tell", "email-method-ending"],
  // Names.
  ["my_host.example.com letsencrypt dns-01", "will-not-issue", "name-not-issuable"],
  ["com letsencrypt dns-01", "will-not-issue", "name-not-issuable"],
  ["co.uk letsencrypt dns-01", "will-not-issue", "name-not-issuable"],
  ["printer.local letsencrypt dns-01", "will-not-issue", "name-not-issuable"],
  ["1.2.0.192.in-addr.arpa letsencrypt dns-01", "will-not-issue", "name-not-issuable"],
  ["ab--cd.example.com letsencrypt dns-01", "will-not-issue", "name-not-issuable"],
  ["xn--bcher-kva.example.com letsencrypt dns-01", "will-issue", ""],
  ["WEB.Example.COM letsencrypt dns-01", "will-issue", ""],
];

describe("a verdict", () => {
  test.each(TABLE)("%s", async (request, verdict, rules) => {
    const found = await judge(request);
    expect([found.verdict, found.findings.map(({ rule }) => rule).join(" ")]).toEqual([verdict, rules]);
    for (const finding of found.findings) {
      const { what, why, how } = explainFinding(finding);
      for (const text of [what, why, how]) expect(text).not.toMatch(/undefined|\[object|^$/);
      for (const number of finding.evidence) expect(found.evidence[number]).toBeDefined();
    }
    expect(found.verdict === "cannot-tell", found.unknown.join()).toBe(
      found.unknown.length > 0 && found.verdict !== "will-not-issue",
    );
  });
});

test("a record of an order that is under way must be there, at the name or above it where the CA climbs", async () => {
  expect((await judge("www.example.com sectigo dns-cname", { pending: true })).verdict).toBe("will-issue");
  expect((await judge("example.com digicert dns-cname", { pending: true })).findings[0]?.rule).toBe(
    "validation-record-missing",
  );
  expect((await judge("example.com digicert dns-cname")).verdict).toBe("cannot-tell");
});

test("a name that leaves no room for the label in front of it can't be proved so", async () => {
  const name = (last: number) => [63, 63, 63, last].map((length) => "a".repeat(length)).join(".");
  const ask = (last: number, method: string) => judge(`${name(last)}.example.com letsencrypt ${method}`);
  const rules = async (last: number, method: string) => (await ask(last, method)).findings.map(({ rule }) => rule);
  // 3 × 64 + (last + 1) + 12 + 1 octets, and 16 for _acme-challenge: 255 with a last label of 33. An account's label takes 18 more.
  expect(await rules(33, "dns-01")).not.toContain("name-too-long");
  expect(await rules(34, "dns-01")).toEqual(["name-too-long"]);
  expect(await rules(15, "dns-account-01")).not.toContain("name-too-long");
  expect(await rules(16, "dns-account-01")).toEqual(["name-too-long"]);
  expect(await rules(34, "http-01")).not.toContain("name-too-long");
  const { findings } = await ask(34, "dns-01");
  expect(explainFinding(findings[0]).what).toMatch(/^With _acme-challenge in front, .* takes 256 octets/);
});

test("a part of a zone tells little, and never that something is missing", async () => {
  const part = ZONE.replace(WHOLE, "");
  for (const request of ["example.com google-trust-services dns-01", "api.example.com amazon dns-cname"])
    expect((await judge(request, {}, part)).verdict, request).toBe("cannot-tell");
});

describe("what the CA asked for", () => {
  const TOKEN = "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs";
  const zone = `
    $ORIGIN example.com.
    ${WHOLE}
    _acme-challenge      TXT   "${TOKEN}"
    _acme-challenge      TXT   "another"
    _acme-challenge.www  CNAME _acme-challenge
    _dnsauth             CNAME abc.dcv.digicert.com.
    `;
  const expected = (owner: string, type: ExpectedRecord["type"], value: string) => ({
    expected: [{ owner: parseName(owner)!, type, value }],
  });
  test.each([
    ["_acme-challenge.example.com", "TXT", TOKEN, "will-issue", ""],
    ["_acme-challenge.www.example.com", "TXT", TOKEN, "will-issue", ""],
    ["_acme-challenge.example.com", "TXT", TOKEN.toUpperCase(), "will-not-issue", "noneOfSeveral"],
    ["_acme-challenge.api.example.com", "TXT", TOKEN, "will-not-issue", "expected"],
    ["_dnsauth.example.com", "CNAME", "ABC.dcv.digicert.com", "will-issue", ""],
    ["_dnsauth.example.com", "CNAME", "abd.dcv.digicert.com.", "will-not-issue", "differs"],
  ] as const)("%s %s %s", async (owner, type, value, verdict, message) => {
    const found = await judge("example.com letsencrypt dns-01", expected(owner, type, value), zone);
    expect([found.verdict, found.findings.map((finding) => finding.message).join()]).toEqual([verdict, message]);
  });

  test("a CA that climbs takes the record at a name above, others don't", async () => {
    const acm = "_e841f9038bbb69e685112130c2668f62.web.example.com";
    const sectigo = "_287c62f596991ef65035383ee2635f87";
    const target = "9c1e0a2b3c4d5e6f708192a3b4c5d6e7.f0e1d2c3b4a5968778695a4b3c2d1e0f.k3j2h1.sectigo.com";
    const ask = async (text: string, owner: string, value: string) =>
      (await judge(text, expected(owner, "CNAME", value))).verdict;
    expect(await ask("a.web.example.com sectigo dns-cname", `${sectigo}.a.web.example.com`, target)).toBe("will-issue");
    expect(
      await ask(
        "a.web.example.com sectigo dns-cname",
        `${sectigo}.a.web.example.com`,
        target.replace("k3j2h1", "k3j2h2"),
      ),
    ).toBe("will-not-issue");
    const value = "_b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws";
    expect(await ask("web.example.com amazon dns-cname", acm, value)).toBe("will-issue");
    expect(await ask("a.web.example.com amazon dns-cname", acm.replace(".web", ".a.web"), value)).toBe(
      "will-not-issue",
    );
  });

  test("an owner that lost its underscore or a character is named, where files or a question tell of it", async () => {
    const own = "_3639ac514e785e898d2646601fa951d5";
    const value = "_f58e4a9ae7d6d5f6d3d8d0f7c7b2a1e0.mhbtsbpdnt.acm-validations.aws";
    for (const written of [own.slice(1), own.replace("9ac", "9c"), own.replace("3639", "36399")]) {
      const text = `$ORIGIN example.com.\n${WHOLE}\n${written} CNAME ${value}.\n`;
      const { verdict, findings } = await judge(
        "example.com amazon dns-cname",
        expected(`${own}.example.com`, "CNAME", value),
        text,
      );
      expect([verdict, findings.map(({ rule }) => rule)]).toEqual(["will-not-issue", ["validation-record-mismatch"]]);
      expect(explainFinding(findings[0]).what).toBe(
        `The CNAME isn't at "${own}.example.com." but at "${written}.example.com.".`,
      );
      expect(findings[0].blamed).toHaveLength(1);
    }
    const other = `$ORIGIN example.com.\n${WHOLE}\n${own.slice(1)} CNAME another.example.\n`;
    const found = await judge("example.com amazon dns-cname", expected(`${own}.example.com`, "CNAME", value), other);
    expect(found.findings.map(({ rule }) => rule)).toEqual(["validation-record-missing"]);
  });

  test("a TXT where a CNAME belongs is told of", async () => {
    const text = `$ORIGIN example.com.\n${WHOLE}\n_dnsauth TXT "abc.dcv.digicert.com"\n`;
    const asked = expected("_dnsauth.example.com", "CNAME", "abc.dcv.digicert.com");
    const { findings } = await judge("example.com digicert dns-cname", asked, text);
    expect(explainFinding(findings[0]).what).toMatch(/there is none \(NODATA, though there is a TXT\)\.$/);
  });

  test("nobody knows what servers make of an alias beside other data, the alias itself included", async () => {
    const text = `$ORIGIN example.com.\n${WHOLE}\n_dnsauth CNAME abc.dcv.digicert.com.\n_dnsauth TXT "x"\n`;
    const asked = expected("_dnsauth.example.com", "CNAME", "abc.dcv.digicert.com");
    const { verdict, findings } = await judge("example.com digicert dns-cname", asked, text);
    expect([verdict, findings.map(({ rule }) => rule)]).toEqual(["cannot-tell", ["cname-and-other-data"]]);
    expect(explainFinding(findings[0]).what).toBe(
      '"_dnsauth.example.com." has a CNAME to "abc.dcv.digicert.com." and also TXT.',
    );
  });

  test("nor which of two aliases they answer with; the same one twice is one", async () => {
    const own = "_e841f9038bbb69e685112130c2668f62 CNAME";
    const first = `${own} _b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.`;
    const other = `${own} _c6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.`;
    const verdictOf = async (second: string) =>
      (await judge("example.com amazon dns-cname", {}, `$ORIGIN example.com.\n${WHOLE}\n${first}\n${second}\n`))
        .verdict;
    expect(await verdictOf(other)).toBe("cannot-tell");
    expect(await verdictOf(first.toUpperCase())).toBe("will-issue");
    expect(await verdictOf(other.replace(" ", ".www "))).toBe("will-issue");
  });

  test("the characters that differ are shown", async () => {
    const found = await judge(
      "example.com letsencrypt dns-01",
      expected("_dnsauth.example.com", "CNAME", "abd.dcv.digicert.com"),
      zone,
    );
    expect(explainFinding(found.findings[0]).what).toMatch(
      /is ab\[c\]\.dcv\.dig… where the CA asked for ab\[d\]\.dcv\.dig…/,
    );
  });
});

test("a CA may certify names of so many labels only", async () => {
  const zone = `$ORIGIN example.com.\n${WHOLE}\n`;
  const found = async (text: string) => {
    const { verdict, findings } = await judge(text, {}, zone);
    return [verdict, ...findings.map((finding) => explainFinding(finding).what)];
  };
  expect(await found("1.2.3.4.5.6.7.8.example.com letsencrypt dns-01")).toEqual(["will-issue"]);
  expect(await found("*.1.2.3.4.5.6.7.8.example.com letsencrypt dns-01")).toEqual(["will-issue"]);
  expect(await found("0.1.2.3.4.5.6.7.8.example.com letsencrypt dns-01")).toEqual([
    "will-not-issue",
    "Let's Encrypt (ISRG) doesn't certify \"0.1.2.3.4.5.6.7.8.example.com.\": it has 11 labels, and 10 are the most.",
  ]);
  expect(await found("0.1.2.3.4.5.6.7.8.example.com google-trust-services dns-01")).toEqual(["will-issue"]);
});

test("the climb goes on up to the top-level domain: CAA there counts", async () => {
  const registry = `
    $ORIGIN et.
    ${WHOLE}
    @       CAA 0 issue "digicert.com"
    example NS  ns1.example.net.
    `;
  const own = `
    $ORIGIN example.et.
    ${WHOLE}
    `;
  const found = await judgeIssuance(worldOf(registry, own), requestOf("example.et letsencrypt dns-01"), KNOWLEDGE);
  expect([found.verdict, found.findings[0]?.rule]).toEqual(["will-not-issue", "caa-excludes-ca"]);
  const alone = await judgeIssuance(worldOf(own), requestOf("example.et letsencrypt dns-01"), KNOWLEDGE);
  expect(alone.verdict).toBe("will-issue");
  expect(alone.evidence.find(({ ask }) => ask === "CAA et.")?.note).toMatch(/public suffix/);
});
