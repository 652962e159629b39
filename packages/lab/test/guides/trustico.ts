import { WEB } from "../../src/addresses.js";
import { type GuideCase, ZONE, zoneFile } from "./case.js";

const SITE = `@ A ${WEB.serves}`;
const OWNER = "_{md5}";
const TARGET = "{first}.{last}.sectigo.com";
const PATH = "/.well-known/pki-validation/{MD5}.txt";
const CONTENT = "{first}{last}\nsectigo.com";
const asks = (...names: string[]): string[] => ["check", ...names, "--ca", "trustico", "--csr", "{csr}"];
const byFile = [...asks(ZONE), "--method", "http-file"];
const file = (path: string, content: string) => [{ host: ZONE, path, content }];
const passes: GuideCase["answer"] = { verdicts: ["will-issue"], rules: [] };
const refuses = (rules: string[], ...says: string[]): GuideCase["answer"] => ({
  verdicts: ["will-not-issue"],
  rules,
  says,
});

/** Trustico: the three methods of domain control validation. */
export const TRUSTICO: readonly GuideCase[] = [
  {
    point: "Which mailboxes may be used",
    args: ["expect", ZONE, "--ca", "trustico", "--method", "email"],
    answer: {
      rules: [],
      says: [
        ...["admin", "administrator", "webmaster", "hostmaster", "postmaster"].map((box) => `${box}@${ZONE}`),
        "2028-03-15",
        "WHOIS",
      ],
    },
  },
  {
    point: "The approver's mail finds no server",
    zone: ['@ TXT "no address"', "@ MX 0 ."],
    args: ["check", ZONE, "--ca", "trustico", "--method", "email"],
    answer: refuses(["no-mail-exchange", "email-method-ending"], `${ZONE}.`),
  },
  {
    point: "The code has expired",
    args: ["explain", "This activation code has expired"],
    answer: { rules: ["email-code-expired", "email-method-ending"], says: ["newest"] },
  },
  {
    point: "What the CNAME made of the request's hashes looks like",
    args: ["expect", ZONE, "--ca", "trustico", "--csr", "{csr}"],
    answer: { rules: [], says: [`${OWNER}.${ZONE}.`, `${TARGET}.`] },
  },
  {
    point: "The CNAME is at the name itself",
    zone: [SITE, `www A ${WEB.serves}`, `${OWNER}.www CNAME ${TARGET}.`],
    args: asks(`www.${ZONE}`),
    answer: passes,
  },
  {
    point: "The CNAME for www is at the root domain, as in the guide's example",
    zone: [SITE, `www A ${WEB.serves}`, `${OWNER} CNAME ${TARGET}.`],
    args: asks(`www.${ZONE}`),
    answer: passes,
  },
  {
    point: "The CNAME ends in comodoca.com, as the guide has it",
    zone: [SITE, `${OWNER} CNAME {first}.{last}.comodoca.com.`],
    args: asks(ZONE),
    answer: refuses(["validation-record-mismatch"], "[comodoca].com", "[sectigo].com", `${TARGET}.`),
  },
  {
    point: "The owner ends in CNAME, as the guide has it",
    declares: { "preview.test.zone": zoneFile([SITE, `${OWNER}.${ZONE}.CNAME CNAME ${TARGET}.`]) },
    args: ["lint", "{dir}/preview.test.zone"],
    answer: { rules: ["record-type-in-name"], says: ["CNAME"] },
  },
  {
    point: "The underscore before the MD5 is lost",
    zone: [SITE, `{md5} CNAME ${TARGET}.`],
    args: asks(ZONE),
    answer: refuses(["validation-record-mismatch"], `"${OWNER}.${ZONE}."`, `"{md5}.${ZONE}."`),
  },
  {
    point: "One of several names isn't proved",
    zone: [SITE, `${OWNER} CNAME ${TARGET}.`],
    args: asks(ZONE, "www.acm-record.test"),
    answer: {
      verdicts: ["will-issue", "will-not-issue"],
      rules: ["validation-record-missing"],
      says: [`${OWNER}.www.acm-record.test.`],
    },
  },
  { point: "The file is there", zone: [SITE], web: file(PATH, CONTENT), args: byFile, answer: passes },
  {
    point: "The file isn't there",
    zone: [SITE],
    args: byFile,
    answer: refuses(["http-status"], PATH, "404"),
  },
  {
    point: "The file's name is in lower case",
    zone: [SITE],
    web: file("/.well-known/pki-validation/{md5}.txt", CONTENT),
    args: byFile,
    answer: refuses(["http-wrong-path"], PATH, "/.well-known/pki-validation/{md5}.txt"),
  },
  {
    point: "The file is in the web's root",
    zone: [SITE],
    web: file("/{MD5}.txt", CONTENT),
    args: byFile,
    answer: refuses(["http-wrong-path"], PATH, "/{MD5}.txt"),
  },
  {
    point: "Hash and domain are on one line, as the guide has it",
    zone: [SITE],
    web: file(PATH, "{first}{last} sectigo.com"),
    args: byFile,
    answer: refuses(["http-content"], "line"),
  },
  {
    point: "The file names comodoca.com, as the guide has it",
    zone: [SITE],
    web: file(PATH, "{first}{last}\ncomodoca.com"),
    args: byFile,
    answer: refuses(["http-content"], "comodoca.com", "sectigo.com"),
  },
  {
    point: "The server redirects to https, where the file is",
    zone: [`@ A ${WEB.redirectsToHttps}`],
    web: file(PATH, CONTENT),
    args: byFile,
    answer: passes,
  },
  {
    point: "The server redirects in a circle",
    zone: [`@ A ${WEB.loops}`],
    args: byFile,
    answer: refuses(["http-redirect"], PATH),
  },
  {
    point: "The file shall prove a wildcard",
    zone: [SITE],
    web: file(PATH, CONTENT),
    args: ["check", `*.${ZONE}`, "--ca", "trustico", "--method", "http-file"],
    answer: refuses(["wildcard-needs-dns"], "wildcard"),
  },
  {
    point: "The name has no address",
    zone: ['@ TXT "x"'],
    args: byFile,
    answer: refuses(["no-address"], `${ZONE}.`),
  },
];
