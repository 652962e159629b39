import { parseName } from "../../name/name-table.js";
import { ACCOUNT, type Decision, LE, NO, type Ruling, ruling, YES } from "./decision.js";

const MISSING = `${NO} validation-record-missing`;
const UNREADABLE = `${NO} persist-record-malformed`;
const TOKEN = "rlA66oD4twilAOYKebCFV7_JvhVe69lBwLOin-Q5w3Q";
const OTHER_TOKEN = "gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs";
const ACM = "CNAME _b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws.";
const SECTIGO = "CNAME 9c1e0a2b3c4d5e6f708192a3b4c5d6e7.f0e1d2c3b4a5968778695a4b3c2d1e0f.sectigo.com.";
const HASH = "_e841f9038bbb69e685112130c2668f62";
const PERSIST = `letsencrypt.org; accounturi=${ACCOUNT}/1`;

const expected = (owner: string, value: string): Partial<Ruling> => ({
  more: { expected: [{ owner: parseName(owner)!, type: "TXT", value }] },
});
const persist = (text: string, asked: string, is: string): Ruling =>
  ruling(`_validation-persist TXT "${text}"`, `${asked} letsencrypt dns-persist-01 ${ACCOUNT}/1`, is);

/** rules-of-issuance §3: methods of the Baseline Requirements 3.2.2.4. */
export const METHODS: Readonly<Record<string, Decision>> = {
  "3 (.4)": {
    says: "Mail to one of five addresses: discouraged, ends 2028-03-15",
    good: [
      ruling("@ MX 10 mail.example.net.", "example.com digicert email", "cannot-tell email-method-ending"),
      ruling("@ MX 10 mail.example.net.", "*.www.example.com digicert email", "cannot-tell email-method-ending"),
    ],
    bad: [
      ruling("@ MX 0 .", "example.com digicert email", `${NO} email-method-ending no-mail-exchange`),
      ruling("@ MX 10 mail.example.net.", "example.com digicert email", `${NO} email-method-ending`, {
        more: { now: Date.UTC(2028, 2, 15) / 1000 },
      }),
    ],
  },
  "3 (.7)": {
    says: "A random value or request token in DNS, at the authorization domain or below one label that begins with _",
    good: [
      ruling(`${HASH} ${ACM}`, "example.com amazon dns-cname", YES),
      ruling(`${HASH} ${ACM}`, "*.example.com amazon dns-cname", YES),
      // Sectigo climbs to the base domain, Amazon doesn't.
      ruling(`${HASH} ${SECTIGO}`, "www.example.com sectigo dns-cname", YES, { more: { pending: true } }),
    ],
    bad: [
      ruling(`${HASH} ${ACM}`, "www.example.com amazon dns-cname", MISSING),
      ruling(`${HASH}.www ${ACM}`, "example.com amazon dns-cname", MISSING),
      ruling(`${HASH}.www ${SECTIGO}`, "example.com sectigo dns-cname", MISSING, { more: { pending: true } }),
    ],
  },
  "3 (.8)": {
    says: "IP addresses by their host's name: ended 2026-03-15",
    elsewhere: "only names are judged; `expect` and `check` refuse an address in a sentence",
  },
  "3 (.12)": { says: "The CA is the registrar", elsewhere: "nothing of it is in DNS" },
  "3 (.13, .14)": {
    says: "Mail to a contact that CAA contactemail or a TXT at _validation-contactemail names: ends 2028-03-15",
    good: [
      ruling(
        '@ MX 0 .\n@ CAA 0 contactemail "a@example.net"',
        "example.com digicert email",
        "cannot-tell email-method-ending",
      ),
      ruling(
        '@ MX 0 .\n_validation-contactemail TXT "a@example.net"',
        "example.com digicert email",
        "cannot-tell email-method-ending",
      ),
    ],
    bad: [
      ruling(
        '@ MX 0 .\nother CAA 0 contactemail "a@example.net"',
        "example.com digicert email",
        `${NO} email-method-ending no-mail-exchange`,
      ),
    ],
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 contactemail "mailto:security@example.com"   ; expect: caa-bad-contact
      a  300 CAA  0 contactemail "security@example.com"
      `,
    ],
  },
  "3 (.16, .17)": {
    says: "A call to a number that a TXT or CAA names: ends 2027-03-15",
    elsewhere:
      "no CA is known to take orders so by a method that check has; a number that is none is caa-bad-contact's",
    lint: [
      `
      $ORIGIN example.com.
      @  300 CAA  0 contactphone "tel:+15551234567"   ; expect: caa-bad-contact
      a  300 CAA  0 contactphone "+15551234567"
      `,
    ],
  },
  "3 (.18)": {
    says: "A file below /.well-known/pki-validation: the very name, and no wildcard",
    good: [ruling("@ A 203.0.114.1", "example.com sectigo http-file", "cannot-tell")],
    bad: [
      ruling("@ A 203.0.114.1", "*.example.com sectigo http-file", `${NO} wildcard-needs-dns`),
      ruling("@ A 203.0.114.1", "www.example.com sectigo http-file", `${NO} no-address`),
    ],
  },
  "3 (.19)": {
    says: "http-01: no wildcard",
    good: [ruling("@ A 203.0.114.1", "example.com letsencrypt http-01", "cannot-tell")],
    bad: [
      ruling("@ A 203.0.114.1", "*.example.com letsencrypt http-01", `${NO} wildcard-needs-dns`),
      ruling("@ A 10.0.0.1", "example.com letsencrypt http-01", `${NO} reserved-address`),
    ],
  },
  "3 (.20)": {
    says: "tls-alpn-01: no wildcard",
    good: [ruling("@ AAAA 2a01:4f8::1", "example.com letsencrypt tls-alpn-01", "cannot-tell")],
    bad: [ruling("@ AAAA 2a01:4f8::1", "*.example.com letsencrypt tls-alpn-01", `${NO} wildcard-needs-dns`)],
  },
  "3 (.21)": {
    says: "dns-account-01: wildcards, too",
    good: [
      ruling("@ A 203.0.114.1", `example.com letsencrypt dns-account-01 ${ACCOUNT}/1`, YES),
      ruling("@ A 203.0.114.1", `*.example.com letsencrypt dns-account-01 ${ACCOUNT}/1`, YES),
    ],
    bad: [
      ruling(
        '@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"',
        `example.com letsencrypt dns-account-01 ${ACCOUNT}/1`,
        `${NO} caa-excludes-method`,
      ),
    ],
  },
  "3 (.22)": {
    says: "A TXT that stays; a wildcard only with policy=wildcard",
    good: [
      persist(PERSIST, "example.com", "cannot-tell"),
      persist(`${PERSIST}; policy=wildcard`, "*.example.com", "cannot-tell"),
    ],
    bad: [
      persist(PERSIST, "*.example.com", `${NO} persist-without-wildcard`),
      ruling("@ A 203.0.114.1", `example.com letsencrypt dns-persist-01 ${ACCOUNT}/1`, MISSING),
    ],
  },
  "3 (authorization domain)": {
    says: "The name or those above it down to the base domain, never a public suffix",
    good: [ruling(`${HASH} ${SECTIGO}`, "a.b.example.com sectigo dns-cname", YES, { more: { pending: true } })],
    bad: [
      {
        zones: [`$ORIGIN co.uk.\n@ SOA ns1.example.net. h.example.net. 1 7200 900 1209600 300\n${HASH} ${SECTIGO}`],
        asked: "example.co.uk sectigo dns-cname",
        more: { pending: true },
        is: MISSING,
      },
    ],
  },
  "3 (random values, redirects)": {
    says: "Random values live 30 days; of redirects 301, 302, 307 and 308 count",
    elsewhere: "how old a value is, no record says; redirects are followed live",
  },
  "3 (hash method)": {
    says: "Sectigo's MD5 label is in force; its old suffix is what is out of date",
    lint: [
      `
      $ORIGIN example.com.
      ${HASH}      300 ${SECTIGO}
      ${HASH}.www  300 ${SECTIGO.replace("sectigo.com", "comodoca.com")}   ; expect: legacy-validation-target
      `,
    ],
    elsewhere: "a judgement takes both: only the linter tells the better one",
  },
  "3 (quorum)": {
    says: "Two to five remote perspectives: one may fail; six or more: two may",
    elsewhere: "files are one view; views-disagree is told live",
  },
};

/** rules-of-issuance §4: ACME challenges. */
export const CHALLENGES: Readonly<Record<string, Decision>> = {
  "4 (http-01)": {
    says: "Port 80 of an address that can be reached; private ones are refused",
    good: [ruling("@ A 10.0.0.1\n@ A 203.0.114.1", "example.com letsencrypt http-01", "cannot-tell")],
    bad: [
      ruling("@ A 10.0.0.1\n@ AAAA fd00::1", "example.com letsencrypt http-01", `${NO} reserved-address`),
      ruling('@ TXT "x"', "example.com letsencrypt http-01", `${NO} no-address`),
    ],
  },
  "4 (dns-01)": {
    says: "Any one of several TXT at _acme-challenge may match; strings are joined; CNAME and NS delegation are followed",
    good: [
      ruling(
        `_acme-challenge TXT "${OTHER_TOKEN}"\n_acme-challenge TXT "${TOKEN}"`,
        `example.com ${LE}`,
        YES,
        expected("_acme-challenge.example.com", TOKEN),
      ),
      ruling(
        `_acme-challenge TXT "${TOKEN.slice(0, 20)}" "${TOKEN.slice(20)}"`,
        `example.com ${LE}`,
        YES,
        expected("_acme-challenge.example.com", TOKEN),
      ),
      ruling(
        `_acme-challenge TXT "${TOKEN}"`,
        `*.example.com ${LE}`,
        YES,
        expected("_acme-challenge.example.com", TOKEN),
      ),
      ruling(
        `_acme-challenge CNAME here\nhere TXT "${TOKEN}"`,
        `example.com ${LE}`,
        YES,
        expected("_acme-challenge.example.com", TOKEN),
      ),
      ruling(
        "_acme-challenge NS ns1.example.net.",
        `example.com ${LE}`,
        "cannot-tell",
        expected("_acme-challenge.example.com", TOKEN),
      ),
    ],
    bad: [
      ruling(
        `_acme-challenge TXT "${OTHER_TOKEN}"`,
        `example.com ${LE}`,
        `${NO} validation-record-mismatch`,
        expected("_acme-challenge.example.com", TOKEN),
      ),
      ruling(
        `_acme-challenge TXT "${TOKEN.slice(0, 20)} ${TOKEN.slice(20)}"`,
        `example.com ${LE}`,
        `${NO} validation-record-mismatch`,
        expected("_acme-challenge.example.com", TOKEN),
      ),
      ruling("_acme-challenge CNAME _acme-challenge", `example.com ${LE}`, `${NO} cname-loop`),
    ],
    lint: [
      `
      $ORIGIN example.com.
      _acme-challenge      300 TXT  "${TOKEN}="   ; expect: challenge-token-malformed
      _acme-challenge.*    300 TXT  "${TOKEN}"    ; expect: challenge-under-wildcard
      `,
    ],
  },
  "4 (tls-alpn-01)": {
    says: "Port 443 of the host; impossible behind what ends TLS before it",
    good: [ruling("@ A 203.0.114.1", "example.com letsencrypt tls-alpn-01", "cannot-tell")],
    bad: [ruling("@ A 192.168.1.1", "example.com letsencrypt tls-alpn-01", `${NO} reserved-address`)],
  },
  "4 (dns-account-01)": {
    says: "The owner is _<base32 of ten octets of the account URL's SHA-256>._acme-challenge",
    good: [
      ruling(
        "_ujmmovf2vn55tgye._acme-challenge CNAME here\nhere A 192.0.2.1",
        "example.com letsencrypt dns-account-01 https://example.com/acme/acct/ExampleAccount",
        YES,
      ),
      // Another account's loop is nobody's business.
      ruling(
        "_abcdefghijklmnop._acme-challenge CNAME _abcdefghijklmnop._acme-challenge",
        "example.com letsencrypt dns-account-01 https://example.com/acme/acct/ExampleAccount",
        YES,
      ),
    ],
    bad: [
      ruling(
        "_ujmmovf2vn55tgye._acme-challenge CNAME _ujmmovf2vn55tgye._acme-challenge",
        "example.com letsencrypt dns-account-01 https://example.com/acme/acct/ExampleAccount",
        `${NO} cname-loop`,
      ),
    ],
  },
  "4 (dns-persist-01)": {
    says: "issuer; accounturi=…; policy=wildcard; persistUntil=…: account exact, tags without case, no trailing semicolon, unknown parameters passed over",
    good: [
      persist(PERSIST.replace("accounturi", "AccountURI"), "example.com", "cannot-tell"),
      persist(`${PERSIST}; foo=bar`, "example.com", "cannot-tell"),
      persist(`${PERSIST}; persistUntil=1893456000`, "example.com", "cannot-tell"),
      persist(`${PERSIST}; policy=WildCard`, "*.example.com", "cannot-tell"),
      ruling(
        `_validation-persist TXT "sectigo.com; accounturi=https://a.example/1"\n_validation-persist TXT "${PERSIST}"`,
        `example.com letsencrypt dns-persist-01 ${ACCOUNT}/1`,
        "cannot-tell",
      ),
    ],
    bad: [
      persist("letsencrypt.org", "example.com", UNREADABLE),
      persist(`${PERSIST};`, "example.com", UNREADABLE),
      persist(`${PERSIST}; accounturi=${ACCOUNT}/1`, "example.com", UNREADABLE),
      persist(`${PERSIST}0`, "example.com", MISSING),
      persist(`${PERSIST}; persistUntil=1767225600`, "example.com", `${NO} persist-record-expired`),
      persist(PERSIST.replace("letsencrypt.org", "sectigo.com"), "example.com", MISSING),
    ],
  },
  "4 (problem documents)": {
    says: "Typical texts of ACME errors, their causes and fixes",
    elsewhere: "explain/explain.test.ts takes every text of the guides and of the CA data",
  },
};
