import { knownValidation } from "../../dcv/validation/known-validation.js";
import { isValidationName } from "../../dcv/validation/validation-label.js";
import { relatedRecords } from "../../dcv/written/related.js";
import { CNAME, TXT } from "../../rdata/types.js";
import { defineRule, type RuleContext, source } from "../../rule.js";
import type { AwaitedRecord, RecordOrigin } from "../../zone/record-origin.js";
import { HAS_CNAME, HAS_SEVERAL, HAS_TXT, type RecordId } from "../../zone/zone.js";

const messages = {
  wildcard: (d: { first: string; second: string; more: string; group: string; certificate: string }) => ({
    what: `"${d.group}" makes one record twice: "${d.certificate}" asks for the same one for "${d.first}" and for "${d.second}"${d.more}.`,
    why: "A CA validates a name and its wildcard by one record. The apply makes it for one key and fails for the other, because it exists already.",
    how: 'Leave the second one out: for_each = { for dvo in … : dvo.domain_name => dvo if !startswith(dvo.domain_name, "*.") } where each wildcard comes with its name; or group by trimprefix(dvo.domain_name, "*.") with "...". allow_overwrite = true gets the apply through, too.',
  }),
  twice: (d: { owner: string; type: string; first: string; second: string }) => ({
    what: `Both "${d.first}" and "${d.second}" make the ${d.type} records of "${d.owner}".`,
    why: "To this provider each of them is the whole RRset. The second one is refused because it exists already, or replaces the first.",
    how: "Make the RRset in one resource, with all its values.",
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "duplicate-validation-record",
  group: "Validation records",
  severity: "error",
  summary: "The same validation record is made twice",
  sources: [
    source(
      "AWS Certificate Manager, DNS validation",
      "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
    source(
      "aws-samples/amazon-cloudfront-secure-static-site, issue 53",
      "https://github.com/aws-samples/amazon-cloudfront-secure-static-site/issues/53",
    ),
  ],
  messages,
  owners: {
    where: (types) => (types & (HAS_CNAME | HAS_TXT)) !== 0 && (types & HAS_SEVERAL) !== 0,
    check(owner, context) {
      if (!context.zone.made) return;
      for (const type of [CNAME, TXT]) checkRrset(owner.records(), type, context);
    },
  },
  zone(context) {
    for (const group of groupsOf(context.zone.awaited)) checkAwaited(group, context);
  },
});

/** What one `for_each` makes of one certificate. */
function groupsOf(awaited: readonly AwaitedRecord[]): Iterable<readonly AwaitedRecord[]> {
  const groups = new Map<string, AwaitedRecord[]>();
  for (const record of awaited) {
    if (record.allowOverwrite) continue;
    const key = `${record.certificate} ${record.group}`;
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups.values();
}

/** However many names come with their wildcards, there is one cause. */
function checkAwaited(records: readonly AwaitedRecord[], { zone, report }: Context): void {
  const first = new Map<string, AwaitedRecord>();
  const pairs: [AwaitedRecord, AwaitedRecord][] = [];
  for (const record of records) {
    const name = record.domain.replace(/^\*\./, "");
    const earlier = first.get(name);
    if (!earlier) first.set(name, record);
    else if (earlier.address !== record.address) pairs.push([earlier, record]);
  }
  if (pairs.length === 0) return;
  const [[one, second]] = pairs;
  const { at, domain, rrset, group, certificate } = second;
  const more = pairs.length > 1 ? ` (and so on for ${pairs.length - 1} more)` : "";
  const data = { first: one.domain, second: domain, more, group, certificate };
  // What providers of single records make of a second one isn't known of all of them.
  report({ source: zone.sources[0], ...at }, "wildcard", data, {
    severity: rrset ? undefined : "warning",
    awaited: second,
  });
}

/** Resources that each make a whole RRset of the owner, where one of them is still to be made. */
function checkRrset(records: readonly RecordId[], type: number, { zone, other, report }: Context): void {
  const whole: { id: RecordId; origin: RecordOrigin }[] = [];
  const isValidation = isValidationName(zone.names, zone.owner[records[0]]);
  for (const id of records) {
    const { origin } = other.at(id);
    if (zone.type[id] !== type || !origin || !makesRrset(origin)) continue;
    if (isValidation || knownValidation(other)) whole.push({ id, origin });
  }
  const [first, ...rest] = whole;
  const more = rest.filter(
    ({ origin }) => origin.address !== first.origin.address && origin.setIdentifier === first.origin.setIdentifier,
  );
  const second = more.find(({ origin }) => isNew(origin)) ?? (first && isNew(first.origin) ? more[0] : undefined);
  if (!second) return;
  const others = whole.filter(({ origin }) => origin.address !== second.origin.address).map(({ id }) => id);
  const related = relatedRecords(other, others, () => "the same record");
  const { place, ownerText: owner, typeName } = other.at(second.id);
  const data = { owner, type: typeName, first: first.origin.address, second: second.origin.address };
  report(place, "twice", data, { related });
}

/** Without a word of the plan, or by its word, still to be made. */
const isNew = ({ action }: RecordOrigin): boolean => action === undefined || action === "create";

/** One with a routing policy is told apart by its identifier; where that isn't known, nothing is. */
const makesRrset = ({ reading, allowOverwrite, routed, setIdentifier, uncertain }: RecordOrigin): boolean =>
  reading.rrset && !allowOverwrite && !uncertain && (!routed || setIdentifier !== undefined);
