import { describe, expect, test } from "vitest";
import { isAccountUri, isPropertyTag, parseIssueValue, parseMethods } from "./caa-value.js";

const read = (value: string) => {
  const parsed = parseIssueValue(value);
  if (parsed.kind === "problem") return `${parsed.trouble} "${value.slice(parsed.start, parsed.end)}"`;
  return [parsed.issuer, ...parsed.parameters.map(({ tag, value }) => `${tag}=${value}`)].join(" | ");
};

describe("values that fit RFC 8659 §4.2", () => {
  test.each([
    ["letsencrypt.org", "letsencrypt.org"],
    [" \tletsencrypt.org \t", "letsencrypt.org"],
    ["LetsEncrypt.org", "LetsEncrypt.org"],
    ["", ""],
    [" ", ""],
    [";", ""],
    [" ; ", ""],
    ["letsencrypt.org;", "letsencrypt.org"],
    ["letsencrypt.org ; ", "letsencrypt.org"],
    ["localhost", "localhost"],
    ["a--b.c-d.9e", "a--b.c-d.9e"],
    ["ca.example.net; account=230123", "ca.example.net | account=230123"],
    ["ca.example.net;a=1;b=2", "ca.example.net | a=1 | b=2"],
    ["; accounturi=https://ca.example/1", " | accounturi=https://ca.example/1"],
    ["ca.example \t;\t tag \t=\t value \t; t=v ", "ca.example | tag=value | t=v"],
    ["ca.example; empty=", "ca.example | empty="],
    ["ca.example; empty= ; b=2", "ca.example | empty= | b=2"],
    ['ca.example; x--y=a=b,"c"\'<>', 'ca.example | x--y=a=b,"c"\'<>'],
  ])("%j", (value, expected) => expect(read(value)).toBe(expected));

  test("offsets say where the pieces stand", () => {
    const value = " ca.example ; accounturi = https://ca.example/1 ; b=2";
    const parsed = parseIssueValue(value);
    if (parsed.kind === "problem") throw new Error(parsed.trouble);
    expect(value.slice(parsed.issuerStart)).toMatch(/^ca\.example /);
    const [account] = parsed.parameters;
    expect(value.slice(account.start, account.end)).toBe("accounturi = https://ca.example/1");
    expect(value.slice(account.valueStart, account.end)).toBe("https://ca.example/1");
  });
});

describe("values that don't, and the piece to blame", () => {
  test.each([
    ["https://letsencrypt.org", 'urlAsIssuer "https://letsencrypt.org"'],
    ["letsencrypt.org/; a=b", 'urlAsIssuer "letsencrypt.org/"'],
    ["ca@example.com", 'emailAsIssuer "ca@example.com"'],
    ['"letsencrypt.org"', 'quoteInIssuer ""letsencrypt.org""'],
    ['"letsencrypt.org; a=b"', 'quoteInIssuer ""letsencrypt.org"'],
    ["letsencrypt.org, sectigo.com", 'listOfIssuers "letsencrypt.org, sectigo.com"'],
    ["letsencrypt.org sectigo.com", 'blankInIssuer "letsencrypt.org sectigo.com"'],
    ["letsencrypt.org accounturi=x; b=c", 'blankInIssuer "letsencrypt.org accounturi=x"'],
    ["lets_encrypt.org", 'underscoreInIssuer "_"'],
    ["*.sectigo.com", 'badOctetInIssuer "*"'],
    ["validationmethods=dns-01", 'badOctetInIssuer "="'],
    ["letsencrypt..org", 'emptyLabelInIssuer "letsencrypt..org"'],
    [".", 'emptyLabelInIssuer "."'],
    [".org", 'emptyLabelInIssuer ".org"'],
    ["letsencrypt.org..", 'emptyLabelInIssuer "letsencrypt.org.."'],
    ["good.-bad.org", 'hyphenAtEdge "-bad"'],
    ["letsencrypt-.org", 'hyphenAtEdge "letsencrypt-"'],
    ["m\xc3\xbcller.example", 'badOctetInIssuer "\xc3\xbc"'],
    ["ca.example; a=b;", 'trailingSemicolon ";"'],
    ["ca.example; a=b ; ", 'trailingSemicolon ";"'],
    ["ca.example;;", 'emptyParameter ";"'],
    [";;", 'emptyParameter ";"'],
    ["ca.example; a=b;; c=d", 'emptyParameter ";"'],
    ["ca.example; dns-01", 'parameterWithoutEquals "dns-01"'],
    ["ca.example; a b=c", 'badParameterTag "a b"'],
    ["ca.example; =c", 'badParameterTag "="'],
    ["ca.example; -a=c", 'badParameterTag "-a"'],
    ["ca.example; a_b=c", 'badParameterTag "a_b"'],
    ["ca.example; a=b c=d", 'blankInParameter "b c=d"'],
    ["ca.example; a=m\xc3\xb6", 'badOctetInParameter "\xc3\xb6"'],
    ["ca.example; a=\x01", 'badOctetInParameter "\x01"'],
    ["letsencrypt.org.", 'finalDot "."'],
    ["letsencrypt.org. ; a=b", 'finalDot "."'],
  ])("%j", (value, expected) => expect(read(value)).toBe(expected));

  test("a final dot is told only where nothing else is wrong", () => {
    expect(read("letsencrypt.org.; a=b;")).toBe('trailingSemicolon ";"');
    expect(read("-a.org.")).toBe('hyphenAtEdge "-a"');
  });
  test("the parameter is named", () => {
    expect(parseIssueValue("ca.example; ValidationMethods=dns-01, http-01")).toMatchObject({
      trouble: "blankInParameter",
      parameter: "validationmethods",
    });
  });
  test("any text is read in time that grows with its length", () => {
    for (const char of ["-", ";", " ", "a", ".", "=", ",", '"']) parseIssueValue(char.repeat(60_000));
  });
});

test("property tags are letters and digits (RFC 8659 §4.1)", () => {
  expect(["issue", "Issue", "tag1"].every(isPropertyTag)).toBe(true);
  expect(["", "issue-wild", "issue_wild", "issue "].some(isPropertyTag)).toBe(false);
});

test("methods are split at commas and nowhere else", () => {
  expect(parseMethods("dns-01,,http-01")).toEqual([
    { label: "dns-01", start: 0 },
    { label: "", start: 7 },
    { label: "http-01", start: 8 },
  ]);
  expect(parseMethods("")).toEqual([]);
});

test("an account is a URI", () => {
  const good = [
    "https://acme-v02.api.letsencrypt.org/acme/acct/1",
    "HTTPS://ca.example/a?b=%20",
    "urn:ca:1",
    "acct:a@ca.example",
  ];
  const bad = [
    "12345",
    "ca.example/1",
    "https://",
    "https:///1",
    "https:1",
    '"https://ca.example/1"',
    "https://ca.example/<id>",
    "urn:",
    "https://ca.example/%zz",
  ];
  expect(good.filter((uri) => !isAccountUri(uri))).toEqual([]);
  expect(bad.filter(isAccountUri)).toEqual([]);
});
