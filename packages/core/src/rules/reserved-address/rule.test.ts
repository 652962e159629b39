import { expect, test } from "vitest";
import { lintText, testRule } from "../../testing.js";
import rule from "./rule.js";

const SOA = "@ 300 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300";
const certificates = [{ names: [{ name: "www.example.com.", wildcard: false }] }];
const byHttp = [{ names: [{ name: "www.example.com.", wildcard: false }], method: "http-01" }];

testRule(rule, {
  "private, loopback, documentation": {
    certificates: byHttp,
    zone: `
      $ORIGIN example.com.
      www  300  A     10.0.0.1          ; expect: unreachable
      www  300  A     8.8.8.8
      www  300  A     127.0.0.1         ; expect: unreachable
      www  300  AAAA  2001:db8::1       ; expect: unreachable
      www  300  AAAA  2606:4700::1111
      db   300  A     10.0.0.2
    `,
  },
  "no method given": {
    certificates,
    zone: `
      $ORIGIN example.com.
      www  300  A     192.168.1.1       ; expect: perhapsUnreachable
    `,
  },
  "behind aliases and under a wildcard": {
    certificates: [...certificates, { names: [{ name: "shop.example.com.", wildcard: false }] }],
    zone: `
      $ORIGIN example.com.
      ${SOA}
      www    300  CNAME  front
      front  300  CNAME  web
      web    300  A      100.64.0.1       ; expect: perhapsUnreachable
      *      300  AAAA   fd00::1          ; expect: perhapsUnreachable
    `,
  },
  "validated by DNS, or a wildcard": {
    certificates: [
      { names: [{ name: "www.example.com.", wildcard: false }], method: "dns-01" },
      { names: [{ name: "example.com.", wildcard: true }] },
    ],
    zone: `
      $ORIGIN example.com.
      ${SOA}
      @    300  A  10.0.0.1
      www  300  A  10.0.0.1
    `,
  },
  "within a network, where another view of the zone has a public address or an alias": {
    certificates: [...byHttp, { names: [{ name: "shop.example.com.", wildcard: false }] }],
    zone: `
      $ORIGIN example.com.
      www   300  A  10.0.0.80
      shop  300  A  10.0.0.81
    `,
    others: ["$ORIGIN example.com.\nwww 300 A 8.8.8.8\nshop 300 CNAME shop.example.net.\n"],
  },
  "another view that says the same, or nothing of the host": {
    certificates: [...byHttp, { names: [{ name: "shop.example.com.", wildcard: false }] }],
    zone: `
      $ORIGIN example.com.
      www   300  A  10.0.0.80          ; expect: unreachable
      shop  300  A  10.0.0.81          ; expect: perhapsUnreachable
    `,
    others: ["$ORIGIN example.com.\nwww 300 A 10.0.0.80\n", "$ORIGIN example.org.\nshop 300 A 8.8.8.8\n"],
  },
  "no certificate is known": `
    $ORIGIN example.com.
    www  300  A  10.0.0.1
  `,
  "delegated, elsewhere, in a circle, unreadable": {
    certificates: ["www.sub.example.com.", "www.example.org.", "loop.example.com.", "bad.example.com."].map((name) => ({
      names: [{ name, wildcard: false }],
    })),
    zone: `
      $ORIGIN example.com.
      ${SOA}
      sub      300  NS     ns1.example.net.
      www.sub  300  A      10.0.0.1
      loop     300  CNAME  loop
      bad      300  A      10.0.0.256
    `,
  },
});

test("every block of the registries, its islands left out", () => {
  const blocked =
    `0.1.2.3 10.255.255.255 100.64.0.0 100.127.255.255 127.9.9.9 169.254.1.1 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.7 192.88.99.1
    192.168.9.9 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:8.8.8.8
    64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:2::1 2001:10::1 2001:1::4 2001:db8::1 2002:a00::1 3fff:fff::1 5f00::1 fc00::1 fdff::1 fe80::1 febf::1
    fec0::1 ff02::1`.split(/\s+/);
  const open =
    `1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.0.0.1 128.0.0.1 172.15.255.255 172.32.0.0 192.0.0.9 192.0.0.10 192.0.1.1
    192.31.196.1 192.167.255.255 192.175.48.1 198.17.255.255 198.20.0.0 203.0.114.1 223.255.255.255 64:ff9b::808:808 100:0:0:2::1 2001:1::1 2001:1::2 2001:3::1
    2001:4:112::1 2001:20::1 2001:30::1 2001:200::1 2001:4860:4860::8888 2003::1 2606:4700::1 2620:4f:8000::1 3fff:1000::1 4000::1`.split(
      /\s+/,
    );
  const lines = [...blocked, ...open].map((address) => `www 300 ${address.includes(":") ? "AAAA" : "A"} ${address}`);
  const { findings } = lintText(rule, { zone: ["$ORIGIN example.com.", ...lines, ""].join("\n"), certificates });
  expect(findings.map(({ span }) => span!.start.line)).toEqual(blocked.map((_, i) => i + 2));
  expect(findings[0].explanation.what).toBe(
    'The certificate host "www.example.com." has the address 0.1.2.3, which is an address of "this network" (RFC 791), 0.0.0.0/8.',
  );
});
