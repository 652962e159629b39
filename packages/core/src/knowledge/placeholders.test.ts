import { describe, expect, test } from "vitest";
import { findPlaceholder } from "./placeholders.js";

const anywhere = (value: string) => findPlaceholder(value, { validation: false });
const atValidation = (value: string) => findPlaceholder(value, { validation: true });

describe("anywhere", () => {
  test.each([
    ["<token>", "angle-brackets"],
    ["_<random-value>.example.com", "angle-brackets"],
    ["google-site-verification=<your verification code>", "angle-brackets"],
    ["REPLACE_ME", "replace-me"],
    ["google-site-verification=CHANGEME", "replace-me"],
    ["replace-with-token.acm-validations.aws", "replace-me"],
    ["your-token-here", "your-value-here"],
    ["INSERT_VALUE_HERE", "your-value-here"],
    ["token-goes-here", "your-value-here"],
    ["MS=xxxxxxxxxx", "run-of-x"],
    ["xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.2.authorize.certificatemanager.goog", "run-of-x"],
    ["_26a56ebadce479e******5d304c0d8.blog", "masked"],
  ])("%s is %s", (value, pattern) => expect(anywhere(value)?.pattern).toBe(pattern));

  test.each([
    "v=spf1 include:example.com ~all",
    "v=spf1 include:_spf.google.com -all",
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQxxxxxxxxxxCChangeMeREPLACEMEtodoQAB",
    "v=DMARC1; p=reject; rua=mailto:<dmarc@example.com>",
    "Contact: Jane Doe <jane@example.com>",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<key>value</key>",
    "the quick brown fox was here",
    "we are here to change the world",
    "*.example.com",
    "5 * 3 ** 2",
    "www.your-domain.com",
    "your-token.zendesk.com",
    "todo.example.com",
    "xxxx.example.com",
    "xxxxxxxxxxx.xxx",
    "exchangeme.example.com",
    "changemekeeper.example.com",
    "refill-this-pen.example.com",
    "placeholder.example.com",
    "abc123.sectigo.com",
    "t=s; n=see {{ docs }}",
    "wait for it...",
    "d41d8cd98f00b204e9800998ecf8427e.cdn.example.net",
    "google-site-verification=HwR6BJFZpjma0wYRYRejCxvOSDuE_tycmgV2_h6y_TA",
    "_b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws",
  ])("%s is none", (value) => expect(anywhere(value)).toBeUndefined());

  test("long texts are left alone", () => expect(anywhere(`${"k".repeat(600)} <token>`)).toBeUndefined());
});

describe("at a validation name", () => {
  test.each([
    ["<paste it>", "angle-brackets"],
    ["{{ token }}", "template"],
    ["_{{ hash }}.example.com", "template"],
    ["[TOKEN]", "template"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what Terraform and shells would have filled in
    ["${var.token}", "template"],
    ["$ACME_TOKEN", "template"],
    ["%TOKEN%", "template"],
    ["__DNSAUTH_TOKEN__", "template"],
    ["<%= token %>", "template"],
    ["insert validation token here", "your-value-here"],
    ["TODO", "replace-me"],
    ["your-acm-token", "your-value-here"],
    ["YOUR_VALIDATION_TOKEN", "your-value-here"],
    ["_xxxxx.example.com", "run-of-x"],
    ["xxxxxxxx", "run-of-x"],
    ["3f2axxxxxxxx9c1e.acm-validations.aws", "masked"],
    ["_******", "masked"],
    ["3f2a…9c1e", "masked"],
    ["gfj9Xq...Rg85nM", "masked"],
    ["_abc123", "sample"],
    ["abc123.sectigo.com", "sample"],
    ["sample-token", "sample"],
  ])("%s is %s", (value, pattern) => expect(atValidation(value)?.pattern).toBe(pattern));

  test.each([
    "rlA66oD4twilAOYKebCFV7_JvhVe69lBwLOin-Q5w3Q",
    "xxxA66oD4twilAOYKebCFV7_JvhVe69lBwLOin-Q5xxxx",
    "_e841f9038bbb69e685112130c2668f62",
    "1cf216d709aa5b4a78b9394842245ecb.a31beeba2d62b756e31e023cee74d842.sectigo.com",
    "1cf216d709aa5b4a78b9394842245ecb.a31beeba2d62b756e31e023cee74d842.abc1230f9e.sectigo.com",
    "c7fbc2039e400c8ef74129ec7db1842c",
    "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1",
    "k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j.dcv.digicert.com",
    "m4rz8kq1wd7tv2xn9c.fastly-validations.com",
    "_acme-challenge.xxxxxxxx.xxx",
    "_acme-challenge.www",
    "_validation-persist",
    "$2y$10$abcdefghijklmnopqrstuv",
    "100%",
    "%7Btoken%7D",
    "__utm",
    "put the kettle on",
    "_dmarc__x",
    "token.example.net",
    "example.com.0123456789abcdef.dcv.cloudflare.com",
    "security@example.com",
  ])("%s is none", (value) => expect(atValidation(value)).toBeUndefined());
});

test("the hashes of published guides count only when asked for", () => {
  const value = "c9c863405fe7675a3988b97664ea6baf.442019e4e52fa335f406f7c5f26cf14f.comodoca.com";
  expect(atValidation(value)).toBeUndefined();
  expect(findPlaceholder(value, { validation: true, guideHashes: true })?.pattern).toBe("sample");
});

test("hostile text is read to its end", { timeout: 10_000 }, () => {
  // Nine expressions that go back over such a text would not be done within the time limit.
  const hostile = ["<a ", "<token", "your-", "x", "*", "a-", "{{", "<".repeat(8)].map((unit) =>
    unit.repeat(512).slice(0, 512),
  );
  expect(hostile.map((text) => atValidation(text)?.pattern)).toHaveLength(8);
});
