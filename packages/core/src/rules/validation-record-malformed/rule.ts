import { readValidation, type ValidationReading } from "../../dcv/validation/validation-record.js";
import { asOwner, asTarget } from "../../dcv/written/dialect.js";
import { rewriteOwner, rewriteType, rewriteValue } from "../../dcv/written/record-repair.js";
import { clip } from "../../dcv/written/rewrite.js";
import { purposeOf } from "../../dcv/zone/zone-purpose.js";
import { CA_SHAPES } from "../../knowledge/cas-shapes.gen.js";
import type { Diagnosis } from "../../knowledge/shapes/diagnosis.js";
import { findMisspeltLabel } from "../../knowledge/shapes/labels.js";
import { foldLabel } from "../../name/domain-name.js";
import { CNAME, TXT } from "../../rdata/types.js";
import { type Draft, defineRule, rfc, source } from "../../rule.js";
import type { RecordView } from "../../zone/record-view.js";
import { HAS_SEVERAL } from "../../zone/zone.js";

interface Trouble {
  /** The fact in a few words. */
  detail: string;
  /** Whose record it nearly is. */
  ca: string;
  /** The record as it will be published. */
  published: string;
  owner: string;
  /** The owner, the value, or the whole record as it was probably meant. */
  meant?: string;
}

const what = ({ detail, ca, published }: Trouble) =>
  `This is nearly a validation record of ${ca}, but ${detail}. Published: ${published}`;
const NOTHING_THERE = "The CA looks where it said it would, finds nothing there, and validation stays pending.";
const copy = "Copy it again from the CA's or platform's instructions";

export default defineRule({
  id: "validation-record-malformed",
  group: "Validation records",
  severity: "error",
  summary: "A record that is nearly what a CA asks for, and can't be it",
  sources: [
    source(
      "Sectigo, Complete DV using the CNAME method",
      "https://www.sectigo.com/faqs/detail/complete-dv-using-cname-method",
    ),
    source(
      "AWS Certificate Manager, DNS validation",
      "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
    source(
      "CA/Browser Forum BR, section 3.2.2.4.7, DNS Change",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
    rfc(8555, "8.4", "DNS Challenge"),
  ],
  seed: "sectigo-cname-dcv",
  fixable: true,
  messages: {
    lostUnderscore: (d: Trouble) => ({
      what: what(d),
      why: `The label must begin with an underscore. ${NOTHING_THERE}`,
      how: `Write the owner as "${d.meant ?? `_${d.owner}`}".`,
    }),
    unsplitHash: (d: Trouble) => ({
      what: what(d),
      why: "A label holds at most 63 octets, and the CA compares with the hash in two halves.",
      how: d.meant ? `Write the target as "${d.meant}".` : `${copy}, with a dot behind the 32nd digit.`,
    }),
    wrongHashLength: (d: Trouble) => ({
      what: what(d),
      why: "The CA compares letter by letter and finds no match.",
      how: `${copy}; a character was lost, added or changed.`,
    }),
    wrongType: (d: Trouble) => ({
      what: what(d),
      why: "The CA asks for the other type and finds nothing.",
      how: d.meant ? `Write: ${d.meant}` : "Write a record of the type that the instructions name.",
    }),
    wrongSuffix: (d: Trouble) => ({
      what: what(d),
      why: "The target is compared with the one that was issued, or followed to a name that nobody answers for; validation stays pending.",
      how: d.meant ? `Write the target as "${d.meant}".` : `${copy}.`,
    }),
    quotesOrBlanks: (d: Trouble) => ({
      what: what(d),
      why: "They are published as part of the record, and the CA finds no match.",
      how: d.meant ? `Write it as "${d.meant}".` : `${copy}, without them.`,
    }),
    duplicatedLabel: (d: Trouble) => ({
      what: what(d),
      why: NOTHING_THERE,
      how: d.meant ? `Write the owner as "${d.meant}".` : "Write the label once.",
    }),
    wildcardInOwner: (d: Trouble) => ({
      what: what(d),
      why: 'Behind another label "*" is a letter like any other. Nobody asks for that name, so validation stays pending.',
      how: d.meant ? `Write the owner as "${d.meant}".` : 'Leave "*" out of the owner.',
    }),
    hostMismatch: (d: Trouble & { host?: string }) => ({
      what: what(d),
      why: "The platform answers under the name of the host that it has a certificate for; under this target there is nothing for the owner's.",
      how: d.meant
        ? `Write the target as "${d.meant}"${d.host === undefined ? "" : `, or, if the record is for "${d.host}", put it there`}.`
        : `${copy} for this host.`,
    }),
    wrongOwner: (d: Trouble) => ({
      what: what(d),
      why: NOTHING_THERE,
      how: `${copy}: name and value belong together. Where another name is an alias of this one, the CA follows it, and all is well.`,
    }),
    incompleteTarget: (d: Trouble) => ({
      what: what(d),
      why: "The CA compares the whole target and finds no match.",
      how: `${copy}, up to the end.`,
    }),
    strayUnderscore: (d: Trouble) => ({
      what: what(d),
      why: "The CA compares letter by letter and finds no match.",
      how: `Write the target as "${d.meant}".`,
    }),
    misspeltLabel: (d: Trouble) => ({ what: what(d), why: NOTHING_THERE, how: `Write the owner as "${d.meant}".` }),
    reversedLabels: (d: Trouble) => ({
      what: what(d),
      why: `The CA asks for the label in front of the whole name. ${NOTHING_THERE}`,
      how: `Write the owner as "${d.meant}".`,
    }),
    swapped: (d: Trouble) => ({
      what: what(d),
      why: NOTHING_THERE,
      how: d.meant ? `Write: ${d.meant}` : "Swap the two.",
    }),
    literalAt: (d: Trouble) => ({
      what: what(d),
      why: `"@" stands for the origin only where it is the whole owner. ${NOTHING_THERE}`,
      how: `Write the owner as "${d.meant}".`,
    }),
  },
  records: {
    types: [CNAME, TXT],
    check(record, { zone, facts, report }) {
      const reading = readValidation(record);
      const diagnosis = reading?.diagnosis;
      const message = diagnosis && MESSAGES[diagnosis.kind];
      if (!message || isChallengeText(record, reading, diagnosis)) return;
      const purpose = purposeOf(zone);
      if (purpose !== "ordinary" && purpose !== "challenges") return;
      const owner = zone.names.text(record.ownerId);
      // At the end of an alias the owner may be called as one likes.
      if (IN_THE_OWNER.includes(diagnosis.kind) && (purpose === "challenges" || facts.isAliasTarget(foldLabel(owner))))
        return;
      const { meant, fix, host } = repair(record, reading, diagnosis);
      const ca = CA_SHAPES.find(({ id }) => id === diagnosis.ca)?.name ?? "a CA";
      const published = `${owner} ${record.typeName} ${record.presentation}`;
      report(
        placeOf(record, diagnosis),
        message,
        { detail: diagnosis.detail, ca, published, owner, meant, host },
        {
          fix,
          severity: diagnosis.status === "unverified" ? "warning" : undefined,
        },
      );
    },
  },
});

/** By kind of diagnosis; what has a rule of its own has none. */
const MESSAGES = {
  "lost-underscore": "lostUnderscore",
  "unsplit-hash": "unsplitHash",
  "wrong-hash-length": "wrongHashLength",
  "wrong-type": "wrongType",
  "wrong-suffix": "wrongSuffix",
  "quotes-or-blanks": "quotesOrBlanks",
  "duplicated-label": "duplicatedLabel",
  "wildcard-in-owner": "wildcardInOwner",
  "host-mismatch": "hostMismatch",
  "wrong-owner": "wrongOwner",
  "incomplete-target": "incompleteTarget",
  "stray-underscore": "strayUnderscore",
  "misspelt-label": "misspeltLabel",
  "reversed-labels": "reversedLabels",
  swapped: "swapped",
  "literal-at": "literalAt",
  "legacy-suffix": undefined,
  "retired-shape": undefined,
} as const;

/** `challenge-token-malformed` and `persist-record-malformed` look into these texts themselves. */
const isChallengeText = (record: RecordView, { labels }: ValidationReading, { kind }: Diagnosis): boolean =>
  record.type === TXT && kind === "quotes-or-blanks" && /^_(?:acme-challenge|validation-persist)/.test(labels[0]);

/** Where the owner is to be written otherwise. */
const OWNER_KINDS: readonly string[] = [
  "lost-underscore",
  "duplicated-label",
  "wildcard-in-owner",
  "misspelt-label",
  "reversed-labels",
  "literal-at",
];
/** Where another owner would do as well, if an alias led to it. */
const IN_THE_OWNER: readonly string[] = ["lost-underscore", "misspelt-label", "reversed-labels", "wrong-owner"];

const placeOf = (record: RecordView, { kind, inOwner }: Diagnosis) =>
  inOwner || OWNER_KINDS.includes(kind) || kind === "wrong-owner" || kind === "swapped"
    ? record.owner.place
    : kind === "wrong-type"
      ? record.place
      : record.rdataPlace;

function repair(
  record: RecordView,
  reading: ValidationReading,
  { kind, meant, host }: Diagnosis,
): { meant?: string; fix?: Draft; host?: string } {
  const { labels, value, zoneName } = reading;
  if (OWNER_KINDS.includes(kind)) {
    const owner =
      meant?.ownerLabels && zoneName !== undefined ? [...meant.ownerLabels, zoneName, ""].join(".") : undefined;
    const edit = rewriteOwner(record, ({ text }) => repairOwner(text, kind, labels[0], record));
    return {
      meant: owner && asOwner(record, owner),
      fix: edit && { title: "Write the owner as it was meant", safety: "suggestion", edits: [edit] },
    };
  }
  // Its fix would have to move two texts, each of which the provider may read in its own way.
  if (kind === "swapped") return { meant: `${value}. CNAME ${meant?.value}.` };
  if (kind === "wrong-type") {
    const isAlias = record.type === CNAME;
    const type = isAlias ? "TXT" : "CNAME";
    const rdata = isAlias
      ? `"${record.target.text.split(".")[0]}"`
      : `${value.replace(STRAYS, "").replace(/\.$/, "")}.`;
    // A CNAME must be alone at its owner.
    const alone = (record.zone.types[record.ownerId] & HAS_SEVERAL) === 0;
    const edits = isAlias || alone ? rewriteType(record, type, rdata) : undefined;
    const fix = edits && { title: `Make it a ${type} record`, safety: "suggestion" as const, edits };
    return { meant: `${record.zone.names.text(record.ownerId)} ${type} ${rdata}`, fix };
  }
  const good = meant?.value;
  if (good === undefined) return {};
  const edits = rewriteValue(record, good);
  const shown = record.type === CNAME ? asTarget(record, `${good}.`) : good;
  // Where both names are the zone's, the slip may as well be in the owner.
  if (host !== undefined && zoneName !== undefined && `.${host}`.endsWith(`.${zoneName}`))
    return { meant: shown, host };
  return { meant: shown, fix: edits && { title: `Write "${clip(shown)}"`, safety: "suggestion", edits } };
}

const STRAYS = /["'`\s\u00a0\u200b-\u200d\u2018-\u201f\ufeff]/g;

function repairOwner(text: string, kind: string, first: string, record: RecordView): string | undefined {
  switch (kind) {
    case "lost-underscore":
      return `_${text}`;
    case "misspelt-label":
      return text.toLowerCase().startsWith(first)
        ? `${findMisspeltLabel(first)}${text.slice(first.length)}`
        : undefined;
    case "reversed-labels":
      return text.replace(/^([^.\\]+)\.(_acme-challenge)(?=\.|$)/i, "$2.$1");
    case "literal-at":
      return text.replace(/\.\\?@(?=\.|$)/, "");
    case "duplicated-label":
      if (text.toLowerCase().startsWith(`${first}.`)) return text.slice(first.length + 1);
      return record.zone.originOf(record.id) === record.zone.names.parent[record.ownerId] ? "@" : undefined;
    default:
      return text.replace(/\.\*(?=\.|$)/g, "");
  }
}
