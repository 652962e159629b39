import { describe, expect, test } from "vitest";
import { CAS } from "../cas.gen.js";
import { diagnoseShape } from "./diagnose-shape.js";
import { isValidationLabel } from "./labels.js";
import { matchShapes } from "./match-shapes.js";

// Made up: MD5 and SHA-256 of nothing in particular.
const MD5 = "287c62f596991ef65035383ee2635f87";
const HALF1 = "1cf216d709aa5b4a78b9394842245ecb";
const HALF2 = "a31beeba2d62b756e31e023cee74d842";
const TARGET = "_b6cacb7fd6896429d6173bd9b2d8d447.qwfhtkzmns.acm-validations.aws";
const DIGEST = "rlA66oD4twilAOYKebCFV7_JvhVe69lBwLOin-Q5w3Q";
const UUID = "7c9a1f52-3b8e-4d60-9a47-5e2f8b6c1d03";

/** `owner` in front of example.com. */
const diagnose = (owner: string, type: string, value: string) =>
  diagnoseShape({ ownerLabels: owner === "" ? [] : owner.split("."), type, value, zone: "example.com" });
const match = (owner: string, type: string, value: string) =>
  matchShapes({ firstLabels: owner === "" ? [] : owner.split("."), type, value }).map(
    ({ ca, shape }) => `${ca} ${shape}`,
  );

describe("every shape that is verified or partly seen", () => {
  const shapes = CAS.flatMap((ca) =>
    (ca.records ?? []).map((record) => [`${ca.id} ${record.id}`, ca, record] as const),
  );

  test.each(shapes.filter(([, , record]) => record.status !== "unverified" && !record.ambiguous && !record.retired))(
    "%s: its example is told and not complained of",
    (name, _ca, { example, type }) => {
      const owner = [example.ownerLabels, "www"].filter((part) => part !== "").join(".");
      const value = example.value.startsWith("example.com.") ? `www.${example.value}` : example.value;
      const expected = example.value.startsWith("letsencrypt.org") ? "letsencrypt dns-persist-01" : name;
      expect(match(owner, type, value)).toContain(expected);
      expect(diagnose(owner, type, value)).toBeUndefined();
    },
  );

  test.each(shapes.filter(([, , record]) => record.ambiguous))("%s can't be told from others", (name, _ca, record) => {
    const { ownerLabels, value } = record.example;
    expect(match(ownerLabels, record.type, value)).not.toContain(name);
    expect(diagnose(ownerLabels || "@", record.type, value)).toBeUndefined();
  });

  test("the owner of each with an underscore is a validation label, ownership apart", () => {
    for (const [name, , { example, method }] of shapes) {
      const label = example.ownerLabels.split(".").at(-1)!;
      if (label.startsWith("_") && method !== "ownership") expect(isValidationLabel(label), name).toBe(true);
    }
  });
});

describe("diagnoseShape: what is nearly right", () => {
  const cases: readonly [name: string, owner: string, type: string, value: string, kind: string, ca?: string][] = [
    ["ACM without the owner's underscore", `${MD5}.www`, "CNAME", TARGET, "lost-underscore", "amazon"],
    ["Sectigo without it", MD5, "CNAME", `${HALF1}.${HALF2}.sectigo.com`, "lost-underscore", "sectigo"],
    ["Sectigo's old ending without it", MD5, "CNAME", `${HALF1}.${HALF2}.comodoca.com`, "lost-underscore", "sectigo"],
    ["SSL.com without it", MD5, "CNAME", `${HALF1}.${HALF2}.x1.ssl.com`, "lost-underscore", "sslcom"],
    ["DigiCert without it", "dnsauth", "CNAME", "k3vbq4kp0m6t2w9x8z.dcv.digicert.com", "lost-underscore", "digicert"],
    [
      "a delegated challenge without it",
      "acme-challenge",
      "CNAME",
      "m4rz8kq1wd7tv2.fastly-validations.com",
      "lost-underscore",
      "fastly",
    ],
    [
      "Google's without it",
      "acme-challenge.www",
      "CNAME",
      `${UUID}.4.authorize.certificatemanager.goog`,
      "lost-underscore",
      "google-certificate-manager",
    ],
    ["a challenge token without it", "acme-challenge.www", "TXT", DIGEST, "lost-underscore"],
    [
      "a persistent record without it",
      "validation-persist",
      "TXT",
      "letsencrypt.org; accounturi=https://a.example/1",
      "lost-underscore",
    ],

    ["SHA-256 in one label", `_${MD5}`, "CNAME", `${HALF1}${HALF2}.sectigo.com`, "unsplit-hash", "sectigo"],
    [
      "SHA-256 in one label with a unique value",
      `_${MD5}`,
      "CNAME",
      `${HALF1}${HALF2}.a1b2c3.comodoca.com`,
      "unsplit-hash",
      "sectigo",
    ],
    ["SHA-256 in one label for SSL.com", `_${MD5}`, "CNAME", `${HALF1}${HALF2}.ssl.com`, "unsplit-hash", "sslcom"],
    [
      "SHA-256 where MD5 belongs",
      `_${HALF1}${HALF2}`,
      "CNAME",
      `${HALF1}.${HALF2}.sectigo.com`,
      "unsplit-hash",
      "sectigo",
    ],

    ["an owner of 31 digits", `_${MD5.slice(1)}`, "CNAME", TARGET, "wrong-hash-length", "amazon"],
    ["an owner of 33 digits", `_${MD5}0`, "CNAME", TARGET, "wrong-hash-length", "amazon"],
    ["an owner with an O for a 0", `_${MD5.replace("0", "o")}`, "CNAME", TARGET, "wrong-hash-length", "amazon"],
    ["a target of 31 digits", `_${MD5}`, "CNAME", TARGET.replace("_b", "_"), "wrong-hash-length", "amazon"],
    ["a target with a letter too many", `_${MD5}`, "CNAME", TARGET.replace("_b", "n_b"), "wrong-hash-length", "amazon"],
    [
      "a half of 31 digits",
      `_${MD5}`,
      "CNAME",
      `${HALF1.slice(1)}.${HALF2}.sectigo.com`,
      "wrong-hash-length",
      "sectigo",
    ],
    [
      "SHA-256 split in the wrong place",
      `_${MD5}`,
      "CNAME",
      `${HALF1.slice(1)}.${HALF2}0.x9.sectigo.com`,
      "wrong-hash-length",
      "sectigo",
    ],
    [
      "a half with an l for a 1",
      `_${MD5}`,
      "CNAME",
      `${HALF1.replace("1", "l")}.${HALF2}.sectigo.com`,
      "wrong-hash-length",
      "sectigo",
    ],

    ["an ACM target in a TXT", `_${MD5}`, "TXT", TARGET, "wrong-type", "amazon"],
    ["an ACM target in a TXT, with its dot", `_${MD5}`, "TXT", `${TARGET}.`, "wrong-type", "amazon"],
    ["an ACM target in a TXT, in quotes", `_${MD5}`, "TXT", `"${TARGET}"`, "wrong-type", "amazon"],
    [
      "a Sectigo target in a TXT, in upper case",
      `_${MD5}`,
      "TXT",
      `${HALF1}.${HALF2}.sectigo.com`.toUpperCase(),
      "wrong-type",
      "sectigo",
    ],
    ["a DigiCert target in a TXT", "_dnsauth", "TXT", "k3vbq4kp0m6t2w9x8z.dcv.digicert.com", "wrong-type", "digicert"],
    ["a challenge digest in a CNAME", "_acme-challenge", "CNAME", DIGEST.toLowerCase(), "wrong-type"],
    [
      "a challenge digest in a CNAME, with the zone appended",
      "_acme-challenge.www",
      "CNAME",
      `${DIGEST.toLowerCase()}.example.com`,
      "wrong-type",
    ],

    [
      "an account's challenge digest in a CNAME",
      "_ujmmovf2vn55tgye._acme-challenge",
      "CNAME",
      DIGEST.toLowerCase(),
      "wrong-type",
    ],
    ["a random value in a CNAME", "_dnsauth", "CNAME", "k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j", "wrong-type"],
    [
      "a random value in a CNAME, with the zone appended",
      "_dnsauth.www",
      "CNAME",
      "k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j.example.com",
      "wrong-type",
    ],
    [
      "ACM's ending without its s",
      `_${MD5}`,
      "CNAME",
      TARGET.replace("validations", "validation"),
      "wrong-suffix",
      "amazon",
    ],
    ["ACM's ending with .com", `_${MD5}`, "CNAME", TARGET.replace(".aws", ".com"), "wrong-suffix", "amazon"],
    [
      "ACM's ending mixed up with amazonaws.com",
      `_${MD5}`,
      "CNAME",
      TARGET.replace("acm-validations.aws", "amazonaws.com"),
      "wrong-suffix",
      "amazon",
    ],
    [
      "ACM's ending with a slip",
      `_${MD5}`,
      "CNAME",
      TARGET.replace("validations", "vaildations"),
      "wrong-suffix",
      "amazon",
    ],
    ["Sectigo with .org", `_${MD5}`, "CNAME", `${HALF1}.${HALF2}.x1.sectigo.org`, "wrong-suffix", "sectigo"],
    ["Sectigo with a slip", `_${MD5}`, "CNAME", `${HALF1}.${HALF2}.sectgo.com`, "wrong-suffix", "sectigo"],
    ["DigiCert with a slip", "_dnsauth", "CNAME", "k3vbq4kp0m6t2w9x8z.dvc.digicert.com", "wrong-suffix", "digicert"],
    [
      "Fastly in the singular",
      "_acme-challenge",
      "CNAME",
      "m4rz8kq1wd7tv2.fastly-validation.com",
      "wrong-suffix",
      "fastly",
    ],
    [
      "Google with .google",
      "_acme-challenge",
      "CNAME",
      `${UUID}.4.authorize.certificatemanager.google`,
      "wrong-suffix",
      "google-certificate-manager",
    ],
    [
      "Cloudflare with .net",
      "_acme-challenge",
      "CNAME",
      "example.com.0123456789abcdef.dcv.cloudflare.net",
      "wrong-suffix",
      "cloudflare",
    ],

    ["Comodo's former ending", `_${MD5}`, "CNAME", `${HALF1}.${HALF2}.comodoca.com`, "legacy-suffix", "sectigo"],
    [
      "Comodo's SHA-1 form of before 2017",
      `${MD5}.www`,
      "CNAME",
      "799928229b505d839d0482696552a70fb9c456e0.comodoca.com",
      "legacy-suffix",
      "sectigo",
    ],
    [
      "DigiCert's random owner",
      "k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j",
      "CNAME",
      "dcv.digicert.com",
      "retired-shape",
      "digicert",
    ],
    ["DigiCert's whole target at the new owner", "_dnsauth", "CNAME", "dcv.digicert.com", "retired-shape", "digicert"],
    ["DigiCert's whole target at a short owner", "abc", "CNAME", "dcv.digicert.com.", "retired-shape", "digicert"],

    ["a target in quotes", `_${MD5}`, "CNAME", `"${TARGET}"`, "quotes-or-blanks", "amazon"],
    ["a target with a blank", `_${MD5}`, "CNAME", `${TARGET} `, "quotes-or-blanks", "amazon"],
    [
      "a target with a blank inside",
      `_${MD5}`,
      "CNAME",
      `${HALF1}. ${HALF2}.sectigo.com`,
      "quotes-or-blanks",
      "sectigo",
    ],
    ["an owner with a zero-width blank", `_${MD5}\u200b`, "CNAME", TARGET, "quotes-or-blanks", "amazon"],
    ["a digest in typographic quotes", "_acme-challenge", "TXT", `\u201c${DIGEST}\u201d`, "quotes-or-blanks"],
    ["a digest with a line break", "_acme-challenge", "TXT", `${DIGEST}\n`, "quotes-or-blanks"],

    ["the challenge label twice", "_acme-challenge._acme-challenge", "TXT", DIGEST, "duplicated-label"],
    [
      "the challenge label twice, delegated",
      "_acme-challenge._acme-challenge.www",
      "CNAME",
      "x.acme.example.net",
      "duplicated-label",
    ],
    [
      "an account's label twice",
      "_ujmmovf2vn55tgye._ujmmovf2vn55tgye._acme-challenge",
      "TXT",
      DIGEST,
      "duplicated-label",
    ],
    ["the hash label twice", `_${MD5}._${MD5}.www`, "CNAME", TARGET, "duplicated-label", "amazon"],

    ["a wildcard below the hash", `_${MD5}.*.app`, "CNAME", TARGET, "wildcard-in-owner", "amazon"],
    [
      "a wildcard below DigiCert's label",
      "_dnsauth.*",
      "CNAME",
      "k3vbq4kp0m6t2w9x8z.dcv.digicert.com",
      "wildcard-in-owner",
      "digicert",
    ],
    [
      "a wildcard below a text's label",
      "_dnsauth.*",
      "TXT",
      "k3vbq4kp0m6t2w9x8z1c5n7r",
      "wildcard-in-owner",
      "azure-front-door",
    ],

    [
      "Cloudflare's target for another host",
      "_acme-challenge.www",
      "CNAME",
      "example.com.0123456789abcdef.dcv.cloudflare.com",
      "host-mismatch",
      "cloudflare",
    ],
    [
      "Cloudflare's target for another domain",
      "_acme-challenge",
      "CNAME",
      "example.net.0123456789abcdef.dcv.cloudflare.com",
      "host-mismatch",
      "cloudflare",
    ],
    [
      "Fly's target for another host",
      "_acme-challenge.www",
      "CNAME",
      "api.example.com.q7mk3vd.flydns.net",
      "host-mismatch",
      "fly",
    ],
  ];

  test.each(cases)("%s", (_, owner, type, value, kind, ca) => {
    const diagnosis = diagnose(owner, type, value);
    expect(diagnosis).toMatchObject({ kind });
    expect(diagnosis!.detail).toMatch(/\S/);
    if (ca !== undefined) expect(diagnosis!.ca).toBe(ca);
  });

  test("says what was meant where that can be told", () => {
    const meant = (owner: string, type: string, value: string) => diagnose(owner, type, value)?.meant;
    expect(meant(`${MD5}.www`, "CNAME", TARGET)).toEqual({ ownerLabels: [`_${MD5}`, "www"] });
    expect(meant(`_${MD5}`, "CNAME", `${HALF1}${HALF2}.x.sectigo.com`)).toEqual({
      value: `${HALF1}.${HALF2}.x.sectigo.com`,
    });
    expect(meant(`_${MD5}`, "CNAME", TARGET.replace("validations", "validation"))).toEqual({ value: TARGET });
    expect(meant(`_${MD5}`, "CNAME", `${HALF1}.${HALF2}.comodoca.com`)).toEqual({
      value: `${HALF1}.${HALF2}.sectigo.com`,
    });
    expect(meant(`_${MD5}.*.app`, "CNAME", TARGET)).toEqual({ ownerLabels: [`_${MD5}`, "app"] });
    expect(meant(`_${MD5}`, "CNAME", ` ${TARGET}`)?.value).toBe(TARGET);
    expect(meant("_acme-challenge.www", "CNAME", "example.com.0123456789abcdef.dcv.cloudflare.com")).toEqual({
      value: "www.example.com.0123456789abcdef.dcv.cloudflare.com",
    });
    expect(meant(`_${MD5}`, "CNAME", `${HALF1.slice(1)}.${HALF2}.sectigo.com`)).toBeUndefined();
  });

  test("what stands on a fact that is only partly seen says so", () => {
    expect(diagnose(MD5, "CNAME", `${HALF1}.${HALF2}.x1.ssl.com`)?.status).toBe("partial");
    expect(diagnose(MD5, "CNAME", TARGET)?.status).toBe("verified");
    expect(diagnose(MD5, "CNAME", `${HALF1}.${HALF2}.trust-provider.cn`)?.status).toBe("partial");
  });

  test("without the zone's name, an owner that the host can't belong to still shows", () => {
    const at = (labels: string[], value: string) => diagnoseShape({ ownerLabels: labels, type: "CNAME", value });
    const target = "www.example.com.0123456789abcdef.dcv.cloudflare.com";
    expect(at(["_acme-challenge", "www"], target)).toBeUndefined();
    expect(at(["_acme-challenge"], target)).toBeUndefined();
    expect(at(["_acme-challenge", "app"], target)?.kind).toBe("host-mismatch");
  });

  test("a challenge label at the top of a zone of that name is doubled", () => {
    const zone = "_acme-challenge.example.com";
    expect(diagnoseShape({ ownerLabels: ["_acme-challenge"], type: "TXT", value: DIGEST, zone })?.kind).toBe(
      "duplicated-label",
    );
    expect(diagnoseShape({ ownerLabels: [], type: "TXT", value: DIGEST, zone })).toBeUndefined();
  });
});

describe("diagnoseShape: what nearly fires and mustn't", () => {
  test.each([
    ["a DKIM selector", "s1._domainkey", "CNAME", "s1.domainkey.u123456.wl.sendgrid.net"],
    [
      "an SES selector",
      "abcdefghijklmnopqrstuvwxyz234567._domainkey",
      "CNAME",
      "abcdefghijklmnopqrstuvwxyz234567.dkim.amazonses.com",
    ],
    ["a DKIM selector that is a hash", `${MD5}._domainkey`, "CNAME", `${MD5}.dkim.example.net`],
    ["DMARC", "_dmarc", "TXT", "v=DMARC1; p=none"],
    ["DMARC by alias", "_dmarc", "CNAME", "_dmarc.example.net"],
    ["SMTP reports", "_smtp._tls", "TXT", "v=TLSRPTv1; rua=mailto:tls@example.com"],
    ["MTA-STS", "_mta-sts", "TXT", "v=STSv1; id=20240101000000"],
    ["an SRV", "_sip._tcp", "SRV", "10 5 5060 sip.example.com"],
    ["Domain Connect", "_domainconnect", "CNAME", "_domainconnect.gd.domaincontrol.com"],
    ["GitHub", "_github-challenge-acme-org", "TXT", "0a1b2c3d4e"],
    ["GitHub Pages", "_github-pages-challenge-acme", "TXT", "e5ad35ea2f0f5ab8c9b2d5d0fe12ab"],
    ["Google's CNAME", "3abcdefghijk", "CNAME", "gv-abcdefghijklmn.dv.googlehosted.com"],
    ["DocuSign's CNAME", MD5, "CNAME", "verifydomain.docusign.net"],
    ["SES", "_amazonses", "TXT", "fmxqxT/icOYx4aA/bEUrDPMeax9/s3frblS+niixmqk="],
    ["Microsoft", "msoid", "CNAME", "clientconfig.microsoftonline-p.net"],
    ["a hash alias to an unrelated host", `_${MD5}`, "CNAME", "verify.example.net"],
    ["two hashes to an unrelated host", `_${MD5}`, "CNAME", `${HALF1}.${HALF2}.cdn.example.net`],
    ["a host named by its hash", "d41d8cd98f00b204e9800998ecf8427e.cdn", "CNAME", "d111111abcdef8.cloudfront.net"],
    ["CloudFront", "www", "CNAME", "d111111abcdef8.cloudfront.net"],
    ["an ELB", "www", "CNAME", `${MD5}.eu-west-1.elb.amazonaws.com`],
    ["an ELB at a hash", `_${MD5}`, "CNAME", `internal-${MD5}.eu-west-1.elb.amazonaws.com`],
    ["an AWS host at a hash", `_${MD5}`, "CNAME", "d-abcdef1234.execute-api.eu-west-1.amazonaws.com"],
    ["the suffix list", "_psl", "TXT", "https://github.com/publicsuffix/list/pull/100"],
    ["Bluesky", "_atproto", "TXT", "did=did:plc:z72i7hdynmk6r22z27h6tvur"],
    ["DNSLink", "_dnslink", "TXT", "dnslink=/ipfs/bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"],
    ["Vercel", "_vercel", "TXT", "vc-domain-verify=www.example.com,0123456789abcdef"],
    ["Netlify", "_netlify", "TXT", "netlify-verification=abc"],
    ["a text at a hash", `_${MD5}`, "TXT", "0123456789"],
    ["a text with a target inside", "", "TXT", `see ${TARGET} for more`],
    ["SPF that ends like a target", "", "TXT", "v=spf1 include:sectigo.com"],
    ["www at a CA", "www", "CNAME", "secure.sectigo.com"],
    ["a hash at a CA's own host", `_${MD5}`, "CNAME", "www.sectigo.com"],
    ["a delegation to a host of the zone's own", "_dnsauth", "CNAME", "validation2024"],
    ["a delegation to a long name of the zone's own", "_dnsauth", "CNAME", "domainvalidationrecords2024"],
    ["a random host elsewhere", "_dnsauth", "CNAME", "k3vbq4kp0m6t2w9x8z1c5n7r0d4f6h8j.example.net"],
    ["a label twice that is no account's", "_sip._sip._acme-challenge", "TXT", DIGEST],
    ["a random value of another length", "_dnsauth", "CNAME", "k3vb.dcv.digicert.com"],
    ["an ACM target below a wildcard", "*", "CNAME", TARGET],
    [
      "an ACM target with the zone behind it (the missing dot is told elsewhere)",
      `_${MD5}`,
      "CNAME",
      `${TARGET}.example.com`,
    ],
    ["a delegated challenge to a host of one's own", "_acme-challenge", "CNAME", `${UUID}.auth.acme-dns.io`],
    [
      "a delegated challenge within the organisation",
      "_acme-challenge.api",
      "CNAME",
      "_acme-challenge-api-example-com.domains.api.example.net",
    ],
    [
      "cloud.gov's",
      "_acme-challenge.www",
      "CNAME",
      "_acme-challenge.www.example.com.external-domains-production.cloud.gov",
    ],
    ["Akamai's", "_acme-challenge", "CNAME", "abc.validate-akdv.net"],
    ["a host below another flying DNS", "_acme-challenge", "CNAME", "foo.example.mydns.net"],
    ["a challenge by name servers", "_acme-challenge", "NS", "ns1.example.net"],
    ["the challenge of a wildcard (told elsewhere)", "_acme-challenge.*", "TXT", DIGEST],
    ["a token that isn't a digest (told elsewhere)", "_acme-challenge", "TXT", "short"],
    ["a text with blanks", "_dnsauth", "TXT", "this is a remark and no token at all"],
    ["Azure's ownership", "asuid.www", "TXT", "1a79a4d60de6718e8e5b326e338ae5331a79a4d60de6718e8e5b326e338ae533"],
    [
      "an owner that is a whole target",
      `${HALF1}.${HALF2}.x.comodoca.com`,
      "CNAME",
      `${HALF1}.${HALF2}.x.comodoca.com`,
    ],
    ["an address", `_${MD5}`, "A", "192.0.2.1"],
    ["nothing at all", "", "CNAME", ""],
  ])("%s", (_, owner, type, value) => expect(diagnose(owner, type, value)).toBeUndefined());
});

test("any text is taken, none is thrown at", () => {
  const odd = [
    "",
    ".",
    "..",
    "_",
    "*",
    '"',
    "\u0000",
    "ü.example",
    `${"a".repeat(70)}.sectigo.com`,
    `_${"0".repeat(64)}`,
    "a.b.c.d.e.f",
  ];
  for (const type of ["CNAME", "TXT", "MX"]) {
    for (const owner of odd) {
      for (const value of odd) {
        expect(() => diagnoseShape({ ownerLabels: owner.split("."), type, value })).not.toThrow();
        expect(() => matchShapes({ firstLabels: [owner], type, value })).not.toThrow();
      }
    }
  }
});
