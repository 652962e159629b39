import { resource, route53, testResources } from "./cases.js";

const q = (text: string) => JSON.stringify(text);
const google = (value: string) =>
  resource("google_dns_record_set", {
    managed_zone: q("main"),
    name: q("example.com."),
    type: q("TXT"),
    rrdatas: `[${q(value)}]`,
  });
const desec = (value: string) =>
  resource("desec_rrset", { domain: q("example.com"), subname: q(""), type: q("TXT"), records: `[${q(value)}]` });
const vultr = (value: string) =>
  resource("vultr_dns_record", { domain: q("example.com"), name: q(""), type: q("TXT"), data: q(value) });
const azure = (value: string) =>
  `resource "azurerm_dns_txt_record" "a" {\n  zone_name = "example.com"\n  name = "@"\n  record { value = ${q(value)} }\n}\n`;
const hcloud = (value: string) =>
  `resource "hcloud_zone_rrset" "a" {\n  zone = "example.com"\n  name = "x"\n  type = "TXT"\n  records = [{ value = ${q(value)} }]\n}\n`;
const hetzner = (value: string, source: string) =>
  `terraform {\n  required_providers {\n    hetznerdns = { source = "${source}" }\n  }\n}\n${resource("hetznerdns_record", { zone_id: q("z1"), name: q("x"), type: q("TXT"), value: q(value) })}`;
const long = "a".repeat(256);

testResources("txt-quoting", {
  "quotes where the provider adds them": {
    tf: route53(q("x"), q("TXT"), `[${q('"k2v8q0"')}]`),
    expect: ["6:14 txt-quoting error"],
  },
  none: { tf: route53(q("x"), q("TXT"), `[${q("v=spf1 -all")}]`), expect: [] },
  "quotes that part two strings": { tf: route53(q("x"), q("TXT"), `[${q('v=DKIM1; p=MII""BIjANBg')}]`), expect: [] },
  "quotes that part two strings, with a blank": {
    tf: route53(q("x"), q("TXT"), `[${q('v=DKIM1; p=MII" "BIjANBg')}]`),
    expect: [],
  },
  "a challenge in quotes is one finding": {
    tf: route53(q("_acme-challenge"), q("TXT"), `[${q('"gfj9Xq-Rg85nM_0123456789abcdefghijklmnopqrs"')}]`),
    expect: ["6:14 txt-quoting error"],
  },
  "quotes that likely become data": { tf: azure('"k2v8q0"'), expect: ["4:20 txt-quoting warning"] },
  "plain text": { tf: azure("k2v8q0 and more"), expect: [] },
  "quotes that the API demands": {
    tf: desec("k2v8q0"),
    expect: ["5:15 txt-quoting error"],
    fixed: desec('"k2v8q0"'),
    says: ["apply will be rejected"],
  },
  "quotes that are there": { tf: desec('"k2v8q0"'), expect: [] },
  "quotes that are wanted": { tf: vultr("k2v8q0"), expect: ["5:11 txt-quoting warning"], fixed: vultr('"k2v8q0"') },
  "quotes that are wanted, and there": { tf: vultr('"k2v8q0"'), expect: [] },
  "blanks that part": {
    tf: google("v=spf1 mx -all"),
    expect: ["5:15 txt-quoting error"],
    fixed: google('"v=spf1 mx -all"'),
    says: ["v=spf1mx-all"],
  },
  "one word": { tf: google("k2v8q0"), expect: [] },
  "in quotes": { tf: google('"v=spf1 mx -all"'), expect: [] },
  "two strings in quotes": { tf: google('"v=spf1 mx" " -all"'), expect: [] },
  "nobody knows": { tf: hetzner("v=spf1 -all", "someone/hetznerdns"), expect: [] },
});

testResources("txt-string-too-long", {
  "not split": { tf: route53(q("x"), q("TXT"), `[${q(long)}]`), expect: ["6:15 txt-string-too-long error"] },
  "split by the author": {
    tf: route53(q("x"), q("TXT"), `[${q(`${long.slice(1)}""${long}`.slice(0, 500))}]`),
    expect: [],
  },
  "a part that is too long": {
    tf: route53(q("x"), q("TXT"), `[${q(`b""${long}`)}]`),
    expect: ["6:14 txt-string-too-long error"],
  },
  "split by the provider": { tf: azure(long), expect: [] },
  "more than the provider takes": { tf: azure("a".repeat(4097)), expect: ["4:21 txt-string-too-long error"] },
  "nobody knows": { tf: vultr(`"${long}"`), expect: [] },
  "octets count, not characters": {
    tf: route53(q("x"), q("TXT"), `[${q("ä".repeat(128))}]`),
    expect: ["6:15 txt-string-too-long error"],
  },
  "quoted by the author, one string": { tf: hcloud(`"${long}"`), expect: ["5:24 txt-string-too-long error"] },
  "quoted by the author, two strings": { tf: hcloud(`"${long.slice(1)}" "a"`), expect: [] },
  "forks of a provider: one splits": { tf: hetzner(long, "germanbrew/hetznerdns"), expect: [] },
  "forks of a provider: one doesn't": {
    tf: hetzner(`"${long}"`, "timohirt/hetznerdns"),
    expect: ["10:11 txt-string-too-long error"],
  },
});

testResources("caa-issuer-spelling", {
  "a dot that is kept": {
    tf: route53(q(""), q("CAA"), `[${q('0 issue "letsencrypt.org."')}]`),
    expect: ["6:14 caa-issuer-spelling warning"],
  },
  "a dot in a field of its own": {
    tf: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "@"\n  type = "CAA"\n  data = { flags = 0, tag = "issue", value = "letsencrypt.org." }\n}\n`,
    expect: ["6:47 caa-issuer-spelling warning"],
    fixed: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "@"\n  type = "CAA"\n  data = { flags = 0, tag = "issue", value = "letsencrypt.org" }\n}\n`,
  },
});

const akamai = (value: string) =>
  resource("akamai_dns_record", {
    zone: q("example.com"),
    name: q("example.com"),
    recordtype: q("CAA"),
    target: `[${q(value)}]`,
  });

testResources("caa-malformed", {
  "a blank where the provider counts three parts": {
    tf: akamai('0 issue "letsencrypt.org; validationmethods=dns-01"'),
    expect: ["5:13 caa-malformed error"],
    says: ["apply will be rejected"],
  },
  "no blank": { tf: akamai('0 issue "letsencrypt.org;validationmethods=dns-01"'), expect: [] },
  "a blank where it is welcome": {
    tf: route53(q(""), q("CAA"), `[${q('0 issue "letsencrypt.org; validationmethods=dns-01"')}]`),
    expect: [],
  },
  "quotes of which nobody knows what becomes": {
    tf: `resource "ns1_record" "a" {\n  zone = "example.com"\n  domain = "example.com"\n  type = "CAA"\n  answers { answer = ${q('0 issue "letsencrypt.org"')} }\n}\n`,
    expect: [],
  },
});

testResources("caa-unknown-tag", {
  "a tag that the provider's schema doesn't take": {
    tf: `resource "azurerm_dns_caa_record" "a" {\n  zone_name = "example.com"\n  name = "@"\n  record {\n    flags = 0\n    tag = "issuemail"\n    value = "letsencrypt.org"\n  }\n}\n`,
    expect: ["6:12 caa-unknown-tag error"],
    says: ["the plan will be rejected"],
  },
});
