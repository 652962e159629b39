import { WEB } from "../../src/addresses.js";
import { type GuideCase, ZONE, zoneFile } from "./case.js";

const SITE = `@ A ${WEB.serves}`;
const OWNER = "_{md5}";
const TARGET = "{first}.{last}.sectigo.com";
const asks = ["check", ZONE, "--ca", "sectigo", "--csr", "{csr}"];

/** Sectigo: troubleshooting the CNAME method. */
export const SECTIGO: readonly GuideCase[] = [
  {
    point: "Owner and target are those of the request",
    zone: [SITE, `${OWNER} CNAME ${TARGET}.`],
    args: asks,
    answer: { verdicts: ["will-issue"], rules: [] },
  },
  {
    point: "The record is missing",
    zone: [SITE],
    args: asks,
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["validation-record-missing"],
      says: [`${OWNER}.${ZONE}.`, `${TARGET}.`],
    },
  },
  {
    point: "The target is another",
    zone: [SITE, `${OWNER} CNAME zz.{last}.sectigo.com.`],
    args: asks,
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["validation-record-mismatch"],
      says: [`${TARGET}.`, "is [zz].", "asked for [{first}]."],
    },
  },
  {
    point: "The target lacks its final dot, and the zone was put behind it",
    zone: [SITE, `${OWNER} CNAME ${TARGET}`],
    args: asks,
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["missing-trailing-dot"],
      says: [`${TARGET}.${ZONE}.`],
    },
  },
  {
    point: "The target lacks its final dot in the file",
    declares: { "preview.test.zone": zoneFile([SITE, `${OWNER} CNAME ${TARGET}`]) },
    args: ["lint", "{dir}/preview.test.zone"],
    answer: { rules: ["missing-trailing-dot"], says: [`${TARGET}.${ZONE}.`, `Write "${TARGET}."`] },
  },
  {
    point: "The final dot is written and the hash is in other case: nothing is wrong",
    zone: [SITE, `_{MD5} CNAME ${TARGET}.`],
    args: asks,
    answer: { verdicts: ["will-issue"], rules: [] },
  },
  {
    point: "A resolver still has the old answer",
    args: [
      ...["check", "stale-resolver.test", "--ca", "pebble", "--method", "dns-01"],
      ...["--record", "_acme-challenge.stale-resolver.test TXT LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo"],
      ...["--network-profile", "{stale}"],
    ],
    answer: { verdicts: ["will-issue"], rules: ["propagation-incomplete"], says: ["stale"] },
  },
  {
    point: "The name servers don't agree yet",
    args: [
      ...["check", "disagree.test", "--ca", "pebble", "--method", "dns-01"],
      ...["--record", "_acme-challenge.disagree.test TXT LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo"],
    ],
    answer: { verdicts: ["cannot-tell"], rules: ["nameservers-disagree"], says: ["ns-old.test.", "serial 1"] },
  },
  {
    point: "Another record stands where the CNAME should be",
    zone: [SITE, `${OWNER} TXT "${TARGET}"`],
    args: asks,
    answer: { verdicts: ["will-not-issue"], rules: ["validation-record-missing"], says: ["though there is a TXT"] },
  },
  {
    point: "The unique value of the order is in the target",
    zone: [SITE, `${OWNER} CNAME {first}.{last}.a1b2c3.sectigo.com.`],
    args: [...asks, "--unique", "a1b2c3"],
    answer: { verdicts: ["will-issue"], rules: [] },
  },
  {
    point: "The unique value of the order isn't in the target",
    zone: [SITE, `${OWNER} CNAME ${TARGET}.`],
    args: [...asks, "--unique", "a1b2c3"],
    answer: { verdicts: ["will-not-issue"], rules: ["validation-record-mismatch"], says: ["a1b2c3"] },
  },
  {
    point: "The SHA-256 isn't split in two",
    declares: { "preview.test.zone": zoneFile([SITE, `${OWNER} CNAME {first}{last}.sectigo.com.`]) },
    args: ["lint", "{dir}/preview.test.zone"],
    answer: { rules: ["label-too-long"], says: ["63"] },
  },
  {
    point: "The order is changed to e-mail, and no server takes mail",
    zone: [SITE, "@ MX 0 ."],
    args: ["check", ZONE, "--ca", "sectigo", "--method", "email"],
    answer: { verdicts: ["will-not-issue"], rules: ["no-mail-exchange", "email-method-ending"], says: ["2028-03-15"] },
  },
];
