import { testRule } from "../../testing.js";
import rule from "./rule.js";

const change = (before: string, after: string) => ({
  before: `$ORIGIN example.com.\n${before}\n`,
  zone: `$ORIGIN example.com.\n${after}\n`,
});
const le = '@ CAA 0 issue "letsencrypt.org"';
const digicert = '@ CAA 0 issue "digicert.com"';

testRule(rule, {
  "a CA is left out": change(`${le}\n${digicert}`, `${le} ; expect: lost`),
  "one takes the place of another": change(digicert, `${le} ; expect: lost`),
  "one is added": change(le, `${le}\n${digicert}`),
  "all are taken away": change(le, "www A 192.0.2.1"),
  "another name of the same CA": change('@ CAA 0 issue "amazontrust.com"', '@ CAA 0 issue "amazon.com"'),
  "a spelling is set right": change('@ CAA 0 issue "LetsEncrypt.org"', '@ CAA 0 issue "letsencrypt.org"'),
  "the first CAA": change("www A 192.0.2.1", `${le} ; expect: first`),
  "records that named no CA, and now do": change(
    '@ CAA 0 iodef "mailto:pki@example.com"',
    `@ CAA 0 iodef "mailto:pki@example.com" ; expect: restricted\n${le}`,
  ),
  "a name's own set goes, and the one above permits less": change(
    `${le}\nshop CAA 0 issue "digicert.com" ; expect: lost`,
    le,
  ),
  "a name gets a set of its own that permits less": change(
    `${le}\n${digicert}`,
    `${le}\n${digicert}\nshop CAA 0 issue "digicert.com" ; expect: lost`,
  ),
  "wildcards alone": change(
    `${le}\n${digicert}`,
    `${le} ; expect: lost\n${digicert}\n@ CAA 0 issuewild "digicert.com"`,
  ),
  "issuewild goes, so that issue counts again": change(`${le}\n@ CAA 0 issuewild ";"`, le),
  "only by one method, only for one account": change(
    `${le}\n${digicert}`,
    `@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01" ; expect: narrower
@ CAA 0 issue "digicert.com; accounturi=https://acme.example.net/1"`,
  ),
  "another account": change(
    '@ CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"',
    '@ CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/2" ; expect: narrower',
  ),
  "more methods, in two records, or one for everybody beside it": change(
    '@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"',
    '@ CAA 0 issue "letsencrypt.org; validationmethods=http-01"\n@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01,tls-alpn-01"',
  ),
  "nothing changes": change(`${le}\n${digicert}`, `${digicert}\n${le}`),
  "what can't be read may be the missing one": change(`${le}\n${digicert}`, `${le}\n@ CAA 0 issue`),
  "without a state before, there is nothing to compare": `$ORIGIN example.com.\n${le}\n`,
});
