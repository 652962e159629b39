import { ACCOUNT, type Decision, EXCLUDED, LE, NO, ruling, YES } from "./decision.js";

const apex = (...records: readonly string[]) => records.map((record) => `@ CAA ${record}`).join("\n");
const PLAIN = `example.com ${LE}`;
const WILD = `*.example.com ${LE}`;
const DIGICERT = "example.com digicert dns-txt";
const TOKEN = '\n_dnsauth TXT "k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j"';
const digicert = (...records: readonly string[]) => apex(...records) + TOKEN;
/** Its order is under way, and the record is there. */
const ORDERED = { more: { pending: true } };
const FROM_2027 = { more: { now: Date.UTC(2027, 2, 15) / 1000 } };

/** rules-of-issuance §2.2 (RFC 8659 §4). */
export const CAA_SET: Readonly<Record<string, Decision>> = {
  "2.2.1": {
    says: "A name that is no wildcard looks at issue alone; without one it isn't restricted",
    good: [
      ruling(apex('0 issue "letsencrypt.org"'), PLAIN, YES),
      ruling(apex('0 issuewild ";"'), PLAIN, YES),
      ruling(apex('0 iodef "mailto:a@example.com"'), PLAIN, YES),
      ruling(apex('0 issuemail ";"'), PLAIN, YES),
    ],
    bad: [ruling(apex('0 issue "digicert.com"', '0 issuewild "letsencrypt.org"'), PLAIN, EXCLUDED)],
  },
  "2.2.2": {
    says: "A wildcard looks at issuewild alone where there is one, else at issue",
    good: [
      ruling(apex('0 issue ";"', '0 issuewild "letsencrypt.org"'), WILD, YES),
      ruling(apex('0 issue "letsencrypt.org"'), WILD, YES),
      ruling(apex('0 iodef "mailto:a@example.com"'), WILD, YES),
    ],
    bad: [
      ruling(apex('0 issue "letsencrypt.org"', '0 issuewild "digicert.com"'), WILD, `${NO} caa-excludes-wildcard`),
      ruling(apex('0 issue "letsencrypt.org"', '0 issuewild ";"'), WILD, `${NO} caa-excludes-wildcard`),
      ruling(apex('0 issue "digicert.com"'), WILD, EXCLUDED),
    ],
  },
  "2.2.3": {
    says: "Records add up: one match is enough, in any order",
    good: [
      ruling(apex('0 issue "digicert.com"', '0 issue "letsencrypt.org"'), PLAIN, YES),
      ruling(apex('0 issue "letsencrypt.org"', '0 issue "digicert.com"'), PLAIN, YES),
    ],
    bad: [ruling(apex('0 issue "digicert.com"', '0 issue "sectigo.com"'), PLAIN, EXCLUDED)],
  },
  "2.2.4": {
    says: 'issue ";" or an empty value authorises nobody; beside a record that names a CA it has no effect',
    good: [ruling(apex('0 issue ";"', '0 issue "letsencrypt.org"'), PLAIN, YES)],
    bad: [ruling(apex('0 issue ";"'), PLAIN, EXCLUDED), ruling(apex('0 issue ""'), PLAIN, EXCLUDED)],
  },
  "2.2.5": {
    says: "A value that doesn't fit the grammar counts as nobody, and isn't passed over",
    good: [ruling(apex('0 issue "https://letsencrypt.org"', '0 issue "letsencrypt.org"'), PLAIN, YES)],
    bad: [
      ruling(apex('0 issue "https://letsencrypt.org"'), PLAIN, EXCLUDED),
      ruling(apex('0 issue "letsencrypt.org, digicert.com"'), PLAIN, EXCLUDED),
    ],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 issue "https://letsencrypt.org"   ; expect: caa-malformed
      `,
    ],
  },
  "2.2.6": {
    says: "An unknown tag is passed over, unless the critical bit is set",
    good: [ruling(apex('0 tbs "x"', '0 issue "letsencrypt.org"'), PLAIN, YES), ruling(apex('0 tbs "x"'), PLAIN, YES)],
    bad: [ruling(apex('128 tbs "x"', '0 issue "letsencrypt.org"'), PLAIN, `${NO} caa-unknown-tag`)],
  },
  "2.2.7": {
    says: "Tags compare without case; they consist of letters and digits",
    good: [ruling(apex('0 ISSUE "letsencrypt.org"'), PLAIN, YES)],
    bad: [
      ruling(apex('0 Issue "digicert.com"'), PLAIN, EXCLUDED),
      ruling(apex('0 issue "letsencrypt.org"', '0 IssueWild ";"'), WILD, `${NO} caa-excludes-wildcard`),
    ],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 issue-wild "letsencrypt.org"   ; expect: caa-malformed
      a  300 CAA  0 IssueWild  "letsencrypt.org"
      `,
    ],
  },
  "2.2.8": {
    says: "Critical is 128; Let's Encrypt takes 1 for it too; other bits are written 0",
    good: [ruling(digicert('1 tbs "x"'), DIGICERT, YES, ORDERED), ruling(apex('64 tbs "x"'), PLAIN, YES)],
    bad: [
      ruling(apex('1 tbs "x"'), PLAIN, `${NO} caa-unknown-tag`),
      ruling(digicert('128 tbs "x"'), DIGICERT, `${NO} caa-unknown-tag`),
    ],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  1   issue "letsencrypt.org"   ; expect: caa-bad-flags
      a  300 CAA  128 issue "letsencrypt.org"
      `,
    ],
  },
  "2.2.9": {
    says: "Critical on a known tag does no harm",
    good: [
      ruling(apex('128 issue "letsencrypt.org"'), PLAIN, YES),
      ruling(apex('128 iodef "mailto:a@example.com"'), PLAIN, YES),
    ],
    bad: [ruling(apex('128 issue "digicert.com"'), PLAIN, EXCLUDED)],
  },
  "2.2.10": {
    says: "iodef is mailto:, http: or https:, and never a permission or a restriction",
    good: [ruling(apex('0 iodef "mailto:a@example.com"'), PLAIN, YES)],
    bad: [ruling(apex('0 iodef "mailto:letsencrypt.org"', '0 issue ";"'), PLAIN, EXCLUDED)],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 iodef "security@example.com"          ; expect: caa-bad-iodef
      a  300 CAA  0 iodef "mailto:security@example.com"
      a  300 CAA  0 iodef "https://iodef.example.com/"
      `,
    ],
  },
  "2.2.11": {
    says: "contactemail, contactphone, issuemail and issuevmc have other purposes: not unknown, and no permission",
    good: [ruling(apex('0 contactemail "a@example.com"', '0 issuevmc "digicert.com"', '0 issuemail ";"'), PLAIN, YES)],
    bad: [ruling(apex('0 issuevmc "letsencrypt.org"', '0 issue "digicert.com"'), PLAIN, EXCLUDED)],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 contactemail "security@example.com"
      @  300 CAA  0 contactphone "+15551234567"
      @  300 CAA  0 issuemail    "digicert.com"
      @  300 CAA  0 issuevmc     "digicert.com"
      a  300 CAA  0 issuevcm     "digicert.com"   ; expect: caa-unknown-tag
      `,
    ],
  },
  "2.3.1": {
    says: "The issuer is labels of letters, digits and inner hyphens: no final dot, scheme, path or underscore",
    good: [ruling(apex('0 issue " letsencrypt.org "'), PLAIN, YES)],
    bad: ["letsencrypt.org.", "https://letsencrypt.org", "letsencrypt.org/acme", "lets_encrypt.org"].map((value) =>
      ruling(apex(`0 issue "${value}"`), PLAIN, EXCLUDED),
    ),
  },
  "2.3.2": {
    says: "A parameter is tag = value of printable ASCII without blank and semicolon; blanks may stand round it",
    good: [ruling(apex('0 issue "letsencrypt.org ; \tvalidationmethods = dns-01 "'), PLAIN, YES)],
    bad: ["letsencrypt.org; policy", "letsencrypt.org; a=b c", "letsencrypt.org; a b=c", "letsencrypt.org; a_b=c"].map(
      (value) => ruling(apex(`0 issue "${value}"`), PLAIN, EXCLUDED),
    ),
  },
  "2.3.3": {
    says: "A semicolon may end the issuer, and never a parameter",
    good: [ruling(apex('0 issue "letsencrypt.org;"'), PLAIN, YES)],
    bad: [ruling(apex('0 issue "letsencrypt.org; validationmethods=dns-01;"'), PLAIN, EXCLUDED)],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 issue "letsencrypt.org; validationmethods=dns-01;"   ; expect: caa-malformed
      a  300 CAA  0 issue "letsencrypt.org;"
      `,
    ],
  },
  "2.3.4": {
    says: "Let's Encrypt compares the issuer octet by octet",
    good: [ruling(digicert('0 issue "DigiCert.com"'), DIGICERT, YES, ORDERED)],
    bad: [ruling(apex('0 issue "LetsEncrypt.org"'), PLAIN, EXCLUDED)],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 issue "LetsEncrypt.org"   ; expect: caa-issuer-spelling
      `,
    ],
  },
  "2.3.5": {
    says: "Quotes belong to the presentation; a second pair becomes part of the value",
    good: [ruling("@ CAA 0 issue letsencrypt.org", PLAIN, YES)],
    bad: [ruling(apex('0 issue "\\"letsencrypt.org\\""'), PLAIN, EXCLUDED)],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 issue "'letsencrypt.org'"   ; expect: caa-malformed
      a  300 CAA  0 issue letsencrypt.org
      `,
    ],
  },
  "2.3.6": {
    says: "An unquoted semicolon begins a comment, an unquoted value with blanks is split",
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 issue letsencrypt.org; validationmethods=dns-01   ; expect: unquoted-semicolon
      a  300 CAA  0 issue letsencrypt.org policy=ev                   ; expect: bad-rdata
      b  300 CAA  0 issue letsencrypt.org ; a note
      `,
    ],
    elsewhere: "what a zone file cuts short is published so: the cases of 2.3.1 and 2.3.2 judge it",
  },
  "2.4.1": {
    says: "accounturi is the exact URL; two in one record can never hold, several records may",
    good: [
      ruling(apex(`0 issue "letsencrypt.org; accounturi=${ACCOUNT}/1"`), `${PLAIN} ${ACCOUNT}/1`, YES),
      ruling(
        apex(
          `0 issue "letsencrypt.org; accounturi=${ACCOUNT}/2"`,
          `0 issue "letsencrypt.org; accounturi=${ACCOUNT}/1"`,
        ),
        `${PLAIN} ${ACCOUNT}/1`,
        YES,
      ),
    ],
    bad: [
      ruling(
        apex(`0 issue "letsencrypt.org; accounturi=${ACCOUNT}/2"`),
        `${PLAIN} ${ACCOUNT}/1`,
        `${NO} caa-excludes-account`,
      ),
      ruling(
        apex(`0 issue "letsencrypt.org; accounturi=${ACCOUNT}/1/"`),
        `${PLAIN} ${ACCOUNT}/1`,
        `${NO} caa-excludes-account`,
      ),
      ruling(
        apex(`0 issue "letsencrypt.org; accounturi=${ACCOUNT}/1; accounturi=${ACCOUNT}/1"`),
        `${PLAIN} ${ACCOUNT}/1`,
        `${NO} caa-excludes-account`,
      ),
      ruling(apex(`0 issue "letsencrypt.org; accounturi=${ACCOUNT}/1"`), PLAIN, "cannot-tell"),
    ],
  },
  "2.4.2": {
    says: "validationmethods is a list without blanks, in lower case; ca-tbr-<n> names a method of the BR",
    good: [
      ruling(apex('0 issue "letsencrypt.org; validationmethods=http-01,dns-01"'), PLAIN, YES),
      ruling(apex('0 issue "letsencrypt.org; validationmethods=ca-tbr-7"'), PLAIN, YES),
    ],
    bad: [
      ruling(apex('0 issue "letsencrypt.org; validationmethods=http-01"'), PLAIN, `${NO} caa-excludes-method`),
      ruling(apex('0 issue "letsencrypt.org; validationmethods=http-01, dns-01"'), PLAIN, EXCLUDED),
      ruling(
        apex('0 issue "letsencrypt.org; validationmethods=dns-01; validationmethods=dns-01"'),
        PLAIN,
        `${NO} caa-excludes-method`,
      ),
    ],
  },
  "2.4.3": {
    says: "A CA that passes parameters over issues anyway; from 2027-03-15 none may",
    good: [
      ruling(
        apex('0 issue "pki.goog; validationmethods=dns-01"'),
        "example.com google-trust-services dns-01",
        YES,
        FROM_2027,
      ),
    ],
    bad: [
      ruling(
        apex('0 issue "pki.goog; validationmethods=http-01"'),
        "example.com google-trust-services dns-01",
        "cannot-tell",
      ),
      ruling(
        apex('0 issue "pki.goog; validationmethods=http-01"'),
        "example.com google-trust-services dns-01",
        `${NO} caa-excludes-method`,
        FROM_2027,
      ),
    ],
  },
  "2.4.4": {
    says: "A parent's account may stand for a subordinate one, where the CA maps them, from 2027-03-15",
    elsewhere:
      "a CA may do so and need not, and which accounts belong together only it knows; the URL decides until one says so",
  },
  "2.4.5": {
    says: "Parameters that nobody knows don't make a record malformed",
    good: [
      ruling(apex('0 issue "letsencrypt.org; foo=bar"'), PLAIN, YES),
      ruling(apex('0 issue "pki.goog; cansignhttpexchanges=yes"'), "example.com google-trust-services dns-01", YES),
    ],
    bad: [ruling(apex('0 issue "letsencrypt.org; foo-bar=baz"'), PLAIN, EXCLUDED)],
  },
  "2.5.1": {
    says: "A failed lookup is no permission; at other CAs it may be one, where the zone isn't signed",
    good: [ruling(apex('0 issue "letsencrypt.org"'), PLAIN, YES)],
    bad: [
      ...(["servfail", "timeout", "refused", "bogus"] as const).map((reason) =>
        ruling("", PLAIN, `${NO} caa-lookup-failed`, { failing: { "CAA example.com.": reason } }),
      ),
      ruling(TOKEN, DIGICERT, "cannot-tell caa-lookup-failed", {
        ...ORDERED,
        failing: { "CAA example.com.": "servfail" },
      }),
    ],
  },
  "2.5.2": {
    says: "CAA may be up to eight hours old, or as old as its TTL",
    elsewhere:
      "the verdict is of what stands there now; a CA that looked earlier may still permit, or refuse, for that long",
  },
  "2.5.3": {
    says: "Remote perspectives must permit, too",
    good: [ruling('@ CAA 0 issue "letsencrypt.org" ; a note', PLAIN, YES)],
    bad: [
      ruling(
        '@ CAA 0 issue "letsencrypt.org" ; AWS routing="LATENCY" region="eu-west-1" identifier="eu"',
        PLAIN,
        "cannot-tell",
      ),
    ],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 issue "letsencrypt.org" ; AWS routing="LATENCY" region="eu-west-1" identifier="eu" ; expect: validation-record-routed
      @  300 CAA  0 issue "digicert.com"    ; AWS routing="LATENCY" region="us-east-1" identifier="us"
      `,
    ],
  },
  "2.5.4": {
    says: "A truncated answer is an error to Let's Encrypt",
    bad: [ruling("", PLAIN, `${NO} caa-lookup-failed`, { failing: { "CAA example.com.": "truncated" } })],
    elsewhere: "an answer that isn't cut is any other case's",
  },
  "2.5.5": {
    says: "Servers answer NODATA for type 257; NOTIMP and REFUSED are defects",
    good: [ruling("", PLAIN, YES)],
    bad: [ruling("", PLAIN, `${NO} caa-lookup-failed`, { failing: { "CAA example.com.": "notimp" } })],
  },
  "2.6": {
    says: "issuemail is for S/MIME: it doesn't limit TLS; critical it stops a TLS CA that doesn't know it, and Let's Encrypt does",
    good: [
      ruling(apex('0 issuemail "digicert.com"'), PLAIN, YES),
      ruling(apex('128 issuemail "digicert.com"'), PLAIN, YES),
    ],
    bad: [
      ruling(apex('0 issuemail "letsencrypt.org"', '0 issue "digicert.com"'), PLAIN, EXCLUDED),
      ruling(digicert('128 issuemail "digicert.com"'), DIGICERT, "cannot-tell", ORDERED),
    ],
  },
};
