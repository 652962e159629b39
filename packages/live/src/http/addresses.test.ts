import { describe, expect, test } from "vitest";
import { isPublicAddress, isPublicTarget, parseAddress, parseCidr } from "./addresses.js";

const cidrs = (...texts: string[]) => texts.map((text) => parseCidr(text) ?? expect.fail(text));

describe("without exceptions", () => {
  test.each([
    "1.1.1.1",
    "192.0.0.9",
    "172.32.0.1",
    "2606:4700:4700::1111",
    "2001:4:112::1",
    "64:ff9b::101:101",
    "64:ff9b::1.1.1.1",
    "::ffff:1.1.1.1",
  ])("%s is public", (address) => expect(isPublicAddress(address, [])).toBe(true));

  test.each([
    "0.0.0.0",
    "10.0.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::1.1.1.1",
    "fe80::1",
    "fd00:ec2::254",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::101:101",
    "2002:7f00:1::1",
    "2002:101:101::1",
  ])("%s isn't", (address) => expect(isPublicAddress(address, [])).toBe(false));

  test.each([
    "",
    "localhost",
    "1.1.1",
    "01.1.1.1",
    "1.1.1.1.",
    "0x7f.1",
    "2130706433",
    "[::1]",
    "fe80::1%lo",
    "1::2::3",
  ])("%j is no address, and not public", (address) => {
    expect(parseAddress(address)).toBeUndefined();
    expect(isPublicAddress(address, [])).toBe(false);
  });
});

describe("with blocks that are treated as public", () => {
  test("what lies in one is public, what lies beside it isn't", () => {
    const blocks = cidrs("127.0.0.0/8", "fd00:1::/33");
    expect(isPublicAddress("127.53.100.1", blocks)).toBe(true);
    expect(isPublicAddress("128.0.0.0", [])).toBe(true);
    expect(isPublicAddress("126.255.255.255", [])).toBe(true);
    expect(isPublicAddress("10.0.0.1", blocks)).toBe(false);
    expect(isPublicAddress("fd00:1:7fff::1", blocks)).toBe(true);
    expect(isPublicAddress("fd00:1:8000::1", blocks)).toBe(false);
  });

  test("a wrapped IPv4 address goes by the block of IPv4", () => {
    const blocks = cidrs("127.0.0.0/8");
    expect(isPublicAddress("::ffff:127.0.0.1", blocks)).toBe(true);
    expect(isPublicAddress("64:ff9b::127.0.0.1", blocks)).toBe(true);
    expect(isPublicAddress("::ffff:10.0.0.1", blocks)).toBe(false);
    // The outside counts, too.
    expect(isPublicAddress("2002:7f00:1::", blocks)).toBe(false);
    expect(isPublicAddress("2002:7f00:1::", cidrs("127.0.0.0/8", "2002::/16"))).toBe(true);
  });

  test("a block of IPv6 doesn't let an IPv4 address through that it wraps", () => {
    expect(isPublicAddress("::ffff:169.254.169.254", cidrs("::/0"))).toBe(false);
    expect(isPublicAddress("2002:a9fe:a9fe::", cidrs("2002::/16"))).toBe(false);
    expect(isPublicAddress("2002:101:101::", cidrs("2002::/16"))).toBe(true);
  });

  test("one address alone may be named, or all", () => {
    expect(isPublicAddress("10.0.0.1", cidrs("10.0.0.1/32"))).toBe(true);
    expect(isPublicAddress("10.0.0.2", cidrs("10.0.0.1/32"))).toBe(false);
    expect(isPublicAddress("10.0.0.2", cidrs("0.0.0.0/0"))).toBe(true);
    expect(isPublicAddress("::1", cidrs("0.0.0.0/0"))).toBe(false);
  });
});

test.each([
  "",
  "127.0.0.1",
  "127.0.0.0/",
  "127.0.0.0/08",
  "127.0.0.0/33",
  "127.0.0.0/-1",
  "127.0.0.0/8 ",
  "127.0.0.1/8",
  "127.0.0.0/7",
  "127.0.0.0/255.0.0.0",
  "127/8",
  "0177.0.0.0/8",
  "::1/127",
  "2001:db8::/129",
  "2001:db8::/1e1",
  "fe80::%lo/10",
  "::ffff:127.0.0.0/8",
  "localhost/8",
])("%j is no block", (text) => expect(parseCidr(text)).toBeUndefined());

test("addresses are read in every form of RFC 4291 §2.2", () => {
  expect(parseAddress("2001:DB8:0:0:8:800:200C:417A")).toEqual(
    Uint8Array.of(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 8, 8, 0, 0x20, 0x0c, 0x41, 0x7a),
  );
  expect(parseAddress("ff01::101")).toEqual(Uint8Array.of(255, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1));
  expect(parseAddress("::")).toEqual(new Uint8Array(16));
  expect(parseAddress("1::")).toEqual(Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  expect(parseAddress("::13.1.68.3")).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 1, 68, 3));
});

test("a CA connects to no IPv4 address that is written as IPv6, unless such are named", () => {
  expect(isPublicTarget("::ffff:1.1.1.1", [])).toBe(false);
  expect(isPublicTarget("::ffff:127.0.0.1", cidrs("127.0.0.0/8"))).toBe(false);
  expect(isPublicTarget("::ffff:127.0.0.1", cidrs("::ffff:0:0/96"))).toBe(true);
  expect(isPublicTarget("1.1.1.1", [])).toBe(true);
});
