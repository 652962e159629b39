import { describe, expect, test } from "vitest";
import { plain } from "../../test/plan/plans.js";
import { eitherMark, fullReferences, mask, toValue } from "./plan-value.js";

describe("toValue", () => {
  test("each kind of value", () => {
    expect(toValue({ s: "x", n: 300, b: true, z: null, l: [1], o: {} }, undefined, undefined)).toEqual({
      kind: "object",
      entries: new Map<string, unknown>([
        ["s", { kind: "string", value: "x" }],
        ["n", { kind: "number", value: 300, text: "300" }],
        ["b", { kind: "bool", value: true }],
        ["z", { kind: "null" }],
        ["l", { kind: "list", items: [{ kind: "number", value: 1, text: "1" }] }],
        ["o", { kind: "object", entries: new Map() }],
      ]),
    });
  });

  test("unknown leaves, at their places", () => {
    expect(
      plain(toValue({ a: 1, l: ["x", null], o: [{ k: 1 }] }, { l: [false, true], o: [{ u: true }] }, undefined)),
    ).toEqual({
      a: 1,
      l: ["x", "?"],
      o: [{ k: 1, u: "?" }],
    });
  });

  test("true at any level means wholly unknown", () => {
    const unknown = { a: true, b: { c: true } };
    expect(plain(toValue({ b: { c: { d: 1 } } }, unknown, undefined))).toEqual({ a: "?", b: { c: "?" } });
    expect(toValue({ x: 1 }, true, undefined)).toEqual({ kind: "unknown", why: "it is known only after apply" });
  });

  test("a placeholder with something unknown in it is unknown", () => {
    expect(plain(toValue({ a: null }, { a: [{ b: true }] }, undefined))).toEqual({ a: "?" });
    expect(plain(toValue({ a: null }, { a: [{ b: false }] }, undefined))).toEqual({ a: null });
  });

  test("marks of nothing make no values", () => {
    expect(plain(toValue({}, { a: [{}], b: {}, c: false }, undefined))).toEqual({});
  });

  test("a sensitive container makes all its parts sensitive", () => {
    expect(plain(toValue({ a: ["x"], b: "y", c: null }, { d: true }, { a: true, c: true, d: true }))).toEqual({
      a: ["!x"],
      b: "y",
      c: "!null",
      d: "!?",
    });
    expect(plain(toValue({ a: { b: [1, true] } }, undefined, true))).toEqual({ a: { b: ["!1", "!true"] } });
  });

  test("names that objects have by nature are only names", () => {
    const json = JSON.parse('{"__proto__":"a","constructor":"b","toString":null}');
    expect(plain(toValue(json, {}, {}))).toEqual(JSON.parse('{"__proto__":"a","constructor":"b","toString":null}'));
    expect(plain(toValue({}, JSON.parse('{"__proto__":true}'), {}))).toEqual(JSON.parse('{"__proto__":"?"}'));
  });

  test("an unknown value names its one reference", () => {
    const expression = {
      zone_id: { references: ["aws_route53_zone.a.zone_id", "aws_route53_zone.a"] },
      two: { references: ["var.a", "var.b"] },
      alias: [{ name: { references: ["aws_lb.x.dns_name", "aws_lb.x"] } }],
    };
    const unknown = { zone_id: true, two: true, alias: [{ name: true }] };
    expect(plain(toValue({ alias: [{}] }, unknown, undefined, expression))).toEqual({
      zone_id: "?aws_route53_zone.a.zone_id",
      two: "?",
      alias: [{ name: "?aws_lb.x.dns_name" }],
    });
  });
});

test("fullReferences drops the shortened forms", () => {
  expect(fullReferences(["a.b[0].c", "a.b[0]", "a.b", "var.x", "a.bc"])).toEqual(["a.b[0].c", "var.x", "a.bc"]);
});

test("eitherMark marks what one of two marks", () => {
  expect(eitherMark({ a: true, b: [false, true] }, { a: false, b: [true], c: true })).toEqual({
    a: true,
    b: { 0: true, 1: true },
    c: true,
  });
  expect(eitherMark(undefined, { a: true })).toEqual({ a: true });
  expect(eitherMark(true, {})).toBe(true);
});

describe("mask", () => {
  test("shows what isn't sensitive", () => {
    expect(mask(toValue({ a: ["x", 1, true, null], b: {} }, { c: true }, undefined))).toBe(
      "{a = [x, 1, true, null], b = {}, c = (known after apply)}",
    );
  });

  test("hides what is, at any level", () => {
    expect(mask(toValue("hunter2", undefined, true))).toBe("(sensitive)");
    expect(mask(toValue(["hunter2"], undefined, true))).toBe("(sensitive)");
    expect(mask(toValue({ a: ["hunter2", "x"] }, undefined, { a: [true] }))).toBe("{a = [(sensitive), x]}");
  });
});
