import { isDataUnknown } from "./dcv/zone/unknown-data.js";
import type { Edit, Explanation, Finding, FindingRecord, Fix, Related, Severity, Span } from "./model.js";
import { applyPrecedence } from "./precedence.js";
import type { Extras, Facts, OwnerView, RawFinding, RelatedPlace, Rule, RuleContext } from "./rule.js";
import { MOST_NUMBERS } from "./zone/rdata-numbers.js";
import type { AwaitedRecord, RecordOrigin } from "./zone/record-origin.js";
import { type Place, RecordView } from "./zone/record-view.js";
import { HAS_SEVERAL, type RecordId, UNREADABLE, type Zone } from "./zone/zone.js";

/** What a rule is run at; `off` keeps it from running. */
export type Level = Severity | "off";

const CLASS_IN = 1;

export interface RuleRun {
  readonly rules: readonly Rule[];
  readonly facts: Facts;
  /** Levels that the user set, by rule id; they hold for all of a rule's messages. */
  readonly levels?: ReadonlyMap<string, Level>;
  /** Told how many findings of a rule were left out because there are more than anybody reads. */
  readonly onFolded?: (rule: string, severity: Severity, count: number) => void;
}

/** Findings of one rule in one zone; what comes on top is counted, not made: a file can have a million lines. */
const MOST = { error: 10_000, warning: 10_000, info: 100 };

/** All findings of a zone, the reader's own included, precedence applied, in the order of the source. */
export function runRules(zone: Zone, { rules, facts, levels, onFolded }: RuleRun): RawFinding[] {
  const active = rules.filter(({ id, zoneFilesOnly }) => levels?.get(id) !== "off" && !(zone.made && zoneFilesOnly));
  // In another class than IN there are no addresses, hosts and certificates: only the text itself can be wrong.
  const judging = zone.class === CLASS_IN ? active : [];
  const byId = new Map(active.map((rule) => [rule.id, rule]));
  const found: RawFinding[] = [];
  const generated = new Set<string>();
  const view = new RecordView(zone);
  const other = new RecordView(zone);
  const described = new RecordView(zone);
  const { index } = zone;

  let reported = 0;
  const folded = new Map<string, { rule: string; severity: Severity; count: number }>();
  const reporter = (rule: Rule): RuleContext<never>["report"] => {
    const level = levels?.get(rule.id) as Severity | undefined;
    /** By message; it doesn't depend on the data. */
    const ownSeverities = new Map<string, Severity>();
    /** By severity: warnings by the thousand must not hide an error of the same rule. */
    const isTooMany = (severity: Severity): boolean => {
      const count = (counts.get(severity) ?? 0) + 1;
      counts.set(severity, count);
      if (count > MOST[severity]) {
        folded.set(`${severity} ${rule.id}`, { rule: rule.id, severity, count: count - MOST[severity] });
      }
      return count > MOST[severity];
    };
    const counts = new Map<Severity, number>();
    return (place: Place, message: string, data: never, extras: Extras = {}) => {
      reported++;
      const { madeBy } = place.source;
      if (madeBy) {
        // Every record of a $GENERATE is wrong in the same way, at the same place: say it once.
        const key = `${rule.id} ${message} ${madeBy.source.file} ${madeBy.start}`;
        if (generated.has(key)) return;
        generated.add(key);
      }
      const known = level ?? extras.severity ?? ownSeverities.get(message);
      if (known !== undefined && isTooMany(known)) return;
      const { severity: own, ...told } = rule.messages[message](data);
      const explained = zone.made && rule.whyOfResources ? { ...told, why: rule.whyOfResources } : told;
      const explanation = zone.made && !zone.originKnown ? withoutOrigin(explained) : explained;
      ownSeverities.set(message, own ?? rule.severity);
      const graded = extras.severity ?? own ?? rule.severity;
      const isCapped = zone.made && graded === "error" && rule.mostOnResources !== undefined;
      const severity: Severity = level ?? (isCapped ? rule.mostOnResources! : graded);
      if (known === undefined && isTooMany(severity)) return;
      const fix = extras.fix ?? (extras.problem && rule.fixProblem?.(extras.problem));
      found.push({
        rule: rule.id,
        message,
        severity,
        explanation,
        place,
        span: spanOf(place),
        record: extras.awaited
          ? describeAwaited(extras.awaited, zone)
          : extras.about
            ? describeRecord(extras.about)
            : place.record === undefined
              ? extras.unread
              : describeRecord(described.at(place.record)),
        related: (extras.related ?? []).map(relatedOf),
        fix: fix && makeFix(fix),
      });
    };
  };
  const reporters = new Map(active.map((rule) => [rule.id, reporter(rule)]));
  const contextOf = (rule: Rule): RuleContext<never> => ({
    zone,
    index,
    facts,
    other,
    report: reporters.get(rule.id)!,
  });

  for (const problem of zone.problems) {
    const rule = byId.get(problem.rule);
    // A reader that speaks of a rule nobody has is our mistake; a rule that is off is the user's wish.
    if (!rule) {
      if (levels?.get(problem.rule) === "off") continue;
      if (rules.some(({ id }) => id === problem.rule)) continue;
      if (rules.length > 1) throw new Error(`the reader reports "${problem.rule}", which is no rule`);
      continue;
    }
    const { source, start, end, record } = problem;
    const edits = rule.fixProblem?.(problem);
    const report = reporters.get(rule.id)!;
    const unread = describeUnread(zone, source.originAt(start) as RecordOrigin | undefined);
    report({ source, start, end, record }, problem.message as never, problem.data as never, { fix: edits, unread });
  }

  for (const [type, { always, byRdata }] of recordChecks(judging, contextOf)) {
    const ids = index.ofType(type);
    if (byRdata.length > 0) visitDistinct(view, ids, byRdata, () => reported);
    visitAll(view, ids, always);
  }

  const ownerChecks = ownerChecksByTypes(judging, contextOf);
  if (ownerChecks) visitOwners(zone, ownerChecks);
  for (const rule of judging) rule.zone?.(contextOf(rule));

  for (const { rule, severity, count } of folded.values()) onFolded?.(rule, severity, count);
  const kept = zone.made ? withoutRepeats(applyPrecedence(found)) : applyPrecedence(found);
  const sourceOrder = new Map(zone.sources.map((source, i) => [source.madeBy?.source ?? source, i]));
  const order = (place: Place) => sourceOrder.get(place.source.madeBy?.source ?? place.source) ?? 0;
  return kept.sort(
    (a, b) => order(a.place) - order(b.place) || compareSpans(a.span!, b.span!) || compareText(a.rule, b.rule),
  );
}

/** A resource holds many records: what is wrong with all of them, their owner say, stands at one place, and is said once. */
function withoutRepeats(findings: readonly RawFinding[]): RawFinding[] {
  const said = new Set<string>();
  return findings.filter(({ rule, span, explanation, record }) => {
    const { line, column } = span!.start;
    const key = JSON.stringify([rule, span!.file, line, column, explanation.what, record?.address]);
    if (said.has(key)) return false;
    said.add(key);
    return true;
  });
}

/** A resource has no origin, only a zone: where its name isn't known, owners are told as they are written. */
function withoutOrigin(explanation: Explanation): Explanation {
  const plain = (text: string) => text.replaceAll('"<origin>."', "the zone's apex").replaceAll(".<origin>.", "");
  return { what: plain(explanation.what), why: plain(explanation.why), how: plain(explanation.how) };
}

interface RecordCheck {
  readonly check: (record: RecordView, context: RuleContext<never>) => void;
  readonly context: RuleContext<never>;
}
interface OwnerCheck {
  readonly check: (owner: OwnerView, context: RuleContext<never>) => void;
  readonly context: RuleContext<never>;
}
type ContextOf = (rule: Rule) => RuleContext<never>;

/** What is asked of the records of each type: once of equal RDATA, or always. */
function recordChecks(rules: readonly Rule[], contextOf: ContextOf) {
  const byType = new Map<number, { readonly byRdata: RecordCheck[]; readonly always: RecordCheck[] }>();
  for (const rule of rules) {
    const { records } = rule;
    if (!records) continue;
    const context = contextOf(rule);
    for (const type of records.types) {
      const checks = byType.get(type) ?? { byRdata: [], always: [] };
      byType.set(type, checks);
      const list = records.byRdata?.includes(type) ? checks.byRdata : checks.always;
      list.push({ check: records.check, context });
    }
  }
  return byType;
}

// Loops over a million records are written out: iterators are objects.

function visitAll(view: RecordView, ids: Int32Array, checks: readonly RecordCheck[]): void {
  const { flags } = view.zone;
  for (let i = 0; i < ids.length; i++) if ((flags[ids[i]] & UNREADABLE) === 0) visit(view, ids[i], checks);
}

/** Passes over records whose RDATA is written as that of one of which there was nothing to say. */
function visitDistinct(
  view: RecordView,
  ids: Int32Array,
  checks: readonly RecordCheck[],
  reported: () => number,
): void {
  const { flags, index } = view.zone;
  const { rdataNumbers } = index;
  const isFine = new Uint8Array(MOST_NUMBERS);
  for (let i = 0; i < ids.length; i++) {
    if ((flags[ids[i]] & UNREADABLE) !== 0) continue;
    const number = rdataNumbers.of(ids[i]);
    if (number >= 0 && isFine[number] !== 0) continue;
    const before = reported();
    visit(view, ids[i], checks);
    if (number >= 0 && reported() === before) isFine[number] = 1;
  }
}

function visit(view: RecordView, id: RecordId, checks: readonly RecordCheck[]): void {
  for (let i = 0; i < checks.length; i++) {
    view.id = id;
    checks[i].check(view, checks[i].context);
  }
}

/** What is asked of an owner, by the bits of its types: few combinations of them occur. */
function ownerChecksByTypes(rules: readonly Rule[], contextOf: ContextOf) {
  const checks = rules.flatMap((rule) => {
    const { owners } = rule;
    if (!owners) return [];
    const context = contextOf(rule);
    return [{ where: owners.where, check: owners.check, context }];
  });
  if (checks.length === 0) return undefined;
  const byTypes: (OwnerCheck[] | undefined)[] = new Array(2 * HAS_SEVERAL);
  const select = (types: number) => checks.filter(({ where }) => where(types));
  return (types: number): readonly OwnerCheck[] => {
    byTypes[types] ??= select(types);
    return byTypes[types]!;
  };
}

function visitOwners(zone: Zone, checksOf: (types: number) => readonly OwnerCheck[]): void {
  const owner = new MovingOwner(zone);
  const { types, names } = zone;
  for (let name = 0; name < names.count; name++) {
    if (types[name] === 0) continue;
    const checks = checksOf(types[name]);
    for (let i = 0; i < checks.length; i++) {
      owner.name = name;
      owner.types = types[name];
      checks[i].check(owner, checks[i].context);
    }
  }
}

class MovingOwner implements OwnerView {
  name = 0;
  types = 0;
  constructor(private readonly zone: Zone) {}
  records(): RecordId[] {
    const { zone } = this;
    const records: RecordId[] = [];
    for (let id = zone.firstRecordAt(this.name); id >= 0; id = zone.nextAtOwner[id]) records.push(id);
    return records;
  }
}

export const spanOf = ({ source, start, end }: Place): Span => source.span(start, end);

function makeFix({ title, safety, edits }: NonNullable<Extras["fix"]>): Fix | undefined {
  // The owner of a resource is the owner of all its records: it is changed once.
  const made = new Map<string, Edit>();
  for (const { place, newText } of edits) {
    const edit = place.source.edit(place.start, place.end, newText);
    // What $GENERATE or another format made doesn't stand in the text as it is: there may be nothing to edit.
    if (!edit) return undefined;
    made.set(JSON.stringify(edit), edit);
  }
  return { title, safety, edits: [...made.values()] };
}

const relatedOf = (related: RelatedPlace): Related =>
  "place" in related
    ? { span: spanOf(related.place), note: noteOf(related.place, related.note) }
    : { span: plain(related.span), note: related.note };

/** With places that have been looked for: a plan is closed when the run is over. */
const plain = ({ file, start, end }: Span): Span => ({ file, start, end });

/** Lines of a plan say little; the address of the resource does. */
function noteOf({ source, start, record }: Place, note: string): string {
  const origin = record === undefined ? undefined : (source.originAt(start) as RecordOrigin | undefined);
  return origin ? `${note}, ${origin.address}` : note;
}

/** Its owner isn't known, the name that it validates is. */
const describeAwaited = ({ domain, address, action }: AwaitedRecord, zone: Zone): FindingRecord => ({
  owner: `${domain}.`,
  type: "",
  zone: zone.names.text(zone.apex),
  address,
  action,
});

export function describeRecord(record: RecordView): FindingRecord {
  const { zone, id, origin } = record;
  const zoneName = zone.names.text(zone.apex);
  const value = isDataUnknown(record)
    ? origin?.hidden?.target
    : record.readable
      ? record.presentation
      : zone.sources[zone.source[id]].text(zone.rdataStart[id], zone.rdataEnd[id]);
  const type = origin?.hidden?.type ?? (record.type === 0 ? "" : record.typeName);
  return { owner: record.ownerText, type, zone: zoneName, value, address: origin?.address, action: origin?.action };
}

/** A resource has an address even where its record is too broken to be one. */
const describeUnread = (zone: Zone, origin: RecordOrigin | undefined): FindingRecord | undefined =>
  origin && {
    owner: origin.writtenOwner,
    type: "",
    zone: zone.names.text(zone.apex),
    address: origin.address,
    action: origin.action,
  };

export function compareSpans(a: Span, b: Span): number {
  return a.start.line - b.start.line || a.start.column - b.start.column;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Findings of several zones in the order that a reader expects: by file, then by place. */
export function compareFindings(a: Finding, b: Finding): number {
  if (!a.span || !b.span) return Number(!a.span) - Number(!b.span);
  return compareText(a.span.file, b.span.file) || compareSpans(a.span, b.span) || compareText(a.rule, b.rule);
}
