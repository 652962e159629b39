import { PROVIDERS } from "@dcvlint/core/providers";
import { describe, expect, test } from "vitest";
import { lintSources } from "./lint.js";

// Every resource type that holds records, and what becomes of five classic mistakes there. What is expected was written
// down by hand from the survey of the providers, not derived from the data that the readers go by: an error where the
// survey has seen the trouble in source, API or documentation, a warning where it is likely, nothing where nobody knows.

type Verdict = "ok" | "error" | "warning";

/** How a provider's records are written. `data` is the RDATA's target, text or address, or a CAA record's three parts. */
interface Form {
  /** Resource types; with the RR type where that is all they hold. */
  readonly types: Readonly<Record<string, string | undefined>>;
  readonly zone?: string;
  write(type: string, owner: string, rr: string, data: string): string;
  /** An owner that is right. */
  readonly owner: string;
  /** An owner in full without a final dot; left out where that is the right form. */
  readonly full?: string;
  readonly apex?: string;
  /** Targets are written with the final dot. */
  readonly dotted?: true;
  /** TXT data is written with quotes. */
  readonly quoted?: true;
  /** A valid CAA issuer. */
  readonly caa?: "string" | "bare" | "fields" | "none";
  readonly issuer?: string;
}

interface Expected {
  readonly dot: Verdict;
  readonly doubled?: Verdict;
  readonly apexCname?: Verdict;
  readonly plainTxt: Verdict;
  readonly quotedTxt: Verdict;
  /** Of the tag "isue". */
  readonly badTag?: Verdict;
}

const q = (text: string): string => JSON.stringify(text);
const attributes = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .map(([key, value]) => `  ${key} = ${value}\n`)
    .join("");
const block = (type: string, all: Readonly<Record<string, string>>): string =>
  `resource "${type}" "a" {\n${attributes(all)}}\n`;
const any = (...types: readonly string[]) => Object.fromEntries(types.map((type) => [type, undefined]));

/** One value of text, in an attribute or a list of one. */
const scalar =
  (name: string, type: string, value: string, more: Readonly<Record<string, string>>) =>
  (resource: string, owner: string, rr: string, data: string): string =>
    block(resource, { ...more, [name]: q(owner), [type]: q(rr), [value]: q(data) });
const list =
  (name: string, type: string, value: string, more: Readonly<Record<string, string>>) =>
  (resource: string, owner: string, rr: string, data: string): string =>
    block(resource, { ...more, [name]: q(owner), [type]: q(rr), [value]: `[${q(data)}]` });
/** The same, with the parts of a CAA record in attributes of their own. */
const withFields =
  (
    write: Form["write"],
    more: Readonly<Record<string, string>>,
    names: (parts: readonly string[]) => Readonly<Record<string, string>>,
  ) =>
  (resource: string, owner: string, rr: string, data: string): string => {
    if (rr !== "CAA") return write(resource, owner, rr, data);
    const text = write(resource, owner, rr, "-")
      .split("\n")
      .filter((line) => !line.includes('"-"'));
    const fields = attributes({ ...more, ...names(data.split(" ")) }).trimEnd();
    return [...text.slice(0, -2), fields, "}", ""].join("\n");
  };

const ZONE = { zone: q("example.com") };
const zoneOf = (type: string, attribute: string, name = "example.com"): string =>
  `resource "${type}" "main" { ${attribute} = "${name}" }\n`;

const TABLE: readonly (readonly [Form, Expected])[] = [
  [
    {
      types: any("aws_route53_record"),
      zone: zoneOf("aws_route53_zone", "name"),
      write: list("name", "type", "records", { zone_id: "aws_route53_zone.main.zone_id" }),
      owner: "www",
      full: "www.example.com",
      apex: "",
    },
    { dot: "ok", doubled: "ok", apexCname: "error", plainTxt: "ok", quotedTxt: "error", badTag: "warning" },
  ],
  [
    {
      types: any("aws_route53_records_exclusive"),
      zone: zoneOf("aws_route53_zone", "name"),
      write: (type, owner, rr, data) =>
        `resource "${type}" "a" {\n  zone_id = aws_route53_zone.main.zone_id\n  resource_record_set {\n    name = ${q(owner)}\n    type = ${q(rr)}\n    resource_records { value = ${q(data)} }\n  }\n}\n`,
      owner: "www.example.com",
      apex: "example.com",
      quoted: true,
    },
    { dot: "ok", apexCname: "error", plainTxt: "error", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("aws_lightsail_domain_entry"),
      write: scalar("name", "type", "target", { domain_name: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "example.com",
      caa: "none",
    },
    { dot: "ok", doubled: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok" },
  ],
  [
    {
      types: any("cloudflare_dns_record"),
      zone: zoneOf("cloudflare_zone", "name"),
      write: withFields(
        scalar("name", "type", "content", { zone_id: "cloudflare_zone.main.id" }),
        {},
        ([flags, tag, value]) => ({ data: `{ flags = ${flags}, tag = ${q(tag)}, value = ${q(value)} }` }),
      ),
      owner: "www",
      full: "www.example.com",
      apex: "@",
      caa: "fields",
    },
    { dot: "ok", doubled: "ok", apexCname: "ok", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("cloudflare_record"),
      zone: zoneOf("cloudflare_zone", "zone"),
      write: (type, owner, rr, data) => {
        const [flags, tag, value] = data.split(" ");
        const content =
          rr === "CAA"
            ? `data {\n    flags = ${q(flags)}\n    tag = ${q(tag)}\n    value = ${q(value)}\n  }`
            : `content = ${q(data)}`;
        return `resource "${type}" "a" {\n  zone_id = cloudflare_zone.main.id\n  name = ${q(owner)}\n  type = ${q(rr)}\n  ${content}\n}\n`;
      },
      owner: "www",
      full: "www.example.com",
      apex: "@",
      caa: "fields",
    },
    { dot: "ok", doubled: "ok", apexCname: "ok", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("google_dns_record_set"),
      zone: zoneOf("google_dns_managed_zone", "dns_name", "example.com."),
      write: list("name", "type", "rrdatas", { managed_zone: "google_dns_managed_zone.main.name" }),
      owner: "www.example.com.",
      apex: "example.com.",
      dotted: true,
      quoted: true,
    },
    { dot: "error", apexCname: "warning", plainTxt: "error", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: {
        azurerm_dns_a_record: "A",
        azurerm_dns_aaaa_record: "AAAA",
        azurerm_dns_caa_record: "CAA",
        azurerm_dns_cname_record: "CNAME",
        azurerm_dns_mx_record: "MX",
        azurerm_dns_ns_record: "NS",
        azurerm_dns_ptr_record: "PTR",
        azurerm_dns_srv_record: "SRV",
        azurerm_dns_txt_record: "TXT",
      },
      write: azure,
      owner: "www",
      full: "www.example.com",
      apex: "@",
      caa: "fields",
    },
    { dot: "ok", doubled: "error", apexCname: "error", plainTxt: "ok", quotedTxt: "warning", badTag: "error" },
  ],
  [
    {
      types: {
        azurerm_private_dns_a_record: "A",
        azurerm_private_dns_aaaa_record: "AAAA",
        azurerm_private_dns_cname_record: "CNAME",
        azurerm_private_dns_mx_record: "MX",
        azurerm_private_dns_ptr_record: "PTR",
        azurerm_private_dns_srv_record: "SRV",
        azurerm_private_dns_txt_record: "TXT",
      },
      write: azure,
      owner: "www",
      full: "www.example.com",
      apex: "@",
    },
    { dot: "ok", doubled: "error", apexCname: "warning", plainTxt: "ok", quotedTxt: "warning" },
  ],
  [
    {
      types: any("digitalocean_record"),
      write: withFields(scalar("name", "type", "value", { domain: q("example.com") }), {}, ([flags, tag, value]) => ({
        flags,
        tag: q(tag),
        value: q(value),
      })),
      owner: "www",
      full: "www.example.com",
      apex: "@",
      dotted: true,
      caa: "fields",
      issuer: "letsencrypt.org.",
    },
    { dot: "error", doubled: "error", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "error" },
  ],
  [
    {
      types: any("dnsimple_zone_record"),
      write: scalar("name", "type", "value", { zone_name: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "",
    },
    { dot: "ok", doubled: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("ns1_record"),
      write: (type, owner, rr, data) =>
        `resource "${type}" "a" {\n  zone = "example.com"\n  domain = ${q(owner)}\n  type = ${q(rr)}\n  answers { answer = ${q(data)} }\n}\n`,
      owner: "www.example.com",
      apex: "example.com",
      caa: "bare",
    },
    { dot: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "warning", badTag: "warning" },
  ],
  [
    {
      types: any("hcloud_zone_rrset"),
      write: (type, owner, rr, data) =>
        block(type, { ...ZONE, name: q(owner), type: q(rr), records: `[{ value = ${q(data)} }]` }),
      owner: "www",
      full: "www.example.com",
      apex: "@",
      dotted: true,
      quoted: true,
    },
    { dot: "error", doubled: "warning", apexCname: "warning", plainTxt: "warning", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("hcloud_zone_record"),
      write: scalar("name", "type", "value", ZONE),
      owner: "www",
      full: "www.example.com",
      apex: "@",
      dotted: true,
      quoted: true,
    },
    { dot: "error", doubled: "warning", apexCname: "warning", plainTxt: "warning", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("hetznerdns_record"),
      zone: zoneOf("hetznerdns_zone", "name"),
      write: scalar("name", "type", "value", { zone_id: "hetznerdns_zone.main.id" }),
      owner: "www",
      full: "www.example.com",
      apex: "@",
      dotted: true,
    },
    { dot: "error", doubled: "error", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("linode_domain_record"),
      zone: zoneOf("linode_domain", "domain"),
      write: withFields(
        scalar("name", "record_type", "target", { domain_id: "linode_domain.main.id" }),
        {},
        ([, tag, value]) => ({ tag: q(tag), target: q(value) }),
      ),
      owner: "www",
      full: "www.example.com",
      apex: "",
      caa: "fields",
    },
    { dot: "ok", doubled: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("gandi_livedns_record"),
      write: list("name", "type", "values", ZONE),
      owner: "www",
      full: "www.example.com",
      apex: "@",
      dotted: true,
      quoted: true,
    },
    { dot: "error", doubled: "ok", apexCname: "warning", plainTxt: "warning", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: {
        dns_a_record_set: "A",
        dns_aaaa_record_set: "AAAA",
        dns_cname_record: "CNAME",
        dns_mx_record_set: "MX",
        dns_ns_record_set: "NS",
        dns_ptr_record: "PTR",
        dns_srv_record_set: "SRV",
        dns_txt_record_set: "TXT",
      },
      write: (type, owner, rr, data) => {
        const head = `  zone = "example.com."\n  name = ${q(owner)}\n`;
        const value: Readonly<Record<string, string>> = {
          A: `addresses = [${q(data)}]`,
          AAAA: `addresses = [${q(data)}]`,
          CNAME: `cname = ${q(data)}`,
          MX: `mx {\n    preference = 10\n    exchange = ${q(data)}\n  }`,
          NS: `nameservers = [${q(data)}]`,
          PTR: `ptr = ${q(data)}`,
          SRV: `srv {\n    priority = 1\n    weight = 1\n    port = 443\n    target = ${q(data)}\n  }`,
          TXT: `txt = [${q(data)}]`,
        };
        return `resource "${type}" "a" {\n${head}  ${value[rr]}\n}\n`;
      },
      owner: "www",
      full: "www.example.com",
      dotted: true,
    },
    { dot: "error", doubled: "error", plainTxt: "ok", quotedTxt: "error" },
  ],
  [
    {
      types: any("ovh_domain_zone_record"),
      write: scalar("subdomain", "fieldtype", "target", ZONE),
      owner: "www",
      full: "www.example.com",
      apex: "",
      dotted: true,
    },
    { dot: "error", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("powerdns_record"),
      write: list("name", "type", "records", { zone: q("example.com.") }),
      owner: "www.example.com.",
      apex: "example.com.",
      dotted: true,
      quoted: true,
    },
    { dot: "error", apexCname: "warning", plainTxt: "error", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("scaleway_domain_record"),
      write: scalar("name", "type", "data", { dns_zone: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "",
      dotted: true,
    },
    { dot: "ok", doubled: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("vultr_dns_record"),
      write: scalar("name", "type", "data", { domain: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "",
      quoted: true,
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "warning", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("akamai_dns_record"),
      write: list("name", "recordtype", "target", ZONE),
      owner: "www.example.com",
      apex: "example.com",
    },
    { dot: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("namecheap_domain_records"),
      write: (type, owner, rr, data) =>
        `resource "${type}" "a" {\n  domain = "example.com"\n  record {\n    hostname = ${q(owner)}\n    type = ${q(rr)}\n    address = ${q(data)}\n  }\n}\n`,
      owner: "www",
      full: "www.example.com",
      apex: "@",
      caa: "bare",
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("namecheap_domain_host_record"),
      write: scalar("hostname", "type", "address", { domain: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "@",
      caa: "bare",
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("alicloud_alidns_record"),
      write: scalar("rr", "type", "value", { domain_name: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "@",
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("alicloud_dns_record"),
      write: scalar("host_record", "type", "value", { name: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "@",
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("alicloud_pvtz_zone_record"),
      zone: zoneOf("alicloud_pvtz_zone", "zone_name"),
      write: scalar("rr", "type", "value", { zone_id: "alicloud_pvtz_zone.main.id" }),
      owner: "www",
      full: "www.example.com",
      caa: "none",
    },
    { dot: "ok", doubled: "ok", plainTxt: "ok", quotedTxt: "ok" },
  ],
  [
    {
      types: any("tencentcloud_dnspod_record"),
      write: scalar("sub_domain", "record_type", "value", { domain: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "@",
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("tencentcloud_private_dns_record"),
      zone: zoneOf("tencentcloud_private_dns_zone", "domain"),
      write: scalar("sub_domain", "record_type", "record_value", { zone_id: "tencentcloud_private_dns_zone.main.id" }),
      owner: "www",
      full: "www.example.com",
      apex: "@",
      caa: "none",
    },
    { dot: "ok", doubled: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok" },
  ],
  [
    {
      types: any("huaweicloud_dns_recordset"),
      zone: zoneOf("huaweicloud_dns_zone", "name"),
      write: list("name", "type", "records", { zone_id: "huaweicloud_dns_zone.main.id" }),
      owner: "www.example.com.",
      full: "www.example.com",
      apex: "example.com.",
      dotted: true,
      quoted: true,
    },
    { dot: "ok", doubled: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("ibm_cis_dns_record"),
      zone: zoneOf("ibm_cis_domain", "domain"),
      write: withFields(
        scalar("name", "type", "content", { domain_id: "ibm_cis_domain.main.id" }),
        {},
        ([, tag, value]) => ({ data: `{ tag = ${q(tag)}, value = ${q(value)} }` }),
      ),
      owner: "www",
      full: "www.example.com",
      apex: "example.com",
      caa: "fields",
    },
    { dot: "ok", doubled: "ok", apexCname: "ok", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("ibm_dns_resource_record"),
      zone: zoneOf("ibm_dns_zone", "name"),
      write: scalar("name", "type", "rdata", { zone_id: "ibm_dns_zone.main.zone_id" }),
      owner: "www",
      full: "www.example.com",
      apex: "example.com",
      caa: "none",
    },
    { dot: "ok", doubled: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok" },
  ],
  [
    {
      types: any("oci_dns_rrset"),
      write: (type, owner, rr, data) =>
        `resource "${type}" "a" {\n  zone_name_or_id = "example.com"\n  domain = ${q(owner)}\n  rtype = ${q(rr)}\n  items {\n    domain = ${q(owner)}\n    rtype = ${q(rr)}\n    rdata = ${q(data)}\n    ttl = 300\n  }\n}\n`,
      owner: "www.example.com",
      apex: "example.com",
      quoted: true,
    },
    { dot: "ok", apexCname: "warning", plainTxt: "error", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("oci_dns_record"),
      write: scalar("domain", "rtype", "rdata", { zone_name_or_id: q("example.com") }),
      owner: "www.example.com",
      apex: "example.com",
      quoted: true,
    },
    { dot: "ok", apexCname: "warning", plainTxt: "error", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("desec_rrset"),
      write: list("subname", "type", "records", { domain: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "",
      dotted: true,
      quoted: true,
    },
    { dot: "error", doubled: "error", apexCname: "warning", plainTxt: "error", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("netlify_dns_record"),
      zone: zoneOf("netlify_dns_zone", "name"),
      write: withFields(
        scalar("hostname", "type", "value", { zone_id: "netlify_dns_zone.main.id" }),
        {},
        ([flags, tag, value]) => ({ flag: flags, tag: q(tag), value: q(value) }),
      ),
      owner: "www.example.com",
      apex: "example.com",
      caa: "fields",
    },
    { dot: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("vercel_dns_record"),
      write: scalar("name", "type", "value", { domain: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      apex: "",
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("bunnynet_dns_record"),
      zone: zoneOf("bunnynet_dns_zone", "domain"),
      write: withFields(
        scalar("name", "type", "value", { zone: "bunnynet_dns_zone.main.id" }),
        {},
        ([flags, tag, value]) => ({ flags, tag: q(tag), value: q(value) }),
      ),
      owner: "www",
      full: "www.example.com",
      apex: "",
      caa: "fields",
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("ultradns_record", "ultradns_rrset"),
      write: list("owner_name", "record_type", "record_data", { zone_name: q("example.com.") }),
      owner: "www",
      full: "www.example.com",
      apex: "example.com.",
      dotted: true,
    },
    { dot: "ok", doubled: "ok", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: {
        constellix_a_record: "A",
        constellix_caa_record: "CAA",
        constellix_cname_record: "CNAME",
        constellix_txt_record: "TXT",
      },
      zone: zoneOf("constellix_domain", "name"),
      write: (type, owner, rr, data) => {
        const head = `  domain_id = constellix_domain.main.id\n  name = ${q(owner)}\n`;
        if (rr === "CNAME") return `resource "${type}" "a" {\n${head}  host = ${q(data)}\n}\n`;
        const [flags, tag, value] = data.split(" ");
        const fields =
          rr === "CAA" ? `flag = ${q(flags)}\n    tag = ${q(tag)}\n    data = ${q(value)}` : `value = ${q(data)}`;
        return `resource "${type}" "a" {\n${head}  roundrobin {\n    ${fields}\n  }\n}\n`;
      },
      owner: "www",
      full: "www.example.com",
      dotted: true,
      quoted: true,
      caa: "fields",
    },
    { dot: "ok", doubled: "ok", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: { constellix_mx_record: "MX" },
      zone: zoneOf("constellix_domain", "name"),
      write: (type, owner, _rr, data) =>
        `resource "${type}" "a" {\n  domain_id = constellix_domain.main.id\n  name = ${q(owner)}\n  roundrobin {\n    level = 10\n    value = ${q(data)}\n  }\n}\n`,
      owner: "www",
      full: "www.example.com",
      dotted: true,
    },
    // Of MX alone the documentation says that names without the dot are completed.
    { dot: "error", doubled: "ok", plainTxt: "ok", quotedTxt: "ok" },
  ],
  [
    {
      types: any("stackit_dns_record_set"),
      zone: zoneOf("stackit_dns_zone", "dns_name"),
      write: list("name", "type", "records", { zone_id: "stackit_dns_zone.main.zone_id" }),
      owner: "www",
      full: "www.example.com",
      apex: "example.com.",
      dotted: true,
    },
    { dot: "error", doubled: "error", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok", badTag: "warning" },
  ],
  [
    {
      types: any("godaddy_domain_record"),
      write: (type, owner, rr, data) =>
        `resource "${type}" "a" {\n  domain = "example.com"\n  record {\n    name = ${q(owner)}\n    type = ${q(rr)}\n    data = ${q(data)}\n  }\n}\n`,
      owner: "www",
      full: "www.example.com",
      apex: "@",
      caa: "none",
    },
    { dot: "ok", doubled: "warning", apexCname: "warning", plainTxt: "ok", quotedTxt: "ok" },
  ],
  [
    {
      types: any("porkbun_dns_record"),
      write: scalar("name", "type", "content", { domain: q("example.com") }),
      owner: "www",
      full: "www.example.com",
      caa: "none",
    },
    { dot: "ok", doubled: "warning", plainTxt: "ok", quotedTxt: "ok" },
  ],
];

function azure(type: string, owner: string, rr: string, data: string): string {
  const [flags, tag, issuer] = data.split(" ");
  const value: Readonly<Record<string, string>> = {
    CNAME: `record = ${q(data)}`,
    MX: `record {\n    preference = 10\n    exchange = ${q(data)}\n  }`,
    SRV: `record {\n    priority = 1\n    weight = 1\n    port = 443\n    target = ${q(data)}\n  }`,
    TXT: `record { value = ${q(data)} }`,
    CAA: `record {\n    flags = ${flags}\n    tag = ${q(tag)}\n    value = ${q(issuer ?? "")}\n  }`,
  };
  const own = value[rr] ?? `records = [${q(data)}]`;
  return `resource "${type}" "a" {\n  zone_name = "example.com"\n  name = ${q(owner)}\n  ${own}\n}\n`;
}

const SPF = "v=spf1 mx -all";
const WITH_TARGET = ["CNAME", "MX", "NS", "PTR", "SRV"];

test("the table has every resource type that holds records", () => {
  const known = PROVIDERS.flatMap(({ records }) => records.flatMap(({ types }) => types.map(({ type }) => type)));
  expect(TABLE.flatMap(([{ types }]) => Object.keys(types)).sort()).toEqual(known.sort());
});

for (const [form, expected] of TABLE) {
  for (const [type, only] of Object.entries(form.types)) {
    const holds = (rr: string) => only === undefined || only === rr;
    const caa = form.caa ?? "string";
    const target = form.dotted ? "lb.example.net." : "lb.example.net";
    const spf = form.quoted ? `"${SPF}"` : SPF;
    const issue = (tag: string) =>
      caa === "string" ? `0 ${tag} "letsencrypt.org"` : `0 ${tag} ${form.issuer ?? "letsencrypt.org"}`;
    const good: Readonly<Record<string, string>> = {
      A: "192.0.2.1",
      AAAA: "2001:db8::1",
      TXT: spf,
      CAA: issue("issue"),
    };

    const lint = async (owner: string, rr: string, data: string): Promise<string[]> => {
      const { findings, zones } = await lintSources({
        "main.tf": `${form.zone ?? ""}${form.write(type, owner, rr, data)}`,
      });
      // The record was read, and its zone's name is known.
      expect(zones.map(({ count, nameInferred }) => [count, nameInferred])).toEqual([[1, false]]);
      return findings.filter(({ severity }) => severity !== "info").map(({ rule, severity }) => `${rule} ${severity}`);
    };
    const only1 = (rule: string, verdict: Verdict): string[] => (verdict === "ok" ? [] : [`${rule} ${verdict}`]);

    describe(type, () => {
      const pointing = only === undefined ? "CNAME" : WITH_TARGET.includes(only) ? only : undefined;
      if (pointing !== undefined) {
        test("a target without its final dot", async () => {
          expect(await lint(form.owner, pointing, "lb.example.net")).toEqual(
            only1("missing-trailing-dot", expected.dot),
          );
          expect(await lint(form.owner, pointing, target)).toEqual([]);
        });
      }
      const { full, apex } = form;
      if (full !== undefined && expected.doubled !== undefined) {
        const { doubled } = expected;
        test("the zone repeated in the owner", async () => {
          const rr = only ?? "A";
          expect(await lint(full, rr, good[rr] ?? target)).toEqual(only1("doubled-domain", doubled));
        });
      }
      if (apex !== undefined && expected.apexCname !== undefined && holds("CNAME")) {
        const { apexCname } = expected;
        test("a CNAME at the apex", async () => {
          expect(await lint(apex, "CNAME", target)).toEqual(only1("cname-at-apex", apexCname));
        });
      }
      if (holds("TXT")) {
        test("TXT with and without quotes", async () => {
          expect(await lint(form.owner, "TXT", SPF)).toEqual(only1("txt-quoting", expected.plainTxt));
          expect(await lint(form.owner, "TXT", `"${SPF}"`)).toEqual(only1("txt-quoting", expected.quotedTxt));
        });
      }
      const { badTag } = expected;
      if (holds("CAA") && caa !== "none" && badTag !== undefined) {
        test("CAA, valid and with a tag that is none", async () => {
          expect(await lint(form.owner, "CAA", issue("issue"))).toEqual([]);
          expect(await lint(form.owner, "CAA", issue("isue"))).toEqual(only1("caa-unknown-tag", badTag));
        });
      }
    });
  }
}
