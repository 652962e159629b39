import { validatedName } from "../../dcv/validation/validation-owner.js";
import { gradeBy, knownZone, wantsFullOwners, writtenOwner } from "../../dcv/written/provider-reading.js";
import { textOf, writesOwner } from "../../dcv/written/written-names.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { CNAME, TXT } from "../../rdata/types.js";
import { defineRule, type RuleContext, rfc, source } from "../../rule.js";
import type { RecordOrigin } from "../../zone/record-origin.js";
import type { Zone } from "../../zone/zone.js";

interface AtSign {
  /** What to write instead. */
  meant: string;
}

const messages = {
  literal: ({ meant, published }: AtSign & { published: string }) => ({
    what: `This provider takes "@" as a label like any other: the record is published at ${published}, not at the apex.`,
    why: 'Only zone files and some consoles read "@" as the zone itself. Whoever asks for the domain, the CA included, finds no such record.',
    how: meant,
  }),
  refused: ({ meant }: AtSign) => ({
    what: 'This provider takes owners in full and refuses "@".',
    why: 'Only zone files and some consoles read "@" as the zone itself. The record will be rejected.',
    how: meant,
  }),
  label: ({ written, published, meant }: { written: string; published: string; meant: string }) => ({
    what: `"${written}" holds "@" as a label like any other: the record is published at "${published}".`,
    why: '"@" is the origin only where it stands alone. Whoever asks for the name that was meant, the CA included, finds no such record.',
    how: `Write "${meant}".`,
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "literal-at-sign",
  group: "Names",
  severity: "error",
  summary: 'An owner "@" where it isn\'t taken for the apex',
  sources: [
    rfc(1035, "5.1", "Format"),
    source(
      "Amazon Route 53, DNS domain name format",
      "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html",
    ),
  ],
  fixable: true,
  messages,
  zone(context) {
    const { zone, other, report } = context;
    if (!zone.made) return checkLabels(context);
    for (let id = 0; id < zone.count; id++) {
      const record = other.at(id);
      const { origin } = record;
      const verdict = origin?.reading.atSign;
      if (origin?.writtenOwner !== "@" || (verdict?.value !== "literal" && verdict?.value !== "refused")) continue;
      const text = apexOf(origin, zone);
      const meant = text === undefined ? adviceOf(origin) : `Write "${text}".`;
      const { place } = writtenOwner(record, origin);
      const fix =
        text === undefined
          ? undefined
          : {
              title: `Write "${text}"`,
              safety: "suggestion" as const,
              edits: [{ place: record.owner.place, newText: text }],
            };
      const extras = { fix, severity: gradeBy(verdict) };
      const isRefused = verdict.value === "refused" || wantsFullOwners(origin);
      if (isRefused) report(place, "refused", { meant }, extras);
      else {
        const published = zone.nameInferred ? "a name that begins with it" : `"${record.ownerText}"`;
        report(place, "literal", { meant, published }, extras);
      }
    }
  },
});

/** Names of a zone file with a label "@": "www.@". One that was escaped is meant so. */
function checkLabels({ zone, other, report }: Context): void {
  const { names } = zone;
  const isAt = (name: NameId): boolean => names.labelLengthOf(name) === 1 && names.labelOctet(name, 0) === AT_SIGN;
  const holdsAt = (name: NameId): boolean => {
    for (let at = name; at > ROOT; at = names.parent[at]) if (isAt(at)) return true;
    return false;
  };
  let any = false;
  for (let name = 1; name < names.count && !any; name++) any = isAt(name);
  if (!any) return;
  for (let id = 0; id < zone.count; id++) {
    if (!writesOwner(zone, id) || !holdsAt(zone.owner[id])) continue;
    // validation-record-malformed says it of those.
    if (validatedName(names, zone.owner[id]) !== undefined && (zone.type[id] === CNAME || zone.type[id] === TXT))
      continue;
    const { owner } = other.at(id);
    const { text: written, name: published } = owner;
    const labels = written.split(".");
    if (written.includes("\\") || !labels.includes("@")) continue;
    const meant = labels.filter((label) => label !== "@").join(".");
    const edits = [{ place: textOf(owner), newText: meant }];
    const fix = { title: `Write "${meant}"`, safety: "suggestion" as const, edits };
    report(owner.place, "label", { written, published, meant }, { fix });
  }
}

const AT_SIGN = 0x40;

/** The apex, as this provider wants it written; `undefined` where that isn't known. */
function apexOf({ reading }: RecordOrigin, zone: Zone): string | undefined {
  const own = knownZone(zone);
  const mode = reading.nameMode.value;
  if (own !== undefined && mode === "fqdn_dot_required") return `${own}.`;
  if (own !== undefined && (mode.startsWith("fqdn_") || mode === "suffix_detect")) return own;
  return reading.emptyName.value === "apex" && reading.emptyName.confidence !== "unverified" ? "" : undefined;
}

const adviceOf = ({ reading }: RecordOrigin): string =>
  reading.name.absent === "apex" ? "Leave the owner out." : "Write the zone's name in full.";
