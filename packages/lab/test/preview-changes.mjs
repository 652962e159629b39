// Changes of one zone, with what they do to a certificate. Each is judged as a preview and again once it is in the server.
import { WEB } from "../dist/addresses.js";

const TOKEN = "LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo";
const NAME = "preview.test";
const RECORD = `_acme-challenge.${NAME} TXT ${TOKEN}`;
const ADDRESS = `@ 60 A ${WEB.serves}`;
const dns = ["--method", "dns-01"];
const http = ["--method", "http-01"];

/** `from` and `to`: records below SOA and NS. `args`: of `dcvlint check`. */
const change = (id, from, to, args = [NAME, ...dns], ca = "letsencrypt") => ({
  id,
  from,
  to,
  args: [...args, "--ca", ca],
});

export const CHANGES = [
  change("CAA that shuts the CA out", [ADDRESS], [ADDRESS, '@ 60 CAA 0 issue "digicert.com"']),
  change("CAA that lets the CA in again", ['@ 60 CAA 0 issue "digicert.com"'], ['@ 60 CAA 0 issue "letsencrypt.org"']),
  change("CAA that permits nobody is taken away", ['@ 60 CAA 0 issue ";"'], [ADDRESS]),
  change(
    "a second CAA record beside the other CA's",
    ['@ 60 CAA 0 issue "digicert.com"'],
    ['@ 60 CAA 0 issue "digicert.com"', '@ 60 CAA 0 issue "letsencrypt.org"'],
  ),
  change("issuewild for nobody, and a wildcard", [ADDRESS], ['@ 60 CAA 0 issuewild ";"'], [`*.${NAME}`, ...dns]),
  change("issuewild for nobody, and the plain name", [ADDRESS], ['@ 60 CAA 0 issuewild ";"']),
  change("a critical tag that nobody knows", [ADDRESS], ['@ 60 CAA 128 tbs "x"']),
  change(
    "validationmethods without ours",
    [ADDRESS],
    ['@ 60 CAA 0 issue "letsencrypt.org; validationmethods=http-01"'],
  ),
  change("iodef alone", [ADDRESS], ['@ 60 CAA 0 iodef "mailto:a@example.com"']),
  change("CAA at a name below, and the name above", [ADDRESS], ['www 60 CAA 0 issue ";"', `www 60 A ${WEB.serves}`]),
  change(
    "CAA above, and a name below",
    [`www 60 A ${WEB.serves}`],
    [`www 60 A ${WEB.serves}`, '@ 60 CAA 0 issue ";"'],
    [`www.${NAME}`, ...dns],
  ),
  change(
    "the token's TXT record is added",
    [ADDRESS],
    [`_acme-challenge 60 TXT "${TOKEN}"`],
    [NAME, "--record", RECORD],
  ),
  change(
    "the token's TXT record has another value",
    [ADDRESS],
    ['_acme-challenge 60 TXT "x"'],
    [NAME, "--record", RECORD],
  ),
  change(
    "the token's TXT record is taken away",
    [`_acme-challenge 60 TXT "${TOKEN}"`],
    [ADDRESS],
    [NAME, "--record", RECORD],
  ),
  change("the domain doubled", [ADDRESS], [`_acme-challenge.${NAME} 60 TXT "${TOKEN}"`], [NAME, "--record", RECORD]),
  change("a challenge handed on to a name that is there", [ADDRESS], ["_acme-challenge 60 CNAME preview.acme.test."]),
  change("a challenge handed on to nowhere", [ADDRESS], ["_acme-challenge 60 CNAME nowhere.acme.test."]),
  change("a challenge that goes in a circle", [ADDRESS], ["_acme-challenge 60 CNAME b", "b 60 CNAME _acme-challenge"]),
  change("a wildcard alias that catches the challenge", [ADDRESS], ["* 60 CNAME preview.acme.test."]),
  change(
    "a name below is delegated to a server that doesn't serve it",
    [`www 60 A ${WEB.serves}`],
    ["www 60 NS ns-refuses.test."],
    [`www.${NAME}`, ...dns],
  ),
  change(
    "a name becomes an alias of one with CAA of its own",
    [`www 60 A ${WEB.serves}`],
    ["www 60 CNAME caa-none.test."],
    [`www.${NAME}`, ...dns],
  ),
  change("the address goes, and the CA connects", [ADDRESS], ['@ 60 TXT "x"'], [NAME, ...http]),
  change("the address moves to a machine without a web server", [ADDRESS], [`@ 60 A ${WEB.dead}`], [NAME, ...http]),
  change(
    "an IPv6 address without a web server beside a good one",
    [ADDRESS],
    [ADDRESS, "@ 60 AAAA 2001:db8::dead"],
    [NAME, ...http],
  ),
  change(
    "a DNAME over the name",
    [`a.sub 60 A ${WEB.serves}`],
    ["sub 60 DNAME good-unsigned.test."],
    [`a.sub.${NAME}`, ...dns],
  ),
];
