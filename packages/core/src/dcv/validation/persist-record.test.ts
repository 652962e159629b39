import { expect, test } from "vitest";
import { coversWildcards, parsePersistRecord } from "./persist-record.js";

const ACCOUNT = "accounturi=https://ca.example/acct/1";
const troubleOf = (text: string) => {
  const parsed = parsePersistRecord(text);
  return parsed.kind === "problem" ? `${parsed.trouble} "${text.slice(parsed.start, parsed.end)}"` : "none";
};

test("a record with everything in it", () => {
  const text = `Letsencrypt.ORG ; AccountURI=https://ca.example/acct/1; policy=Wildcard; persistUntil=1795478400; more=x`;
  const parsed = parsePersistRecord(text);
  expect(parsed).toMatchObject({
    issuer: "letsencrypt.org",
    account: "https://ca.example/acct/1",
    policy: "Wildcard",
    until: 1795478400,
  });
  if (parsed.kind === "persist-record") expect(coversWildcards(parsed)).toBe(true);
});

test("a final dot behind the issuer is taken off by the CA, unlike in CAA", () => {
  expect(parsePersistRecord(`ca.example.; ${ACCOUNT}`)).toMatchObject({ kind: "persist-record", issuer: "ca.example" });
});

test.each([
  ["", 'noIssuer ""'],
  [`; ${ACCOUNT}`, `noIssuer "; ${ACCOUNT}"`],
  ["ca.example", 'noAccount "ca.example"'],
  ["ca.example;", 'noAccount "ca.example;"'],
  ["ca.example; accounturi=1", 'accountNotUri "accounturi=1"'],
  [`ca.example; ${ACCOUNT};`, 'trailingSemicolon ";"'],
  [`ca.example; ${ACCOUNT}; ACCOUNTURI=x:y`, 'twice "ACCOUNTURI=x:y"'],
  [`ca.example; ${ACCOUNT}; persistUntil=2027-01-01`, 'badUntil "persistUntil=2027-01-01"'],
  [`ca.example; ${ACCOUNT}; persistUntil=`, 'badUntil "persistUntil="'],
  [ACCOUNT, `noIssuer "${ACCOUNT}"`],
  [`ca.example. .; ${ACCOUNT}`, 'blankInIssuer "ca.example. ."'],
])("%j", (text, trouble) => expect(troubleOf(text)).toBe(trouble));
