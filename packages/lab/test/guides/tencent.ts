import { WEB } from "../../src/addresses.js";
import { type GuideCase, ZONE } from "./case.js";

const SITE = `@ A ${WEB.serves}`;
const OWNER = "_287c62f596991ef65035383ee2635f87";
const TARGET = "1cf216d709aa5b4a78b9394842245ecb.a31beeba2d62b756e31e023cee74d842.sectigo.com";
const PROOF = `${OWNER} CNAME ${TARGET}.`;
const BLOG = `${OWNER}.blog`;

const asks = (name = ZONE): string[] => [
  ...["check", name, "--ca", "tencent-cloud"],
  ...["--record", `${OWNER}.${name.replace("*.", "")} CNAME ${TARGET}`],
];
const passes: GuideCase["answer"] = { verdicts: ["will-issue"], rules: [] };

/** Tencent Cloud: the ownership check of a free certificate times out. */
export const TENCENT: readonly GuideCase[] = [
  { point: "There is no CAA", zone: [SITE, PROOF], args: asks(), answer: passes },
  {
    point: "CAA has issue and issuewild",
    zone: [SITE, PROOF, '@ CAA 0 issue "sectigo.com"', '@ CAA 0 issuewild "sectigo.com"'],
    args: asks(),
    answer: passes,
  },
  {
    point: "CAA has issue alone, which is enough for a wildcard, too",
    zone: [SITE, PROOF, '@ CAA 0 issue "sectigo.com"'],
    args: asks(`*.${ZONE}`),
    answer: passes,
  },
  {
    point: "CAA names another CA",
    zone: [SITE, PROOF, '@ CAA 0 issue "letsencrypt.org"'],
    args: asks(),
    answer: {
      verdicts: ["will-not-issue"],
      rules: ["caa-excludes-ca"],
      says: ['0 issue "sectigo.com"', "letsencrypt.org"],
    },
  },
  {
    point: "issuewild names another CA, and the certificate is for a wildcard",
    zone: [SITE, PROOF, '@ CAA 0 issue "sectigo.com"', '@ CAA 0 issuewild "letsencrypt.org"'],
    args: asks(`*.${ZONE}`),
    answer: { verdicts: ["will-not-issue"], rules: ["caa-excludes-wildcard"], says: ['0 issuewild "sectigo.com"'] },
  },
  {
    point: "issuewild names another CA, and the certificate is for no wildcard",
    zone: [SITE, PROOF, '@ CAA 0 issue "sectigo.com"', '@ CAA 0 issuewild "letsencrypt.org"'],
    args: asks(),
    answer: passes,
  },
  {
    point: "CAA is empty at the name, and the name above has some",
    zone: [SITE, `blog A ${WEB.serves}`, `${BLOG} CNAME ${TARGET}.`, '@ CAA 0 issue "letsencrypt.org"'],
    args: asks(`blog.${ZONE}`),
    answer: { verdicts: ["will-not-issue"], rules: ["caa-excludes-ca"], says: [`"${ZONE}."`] },
  },
  {
    point: "CAA can't be looked up",
    args: ["check", "caa-servfail.test", "--ca", "letsencrypt", "--method", "dns-01"],
    answer: { verdicts: ["will-not-issue"], rules: ["caa-lookup-failed"], says: ["SERVFAIL"] },
  },
  {
    point: "The record of a name below is put together of host and domain",
    zone: [SITE, `blog A ${WEB.serves}`, `${BLOG} CNAME ${TARGET}.`],
    args: asks(`blog.${ZONE}`),
    answer: passes,
  },
  {
    point: "The record has another value than the console's",
    zone: [SITE, `${OWNER} CNAME ${TARGET.replace("1cf2", "1cf3")}.`],
    args: asks(),
    answer: { verdicts: ["will-not-issue"], rules: ["validation-record-mismatch"], says: [`${TARGET}.`] },
  },
  {
    point: "The domain stands twice in the record",
    zone: [SITE, `blog A ${WEB.serves}`, `${BLOG}.${ZONE} CNAME ${TARGET}.`],
    args: asks(`blog.${ZONE}`),
    answer: { verdicts: ["will-not-issue"], rules: ["doubled-domain"], says: [`${BLOG}.${ZONE}.${ZONE}.`] },
  },
  {
    point: "Only some regions see the record",
    args: [
      ...["check", "split-perspective.test", "--ca", "letsencrypt", "--method", "dns-01"],
      ...["--record", "_acme-challenge.split-perspective.test TXT LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo"],
    ],
    answer: { verdicts: ["will-not-issue"], rules: ["views-disagree"], says: ["p2"] },
  },
  {
    point: "The web server isn't reached from some regions",
    args: ["check", "split-address.test", "--ca", "letsencrypt", "--method", "http-01"],
    answer: { verdicts: ["will-not-issue"], rules: ["views-disagree"], says: ["p2"] },
  },
  {
    point: "The server drops the CA's connection",
    zone: [`@ A ${WEB.hangsUp}`],
    args: ["check", ZONE, "--ca", "tencent-cloud", "--http-file", "/.well-known/pki-validation/a.txt b"],
    answer: { verdicts: ["will-not-issue"], rules: ["http-unreachable"], says: [WEB.hangsUp] },
  },
  {
    point: "The order has timed out",
    args: ["explain", "domain ownership verification timeout"],
    answer: { rules: ["caa-excludes-ca", "validation-record-missing", "views-disagree", "http-blocked"] },
  },
];
