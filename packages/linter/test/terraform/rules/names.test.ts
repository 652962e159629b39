import { resource, route53, testResources } from "./cases.js";

const q = (text: string) => JSON.stringify(text);
const ovh = (subdomain: string, fieldtype: string, target: string) =>
  resource("ovh_domain_zone_record", {
    zone: q("example.com"),
    subdomain: q(subdomain),
    fieldtype: q(fieldtype),
    target: q(target),
  });
const ocean = (name: string, type: string, value: string, more: Record<string, string> = {}) =>
  resource("digitalocean_record", { domain: q("example.com"), name: q(name), type: q(type), value: q(value), ...more });
const google = (name: string, type: string, value: string, zone = 'dns_name = "example.com."') =>
  `resource "google_dns_managed_zone" "main" { ${zone} }\nresource "google_dns_record_set" "a" {\n  managed_zone = google_dns_managed_zone.main.name\n  name = ${q(name)}\n  type = ${q(type)}\n  rrdatas = [${q(value)}]\n}\n`;
const azure = (type: string, name: string, more: Record<string, string>, zone = "example.com") =>
  resource(`azurerm_dns_${type}_record`, { zone_name: q(zone), name: q(name), ...more });
const dns = (type: string, more: Record<string, string>) => resource(type, { zone: q("example.com."), ...more });
const desec = (subname: string, type: string, value: string) =>
  resource("desec_rrset", { domain: q("example.com"), subname: q(subname), type: q(type), records: `[${q(value)}]` });

testResources("missing-trailing-dot", {
  "silently appended": {
    tf: ovh("www", "CNAME", "lb.example.net"),
    expect: ["5:13 missing-trailing-dot error"],
    fixed: ovh("www", "CNAME", "lb.example.net."),
    says: ['"lb.example.net" has no final dot', "lb.example.net.example.com."],
  },
  "silently appended: only the host of an MX is a name": {
    tf: ovh("www", "MX", "10 mail.example.net"),
    expect: ["5:16 missing-trailing-dot error"],
    fixed: ovh("www", "MX", "10 mail.example.net."),
  },
  "two labels may be short for a name of the zone": {
    tf: ovh("www", "CNAME", "example.net"),
    expect: ["5:13 missing-trailing-dot warning"],
    fixed: ovh("www", "CNAME", "example.net."),
  },
  "one label is short, as in a zone file": { tf: ovh("www", "CNAME", "web"), expect: [] },
  "an environment called dev": {
    tf: ovh("www", "CNAME", "web.dev"),
    expect: ["5:13 missing-trailing-dot warning"],
    fixed: ovh("www", "CNAME", "web.dev."),
  },
  "with the dot": { tf: ovh("www", "CNAME", "lb.example.net."), expect: [] },
  "a name that is there": {
    tf: `${ovh("www", "CNAME", "a.lb")}${ovh("a.lb", "A", "192.0.2.1").replace('"a" {', '"b" {')}`,
    expect: [],
  },
  "a zone that is known by an id only: a CA's name was meant in full": {
    tf: resource("hetznerdns_record", {
      zone_id: "var.zone",
      name: q("_x"),
      type: q("CNAME"),
      value: q("_0f1e2d3c4b5a69788796a5b4c3d2e1f0.abcdefghij.acm-validations.aws"),
    }),
    expect: ["5:12 missing-trailing-dot error"],
    fixed: resource("hetznerdns_record", {
      zone_id: "var.zone",
      name: q("_x"),
      type: q("CNAME"),
      value: q("_0f1e2d3c4b5a69788796a5b4c3d2e1f0.abcdefghij.acm-validations.aws."),
    }),
    says: ["puts the zone's name behind it"],
  },
  "a zone that is known by an id only: two labels tell nothing": {
    tf: resource("hetznerdns_record", { zone_id: "var.zone", name: q("www"), type: q("CNAME"), value: q("web.dev") }),
    expect: [],
  },
  "absolute in any case": { tf: route53(q("www"), q("CNAME"), '["lb.example.net"]'), expect: [] },
  "the provider adds it": {
    tf: `resource "namecheap_domain_records" "a" {\n  domain = "example.com"\n  record {\n    hostname = "www"\n    type = "CNAME"\n    address = "lb.example.net"\n  }\n}\n`,
    expect: [],
  },
  "a dot inside makes it absolute": {
    tf: `resource "linode_domain" "main" { domain = "example.com" }\n${resource("linode_domain_record", { domain_id: "linode_domain.main.id", name: q("www"), record_type: q("CNAME"), target: q("lb.example.net") })}`,
    expect: [],
  },
  "an HTTPS target is a name as well": {
    tf: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "www"\n  type = "HTTPS"\n  data = { priority = 1, target = "svc.example.net", value = "alpn=h2" }\n}\n`,
    expect: [],
  },
  "refused at apply, never doubled": {
    tf: ocean("www", "CNAME", "lb.example.net"),
    expect: ["5:12 missing-trailing-dot error"],
    fixed: ocean("www", "CNAME", "lb.example.net."),
    says: ["apply will be rejected"],
  },
  "refused at apply: one label": {
    tf: google("www.example.com.", "CNAME", "web"),
    expect: ["6:15 missing-trailing-dot error"],
    fixed: google("www.example.com.", "CNAME", "web.example.com."),
    says: ['Write "web.example.com."'],
  },
  "refused at apply: the host of an MX": {
    tf: desec("", "MX", "10 mail.example.net"),
    expect: ["5:18 missing-trailing-dot error"],
    fixed: desec("", "MX", "10 mail.example.net."),
  },
  "refused at plan": {
    tf: dns("dns_cname_record", { name: q("www"), cname: q("lb.example.net") }),
    expect: ["4:12 missing-trailing-dot error"],
    fixed: dns("dns_cname_record", { name: q("www"), cname: q("lb.example.net.") }),
    says: ["the plan will be rejected"],
  },
  "where nobody knows, nothing": {
    tf: resource("ultradns_record", {
      zone_name: q("example.com"),
      owner_name: q("www"),
      record_type: q("CNAME"),
      record_data: '["lb.example.net"]',
    }),
    expect: [],
  },
  "a target that only apply tells": { tf: ovh("www", "CNAME", "x").replace('"x"', "var.target"), expect: [] },
  "a mere @ isn't a name without its dot": { tf: google("www.example.com.", "CNAME", "@"), expect: [] },
  "the issuer of a CAA record": {
    tf: ocean("@", "CAA", "letsencrypt.org", { flags: "0", tag: q("issue") }),
    expect: ["5:12 missing-trailing-dot error"],
    fixed: ocean("@", "CAA", "letsencrypt.org.", { flags: "0", tag: q("issue") }),
    says: ["issuer"],
  },
  "the issuer with the dot that the API wants": {
    tf: ocean("@", "CAA", "letsencrypt.org.", { flags: "0", tag: q("issue") }),
    expect: [],
  },
  "an owner that wants its dot": {
    tf: google("www.example.com", "A", "192.0.2.1"),
    expect: ["4:11 missing-trailing-dot error"],
    fixed: google("www.example.com.", "A", "192.0.2.1"),
    says: ["the plan will be rejected"],
  },
  "an owner that wants its dot, at the apex": {
    tf: google("example.com", "A", "192.0.2.1"),
    expect: ["4:11 missing-trailing-dot error"],
    fixed: google("example.com.", "A", "192.0.2.1"),
  },
  "an owner that wants its dot in a zone that nobody knows": {
    tf: resource("powerdns_record", {
      zone: "var.zone",
      name: q("www.example.com"),
      type: q("A"),
      records: '["192.0.2.1"]',
    }),
    expect: ["3:11 missing-trailing-dot error"],
    fixed: resource("powerdns_record", {
      zone: "var.zone",
      name: q("www.example.com."),
      type: q("A"),
      records: '["192.0.2.1"]',
    }),
    says: ["apply will be rejected"],
  },
});

testResources("unwanted-trailing-dot", {
  "an owner whose dot the provider refuses": {
    tf: `resource "ns1_record" "a" {\n  zone = "example.com"\n  domain = "www.example.com."\n  type = "A"\n  answers { answer = "192.0.2.1" }\n}\n`,
    expect: ["3:13 unwanted-trailing-dot warning"],
    fixed: `resource "ns1_record" "a" {\n  zone = "example.com"\n  domain = "www.example.com"\n  type = "A"\n  answers { answer = "192.0.2.1" }\n}\n`,
    says: ["the plan will be rejected"],
  },
  "a relative owner whose dot the provider refuses": {
    tf: dns("dns_a_record_set", { name: q("www."), addresses: '["192.0.2.1"]' }),
    expect: ["3:11 unwanted-trailing-dot warning"],
    fixed: dns("dns_a_record_set", { name: q("www"), addresses: '["192.0.2.1"]' }),
  },
  "a target whose dot the API drops": {
    tf: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "www"\n  type = "CNAME"\n  content = "lb.example.net."\n}\n`,
    expect: ["6:14 unwanted-trailing-dot warning"],
    fixed: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "www"\n  type = "CNAME"\n  content = "lb.example.net"\n}\n`,
    says: ["every plan"],
  },
  "a null MX": {
    tf: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "@"\n  type = "MX"\n  priority = 0\n  content = "."\n}\n`,
    expect: [],
  },
  accepted: { tf: route53(q("www.example.com."), q("CNAME"), '["lb.example.net."]'), expect: [] },
  "no dot of the author's own": {
    tf: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "www"\n  type = "CNAME"\n  content = "lb.example.net"\n}\n`,
    expect: [],
  },
});

testResources("single-label-target", {
  "a short name becomes a top-level one": {
    tf: route53(q("shop"), q("CNAME"), '["www"]'),
    expect: ["6:15 single-label-target error"],
    fixed: route53(q("shop"), q("CNAME"), '["www.example.com"]'),
    says: ['"www."', '"www.example.com"'],
  },
  "the host of an MX": {
    tf: route53(q(""), q("MX"), '["10 mail"]'),
    expect: ["6:18 single-label-target error"],
    fixed: route53(q(""), q("MX"), '["10 mail.example.com"]'),
  },
  "a zone that nobody knows": {
    tf: resource("aws_route53_record", { zone_id: "var.zone", name: q("shop"), type: q("CNAME"), records: '["www"]' }),
    expect: ["5:15 single-label-target error"],
  },
  "a country's domain may have a host at its top": {
    tf: route53(q("shop"), q("CNAME"), '["ai"]'),
    expect: ["6:15 single-label-target warning"],
    fixed: route53(q("shop"), q("CNAME"), '["ai.example.com"]'),
  },
  "in a private zone": {
    tf: resource("azurerm_private_dns_cname_record", {
      zone_name: q("example.com"),
      name: q("shop"),
      record: q("www"),
    }),
    expect: ["4:13 single-label-target warning"],
    fixed: resource("azurerm_private_dns_cname_record", {
      zone_name: q("example.com"),
      name: q("shop"),
      record: q("www.example.com"),
    }),
  },
  "localhost is the same everywhere": { tf: route53(q("loop"), q("CNAME"), '["localhost"]'), expect: [] },
  "a final dot was meant": { tf: route53(q("shop"), q("CNAME"), '["www."]'), expect: [] },
  "the root is no label": { tf: route53(q(""), q("MX"), '["0 ."]'), expect: [] },
  "relative, as in a zone file": { tf: ovh("shop", "CNAME", "www"), expect: [] },
  "nobody knows": {
    tf: resource("akamai_dns_record", {
      zone: q("example.com"),
      name: q("www.example.com"),
      recordtype: q("CNAME"),
      target: '["web"]',
    }),
    expect: [],
  },
});

testResources("literal-at-sign", {
  "a label like any other": {
    tf: route53(q("@"), q("TXT"), '["v=spf1 -all"]'),
    expect: ["4:11 literal-at-sign error"],
    fixed: route53(q("example.com"), q("TXT"), '["v=spf1 -all"]'),
  },
  "in a zone that nobody knows": {
    tf: resource("aws_route53_record", { zone_id: "var.zone", name: q("@"), type: q("A"), records: '["192.0.2.1"]' }),
    expect: ["3:11 literal-at-sign error"],
    fixed: resource("aws_route53_record", { zone_id: "var.zone", name: q(""), type: q("A"), records: '["192.0.2.1"]' }),
  },
  "of a record whose data isn't known": {
    tf: route53(q("@"), q("A"), "[aws_eip.web.public_ip]"),
    expect: ["4:11 literal-at-sign error"],
    fixed: route53(q("example.com"), q("A"), "[aws_eip.web.public_ip]"),
  },
  refused: {
    tf: google("@", "A", "192.0.2.1"),
    expect: ["4:11 literal-at-sign error"],
    fixed: google("example.com.", "A", "192.0.2.1"),
    says: ["refuses"],
  },
  "the attribute has to be left out": {
    tf: dns("dns_a_record_set", { name: q("@"), addresses: '["192.0.2.1"]' }),
    expect: ["3:11 literal-at-sign error"],
    says: ["Leave the owner out"],
  },
  translated: { tf: azure("a", "@", { records: '["192.0.2.1"]' }), expect: [] },
  "nobody knows": { tf: ovh("@", "A", "192.0.2.1"), expect: [] },
});

testResources("doubled-domain", {
  "the zone is put behind a full name": {
    tf: azure("a", "www.example.com", { records: '["192.0.2.1"]' }),
    expect: ["3:11 doubled-domain error"],
    fixed: azure("a", "www", { records: '["192.0.2.1"]' }),
    says: ["www.example.com.example.com."],
  },
  "the zone itself for the apex": {
    tf: azure("a", "Example.com", { records: '["192.0.2.1"]' }),
    expect: ["3:11 doubled-domain error"],
    fixed: azure("a", "@", { records: '["192.0.2.1"]' }),
  },
  "a dot at the end makes it absolute there": { tf: ocean("www.example.com.", "A", "192.0.2.1"), expect: [] },
  "without the dot it is relative there": {
    tf: ocean("www.example.com", "A", "192.0.2.1"),
    expect: ["3:11 doubled-domain error"],
    fixed: ocean("www", "A", "192.0.2.1"),
  },
  "nobody has seen the doubled record": {
    tf: ovh("www.example.com", "A", "192.0.2.1"),
    expect: ["3:16 doubled-domain warning"],
    fixed: ovh("www", "A", "192.0.2.1"),
  },
  "nobody knows": {
    tf: resource("gandi_livedns_record", {
      zone: q("example.com"),
      name: q("www.example.com"),
      type: q("A"),
      values: '["192.0.2.1"]',
    }),
    expect: [],
  },
  recognised: { tf: route53(q("www.example.com"), q("A"), '["192.0.2.1"]'), expect: [] },
  wanted: { tf: google("www.example.com.", "A", "192.0.2.1"), expect: [] },
  "a label that merely ends like the zone": {
    tf: azure("a", "myexample.com", { records: '["192.0.2.1"]' }),
    expect: ["3:11 foreign-name-in-zone error"],
  },
  "twice as it is written, whatever the provider": {
    tf: route53(q("_x.www.example.com.example.com"), q("A"), '["192.0.2.1"]'),
    expect: ["4:11 doubled-domain error"],
    fixed: route53(q("_x.www.example.com"), q("A"), '["192.0.2.1"]'),
  },
  "twice, in a zone that nobody knows": {
    tf: resource("cloudflare_record", {
      zone_id: "var.zone",
      name: q("_x.www.example.com.example.com"),
      type: q("TXT"),
      content: q("k2v8q0"),
    }),
    expect: ["3:11 doubled-domain error"],
    fixed: resource("cloudflare_record", {
      zone_id: "var.zone",
      name: q("_x.www.example.com"),
      type: q("TXT"),
      content: q("k2v8q0"),
    }),
  },
  "a child that is called so": {
    tf: `${route53(q("example.com.example.com"), q("NS"), '["ns1.example.net"]')}${route53(q("www.example.com.example.com"), q("CNAME"), '["lb.example.net"]').split("\n").slice(1).join("\n").replace('"a" {', '"b" {')}`,
    expect: ["8:1 occluded-by-delegation error"],
  },
  "a target that bears the zone twice": {
    tf: route53(q("www"), q("CNAME"), '["lb.example.com.example.com"]'),
    expect: ["6:15 doubled-domain error"],
    fixed: route53(q("www"), q("CNAME"), '["lb.example.com"]'),
  },
  "a CA's target with the zone behind it": {
    tf: route53(
      q("_3f2ad1c7b8e94f60a1b2c3d4e5f60718"),
      q("CNAME"),
      '["_0f1e2d3c4b5a69788796a5b4c3d2e1f0.abcdefghij.acm-validations.aws.example.com"]',
    ),
    expect: ["6:15 doubled-domain error"],
    fixed: route53(
      q("_3f2ad1c7b8e94f60a1b2c3d4e5f60718"),
      q("CNAME"),
      '["_0f1e2d3c4b5a69788796a5b4c3d2e1f0.abcdefghij.acm-validations.aws."]',
    ),
  },
  "names of a zone that only an id tells, for a provider that appends": {
    tf: resource("hetznerdns_record", {
      zone_id: "var.zone",
      name: q("_x.example.com"),
      type: q("TXT"),
      value: q("k2v8q0"),
    }),
    expect: [],
  },
});

testResources("foreign-name-in-zone", {
  "a name with its final dot": {
    tf: route53(q("_x.example.org."), q("A"), '["192.0.2.1"]'),
    expect: ["4:11 foreign-name-in-zone error"],
    says: ["_x.example.org.example.com."],
  },
  "a name of several labels and a sure ending": {
    tf: azure("a", "www.example.co.uk", { records: '["192.0.2.1"]' }),
    expect: ["3:11 foreign-name-in-zone error"],
  },
  likely: {
    tf: ovh("www.example.org", "A", "192.0.2.1"),
    expect: ["3:16 foreign-name-in-zone warning"],
  },
  "nobody knows": {
    tf: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "www.example.org"\n  type = "A"\n  content = "192.0.2.1"\n}\n`,
    expect: [],
  },
  "another zone of the run, whatever its ending": {
    tf: `resource "aws_route53_zone" "lan" { name = "corp.lan" }\n${route53(q("db.corp.lan"), q("A"), '["192.0.2.1"]')}`,
    expect: ["5:11 foreign-name-in-zone error"],
  },
  "a name of the parent zone": {
    tf: route53(q("api.example.com"), q("A"), '["192.0.2.1"]', "dev.example.com"),
    expect: ["4:11 foreign-name-in-zone error"],
  },
  "an environment": { tf: route53(q("api.dev"), q("A"), '["192.0.2.1"]'), expect: [] },
  "another environment": { tf: route53(q("foo.bar.app"), q("A"), '["192.0.2.1"]'), expect: [] },
  "names of customers below a label": { tf: route53(q("customer.com.cdn"), q("A"), '["192.0.2.1"]'), expect: [] },
  "reports for another domain": { tf: route53(q("example.net._report._dmarc"), q("TXT"), '["v=DMARC1"]'), expect: [] },
  "a key for another domain's mail": {
    tf: route53(q("s1._domainkey.example.org"), q("TXT"), '["v=DKIM1; p=MIIB"]'),
    expect: [],
  },
  "a block of addresses": { tf: route53(q("10.in-addr.arpa"), q("TXT"), '["k2v8q0"]'), expect: [] },
  "a branch with names that are written in full": {
    tf: `${route53(q("www.customer.com"), q("A"), '["192.0.2.1"]')}${route53(q("api.customer.com.example.com"), q("A"), '["192.0.2.1"]').split("\n").slice(1).join("\n").replace('"a" {', '"b" {')}`,
    expect: [],
  },
  "a zone that hosts names of many": {
    tf: `resource "aws_route53_zone" "main" { name = "example.com" }\nresource "aws_route53_record" "a" {\n  for_each = toset(["www.one.com", "www.two.com", "www.three.net"])\n  zone_id = aws_route53_zone.main.zone_id\n  name = each.key\n  type = "A"\n  records = ["192.0.2.1"]\n}\n`,
    expect: [],
  },
  "a zone that nobody knows": {
    tf: resource("aws_route53_record", {
      zone_id: "var.zone",
      name: q("_x.example.org."),
      type: q("A"),
      records: '["192.0.2.1"]',
    }),
    expect: [],
  },
});

testResources("out-of-zone", {
  "a name of another domain": {
    tf: google("www.example.org.", "A", "192.0.2.1"),
    expect: ["4:11 out-of-zone error"],
    says: ["apply will be rejected"],
  },
  "a relative name": {
    tf: google("www", "A", "192.0.2.1"),
    expect: ["4:11 out-of-zone error"],
    fixed: google("www.example.com.", "A", "192.0.2.1"),
  },
  "a name that ends in the zone in the midst of a label": {
    tf: route53(q("myexample.com"), q("A"), '["192.0.2.1"]'),
    expect: ["4:11 out-of-zone error"],
  },
  "in the zone": { tf: google("a.b.example.com.", "A", "192.0.2.1"), expect: [] },
  "a zone that nobody knows": { tf: google("www.example.org.", "A", "192.0.2.1", 'project = "x"'), expect: [] },
});

testResources("cname-at-apex", {
  refused: {
    tf: route53(q(""), q("CNAME"), '["lb.example.net"]'),
    expect: ["2:1 cname-at-apex error"],
    says: ["refuses"],
  },
  flattened: {
    tf: `resource "cloudflare_zone" "main" { name = "example.com" }\nresource "cloudflare_dns_record" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = "@"\n  type = "CNAME"\n  content = "lb.example.net"\n}\nresource "cloudflare_dns_record" "b" {\n  zone_id = cloudflare_zone.main.id\n  name = "example.com"\n  type = "TXT"\n  content = "v=spf1 -all"\n}\n`,
    expect: [],
  },
  "nobody knows": { tf: google("example.com.", "CNAME", "lb.example.net."), expect: ["2:1 cname-at-apex warning"] },
  "an alias": {
    tf: `resource "aws_route53_zone" "main" { name = "example.com" }\nresource "aws_route53_record" "a" {\n  zone_id = aws_route53_zone.main.zone_id\n  name = ""\n  type = "A"\n  alias {\n    name = "lb.example.net"\n    zone_id = "Z1"\n    evaluate_target_health = false\n  }\n}\n`,
    expect: [],
  },
  "below the apex": { tf: route53(q("www"), q("CNAME"), '["lb.example.net"]'), expect: [] },
  "the zone's name was only concluded": {
    tf: resource("aws_route53_record", {
      zone_id: "var.zone",
      name: q("example.com"),
      type: q("CNAME"),
      records: '["lb.example.net"]',
    }),
    expect: ["1:1 cname-at-apex error"],
  },
});
