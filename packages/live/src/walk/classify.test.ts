import { DomainName } from "@dcvlint/core";
import { expect, test } from "vitest";
import { CNAME } from "../dns/codes.js";
import type { ResourceRecord } from "../dns/message.js";
import { nameToWire } from "../dnssec/names.js";
import { contentOf } from "./classify.js";

const TXT = 16;
const owner = new DomainName(["_3f2a", "example", "com"]);
const says = (type: number, rdata: Uint8Array) => {
  const record: ResourceRecord = { owner, type, class: 1, ttl: 60, rdata };
  return contentOf({ kind: "records", records: [record] });
};
const target = (...labels: string[]) => says(CNAME, nameToWire(new DomainName(labels)));
const text = (value: string) => says(TXT, Uint8Array.of(value.length, ...Buffer.from(value)));

test("a target in other case is the same one", () => {
  expect(target("a", "example", "cOm")).toBe(target("a", "example", "com"));
  expect(target("b", "example", "com")).not.toBe(target("a", "example", "com"));
});

test("a text in other case is another one", () => {
  expect(text("Token")).not.toBe(text("token"));
});
