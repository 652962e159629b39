import { describe, expect, test } from "vitest";
import { judgeCaaSet } from "./caa-judgement.js";
import { KNOWLEDGE, requestOf } from "./testing.js";

/** Flags, tag and value of each record; what the CA concludes, and why. */
type Row = readonly [request: string, set: readonly (readonly [number, string, string])[], verdict: string];
const LE = "example.com letsencrypt dns-01";
const WILD = "*.example.com letsencrypt dns-01";
const ACCOUNT = "https://acme-v02.api.letsencrypt.org/acme/acct";

const judge = (text: string, set: Row[1], now?: number) => {
  const request = requestOf(text);
  const records = set.map(([flags, tag, value]) => ({ flags, tag: tag.toLowerCase(), value }));
  const verdict = judgeCaaSet(
    records,
    request.ca,
    now === undefined ? request : { ...request, now },
    KNOWLEDGE.issuers,
  );
  return verdict.kind === "forbids" ? `forbids: ${verdict.reason}` : verdict.kind;
};

// shared/facts/rules-of-issuance.md §2.2 to §2.4, restated.
const TABLE: Record<string, readonly Row[]> = {
  "a non-wildcard name looks at issue alone": [
    [LE, [[0, "issue", "letsencrypt.org"]], "permits"],
    [LE, [[0, "issue", "digicert.com"]], "forbids: issuer"],
    [LE, [[0, "issuewild", "digicert.com"]], "permits"],
    [
      LE,
      [
        [0, "issue", "letsencrypt.org"],
        [0, "issuewild", ";"],
      ],
      "permits",
    ],
  ],
  "without issue a set restricts nobody": [
    [LE, [[0, "iodef", "mailto:a@example.com"]], "permits"],
    [WILD, [[0, "iodef", "mailto:a@example.com"]], "permits"],
    [LE, [[0, "issuemail", "digicert.com"]], "permits"],
    [
      LE,
      [
        [0, "issuevmc", "digicert.com"],
        [0, "contactemail", "a@example.com"],
      ],
      "permits",
    ],
  ],
  "a wildcard looks at issuewild alone, where there is one": [
    [WILD, [[0, "issue", "letsencrypt.org"]], "permits"],
    [WILD, [[0, "issue", "digicert.com"]], "forbids: issuer"],
    [
      WILD,
      [
        [0, "issue", "letsencrypt.org"],
        [0, "issuewild", "digicert.com"],
      ],
      "forbids: issuer",
    ],
    [
      WILD,
      [
        [0, "issue", "letsencrypt.org"],
        [0, "issuewild", ";"],
      ],
      "forbids: issuer",
    ],
    [
      WILD,
      [
        [0, "issue", ";"],
        [0, "issuewild", "letsencrypt.org"],
      ],
      "permits",
    ],
  ],
  "records add up, in any order": [
    [
      LE,
      [
        [0, "issue", "digicert.com"],
        [0, "issue", "letsencrypt.org"],
      ],
      "permits",
    ],
    [
      LE,
      [
        [0, "issue", ";"],
        [0, "issue", "letsencrypt.org"],
      ],
      "permits",
    ],
  ],
  "an empty value names nobody": [
    [LE, [[0, "issue", ";"]], "forbids: issuer"],
    [LE, [[0, "issue", ""]], "forbids: issuer"],
    [LE, [[0, "issue", " ; "]], "forbids: issuer"],
  ],
  "a value that can't be read names nobody, and isn't passed over": [
    [LE, [[0, "issue", "https://letsencrypt.org"]], "forbids: issuer"],
    [LE, [[0, "issue", '"letsencrypt.org"']], "forbids: issuer"],
    [LE, [[0, "issue", "letsencrypt.org; policy"]], "forbids: issuer"],
    [LE, [[0, "issue", "letsencrypt.org digicert.com"]], "forbids: issuer"],
  ],
  "blanks round the issuer don't count": [[LE, [[0, "issue", " letsencrypt.org\t"]], "permits"]],
  "a semicolon may end an issuer, not a parameter": [
    [LE, [[0, "issue", "letsencrypt.org;"]], "permits"],
    [LE, [[0, "issue", "letsencrypt.org; validationmethods=dns-01;"]], "forbids: issuer"],
    [LE, [[0, "issue", "letsencrypt.org; validationmethods=dns-01"]], "permits"],
  ],
  "Let's Encrypt compares the issuer octet by octet, others don't": [
    [LE, [[0, "issue", "LetsEncrypt.org"]], "forbids: issuer"],
    [LE, [[0, "issue", "letsencrypt.org."]], "forbids: issuer"],
    ["example.com digicert", [[0, "issue", "DigiCert.com"]], "permits"],
    ["example.com digicert", [[0, "issue", "digicert.com."]], "unknown"],
    ["example.com digicert", [[0, "issue", "amazon.com."]], "forbids: issuer"],
  ],
  "tags compare without case": [
    [WILD, [[0, "IssueWild", "digicert.com"]], "forbids: issuer"],
    [LE, [[0, "ISSUE", "letsencrypt.org"]], "permits"],
  ],
  "a critical property that nobody knows": [
    [LE, [[128, "tbs", "x"]], "forbids: critical"],
    [
      LE,
      [
        [128, "tbs", "x"],
        [0, "issue", "letsencrypt.org"],
      ],
      "forbids: critical",
    ],
    [LE, [[0, "tbs", "x"]], "permits"],
    ["example.com digicert", [[128, "tbs", "x"]], "forbids: critical"],
  ],
  "critical is 128; Let's Encrypt takes 1 for it too": [
    [LE, [[1, "tbs", "x"]], "forbids: critical"],
    ["example.com digicert", [[1, "tbs", "x"]], "permits"],
    [LE, [[64, "tbs", "x"]], "permits"],
    [LE, [[128, "issue", "letsencrypt.org"]], "permits"],
    [LE, [[128, "iodef", "mailto:a@example.com"]], "permits"],
  ],
  "a critical property that some know": [
    [LE, [[128, "issuemail", "digicert.com"]], "permits"],
    [LE, [[128, "contactemail", "a@example.com"]], "forbids: critical"],
    ["example.com digicert", [[128, "issuemail", "digicert.com"]], "unknown"],
  ],
  "any name of a CA, and any CA behind a platform": [
    ["example.com amazon", [[0, "issue", "awstrust.com"]], "permits"],
    ["example.com sectigo", [[0, "issue", "comodoca.com"]], "permits"],
    ["example.com zerossl", [[0, "issue", "sectigo.com"]], "permits"],
    ["example.com cloudflare", [[0, "issue", "pki.goog; cansignhttpexchanges=yes"]], "permits"],
    ["example.com cloudflare", [[0, "issue", "amazon.com"]], "forbids: issuer"],
    ["example.com tencent-edgeone", [[0, "issue", "amazon.com"]], "unknown"],
  ],
  "an account is compared letter by letter": [
    [`${LE} ${ACCOUNT}/1`, [[0, "issue", `letsencrypt.org; accounturi=${ACCOUNT}/1`]], "permits"],
    [`${LE} ${ACCOUNT}/1`, [[0, "issue", `letsencrypt.org; accounturi=${ACCOUNT}/2`]], "forbids: account"],
    [
      `${LE} ${ACCOUNT}/1`,
      [[0, "issue", `letsencrypt.org; accounturi=${ACCOUNT}/1; accounturi=${ACCOUNT}/1`]],
      "forbids: account",
    ],
    [LE, [[0, "issue", `letsencrypt.org; accounturi=${ACCOUNT}/1`]], "unknown"],
    [
      LE,
      [
        [0, "issue", `letsencrypt.org; accounturi=${ACCOUNT}/1`],
        [0, "issue", "letsencrypt.org"],
      ],
      "permits",
    ],
  ],
  "methods are a list without blanks, in lower case": [
    [LE, [[0, "issue", "letsencrypt.org; validationmethods=http-01,dns-01"]], "permits"],
    [LE, [[0, "issue", "letsencrypt.org; validationmethods=http-01"]], "forbids: method"],
    [LE, [[0, "issue", "letsencrypt.org; validationmethods=DNS-01"]], "forbids: method"],
    [LE, [[0, "issue", "letsencrypt.org; validationmethods=dns-01; validationmethods=dns-01"]], "forbids: method"],
    [LE, [[0, "issue", "letsencrypt.org; validationmethods=ca-tbr-7"]], "permits"],
    ["example.com letsencrypt", [[0, "issue", "letsencrypt.org; validationmethods=dns-01"]], "unknown"],
  ],
  "parameters that nobody knows don't matter; a hyphen in one does to Let's Encrypt": [
    [LE, [[0, "issue", "letsencrypt.org; foo=bar"]], "permits"],
    [LE, [[0, "issue", "letsencrypt.org; foo-bar=baz"]], "forbids: issuer"],
    ["example.com digicert", [[0, "issue", "digicert.com; foo-bar=baz"]], "permits"],
  ],
};

describe("what a CA concludes from a set", () => {
  for (const [name, rows] of Object.entries(TABLE))
    test(name, () => {
      for (const [request, set, verdict] of rows)
        expect(judge(request, set), JSON.stringify([request, set])).toBe(verdict);
    });
});

test("from 2027-03-15 the parameters bind every CA (SC-098v2)", () => {
  const set = [[0, "issue", "pki.goog; validationmethods=http-01"]] as const;
  const request = "example.com google-trust-services dns-01";
  expect(judge(request, set)).toBe("unknown");
  expect(judge(request, set, Date.UTC(2027, 2, 14, 23) / 1000)).toBe("unknown");
  expect(judge(request, set, Date.UTC(2027, 2, 15) / 1000)).toBe("forbids: method");
});
