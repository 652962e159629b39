import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generate } from "../../scripts/generate-providers.mjs";
import { CA_SHAPES } from "./cas-shapes.gen.js";
import { findProviderFaults } from "./provider-check.js";
import type { ProviderFile, RecordResource } from "./provider-schema.js";
import { follow, parsePath, parseTemplate, type View } from "./providers/paths.js";
import { PROVIDERS } from "./providers.gen.js";

const here = new URL("./", import.meta.url);
const files = readdirSync(new URL("providers/", here)).filter((file) => file.endsWith(".json"));
const read = (file: string) => JSON.parse(readFileSync(new URL(`providers/${file}`, here), "utf8")) as ProviderFile;
const caIds: ReadonlySet<string> = new Set(CA_SHAPES.map(({ id }) => id));

/** Every resource type of the survey, in its order. */
const SURVEYED = `
  aws_route53_record aws_route53_records_exclusive aws_route53_zone aws_lightsail_domain_entry
  cloudflare_dns_record cloudflare_record google_dns_record_set google_dns_managed_zone
  azurerm_dns_a_record azurerm_dns_aaaa_record azurerm_dns_caa_record azurerm_dns_cname_record azurerm_dns_mx_record
  azurerm_dns_ns_record azurerm_dns_ptr_record azurerm_dns_srv_record azurerm_dns_txt_record
  azurerm_private_dns_a_record azurerm_private_dns_aaaa_record azurerm_private_dns_cname_record
  azurerm_private_dns_mx_record azurerm_private_dns_ptr_record azurerm_private_dns_srv_record
  azurerm_private_dns_txt_record
  digitalocean_record dnsimple_zone_record ns1_record hcloud_zone_rrset hcloud_zone_record hetznerdns_record
  linode_domain_record gandi_livedns_record
  dns_a_record_set dns_aaaa_record_set dns_cname_record dns_mx_record_set dns_ns_record_set dns_ptr_record
  dns_srv_record_set dns_txt_record_set
  ovh_domain_zone_record powerdns_record scaleway_domain_record vultr_dns_record akamai_dns_record
  namecheap_domain_records alicloud_alidns_record alicloud_dns_record tencentcloud_dnspod_record
  huaweicloud_dns_recordset ibm_cis_dns_record ibm_dns_resource_record oci_dns_rrset oci_dns_record desec_rrset
  netlify_dns_record vercel_dns_record bunnynet_dns_record ultradns_record ultradns_rrset
  constellix_cname_record constellix_caa_record constellix_txt_record constellix_mx_record constellix_a_record
  stackit_dns_record_set godaddy_domain_record porkbun_dns_record
`
  .trim()
  .split(/\s+/);
const PRODUCERS = `
  aws_acm_certificate aws_acm_certificate_validation google_certificate_manager_dns_authorization
  azurerm_cdn_frontdoor_custom_domain cloudflare_certificate_pack cloudflare_custom_hostname digitalocean_certificate
  acme_certificate fastly_tls_subscription aws_amplify_domain_association aws_apprunner_custom_domain_association
  google_compute_managed_ssl_certificate
`
  .trim()
  .split(/\s+/);

const resourceOf = (type: string): RecordResource => {
  const found = PROVIDERS.flatMap(({ records }) => records).find(({ types }) => types.some((t) => t.type === type));
  if (!found) throw new Error(`no ${type}`);
  return found;
};

describe("the provider files", () => {
  test.each(files)("%s is sound", (file) => {
    expect(findProviderFaults(read(file), file.replace(/\.json$/, ""), caIds)).toEqual([]);
  });

  test("every surveyed resource type is there, each type once", () => {
    const records = PROVIDERS.flatMap(({ records: all }) => all.flatMap(({ types }) => types.map(({ type }) => type)));
    const types = [
      ...records,
      ...PROVIDERS.flatMap(({ zones, zoneSettings = [], zoneFiles = [], certificates = [] }) =>
        [...zones, ...zoneSettings, ...zoneFiles, ...certificates].map(({ type }) => type),
      ),
    ];
    expect(new Set(types).size).toBe(types.length);
    expect(SURVEYED).toHaveLength(68);
    expect(types).toEqual(expect.arrayContaining([...SURVEYED, ...PRODUCERS]));
  });

  test("a provider's name is in one file", () => {
    const names = PROVIDERS.flatMap((provider) => provider.names);
    expect(new Set(names).size).toBe(names.length);
    for (const { id, names: own } of PROVIDERS) expect(own[0].toLowerCase().replace("/", "-")).toBe(id);
  });

  test("what is from memory only says so", () => {
    const memory = /from memory|not read/;
    const look = (x: unknown, path: string): void => {
      if (typeof x !== "object" || x === null) return;
      const { sources, confidence } = x as { sources?: unknown; confidence?: unknown };
      if (Array.isArray(sources) && sources.every((each) => memory.test(String(each)))) {
        expect(confidence, path).toBe("unverified");
      }
      for (const [key, value] of Object.entries(x)) look(value, `${path}.${key}`);
    };
    for (const file of files) look(read(file), file);
  });

  test("no name of a registry or of this machine", () => {
    for (const file of files) {
      expect(readFileSync(new URL(`providers/${file}`, here), "utf8")).not.toMatch(/registry\.|\/work\/|\/home\//);
    }
  });
});

describe("a mode and a verdict agree", () => {
  const all = PROVIDERS.flatMap(({ records }) => records).map(
    (resource) => [resource.types[0].type, resource] as const,
  );

  test.each(all)("%s: host names", (_, { targetMode, verdicts: { missingDot, singleLabelTarget: single } }) => {
    const meant = {
      absolute_dot_optional: "never_a_bug",
      provider_adds_dot: "never_a_bug",
      dot_forbidden: "never_a_bug",
      dot_required_rejected_at_plan: "plan_error",
      dot_required_rejected_at_apply: "apply_error",
      dot_required_silent_append: "silent_bug",
      label_heuristic: "never_a_bug",
      unknown: "unknown",
    }[targetMode.value];
    // A mode that is only inferred may have the verdict *unknown*; anything else is a contradiction.
    if (missingDot.value !== "unknown") expect(missingDot.value).toBe(meant);
    else expect(targetMode.confidence).toBe("unverified");
    if (["dot_required_silent_append", "label_heuristic"].includes(targetMode.value))
      expect(single.value).toBe("relative");
    if (single.value === "bug") expect(["absolute_dot_optional", "provider_adds_dot"]).toContain(targetMode.value);
  });

  test.each(all)("%s: owners", (_, { nameMode, verdicts: { zoneRepeated, nameOutsideZone, missingDotInName } }) => {
    const meant = {
      suffix_detect: ["accepted", "silently_appended"],
      relative_append: ["doubled", "silently_appended"],
      relative_or_dotted: ["doubled", "silently_appended"],
      fqdn_dot_required: ["required", "rejected"],
      fqdn_dot_optional: ["required", "rejected"],
      fqdn_dot_forbidden: ["required", "rejected"],
    }[nameMode.value];
    const firm = (value: string) =>
      value.replace("likely_doubled", "doubled").replace("likely_appended", "silently_appended");
    if (zoneRepeated.value !== "unknown") expect(firm(zoneRepeated.value)).toBe(meant[0]);
    if (nameOutsideZone.value !== "unknown") expect(firm(nameOutsideZone.value)).toBe(meant[1]);
    if (nameMode.value === "fqdn_dot_required") expect(missingDotInName?.value).toMatch(/_error$/);
  });

  test.each(all)("%s: TXT", (_, { txt, verdicts: { quotedTxt, unquotedTxt } }) => {
    if (txt.quoting === "provider-adds") expect([quotedTxt.value, unquotedTxt.value]).not.toContain("accepted");
    if (quotedTxt.value === "bug" || quotedTxt.value === "warn") expect(txt.quoting).toBe("provider-adds");
    if (unquotedTxt.value === "apply_error") expect(txt.quoting).toBe("user-must");
    if (txt.quoting === "either") expect([quotedTxt.value, unquotedTxt.value]).toEqual(["accepted", "accepted"]);
    expect(txt.spacesSplit === true).toBe(txt.quoting === "api-raw");
  });
});

describe("where data stands", () => {
  type Doc = Readonly<Record<string, unknown>>;
  const view: View<unknown> = {
    get: (value, key) => (value as Doc | null)?.[key] ?? undefined,
    items: (value) => (Array.isArray(value) ? value : undefined),
  };
  const at = (path: string, root: unknown) => follow(parsePath(path)!, root, view);
  /** What a reader does with `values`, without places, quoting and the rest. */
  const read = (type: string, values: Doc): string[] => {
    const resource = resourceOf(type);
    return (resource.records ? at(resource.records, values) : [values]).flatMap((record) => {
      const [owner = "(apex)"] = resource.name.paths.flatMap((path) => at(path, record));
      const rrtype = String(resource.types.find((t) => t.type === type)?.rrtype ?? at(resource.type!, record)[0]);
      const places = resource.values.filter((place) => (place.types ?? [rrtype]).includes(rrtype));
      const datas = places.map(({ path, rdata, asIs, joined }) => {
        const found = at(path, record).filter((x) => parsePath(path)!.fields?.some((key) => view.get(x, key)) ?? true);
        return found.map((value) => {
          if (joined) return (value as string[]).join(" ");
          if (rdata === undefined || (asIs && new RegExp(asIs).test(String(value)))) return String(value);
          const fill = (name: string | undefined, from: unknown) => (name ? view.get(from, name) : from);
          const parts = parseTemplate(rdata)!.map((part) =>
            part.kind === "text" ? part.text : (fill(part.name, part.at === "path" ? value : record) ?? part.otherwise),
          );
          return parts.join("");
        });
      });
      const data = datas.find((each) => each.length > 0) ?? [];
      return data.map((each) => `${String(owner)} ${rrtype} ${each}`);
    });
  };

  test.each<[string, Doc, string[]]>([
    [
      "aws_route53_record",
      { name: "a", type: "A", records: ["192.0.2.1", "192.0.2.2"] },
      ["a A 192.0.2.1", "a A 192.0.2.2"],
    ],
    [
      "aws_route53_records_exclusive",
      {
        resource_record_set: [
          { name: "a.example.com", type: "CAA", resource_records: [{ value: '0 issue "ca.example"' }] },
        ],
      },
      ['a.example.com CAA 0 issue "ca.example"'],
    ],
    [
      "cloudflare_dns_record",
      { name: "@", type: "CAA", content: '0 issue "x"', data: { flags: 0, tag: "issue", value: "ca.example" } },
      ['@ CAA 0 issue "ca.example"'],
    ],
    [
      "cloudflare_dns_record",
      { name: "@", type: "MX", content: "mail.example.net", priority: 5 },
      ["@ MX 5 mail.example.net"],
    ],
    [
      "cloudflare_record",
      { name: "a", type: "CNAME", value: "b.example.net", content: null },
      ["a CNAME b.example.net"],
    ],
    ["azurerm_dns_cname_record", { name: "a", record: "b.example.net" }, ["a CNAME b.example.net"]],
    [
      "azurerm_dns_mx_record",
      { name: "@", record: [{ preference: 1, exchange: "m.example." }] },
      ["@ MX 1 m.example."],
    ],
    ["azurerm_private_dns_a_record", { name: "a", records: ["192.0.2.1"] }, ["a A 192.0.2.1"]],
    ["dns_txt_record_set", { txt: ["one two", "three"] }, ["(apex) TXT one two", "(apex) TXT three"]],
    [
      "digitalocean_record",
      { name: "@", type: "CAA", flags: 0, tag: "issue", value: "ca.example." },
      ['@ CAA 0 issue "ca.example."'],
    ],
    [
      "linode_domain_record",
      { record_type: "CAA", tag: "issue", target: "ca.example" },
      ['(apex) CAA 0 issue "ca.example"'],
    ],
    [
      "ns1_record",
      { domain: "a.example.com", type: "MX", answers: [{ answer: "5 m.example" }] },
      ["a.example.com MX 5 m.example"],
    ],
    [
      "ns1_record",
      { domain: "a.example.com", type: "MX", answers: [{ answer: null, answer_parts: ["5", "m.example"] }] },
      ["a.example.com MX 5 m.example"],
    ],
    [
      "akamai_dns_record",
      { name: "example.com", recordtype: "MX", priority: 10, target: ["a.example.", "20 b.example."] },
      ["example.com MX 10 a.example.", "example.com MX 20 b.example."],
    ],
    [
      "namecheap_domain_records",
      { domain: "example.com", record: [{ hostname: "@", type: "MX", address: "m.example.net" }] },
      ["@ MX 10 m.example.net"],
    ],
    [
      "oci_dns_rrset",
      { domain: "example.com", rtype: "A", items: [{ rdata: "192.0.2.1" }] },
      ["example.com A 192.0.2.1"],
    ],
    [
      "constellix_caa_record",
      { name: "a", roundrobin: [{ flag: "0", tag: "issue", data: "ca.example" }] },
      ['a CAA 0 issue "ca.example"'],
    ],
    [
      "vercel_dns_record",
      { name: "_s", type: "SRV", srv: { priority: 1, weight: 2, port: 3, target: "a." } },
      ["_s SRV 1 2 3 a."],
    ],
    [
      "google_dns_record_set",
      { name: "a.example.com.", type: "A", rrdatas: ["192.0.2.1"] },
      ["a.example.com. A 192.0.2.1"],
    ],
  ])("%s %j", (type, values, records) => expect(read(type, values)).toEqual(records));
});

describe("the survey's summary", () => {
  const types = (...names: string[]) => names.join(" ").trim().split(/\s+/);
  test.each(
    types(
      "ovh_domain_zone_record gandi_livedns_record hcloud_zone_rrset hcloud_zone_record hetznerdns_record stackit_dns_record_set",
    ),
  )("%s appends the zone to a target, and nobody says so", (type) => {
    expect(resourceOf(type).verdicts.missingDot).toMatchObject({ value: "silent_bug", confidence: "documented" });
  });
  test.each(types("google_dns_record_set digitalocean_record powerdns_record desec_rrset"))("%s refuses it", (type) => {
    expect(resourceOf(type).verdicts.missingDot.value).toBe("apply_error");
    expect(resourceOf(type).verdicts.missingDot.confidence).not.toBe("unverified");
  });
  test.each(SURVEYED.filter((type) => type.startsWith("dns_")))("%s refuses it at plan", (type) => {
    expect(resourceOf(type).verdicts.missingDot).toEqual({ value: "plan_error", confidence: "verified" });
  });
  test.each(
    types(
      "aws_route53_record aws_route53_records_exclusive cloudflare_dns_record cloudflare_record ns1_record dnsimple_zone_record",
      "linode_domain_record vultr_dns_record akamai_dns_record namecheap_domain_records alicloud_alidns_record",
      "tencentcloud_dnspod_record oci_dns_rrset netlify_dns_record vercel_dns_record bunnynet_dns_record",
      ...SURVEYED.filter((type) => type.startsWith("azurerm_")),
    ),
  )("%s never needs the dot", (type) => expect(resourceOf(type).verdicts.missingDot.value).toBe("never_a_bug"));
  test.each(
    types(
      "scaleway_domain_record huaweicloud_dns_recordset ultradns_record constellix_cname_record godaddy_domain_record",
      "porkbun_dns_record aws_lightsail_domain_entry",
    ),
  )("of %s nobody knows", (type) => expect(resourceOf(type).verdicts.missingDot.value).toBe("unknown"));
  test.each(
    types(
      "digitalocean_record dns_cname_record hetznerdns_record desec_rrset stackit_dns_record_set azurerm_dns_txt_record",
    ),
  )("%s doubles an owner that repeats the zone", (type) => {
    expect(resourceOf(type).verdicts.zoneRepeated.value).toBe("doubled");
  });
  test.each(types("dnsimple_zone_record gandi_livedns_record constellix_cname_record ibm_cis_dns_record"))(
    "of owners of %s that repeat the zone nobody knows",
    (type) => expect(resourceOf(type).verdicts.zoneRepeated.value).toBe("unknown"),
  );
});

describe("the generated module", () => {
  test.each(Object.entries(generate()))("%s is what the files make", (file, text) => {
    expect(readFileSync(new URL(file, here), "utf8")).toBe(text);
  });
  test("it has what the files have, without notes and sources", () => {
    for (const [at, file] of files.entries()) expect(read(file)).toMatchObject(PROVIDERS[at]);
    expect(JSON.stringify(PROVIDERS)).not.toMatch(/"(?:notes|sources|checkedOn)"/);
  });
});

describe("findProviderFaults", () => {
  // biome-ignore lint/suspicious/noExplicitAny: the point is to put in what no type allows.
  type Loose = Record<string, any>;
  const faultsOf = (change: (provider: Loose) => void): string => {
    const provider = structuredClone(read("hashicorp-aws.json")) as Loose;
    change(provider);
    return findProviderFaults(provider, "hashicorp-aws", caIds).join("\n");
  };

  test("a sound file has none", () => expect(faultsOf(() => {})).toBe(""));
  test.each<[string, (provider: Loose) => void, RegExp]>([
    ["another id than its file's", (p) => (p.id = "aws"), /"aws" is none of hashicorp-aws/],
    ["an unknown key", (p) => (p.colour = "orange"), /unknown key "colour"/],
    [
      "an unknown key further in",
      (p) => (p.records[0].txt.colour = 1),
      /records\[0\].txt: has an unknown key "colour"/,
    ],
    ["a missing member", (p) => delete p.records[0].rrset, /records\[0\]: lacks "rrset"/],
    ["a type in upper case", (p) => (p.records[0].types[0].type = "AWS"), /"AWS" is no resource type/],
    ["a type that nothing tells", (p) => delete p.records[0].type, /wants type, or an rrtype/],
    ["a confidence that isn't one", (p) => (p.records[0].nameMode.confidence = "sure"), /"sure" is none of verified/],
    ["a mode that isn't one", (p) => (p.records[0].targetMode.value = "relative"), /"relative" is none of absolute/],
    ["an error on a guess", (p) => (p.records[0].atSign.confidence = "unverified"), /may not be unverified/],
    ["an RR type that isn't one", (p) => (p.records[0].values[0].types = ["ALIAS"]), /"ALIAS" is no RR type/],
    ["a path that isn't one", (p) => (p.records[0].values[0].path = "records[*]"), /"records\[\*\]" is no path/],
    ["a list where one value is wanted", (p) => (p.records[0].name.paths = ["names[]"]), /leads to a list/],
    ["fields without a template", (p) => (p.records[0].values[0].path = "{a,b}"), /wants rdata/],
    ["a field that the path hasn't", (p) => (p.records[0].values[0].rdata = "{a}"), /"a" isn't in the path/],
    ["a template that isn't one", (p) => (p.records[0].values[0].rdata = '"{}'), /is no template/],
    ["a zone it doesn't have", (p) => (p.records[0].zone[0].of = ["aws_zone"]), /"aws_zone" is none of its zones/],
    ["a condition that isn't one", (p) => (p.records[0].routing[0].is = "there"), /"there" is none of set/],
    ["a pattern without an anchor", (p) => (p.records[0].values[0].asIs = "x"), /begins with \^/],
    ["a CA nobody knows", (p) => (p.certificates[0].ca.is = "acme-inc"), /"acme-inc" is no id of knowledge\/cas/],
    ["a method nobody knows", (p) => (p.certificates[0].method.map.DNS = "telepathy"), /"telepathy" is none of dns-01/],
    ["no sources", (p) => (p.records[0].sources = []), /records\[0\].sources: is empty/],
    ["a day that isn't one", (p) => (p.zones[0].checkedOn = "22.11.2026"), /no ISO date/],
    ["a severity", (p) => (p.records[0].severity = "error"), /severities belong to rules/],
  ])("%s is told", (_, change, told) => expect(faultsOf(change)).toMatch(told));
  test("what isn't even an object is told, not thrown", () => {
    for (const odd of [null, 1, "x", [], { records: 1 }, { records: [null], zones: [1], names: {} }]) {
      expect(findProviderFaults(odd, "odd", caIds).length).toBeGreaterThan(0);
    }
  });
});
