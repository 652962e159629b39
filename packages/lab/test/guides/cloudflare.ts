import { WEB } from "../../src/addresses.js";
import { type GuideCase, ZONE, zoneFile } from "./case.js";

const SITE = `@ A ${WEB.serves}`;
const PATH = "/.well-known/acme-challenge/ZmlsZS10aGF0LWlzLXRoZXJl";
const CONTENT = "ZmlsZS10aGF0LWlzLXRoZXJl.LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo";
const asks = (name: string, ...more: string[]): string[] => ["check", name, "--ca", "letsencrypt", ...more];
const http = (name: string): string[] => asks(name, "--http-file", `${PATH} ${CONTENT}`);
const dns = (name: string): string[] => asks(name, "--method", "dns-01");
const refuses = (rules: string[], ...says: string[]): GuideCase["answer"] => ({
  verdicts: ["will-not-issue"],
  rules,
  says,
});
const passes: GuideCase["answer"] = { verdicts: ["will-issue"], rules: [] };

/** Cloudflare: troubleshooting domain control validation. */
export const CLOUDFLARE: readonly GuideCase[] = [
  { point: "The token is there", args: http("http-ok.test"), answer: passes },
  {
    point: "A firewall's challenge page stands before the path",
    args: http("http-blocked.test"),
    answer: refuses(["http-blocked"], PATH, "403"),
  },
  { point: "The path is forbidden", args: http("http-403.test"), answer: refuses(["http-status"], PATH, "403") },
  { point: "Every path is redirected to https", args: http("http-redirect-https.test"), answer: passes },
  {
    point: "The origin redirects to https and has no TLS there",
    args: http("http-plain-on-tls-port.test"),
    answer: refuses(["http-plain-on-tls-port"], "https://", "plain HTTP"),
  },
  {
    point: "A redirect rule catches the path: to another port",
    args: http("http-other-port.test"),
    answer: refuses(["http-redirect"], "8080"),
  },
  {
    point: "A redirect rule catches the path: in a circle",
    args: http("http-loop.test"),
    answer: refuses(["http-redirect"], PATH),
  },
  {
    point: "The old provider's DS is still at the registrar",
    args: dns("ds-no-dnskey.test"),
    answer: refuses(["ds-without-dnskey"], "ds-no-dnskey.test.", "registrar"),
  },
  { point: "The DS is of another key", args: dns("ds-wrong.test"), answer: refuses(["dnssec-bogus"], "DS") },
  {
    point: "The signatures have expired",
    args: dns("rrsig-expired.test"),
    answer: refuses(["dnssec-bogus"], "expired"),
  },
  {
    point: "A server answers SERVFAIL",
    args: dns("zone-not-loaded.test"),
    answer: refuses(["servfail"], "ns-broken.test."),
  },
  {
    point: "AAAA leads to another server than A",
    args: http("v6-wrong-site.test"),
    answer: refuses(["aaaa-differs"], WEB.serves, WEB.shell6),
  },
  {
    point: "AAAA leads to no server, and the CA tries A again (the guide says that it fails)",
    args: http("v6-dead.test"),
    answer: { verdicts: ["will-issue"], rules: ["aaaa-differs"], says: [WEB.dead6] },
  },
  { point: "AAAA leads to the same server as A", args: http("v6-ok.test"), answer: passes },
  {
    point: "NS records hand the name to a provider that doesn't have the token",
    args: asks(
      "sub.zone-cut-occludes.test",
      "--record",
      "_acme-challenge.sub.zone-cut-occludes.test TXT LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo",
    ),
    answer: refuses(["validation-record-missing"], "sub.zone-cut-occludes.test."),
  },
  {
    point: "NS records hand the name to servers that don't serve it",
    args: dns("sub.zone-cut-lame-child.test"),
    answer: refuses(["lame-delegation"], "sub.zone-cut-lame-child.test."),
  },
  {
    point: "NS records stand over the token in the file",
    declares: {
      "preview.test.zone": zoneFile([
        SITE,
        "sub NS ns-old.test.",
        '_acme-challenge.sub TXT "LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo"',
      ]),
    },
    args: ["lint", "{dir}/preview.test.zone", "--rule", "challenge-in-code=off"],
    answer: { rules: ["occluded-by-delegation"], says: ["ns-old.test."] },
  },
  {
    point: "CAA fails at a name server",
    args: dns("caa-servfail.test"),
    answer: refuses(["caa-lookup-failed"], "caa-servfail.test."),
  },
  {
    point: "CAA permits none of the partner CAs",
    zone: [SITE, '@ CAA 0 issue "globalsign.com"'],
    args: ["check", ZONE, "--ca", "cloudflare", "--method", "dns-01"],
    answer: refuses(["caa-excludes-ca"], "letsencrypt.org"),
  },
  {
    point: "CAA permits one of the partner CAs",
    zone: [SITE, '@ CAA 0 issue "pki.goog"'],
    args: ["check", ZONE, "--ca", "cloudflare", "--method", "dns-01"],
    answer: passes,
  },
  {
    point: "The zone is a subdomain, and the parent's CAA forbids",
    zone: [SITE, '@ CAA 0 issue "digicert.com"', `sub A ${WEB.serves}`],
    args: dns(`sub.${ZONE}`),
    answer: refuses(["caa-excludes-ca"], `"${ZONE}."`),
  },
  {
    point: "Cloudflare adds CAA that the code doesn't show (the guide is silent on it)",
    declares: {
      "main.tf": [
        `resource "cloudflare_zone" "z" {`,
        `  name = "${ZONE}"`,
        "}",
        `resource "cloudflare_dns_record" "caa" {`,
        "  zone_id = cloudflare_zone.z.id",
        `  name    = "${ZONE}"`,
        `  type    = "CAA"`,
        "  ttl     = 300",
        `  data    = { flags = 0, tag = "issuewild", value = "amazon.com" }`,
        "}",
        "",
      ].join("\n"),
    },
    args: ["lint", "{dir}/main.tf", "--ca", "amazon"],
    answer: { rules: ["caa-hidden-by-provider"], says: ["amazon.com"] },
  },
  {
    point: "The error speaks of DNSSEC",
    args: ["explain", "dns problem: looking up caa for www.example.com: dnssec: bogus"],
    answer: { rules: ["dnssec-bogus", "ds-without-dnskey"] },
  },
  {
    point: "The error speaks of SERVFAIL",
    args: [
      "explain",
      "Certificate authority encountered a SERVFAIL during DNS lookup, please check your DNS reachability.",
    ],
    answer: { rules: ["servfail", "dnssec-bogus", "caa-lookup-failed", "nameserver-unreachable"] },
  },
  {
    point: "The CA limits the rate",
    args: ["explain", "The authority has rate limited these domains. Please wait for the rate limit to expire"],
    answer: { rules: ["rate-limited-duplicate"], says: ["5 a week"] },
  },
  {
    point: "The error speaks of perspectives",
    args: ["explain", "Certificate authority encountered a multiple perspective CAA check error"],
    answer: { rules: ["caa-lookup-failed", "views-disagree"] },
  },
  {
    point: "The CA had an error of its own",
    args: ["explain", "Internal error with Certificate Authority"],
    answer: { rules: ["ca-internal-error"] },
  },
  {
    point: "The CA refuses the name",
    args: ["explain", "certificate authority will not issue for this domain"],
    answer: { rules: ["ca-will-not-issue"] },
  },
];
