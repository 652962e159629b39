import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

testRule(rule, {
  "the ending of 2018": `
    $ORIGIN example.com.
    _c7fbc2039e400c8ef74129ec7db1842a      CNAME  c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.comodoca.com.   ; expect: formerEnding
    _c7fbc2039e400c8ef74129ec7db1842a.www  CNAME  c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.t0ekqwi1u.comodoca.com.   ; expect: formerEnding
  `,
  "the form that DigiCert dropped": `
    $ORIGIN example.com.
    abcd1efgh2jkl3mnop4qrst5uvwx6yz0   CNAME  dcv.digicert.com.   ; expect: retired
    _abcd1efgh2jkl3mnop4qrst5uvwx6yz1  CNAME  dcv.digicert.com.   ; expect: retired
  `,
  "the forms of today": `
    $ORIGIN example.com.
    _c7fbc2039e400c8ef74129ec7db1842a  CNAME  c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.sectigo.com.
    _dnsauth                           CNAME  abcd1efgh2jkl3mnop4qrst5uvwx6yz0.dcv.digicert.com.
  `,
  "an ordinary host of the old domain": `
    $ORIGIN example.com.
    seal  CNAME  secure.comodoca.com.
    help  CNAME  www.digicert.com.
  `,
});

test("what the CA has dropped is an error, an old ending a warning", () => {
  const old =
    "_c7fbc2039e400c8ef74129ec7db1842a CNAME c9c863405fe7675a3988b97664ea6baa.442019e4e52fa335f406f7c5f26cf14a.comodoca.com.\n";
  const dropped = "abcd1efgh2jkl3mnop4qrst5uvwx6yz0 CNAME dcv.digicert.com.\n";
  const { findings } = lintText(rule, `$ORIGIN example.com.\n${old}${dropped}`);
  expect(findings.map(({ severity }) => severity)).toEqual(["warning", "error"]);
});
