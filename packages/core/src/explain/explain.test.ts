import { describe, expect, test } from "vitest";
import { ERROR_TEXTS } from "../knowledge/error-texts.gen.js";
import { explainText, findCause } from "./explain.js";
import { lex } from "./lex.js";

const rules = (text: string): readonly string[] => explainText(text).map(({ cause }) => cause.rule);

/** What is printed, as the guides and the facts about CAs have it, and the rule of the likeliest cause. */
const PRINTED: readonly (readonly [text: string, rule: string])[] = [
  // Let's Encrypt
  ["urn:ietf:params:acme:error:caa :: CAA record for example.com prevents issuance", "caa-excludes-ca"],
  [
    "While processing CAA for www.example.com: DNS problem: SERVFAIL looking up CAA for example.com",
    "caa-lookup-failed",
  ],
  ["DNS problem: looking up CAA for example.com: DNSSEC: Bogus", "dnssec-bogus"],
  ["DNS problem: looking up CAA for example.com: DNSSEC: RRSIGs Missing", "dnssec-bogus"],
  [
    "DNS problem: looking up CAA for example.com: DNSSEC: DNSKEY Missing: validation failure <example.com. CAA IN>",
    "dnssec-bogus",
  ],
  ["DNS problem: looking up CAA for example.com: DNSSEC: Signature Expired", "dnssec-bogus"],
  ["DNS problem: looking up CAA for example.com: DNSSEC: NSEC Missing", "dnssec-bogus"],
  ["DNS problem: query timed out looking up CAA for example.com", "caa-lookup-failed"],
  ["DNS problem: response was truncated looking up CAA for example.com", "caa-lookup-failed"],
  [
    "urn:ietf:params:acme:error:unauthorized :: No TXT record found at _acme-challenge.example.com",
    "validation-record-missing",
  ],
  [
    'Incorrect TXT record "rlA66oD4twilAOYKebCFV7_JvhVe69lBwLOin-Q5w3Q" (and 3 more) found at _acme-challenge.example.com',
    "validation-record-mismatch",
  ],
  [
    'Incorrect TXT record "v=spf1 include:_spf.example.com -all" found at _acme-challenge.example.com',
    "validation-record-mismatch",
  ],
  [
    "urn:ietf:params:acme:error:dns :: DNS problem: NXDOMAIN looking up TXT for _acme-challenge.example.com - check that a DNS record exists for this domain",
    "validation-record-missing",
  ],
  ["no valid A records found for example.com; no valid AAAA records found for example.com", "no-address"],
  [
    "urn:ietf:params:acme:error:connection :: 192.0.2.1: Fetching http://example.com/.well-known/acme-challenge/x: Timeout during connect (likely firewall problem)",
    "http-unreachable",
  ],
  ["2001:db8::1: Fetching http://example.com/.well-known/acme-challenge/x: Connection refused", "http-unreachable"],
  ["192.0.2.1: Invalid response from http://example.com/.well-known/acme-challenge/x: 404", "http-status"],
  ["Invalid response from http://example.com/x [192.0.2.1]: 503", "http-status"],
  ["Invalid response from http://...: 403/404/5xx", "http-status"],
  ['The key authorization file from the server did not match this challenge "x.y" != "z"', "http-content"],
  [
    "During secondary validation: DNS problem: NXDOMAIN looking up TXT for _acme-challenge.example.com",
    "views-disagree",
  ],
  ["During secondary validation: ...", "views-disagree"],
  [
    "urn:ietf:params:acme:error:rejectedIdentifier :: The ACME server refuses to issue a certificate for this domain name, because it is forbidden by policy",
    "ca-will-not-issue",
  ],
  ["urn:ietf:params:acme:error:rateLimited", "rate-limited-duplicate"],
  // Google
  ["DNS answer differs between name servers or regions", "nameservers-disagree"],
  ["authorizationAttemptInfo.failureReason: CONFIG", "validation-record-missing"],
  ["failureReason: CAA", "caa-excludes-ca"],
  ["failureReason: RATE_LIMITED", "rate-limited-duplicate"],
  // Amazon
  ["PENDING_VALIDATION", "validation-record-missing"],
  ["Pending validation", "validation-record-missing"],
  ["VALIDATION_TIMED_OUT", "validation-record-missing"],
  [
    "FailureReason CAA_ERROR: One or more domain names have failed validation due to a Certificate Authority Authentication (CAA) error",
    "caa-excludes-ca",
  ],
  ["FailureReason ADDITIONAL_VERIFICATION_REQUIRED", "ca-will-not-issue"],
  ["FailureReason DOMAIN_NOT_ALLOWED", "ca-will-not-issue"],
  ["FailureReason INVALID_PUBLIC_DOMAIN", "name-not-issuable"],
  ["FailureReason NO_AVAILABLE_CONTACTS / DOMAIN_VALIDATION_DENIED", "email-method-ending"],
  ["Expected certificate to be issued but was in state PENDING_VALIDATION", "validation-record-missing"],
  [
    "The status of this certificate request is Failed. One or more domain names have failed validation due to a Certificate Authority Authentication error",
    "caa-excludes-ca",
  ],
  [
    "Why is the CNAME record not resolving and the DNS validation status is still pending validation?",
    "validation-record-missing",
  ],
  ["A CNAME record and a TXT record exist for same domain name.", "cname-and-other-data"],
  ["The CNAME record has additional characters or is missing characters", "validation-record-mismatch"],
  ["The CNAME record isn’t added to the correct DNS configuration", "zone-not-delegated"],
  ["the DNS provider automatically adds the bare domain to the end of its DNS records", "doubled-domain"],
  // Sectigo, Trustico
  ["CNAME record missing or incorrect", "validation-record-mismatch"],
  ["Sectigo reports the CNAME record as missing or incorrect", "validation-record-mismatch"],
  ["DNS appears propagated but validation still fails", "missing-trailing-dot"],
  ["Issuance is delayed beyond the expected window", "propagation-incomplete"],
  ["CAA check pre-sign failure", "caa-excludes-ca"],
  ["MPIC failed", "views-disagree"],
  ["If you receive an error stating, ‘This activation code has expired’, …", "email-code-expired"],
  // Tencent Cloud
  ["domain ownership verification timeout", "caa-excludes-ca"],
  // Cloudflare
  [
    "the Certificate Authority had trouble performing a DNS lookup: dns problem: looking up caa for <hostname>: dnssec: bogus",
    "dnssec-bogus",
  ],
  [
    "the Certificate Authority had trouble performing a DNS lookup: dns problem: looking up caa for example.com: dnssec: bogus",
    "dnssec-bogus",
  ],
  ["Certificate authority encountered a SERVFAIL during DNS lookup, please check your DNS reachability.", "servfail"],
  [
    "Certificate authority encountered a multiple perspective CAA check error, please ensure your DNS is configured to allow CAA queries",
    "caa-lookup-failed",
  ],
  [
    "The authority has rate limited these domains. Please wait for the rate limit to expire or try another authority.",
    "rate-limited-duplicate",
  ],
  ["Internal error with Certificate Authority", "ca-internal-error"],
  ["certificate authority will not issue for this domain", "ca-will-not-issue"],
  // ACME clients
  [
    'Waiting for DNS-01 challenge propagation: DNS record for "example.com" not yet propagated',
    "validation-record-missing",
  ],
  [
    "time limit exceeded: last error: NS ns1.example.com. did not return the expected TXT record",
    "validation-record-missing",
  ],
  ["Waiting for HTTP-01 challenge propagation: wrong status code '404', expected '200'", "http-status"],
  // dig
  [";; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 17", "servfail"],
  [";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 17", "validation-record-missing"],
  ["** server can't find _acme-challenge.example.com: SERVFAIL", "servfail"],
  // Others
  [
    "Conflicting record(s) found at _acme-challenge.example.com. Please remove the record(s) and add the following CNAME record",
    "challenge-conflict",
  ],
  ["InvalidDNSError", "addresses-differ"],
  ["domain.caa_error: Dnsruby::ServFail", "caa-lookup-failed"],
  ["domain.caa_error: Dnsruby::ResolvTimeout", "caa-lookup-failed"],
  [
    "InvalidChangeBatch: RRSet of type TXT with DNS name a.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists",
    "cname-and-other-data",
  ],
  ["400 The plain HTTP request was sent to HTTPS port", "http-plain-on-tls-port"],
  // As people reported them
  [
    "Task 'CheckIsReady' (#6) failed: ACME validation status is invalid. LastError = CAA record for example.com prevents issuance",
    "caa-excludes-ca",
  ],
  ["CAA record does not include ssl.com which is required to issue the certificate", "caa-excludes-ca"],
  [
    "One or more domain names have failed validation due to a Certificate Authority Authorization (CAA) error.",
    "caa-excludes-ca",
  ],
  ["CAA records block issuance. Remove the CAA records or add the following", "caa-excludes-ca"],
  ["The domain CAA check failed", "caa-excludes-ca"],
  [
    "Validation failed. Your CAA configuration doesn't allow the current CA to issue certificates for you.",
    "caa-excludes-ca",
  ],
  ["example.com: FAILED_CAA_FORBIDDEN", "caa-excludes-ca"],
  ["example.com: FAILED_CAA_CHECKING", "caa-lookup-failed"],
  ["status: FAILED_NOT_VISIBLE", "no-address"],
  ["Certificate state: CAA_MISMATCH_FAILURE", "caa-excludes-ca"],
  ["Certificate state: CNAME_MISSING_FAILURE", "validation-record-missing"],
  [
    "Waiting for dns-01 challenge propagation: Could not determine the zone for example.com: Unexpected response code 'SERVFAIL' for _acme-challenge.example.com.",
    "servfail",
  ],
  [
    "time limit exceeded: last error: could not determine the zone: unexpected response code 'SERVFAIL' for _acme-challenge.example.com.",
    "servfail",
  ],
  [
    "propagation check failed: Could not determine authoritative nameservers for _acme-challenge.example.com.",
    "zone-not-delegated",
  ],
  ["error presenting token: cloudflare: failed to find zone com.: zone could not be found", "zone-not-delegated"],
  ["propagation check failed: presented key () did not match expected (Fo3CAWzk0U.7B1mYN3DcV)", "http-content"],
  ["propagation check failed: dial tcp 192.0.2.53:53: i/o timeout", "nameserver-unreachable"],
  [
    "Client with the currently selected authenticator does not support any combination of challenges that will satisfy the CA.",
    "wildcard-needs-dns",
  ],
  [
    "Failed to determine a valid solver configuration for the set of domains on the Order: no configured challenge solvers can be used for this challenge",
    "wildcard-needs-dns",
  ],
  [
    "too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s",
    "rate-limited-duplicate",
  ],
  [
    "RRSet of type A with DNS name www.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists",
    "cname-and-other-data",
  ],
  [
    "The request contains an invalid set of changes for a resource record set 'CNAME _75ec2cb563eb518da1b6227f7a5a7d9c.example.com.'",
    "duplicate-validation-record",
  ],
  [
    "RRSet with DNS name _acme-challenge.example.com., type TXT, cannot be created because a non multivalue answer rrset exists with the same name and type.",
    "challenge-in-code",
  ],
  [
    "FATAL problem: InvalidCharacterString (Value should be enclosed in quotation marks) encountered with abc",
    "txt-quoting",
  ],
  ["FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with a..b", "empty-label"],
  ["An A, AAAA, or CNAME record with that host already exists. (81053)", "cname-and-other-data"],
  ["verification_errors: custom hostname does not CNAME to this zone.", "validation-record-mismatch"],
  [
    "waiting for ACM Certificate to be issued: unexpected state 'FAILED', wanted target 'ISSUED'. last error: CAA_ERROR",
    "caa-excludes-ca",
  ],
  ["Certification Authority Authorization (CAA) records forbid the CA from issuing a certificate", "caa-excludes-ca"],
  [
    "The DNS name 'www.example.com.' may have either one CNAME resource record set or resource record sets of other types, but not both., cnameResourceRecordSetConflict",
    "cname-and-other-data",
  ],
  [
    "The CNAME record could not be created because another record with the same name already exists in this zone.",
    "cname-and-other-data",
  ],
  ["The supported validation types are: dns-01 , but you specified: http-01", "wildcard-needs-dns"],
  ["; EDE: 9 (DNSKEY Missing): (no SEP matching the DS found for example.com.)", "dnssec-bogus"],
  ["named: broken trust chain resolving 'www.example.com/A/IN': 192.0.2.53#53", "dnssec-bogus"],
  ["lame server resolving 'example.com' (in 'example.com'?): 192.0.2.1#53", "lame-delegation"],
  ["Domain verification failed: the TXT record was not found.", "validation-record-missing"],
  // Name servers
  ["dns_master_load: db.example.com:12: www.example.com: CNAME and other data", "cname-and-other-data"],
  ["db.example.com:5: www.example.com: multiple RRs of singleton type", "duplicate-cname"],
  ["db.example.com:1: no TTL specified; zone rejected", "ttl-out-of-range"],
  ["db.example.com:4: unknown RR type 'AA'", "unknown-record-type"],
  ["dns_rdata_fromtext: db.example.com:14: near eol: unexpected end of input", "bad-rdata"],
  ["db.example.com:20: ignoring out-of-zone data (www.example.org)", "out-of-zone"],
  ["zone example.com/IN: has no NS records", "missing-apex-ns"],
  ["zone example.com/IN: NS ns1.example.com has no address records (A or AAAA)", "missing-glue"],
  [
    "error: z:4: text string is longer than 255 characters, try splitting it into multiple parts",
    "txt-string-too-long",
  ],
];

const ESC = "\u001b[";
const json = (value: unknown): string => JSON.stringify(value);
/** The ways in which the same text reaches us. */
const VARIATIONS: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "another domain": (text) => text.replaceAll("example.com", "shop.xn--bcher-kva.co.uk"),
  "a domain in other letters": (text) => text.replaceAll("example.com", "bücher.example"),
  "a final dot": (text) => text.replace(/example\.com(?![\w./])/g, "example.com."),
  "upper case": (text) => text.toUpperCase(),
  "quoted domains": (text) => text.replace(/(?<![./])((?:_[a-z-]+\.|www\.)?example\.com)(?![\w/])/g, '"$1"'),
  "other quotes": (text) => `“${text.replaceAll('"', "'")}”`,
  "a list of validation errors": (text) =>
    json({ result: [{ validation_errors: [{ message: text }] }], success: false }),
  "an ACME problem": (text) => json({ type: "about:blank", detail: text, status: 400 }),
  "JSON in JSON": (text) => json({ log: json({ error: { detail: text } }) }),
  "a language that escapes markup in JSON": (text) => json(text).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e"),
  "lines of a narrow terminal": (text) => text.replace(/(.{20,38}) /g, "$1\n    "),
  "lines cut anywhere": (text) => text.replace(/(.{60})/g, "$1\n"),
  "colours, in JSON": (text) => json(`${ESC}31m${text}${ESC}0m\nbye`),
  "letters of other alphabets, escaped": (text) =>
    json(`“${text}”`).replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "a quotation in a mail": (text) => `> ${text.replace(/(.{20,60}) /g, "$1\n> ")}`,
  colours: (text) => `${ESC}31;1merror:${ESC}0m ${text.replace(/(\w+) (\w+)/, `$1 ${ESC}4m$2${ESC}24m`)}`,
  "a log line": (text) => `2026-11-24T10:24:57.123Z ERROR [acme] (order 17) failed: ${text}\n2026-11-24 INFO done`,
  "a box of Terraform's": (text) => `╷\n│ Error: ${text.replace(/(.{20,60}) /g, "$1\n│ ")}\n│ \n╵`,
};

describe.each(Object.entries(VARIATIONS))("%s", (_, vary) => {
  test.each(PRINTED)("%s", (text, rule) => {
    expect(rules(vary(text))[0]).toBe(rule);
  });
});

test("every known text, filled in, tells its first cause first", () => {
  const fill: Record<string, string> = {
    "<name>": "_x.a.example.net",
    "<ip>": "[192.0.2.7]",
    "<url>": "https://a.example.net/x?y=1",
    "<n>": "404",
    "<value>": "something",
    "<...>": "one two",
  };
  for (const { texts, causes } of ERROR_TEXTS) {
    for (const text of texts) {
      const printed = text.replace(/<[^>]+>/g, (placeholder) => fill[placeholder]);
      for (const form of [printed, json({ message: printed })]) {
        expect(explainText(form)[0]?.cause.rule, form).toBe(findCause(causes[0])?.rule);
      }
    }
  }
});

test.each([
  "",
  "good morning",
  "The certificate was issued for example.com.",
  "CAA record for example.com permits issuance",
  "CAA record for our good old friends at the office prevents issuance",
  "SERVFAIL looking up MX for example.com",
  "No TXT record needed at example.com",
  "an error with the Certificate Authority's internal newsletter",
  "please validate example.com, it is pending",
  "Our validation pending list is long, and the DNS of example.com is fine.",
  "The authority has rated these domains",
  "InvalidDNSErrors",
  "XPENDING_VALIDATIONX",
  "DNS problem",
  "urn:ietf:params:acme:error",
  "404",
  "a ".repeat(1000),
  "Uncaught SyntaxError: Unexpected end of input",
  "dial tcp 10.96.0.1:443: i/o timeout",
  "dial tcp: lookup acme-v02.api.letsencrypt.org on 10.96.0.10:53: read udp 10.1.0.5:38000->10.96.0.10:53: i/o timeout",
  "The label too long for the chart",
  "unbalanced parentheses in this sentence",
  "CAA checks out",
  "A chain of trust that nobody broke",
  "; EDE: 3 (Stale Answer)",
  "x509: certificate signed by unknown authority",
])("near misses and prose tell nothing: %s", (text) => {
  expect(explainText(text)).toEqual([]);
});

test("what is told first is what tells most, and every cause is told once", () => {
  const told = rules(
    "urn:ietf:params:acme:error:dns :: During secondary validation: DNS problem: SERVFAIL looking up CAA for example.com",
  );
  expect(told[0]).toBe("views-disagree");
  expect(told).toContain("caa-lookup-failed");
  const ids = explainText("CAA record for example.com prevents issuance, urn:ietf:params:acme:error:caa").map(
    ({ cause }) => cause.id,
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test("a cause is found by its id, and by the id of what has no rule", () => {
  expect(findCause("rate-limited-duplicate")?.rule).toBe("rate-limited-duplicate");
  expect(findCause("no-such-cause")).toBeUndefined();
});

test("what is taken off the text", () => {
  const words = (text: string) => lex(text).map(({ word }) => word);
  expect(
    words('\u001b[1mA\u001b[0m\u001b]8;;https://x\u0007b\u001b]8;;\u0007 "c" \\"d\\" “e” &quot;f&quot; <b>g</b>'),
  ).toEqual("a b c d e f g".split(" ").flatMap((word) => (word === "b" ? [] : word === "a" ? ["ab"] : [word])));
  expect(words("a:b urn:x:y https://a.example/x:1 192.0.2.1: 2001:db8::1: <name> …")).toEqual([
    "a",
    "b",
    "urn",
    "x",
    "y",
    "https://a.example/x:1",
    "192.0.2.1",
    "2001:db8::1",
    "<name>",
  ]);
});

// What grows faster than the text takes minutes over these, and runs into the time limit.
describe("a hostile mebibyte is read to its end", { timeout: 30_000 }, () => {
  const mebi = (piece: string): string => piece.repeat(Math.ceil(2 ** 20 / piece.length));
  const hostile: Record<string, string> = {
    blanks: mebi(" "),
    "one word": mebi("a"),
    marks: mebi("."),
    quotes: mebi('"'),
    backslashes: mebi("\\"),
    "escapes of escapes": mebi("\\\\n"),
    colons: mebi(":"),
    "hexadecimal and colons": mebi("abcd:"),
    brackets: mebi("<"),
    placeholders: mebi("<a "),
    tags: mebi("<p "),
    "starts of escape sequences": mebi("\u001b["),
    "starts of links": mebi("\u009b]"),
    "starts of links, escaped": mebi("\u001b]a"),
    "starts of URLs": mebi("http://"),
    "beginnings of a known text": mebi("CAA record for example.com "),
    "its beginnings, cut": mebi("CAA record for\n"),
    "a gap that never ends": mebi("Incorrect TXT record a b c d e f g h i j k "),
    "gaps in gaps": mebi("400 plain HTTP "),
    "names on lines": mebi("looking up CAA for a.b\n"),
    "many lines": mebi("caa\n"),
    NUL: mebi("\0"),
    surrogates: mebi("\ud83d"),
  };
  test.each(Object.entries(hostile))("%s", (_, text) => {
    expect(explainText(text)).toBeDefined();
  });
});
