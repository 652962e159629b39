import { describe, expect, test } from "vitest";
import { svcbDnsProblem } from "./svcb-fields.js";
import { printed, read, trouble, wire } from "./testing.js";

const params = (text: string) => printed("SVCB", `1 . ${text}`).replace(/^1 \. ?/, "");
const problem = (text: string) => trouble("HTTPS", `1 . ${text}`);

describe("service parameters", () => {
  test.each([
    ["", ""],
    ["port=0", "port=0"],
    ['port="080"', "port=80"],
    ["alpn=h2,h3", 'alpn="h2,h3"'],
    ['alpn="h2"no-default-alpn=""port="1"', 'alpn="h2" no-default-alpn port=1'],
    ["no-default-alpn alpn=h2", 'alpn="h2" no-default-alpn'],
    ["ipv4hint=192.0.2.1,192.0.2.2", "ipv4hint=192.0.2.1,192.0.2.2"],
    ['ipv6hint="2001:0DB8::1,::"', "ipv6hint=2001:db8::1,::"],
    ['ech="AA AA"', "ech=AAAA"],
    ["ech=", "ech"],
    ["mandatory=port,ALPN,key65535 key65535 port=1 alpn=h2", 'mandatory=alpn,port,key65535 alpn="h2" port=1 key65535'],
    ["dohpath=/dns-query{?dns}", 'key7="/dns-query{?dns}"'],
    ["dohpath=/{a%20,_1}{&x:3,dns*}%41é", 'key7="/{a%20,_1}{&x:3,dns*}%41\\195\\169"'],
    ["ohttp", "key8"],
    ["tls-supported-groups=29,23", 'key9="\\000\\029\\000\\023"'],
    ["docpath=a,b", 'key10="\\001a\\001b"'],
    ["docpath", "key10"],
    ['key123="a;b \\"c\\\\"', 'key123="a;b \\"c\\\\"'],
    ["key123=a=b", 'key123="a=b"'],
    ["key3=\\000\\080", "port=80"],
    ["key0=\\000\\001 key1=\\002h2", 'mandatory=alpn alpn="h2"'],
  ])("%s", (text, expected) => {
    expect(params(text)).toBe(expected);
  });

  test("commas and backslashes within an ALPN id are escaped twice (RFC 9460 appendix A.1)", () => {
    expect(params('alpn="f\\\\\\\\oo\\\\,bar,h2"')).toBe('alpn="f\\\\\\\\oo\\\\,bar,h2"');
    expect(params("alpn=f\\\\\\092oo\\092,bar,h2")).toBe('alpn="f\\\\\\\\oo\\\\,bar,h2"');
    expect(params("alpn=a\\,b")).toBe('alpn="a,b"');
    expect(params("alpn=a\\032b\\000")).toBe('alpn="a\\032b\\000"');
  });

  // RFC 9460 appendix D.
  test("have the wire form of the RFC's test vectors", () => {
    expect(wire("SVCB", "0 foo.example.com.")).toBe("000003666f6f076578616d706c6503636f6d00");
    expect(wire("SVCB", "1 .")).toBe("000100");
    expect(wire("SVCB", "16 foo.example.com. port=53")).toBe("001003666f6f076578616d706c6503636f6d00000300020035");
    expect(wire("SVCB", "1 foo.example.com. key667=hello")).toBe(
      "000103666f6f076578616d706c6503636f6d00029b000568656c6c6f",
    );
    expect(wire("SVCB", '1 foo.example.com. key667="hello\\210qoo"')).toBe(
      "000103666f6f076578616d706c6503636f6d00029b000968656c6c6fd2716f6f",
    );
    expect(wire("SVCB", '1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"')).toBe(
      "000103666f6f076578616d706c6503636f6d000006002020010db800000000000000000000000120010db8000000000000000000530001",
    );
    expect(wire("SVCB", "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1")).toBe(
      "001003666f6f076578616d706c65036f7267000000000400010004000100090268320568332d313900040004c0000201",
    );
    expect(wire("SVCB", '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"')).toBe(
      "001003666f6f076578616d706c65036f72670000010 00c08665c6f6f2c626172026832".replace(" ", ""),
    );
  });

  // RFC 9460 appendix D.3, and BIND's bad-svcb zones.
  test.each([
    ["key123=abc key123=def", "svcDuplicateKey key123=def"],
    ["mandatory", "svcValueMissing mandatory"],
    ["alpn", "svcValueMissing alpn"],
    ["port", "svcValueMissing port"],
    ["ipv4hint", "svcValueMissing ipv4hint"],
    ["ipv6hint", "svcValueMissing ipv6hint"],
    ["no-default-alpn=abc", "svcBadValue no-default-alpn=abc"],
    ["mandatory=key123", "svcMandatoryMissing mandatory=key123"],
    ["mandatory=mandatory", "svcMandatorySelf mandatory=mandatory"],
    ["mandatory=key123,key123 key123=abc", "svcBadValue mandatory=key123,key123"],
    ["alpn=\\,abc", "svcBadValue alpn=\\,abc"],
    ["alpn=,abc", "svcBadValue alpn=,abc"],
    ['alpn=""', "svcValueMissing alpn="],
    ["alpn=h2,", "svcBadValue alpn=h2,"],
    [`alpn=${"a".repeat(256)}`, `svcBadValue alpn=${"a".repeat(256)}`],
    ['alpn="\\\\"', 'svcBadValue "\\\\"'],
    ["no-default-alpn", "svcNoAlpn no-default-alpn"],
    ["port= 80", "svcValueMissing port="],
    ["port=65536", "svcBadValue port=65536"],
    ['port=8"0"', 'quotedToken "0"'],
    ['"port=80"', 'quotedToken "port=80"'],
    ["PORT=80", "svcKeyCase PORT=80"],
    ["KEY123=a", "svcKeyCase KEY123=a"],
    ["key0123=a", "svcUnknownKey key0123=a"],
    ["key65536=a", "svcUnknownKey key65536=a"],
    ["foo=a", "svcUnknownKey foo=a"],
    ["=a", "svcUnknownKey =a"],
    ["constructor=a", "svcUnknownKey constructor=a"],
    ["ipv4hint=192.0.2.1,", "svcBadValue ipv4hint=192.0.2.1,"],
    ["ipv6hint=192.0.2.1", "svcBadValue ipv6hint=192.0.2.1"],
    ["ech=AAA", "svcBadValue ech=AAA"],
    ["key4=abc", "svcBadValue key4=abc"],
    ["key123=a\\256", "badEscape \\256"],
    ["dohpath=/dns-query", "svcBadValue dohpath=/dns-query"],
    ["dohpath=dns-query{?dns}", "svcBadValue dohpath=dns-query{?dns}"],
    ["dohpath=/{?dns", "svcBadValue dohpath=/{?dns"],
    ["dohpath=/%{?dns}", "svcBadValue dohpath=/%{?dns}"],
    ["dohpath=/\\255{?dns}", "svcBadValue dohpath=/\\255{?dns}"],
    ["ohttp=x", "svcBadValue ohttp=x"],
    ["tls-supported-groups=29,29", "svcBadValue tls-supported-groups=29,29"],
  ])("%s is refused", (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  test("mandatory keys are asked for in AliasMode too, as BIND does", () => {
    expect(trouble("SVCB", "0 . mandatory=alpn")).toBe("svcMandatoryMissing mandatory=alpn");
    expect(printed("SVCB", "0 a. alpn=h2")).toBe('0 a. alpn="h2"');
  });

  test.each([
    ["9 0001000003000200FF", "1 . port=255"],
    ["7 00010000030000", "! genericMalformed"],
    ["8 0001000001000100", "! genericMalformed"],
    ["7 00010000020000", "! genericMalformed"],
    ["7 00010000050000", "1 . ech"],
    ["8 0001000007000141", "! genericMalformed"],
    ["8 0001000008000141", '1 . key8="A"'],
    ["15 0001000003000200FF000300020001", "! genericMalformed"],
    ["9 000000000000020001", "! genericMalformed"],
    ["6 000100000300", "! genericMalformed"],
  ])("octets %s", (octets, expected) => {
    expect(printed("SVCB", `\\# ${octets}`)).toBe(expected);
  });
});

// What grows with the square of it runs into the time limit.
test("sixteen thousand parameters are read", { timeout: 30_000 }, () => {
  const many = Array.from({ length: 16_000 }, (_, i) => `key${65_500 - i}`).join(" ");
  expect(read("SVCB", `1 . ${many}`).problem).toBeUndefined();
});

describe("an SVCB record at its owner (RFC 9461, BIND's bad-_dns-svcb zones)", () => {
  const at = (labels: string[], rdata: string) => {
    const writer = read("SVCB", rdata);
    return svcbDnsProblem(labels, writer.out.slice(0, writer.length));
  };

  test("of a DNS server has an alpn", () => {
    expect(at(["_dns", "ns"], "1 ns")).toBe("svcDnsNoAlpn");
    expect(at(["_DNS", "ns"], "1 ns port=53")).toBe("svcDnsNoAlpn");
    expect(at(["_853", "_dns"], "1 ns")).toBe("svcDnsNoAlpn");
    expect(at(["_dns", "ns"], "1 ns alpn=dot")).toBeUndefined();
  });

  test("with an alpn of HTTP has a dohpath", () => {
    for (const alpn of ["http/1.1", "h2", "h3", "dot,h2"])
      expect(at(["_dns"], `1 ns alpn=${alpn}`)).toBe("svcDnsNoDohpath");
    expect(at(["_dns"], "1 ns alpn=h2 dohpath=/dns-query{?dns}")).toBeUndefined();
    expect(at(["_dns"], "1 ns alpn=dot,doq")).toBeUndefined();
  });

  test("elsewhere needs neither", () => {
    for (const labels of [
      [],
      ["www"],
      ["_853", "ns"],
      ["_dns1"],
      ["_0853", "_dns"],
      ["_65536", "_dns"],
      ["_8443", "_https"],
    ]) {
      expect(at(labels, "1 . alpn=h2")).toBeUndefined();
    }
  });

  test("needs nothing where it is an alias (RFC 9460 §2.4.2)", () => {
    expect(at(["_dns"], "0 a. port=53")).toBeUndefined();
    expect(at(["_dns"], "0 a.")).toBeUndefined();
    expect(svcbDnsProblem(["_dns"], new Uint8Array([0]))).toBeUndefined();
  });
});
