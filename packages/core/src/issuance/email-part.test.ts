import { expect, test } from "vitest";
import { judgeDeclared } from "./judge-issuance.js";
import { KNOWLEDGE, requestOf, WHOLE, worldOf } from "./testing.js";

const zone = (records: string) => `
    $ORIGIN example.com.
    ${WHOLE}
${records}
    `;
const judge = (name: string, records: string, more = {}) => {
  const world = worldOf(zone(records));
  const { verdict, findings } = judgeDeclared(world, { ...requestOf(`${name} amazon email`), ...more }, KNOWLEDGE);
  return [verdict, ...findings.map(({ rule, message }) => `${rule}.${message}`)];
};
const REFUSED = ["will-not-issue", "email-method-ending.ending", "no-mail-exchange.none"];
const OPEN = ["cannot-tell", "email-method-ending.ending"];

test.each([
  ["neither MX nor address, at the name and above", "www.example.com", '    www CAA 0 issue "amazon.com"'],
  ["an MX record that says that no mail is taken", "example.com", "    @ MX 0 .\n    @ A 192.0.2.1"],
])("no mail arrives: %s", (_, name, records) => expect(judge(name, records)).toEqual(REFUSED));

test.each([
  ["MX", "example.com", "    @ MX 10 mail.example.net."],
  ["an address in its place (RFC 5321 §5.1)", "example.com", "    @ A 192.0.2.1"],
  ["MX of the name above", "www.example.com", "    @ MX 10 mail.example.net.\n    www MX 0 ."],
  ["a contact in CAA", "example.com", '    @ MX 0 .\n    @ CAA 0 contactemail "a@example.net"'],
  ["a contact in a TXT", "example.com", '    @ MX 0 .\n    _validation-contactemail TXT "a@example.net"'],
  ["an alias to who knows where", "www.example.com", "    www CNAME host.example.net."],
])("a mail may arrive: %s", (_, name, records) => expect(judge(name, records)).toEqual(OPEN));

test("of a part of a zone nothing is missed", () => {
  const world = worldOf(zone("    www A 192.0.2.1").replace(WHOLE, ""));
  expect(judgeDeclared(world, requestOf("example.com amazon email"), KNOWLEDGE).verdict).toBe("cannot-tell");
});

test("from 2028-03-15 there is no e-mail any more, and nobody looks for MX", () => {
  const records = "    @ MX 0 .";
  expect(judge("example.com", records, { now: Date.UTC(2028, 2, 14, 23) / 1000 })).toEqual(REFUSED);
  expect(judge("example.com", records, { now: Date.UTC(2028, 2, 15) / 1000 })).toEqual([
    "will-not-issue",
    "email-method-ending.ended",
  ]);
});
