import { type CaaReading, issuerOf, readCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import {
  type IssueParameter,
  isAccountUri,
  PARAMETER_BEHIND_BLANKS,
  parseIssueValue,
  parseMethods,
} from "../../dcv/caa/caa-value.js";
import { clip } from "../../dcv/written/rewrite.js";
import { showOctets, type WrittenValue } from "../../dcv/written/written-value.js";
import { perOwner } from "../../dcv/zone/per-owner.js";
import { judgeMethodLabel, suggestMethod } from "../../knowledge/caa-registry.js";
import { CA_SHAPES } from "../../knowledge/cas-shapes.gen.js";
import { findNearest } from "../../knowledge/edit-distance.js";
import { findIssuer } from "../../knowledge/issuers.js";
import { findPlaceholder } from "../../knowledge/placeholders.js";
import { foldLabel } from "../../name/domain-name.js";
import { trimOctets } from "../../name/trim-octets.js";
import { CAA } from "../../rdata/types.js";
import { type Draft, defineRule, type RuleContext, rfc, source } from "../../rule.js";
import { RecordView } from "../../zone/record-view.js";
import { recordsAt } from "../../zone/zone-index.js";

const ACCOUNT = "accounturi";
const METHODS = "validationmethods";
const UNSATISFIED = "No CA that goes by RFC 8657 may issue under this record, as all of them must from 2027-03-15.";

interface Piece {
  written: string;
  better?: string;
}

const messages = {
  twoAccounts: () => ({
    what: "The record has two accounturi parameters.",
    why: `A record with two of them can never be satisfied. ${UNSATISFIED}`,
    how: "Write a record for each account.",
  }),
  twoLists: ({ better }: { better: string }) => ({
    what: "The record has two validationmethods parameters.",
    why: "What two of them mean isn't defined; Let's Encrypt refuses.",
    how: `Write one list, parted by commas: validationmethods=${better}`,
  }),
  noMethod: (_: Piece) => ({
    what: "The validationmethods parameter names no method.",
    why: `An empty list permits no method at all. ${UNSATISFIED}`,
    how: "Name the methods in use, such as validationmethods=dns-01, or leave the parameter out.",
  }),
  malformedList: ({ written, better }: Piece) => ({
    what: `"${written}" is no list of validation methods: names of letters, digits and hyphens, commas between them, no blanks.`,
    why: `A CA can't match a list outside the grammar. ${UNSATISFIED}`,
    how: `Write validationmethods=${better ?? "dns-01,http-01 with the methods in use"}`,
  }),
  unknownMethod: ({ written, better }: Piece) => ({
    what: `${written} of this list names no validation method, and nothing else in it does.`,
    why: `The record permits only the methods listed. ${UNSATISFIED}`,
    how: `Write ${better ? `validationmethods=${better}` : "the registered name, such as dns-01, http-01 or tls-alpn-01, in lower case"}.`,
  }),
  unknownBesideKnown: ({ written, better }: Piece) => ({
    what: `${written} of this list names no validation method.`,
    why: "CAs pass over a name that they don't know, so the method that was meant isn't permitted; the other methods of the list are.",
    how: `Write ${better ? `validationmethods=${better}` : "the registered name, such as dns-01, http-01 or tls-alpn-01, in lower case"}.`,
    severity: "warning" as const,
  }),
  accountNotUri: ({ written, better }: Piece) => ({
    what: `accounturi is "${written}", which isn't a whole URI.`,
    why: `A CA compares it with the URL of the account and finds no match. ${UNSATISFIED}`,
    how: better
      ? `Write accounturi=${better}`
      : "Write the account's URL as the ACME client shows it, such as accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567",
  }),
  blankInAccount: ({ written, better }: Piece) => ({
    what: `The accounturi value "${written}" holds a blank.`,
    why: "A value outside the grammar counts as one that names nobody, so the record permits no CA.",
    how: better ? `Write accounturi=${better}` : 'Write the URL alone; a further parameter stands behind ";".',
  }),
  misspelt: ({ written, better }: Piece) => ({
    what: `"${written}" is no parameter that CAs know; "${better}" is one.`,
    why: "CAs pass over parameters that they don't know, so the record restricts nothing by it.",
    how: `Write ${better}.`,
    severity: "warning" as const,
  }),
  hyphenMisspelt: ({ written, better, ca }: Piece & { ca: string }) => ({
    what: `"${written}" is no parameter that CAs know; "${better}" is one.`,
    why: `${ca} can't use a record with a hyphen in a parameter's tag at all, so the record doesn't permit it.`,
    how: `Write ${better}.`,
  }),
  accountOfOther: ({ written, ca, issuer }: { written: string; ca: string; issuer: string }) => ({
    what: `The account is one of ${ca} ("${written}"), and the record permits "${issuer}".`,
    why: "A CA compares the URL with those of its own accounts and finds no match, so the record permits nobody.",
    how: `Write the URL of the account at "${issuer}", or the issuer domain name of ${ca}.`,
    severity: "warning" as const,
  }),
  stagingAccount: ({ written }: { written: string }) => ({
    what: `The account is one of a staging environment ("${written}").`,
    why: "The CA compares it with its production accounts and finds no match, so the record permits no certificate that browsers trust.",
    how: "Write the URL of the production account; keep this one in a record of its own beside it, if tests need it.",
    severity: "warning" as const,
  }),
  noWildcardMethod: ({ written }: Piece) => ({
    what: `The record is for wildcard certificates and permits only "${written}".`,
    why: "No wildcard name can be validated over http-01 or tls-alpn-01, so no CA may issue one under this record.",
    how: 'Add dns-01, or, to forbid wildcards, write issuewild ";".',
    severity: "warning" as const,
  }),
  hyphenInTag: ({ written, ca }: Piece & { ca: string }) => ({
    what: `The parameter's tag "${written}" holds a hyphen.`,
    why: `${ca} can't use a record with such a tag, so the record doesn't permit it.`,
    how: "Leave the parameter out of the record for this CA.",
    severity: "warning" as const,
  }),
};

export default defineRule({
  id: "caa-parameter",
  group: "CAA",
  severity: "error",
  summary: "A CAA parameter of RFC 8657 that nothing can satisfy",
  sources: [
    rfc(8657, "3", 'Extensions to the CAA Record: The "accounturi" Parameter'),
    rfc(8657, "4", 'Extensions to the CAA Record: The "validationmethods" Parameter'),
    source("IANA, ACME Validation Methods", "https://www.iana.org/assignments/acme/acme.xhtml#acme-validation-methods"),
    source(
      "CA/Browser Forum, ballot SC-098v2",
      "https://cabforum.org/2026/05/13/ballot-sc098v2-process-rfc-8657-caa-parameters/",
    ),
  ],
  fixable: true,
  messages,
  records: {
    types: [CAA],
    byRdata: [CAA],
    check(record, { report: reportAll }) {
      let left = MOST_FINDINGS;
      const report: Report = (...finding) => {
        if (left-- > 0) reportAll(...finding);
      };
      const reading = readCaa(record);
      const { parsed, value, tag } = reading;
      if (!parsed || tag === "issuemail") return;
      if (parsed.kind === "problem") {
        const { trouble, parameter, start, end } = parsed;
        if (trouble !== "blankInParameter" || (parameter !== ACCOUNT && parameter !== METHODS)) return;
        if (findPlaceholder(value, { validation: false })) return;
        const better = withoutBlanks(value, start, end, parameter);
        const written = writtenCaa(record).value;
        const piece = { written: showOctets(value.slice(start, end)), better };
        const message = parameter === METHODS ? "malformedList" : "blankInAccount";
        return report(written.piece(start, end), message, piece, { fix: replace(written, start, end, better) });
      }
      if (parsed.parameters.length === 0 || findPlaceholder(value, { validation: false })) return;
      const written = writtenCaa(record).value;
      const named = (name: string) => parsed.parameters.filter((parameter) => foldLabel(parameter.tag) === name);
      const accounts = named(ACCOUNT);
      const lists = named(METHODS);
      if (accounts.length > 1) report(placeOf(accounts[1], written), "twoAccounts", undefined);
      for (const account of accounts.length > 1 ? [] : accounts) {
        if (isAccountUri(account.value)) {
          judgeHost(account, record, reading, report);
          continue;
        }
        const bare = trimOctets(account.value, "\"'<", "\"'>");
        const better = isAccountUri(bare) ? bare : undefined;
        const fix = replace(written, account.valueStart, account.end, better);
        report(placeOf(account, written), "accountNotUri", { written: account.value, better }, { fix });
      }
      if (lists.length > 1) {
        const better = [...new Set(lists.flatMap(({ value: list }) => goodLabels(list)))].join(",");
        report(placeOf(lists[1], written), "twoLists", { better });
      } else if (lists.length === 1) {
        const verdict = judgeList(lists[0].value);
        if (verdict) {
          const { message, ...piece } = verdict;
          const fix = replace(written, lists[0].valueStart, lists[0].end, piece.better);
          report(placeOf(lists[0], written), message, piece, { fix });
        } else if (
          tag === "issuewild" &&
          parseMethods(lists[0].value).every(({ label }) => WITHOUT_WILDCARDS.has(label))
        ) {
          report(placeOf(lists[0], written), "noWildcardMethod", { written: lists[0].value });
        }
      }
      const rejecting = parsed.parameters.some(({ tag }) => tag.includes("-"))
        ? caThatRejectsHyphens(reading)
        : undefined;
      for (const { tag, start } of parsed.parameters) {
        // Each finding looks for its place from the value's beginning.
        if (left <= 0) return;
        const better = misspelling(foldLabel(tag));
        const ca = tag.includes("-") ? rejecting : undefined;
        if (better === undefined && ca === undefined) continue;
        const place = written.piece(start, start + tag.length);
        if (better === undefined) report(place, "hyphenInTag", { written: tag, ca: ca! });
        else {
          const fix = replace(written, start, start + tag.length, better);
          if (ca) report(place, "hyphenMisspelt", { written: tag, better, ca }, { fix });
          else report(place, "misspelt", { written: tag, better }, { fix });
        }
      }
    },
  },
});

/** Of one record: nobody writes so many parameters but to see what happens. */
const MOST_FINDINGS = 20;

const placeOf = ({ start, end }: IssueParameter, written: WrittenValue) => written.piece(start, end);

function replace(written: WrittenValue, start: number, end: number, better?: string): Draft | undefined {
  const edits = better === undefined ? undefined : written.edit(start, end, better);
  return edits && { title: `Write "${clip(better!)}"`, safety: "suggestion", edits };
}

interface ListVerdict extends Piece {
  message: "noMethod" | "malformedList" | "unknownMethod" | "unknownBesideKnown";
}

function judgeList(list: string): ListVerdict | undefined {
  const labels = parseMethods(list).map(({ label }) => ({ label, verdict: judgeMethodLabel(label) }));
  if (labels.length === 0) return { message: "noMethod", written: list };
  const cleaned = goodLabels(list);
  const better = cleaned.length > 0 && cleaned.every(isUsable) ? cleaned.join(",") : undefined;
  if (labels.some(({ verdict }) => verdict === "malformed")) return { message: "malformedList", written: list, better };
  const unknown = labels.filter(({ label }) => !isUsable(label)).map(({ label }) => `"${label}"`);
  if (unknown.length === 0) return undefined;
  const message = unknown.length === labels.length ? "unknownMethod" : "unknownBesideKnown";
  return { message, written: unknown.join(" and "), better };
}

/** Named for use: *reserved* ones aren't to be used any more. */
const isUsable = (label: string): boolean => /^(?:registered|draft|ca-specific)$/.test(judgeMethodLabel(label));

/** The labels of a list, however they are parted, each as it was probably meant, each once. */
const goodLabels = (list: string): string[] => {
  const labels = list.split(/[\s,;|"']+/).filter((label) => label !== "");
  return [...new Set(labels.map((label) => suggestMethod(label) ?? label))];
};

/** The value of a parameter without the blanks that it mustn't hold, if that makes it one. */
function withoutBlanks(value: string, start: number, end: number, parameter: string): string | undefined {
  // "dns-01 accounturi=…": a semicolon was forgotten.
  const [own, ...further] = value.slice(start, end).split(PARAMETER_BEHIND_BLANKS);
  const cleaned = parameter === METHODS ? goodLabels(own) : [own.replace(/\s/g, "")];
  const fits = parameter === METHODS ? cleaned.every(isUsable) : cleaned.every(isAccountUri) && own === cleaned[0];
  const better = [cleaned.join(","), ...further].join("; ");
  const whole = value.slice(0, start) + better + value.slice(end);
  return fits && parseIssueValue(whole).kind === "issue-value" ? better : undefined;
}

/** The parameter for which this tag is a slip. */
const misspelling = (tag: string): string | undefined =>
  tag.length < 8 || tag === ACCOUNT || tag === METHODS
    ? undefined
    : findNearest(tag.replace(/-/g, ""), [ACCOUNT, METHODS], 2);

function caThatRejectsHyphens(reading: CaaReading): string | undefined {
  const cas = findIssuer(issuerOf(reading)?.name ?? "")?.cas ?? [];
  return CA_SHAPES.find((ca) => cas[0] === ca.id && ca.caaBehaviour?.rejectsHyphenInParameterTag)?.name;
}

/** RFC 8555 §8.3 and RFC 8737 §3 prove control of a host, not of every name below it (BR 3.2.2.4.19 and .20). */
const WITHOUT_WILDCARDS: ReadonlySet<string> = new Set(["http-01", "tls-alpn-01"]);

/** Where accounts are, as the CAs' directories say, and whose they are. */
const ACCOUNT_HOSTS: ReadonlyMap<string, { readonly ca: string; readonly staging?: boolean }> = new Map([
  ["acme-v02.api.letsencrypt.org", { ca: "letsencrypt" }],
  ["acme-staging-v02.api.letsencrypt.org", { ca: "letsencrypt", staging: true }],
  ["dv.acme-v02.api.pki.goog", { ca: "google-trust-services" }],
  ["dv.acme-v02.test-api.pki.goog", { ca: "google-trust-services", staging: true }],
  ["acme.zerossl.com", { ca: "zerossl" }],
  ["acme.ssl.com", { ca: "sslcom" }],
  ["acme.sectigo.com", { ca: "sectigo" }],
]);

type Report = RuleContext<typeof messages>["report"];

/** Is the account with the CA that the record permits, and not one for tests only? */
function judgeHost(account: IssueParameter, record: RecordView, reading: CaaReading, report: Report): void {
  const host = /^https:\/\/([^/:?#]+)/i.exec(account.value)?.[1].toLowerCase();
  const known = host === undefined ? undefined : ACCOUNT_HOSTS.get(host);
  const issuer = issuerOf(reading)?.name ?? "";
  const permitted = findIssuer(issuer)?.cas;
  if (host === undefined || !known || !permitted) return;
  const ca = CA_SHAPES.find(({ id }) => id === known.ca);
  // ZeroSSL's accounts are asked for under Sectigo's name.
  const own = [known.ca, ...(ca?.issuesFrom ?? [])];
  const place = placeOf(account, writtenCaa(record).value);
  if (!own.some((id) => permitted.includes(id))) {
    report(place, "accountOfOther", { written: host, ca: ca?.name ?? known.ca, issuer });
  } else if (known.staging && !hasSibling(record, reading)) {
    report(place, "stagingAccount", { written: host });
  }
}

/** Is there another record for the same CA at the owner? Who writes one for tests beside it does so on purpose, everywhere. */
const hasSibling = ({ zone, ownerId }: RecordView, reading: CaaReading): boolean =>
  (countsByIssuer(zone, ownerId).get(subjectOf(reading)) ?? 0) > 1;

const subjectOf = (reading: CaaReading): string => `${reading.tag} ${issuerOf(reading)?.name ?? ""}`;

/** How many CAA records of an owner speak of the same CA by the same tag. */
const countsByIssuer = perOwner((zone, owner) => {
  const counts = new Map<string, number>();
  const view = new RecordView(zone);
  for (const id of recordsAt(zone, owner)) {
    if (zone.type[id] !== CAA || !view.at(id).readable) continue;
    const subject = subjectOf(readCaa(view));
    counts.set(subject, (counts.get(subject) ?? 0) + 1);
  }
  return counts;
});
