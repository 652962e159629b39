import { WEB } from "../../src/addresses.js";
import { FILES_ZONE, type GuideCase, ZONE, zoneFile } from "./case.js";

const OWNER = "_3639ac514e785e898d2646601fa951d5";
const TARGET = "_f58e4a9ae7d6d5f6d3d8d0f7c7b2a1e0.mhbtsbpdnt.acm-validations.aws";
const WWW_OWNER = "_7aa1f2c0e4b84cf6a8ef41d3a2f0c9d8.www";
const WWW_TARGET = "_0123456789abcdef0123456789abcdef.mhbtsbpdnt.acm-validations.aws";
const SITE = `@ A ${WEB.serves}`;

const asks = (name: string, owner = `${OWNER}.${name}`, target = TARGET): string[] => [
  ...["check", name, "--ca", "amazon"],
  ...["--record", `${owner} CNAME ${target}`],
];
const missing: GuideCase["answer"] = { verdicts: ["will-not-issue"], rules: ["validation-record-missing"] };

/** AWS re:Post: the CNAME of an ACM certificate doesn't resolve, and the status stays "pending validation". */
export const ACM: readonly GuideCase[] = [
  {
    point: "The CNAME is there",
    zone: [SITE, `${OWNER} CNAME ${TARGET}.`],
    args: asks(ZONE),
    answer: { verdicts: ["will-issue"], rules: [] },
  },
  {
    point: "The CNAME isn't there",
    zone: [SITE],
    args: asks(ZONE),
    answer: { ...missing, says: [`${OWNER}.${ZONE}.`, `${TARGET}.`] },
  },
  {
    point: "The CNAME is in a zone of the owner's, and the parent delegates to other servers",
    args: asks("lame-all.test"),
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["lame-delegation"],
      says: ["ns-refuses.test.", "REFUSED", "ns-closed.test."],
    },
  },
  {
    point: "Nothing delegates the domain",
    args: asks("not-registered.test"),
    answer: { verdicts: ["will-not-issue"], rules: ["not-registered"], says: ["not-registered.test."] },
  },
  {
    point: "The CNAME is to be in a file whose servers aren't those of the parent",
    zone: [SITE],
    declares: {
      "preview.test.zone": zoneFile([SITE, `${OWNER} CNAME ${TARGET}.`]).replaceAll(/ns-(one|two)/g, "ns-old"),
    },
    args: [...asks(ZONE), "--after", "{dir}/preview.test.zone"],
    answer: {
      verdicts: ["will-issue"],
      rules: ["parent-child-ns-mismatch"],
      says: ["ns-old.test.", "ns-one.test.", "ns-two.test."],
    },
  },
  {
    point: "Only a private zone has the CNAME",
    args: asks("private-zone.test"),
    answer: { verdicts: ["will-not-issue"], rules: ["lame-delegation"], says: ["REFUSED"] },
  },
  {
    point: "The CNAME is declared for a private hosted zone",
    declares: {
      "main.tf": [
        'resource "aws_route53_zone" "inside" {',
        `  name = "${ZONE}"`,
        '  vpc { vpc_id = "vpc-1" }',
        "}",
        'resource "aws_route53_record" "validation" {',
        "  zone_id = aws_route53_zone.inside.zone_id",
        `  name    = "${OWNER}.${ZONE}"`,
        '  type    = "CNAME"',
        "  ttl     = 300",
        `  records = ["${TARGET}"]`,
        "}",
        "",
      ].join("\n"),
    },
    args: ["lint", "{dir}/main.tf"],
    answer: { rules: ["validation-in-private-zone"], says: [`${OWNER}.${ZONE}`] },
  },
  {
    point: "The value lacks a character",
    zone: [SITE, `${OWNER} CNAME ${TARGET.replace("_f58e", "_f58")}.`],
    args: asks(ZONE),
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["validation-record-mismatch"],
      says: [`${TARGET}.`, "_f58[]4a9ae7d6…", "_f58[e]4a9ae7d6…"],
    },
  },
  {
    point: "The value has a character too many",
    zone: [SITE, `${OWNER} CNAME ${TARGET.replace("_f58e", "_f58ee")}.`],
    args: asks(ZONE),
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["validation-record-mismatch"],
      says: [`${TARGET}.`, "_f58e[e]4a9ae7d6…", "_f58e[]4a9ae7d6…"],
    },
  },
  {
    point: "The owner has lost its underscore",
    zone: [SITE, `${OWNER.slice(1)} CNAME ${TARGET}.`],
    args: asks(ZONE),
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["validation-record-mismatch"],
      says: [`"${OWNER}.${ZONE}."`, `"${OWNER.slice(1)}.${ZONE}."`],
    },
  },
  {
    point: "The owner in the file lacks a character",
    declares: {
      "example.com.zone": zoneFile([SITE, `${OWNER.replace("_3639", "_369")} CNAME ${TARGET}.`], FILES_ZONE),
    },
    args: [...asks(FILES_ZONE), "--offline", "--after", "{dir}/example.com.zone"],
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["validation-record-mismatch"],
      says: [`"${OWNER}.${FILES_ZONE}."`, `"${OWNER.replace("_3639", "_369")}.${FILES_ZONE}."`],
    },
  },
  {
    point: "The provider has put the domain behind the owner",
    zone: [SITE, `${OWNER}.${ZONE} CNAME ${TARGET}.`],
    args: asks(ZONE),
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["doubled-domain"],
      says: [`${OWNER}.${ZONE}.${ZONE}.`],
    },
  },
  {
    point: "The domain stands twice in the file",
    declares: { "preview.test.zone": zoneFile([SITE, `${OWNER}.${ZONE} CNAME ${TARGET}.`]) },
    args: ["lint", "{dir}/preview.test.zone"],
    answer: { rules: ["doubled-domain"], says: [`${OWNER}.${ZONE}.${ZONE}.`] },
  },
  {
    point: "A TXT stands beside the CNAME, and the servers show the CNAME",
    args: asks("cname-and-txt.test", "_acme-challenge.cname-and-txt.test", "elsewhere.acme.test"),
    answer: { verdicts: ["will-issue"], rules: [] },
  },
  {
    point: "A TXT stands beside the CNAME in the file",
    declares: {
      "example.com.zone": zoneFile([SITE, `${OWNER} CNAME ${TARGET}.`, `${OWNER} TXT "${TARGET}"`], FILES_ZONE),
    },
    args: [...asks(FILES_ZONE), "--offline", "--after", "{dir}/example.com.zone"],
    answer: { verdicts: ["cannot-tell"], rules: ["cname-and-other-data"], says: [`${OWNER}.${FILES_ZONE}.`, "TXT"] },
  },
  {
    point: "CNAME and TXT queries give the same, because the alias's target has a TXT: nothing is wrong",
    zone: [SITE, `${OWNER} CNAME target`, 'target TXT "anything"'],
    args: asks(ZONE, undefined, `target.${ZONE}`),
    answer: { verdicts: ["will-issue"], rules: [] },
  },
  {
    point: "One of two names has its CNAME",
    zone: [SITE, `www A ${WEB.serves}`, `${OWNER} CNAME ${TARGET}.`],
    args: [...asks(ZONE), `www.${ZONE}`, "--record", `${WWW_OWNER}.${ZONE} CNAME ${WWW_TARGET}`],
    answer: {
      verdicts: ["will-issue", "will-not-issue"],
      rules: ["validation-record-missing"],
      says: [`${WWW_OWNER}.${ZONE}.`],
    },
  },
  {
    point: "The CNAME is right, and CAA names another CA (the guide is silent on it)",
    zone: [SITE, '@ CAA 0 issue "letsencrypt.org"', `${OWNER} CNAME ${TARGET}.`],
    args: asks(ZONE),
    answer: { verdicts: ["will-not-issue"], rules: ["caa-excludes-ca"], says: ["amazon.com", `${ZONE}.`] },
  },
  {
    point: "The request has timed out",
    args: ["explain", "VALIDATION_TIMED_OUT"],
    answer: {
      rules: ["validation-record-missing", "doubled-domain", "zone-not-delegated"],
      says: ["72 hours"],
    },
  },
];
