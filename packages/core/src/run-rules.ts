import type { Finding, FindingRecord, Fix, Severity, Span } from "./model.js";
import { applyPrecedence } from "./precedence.js";
import type { Extras, Facts, OwnerView, RawFinding, Rule, RuleContext } from "./rule.js";
import { MOST_NUMBERS, RdataNumbers } from "./zone/rdata-numbers.js";
import { type Place, RecordView } from "./zone/record-view.js";
import { HAS_SEVERAL, type RecordId, type Zone } from "./zone/zone.js";
import { recordsAt } from "./zone/zone-index.js";

/** What a rule is run at; `off` keeps it from running. */
export type Level = Severity | "off";

const CLASS_IN = 1;

export interface RuleRun {
  readonly rules: readonly Rule[];
  readonly facts: Facts;
  /** Levels that the user set, by rule id; they hold for all of a rule's messages. */
  readonly levels?: ReadonlyMap<string, Level>;
  /** Told how many findings of a rule were left out because there are more than anybody reads. */
  readonly onFolded?: (rule: string, count: number) => void;
}

/** Findings of one rule in one zone; what comes on top is counted, not made: a file can have a million lines. */
const MOST = { error: 10_000, warning: 10_000, info: 100 };

/** All findings of a zone, the reader's own included, precedence applied, in the order of the source. */
export function runRules(zone: Zone, { rules, facts, levels, onFolded }: RuleRun): RawFinding[] {
  const active = rules.filter((rule) => levels?.get(rule.id) !== "off");
  // In another class than IN there are no addresses, hosts and certificates: only the text itself can be wrong.
  const judging = zone.class === CLASS_IN ? active : [];
  const byId = new Map(active.map((rule) => [rule.id, rule]));
  const found: RawFinding[] = [];
  const generated = new Set<string>();
  const view = new RecordView(zone);
  const other = new RecordView(zone);
  const { index } = zone;

  let reported = 0;
  const counts = new Map<string, number>();
  const folded = new Map<string, number>();
  const reporter =
    (rule: Rule): RuleContext<never>["report"] =>
    (place: Place, message: string, data: never, extras: Extras = {}) => {
      reported++;
      const { madeBy } = place.source;
      if (madeBy) {
        // Every record of a $GENERATE is wrong in the same way, at the same place: say it once.
        const key = `${rule.id} ${message} ${madeBy.source.file} ${madeBy.start}`;
        if (generated.has(key)) return;
        generated.add(key);
      }
      const { severity: own, ...explanation } = rule.messages[message](data);
      const severity: Severity =
        (levels?.get(rule.id) as Severity | undefined) ?? extras.severity ?? own ?? rule.severity;
      const count = (counts.get(rule.id) ?? 0) + 1;
      counts.set(rule.id, count);
      if (count > MOST[severity]) {
        folded.set(rule.id, (folded.get(rule.id) ?? 0) + 1);
        return;
      }
      found.push({
        rule: rule.id,
        message,
        severity,
        explanation,
        place,
        span: spanOf(place),
        record: place.record === undefined ? undefined : describeRecord(zone, place.record),
        related: (extras.related ?? []).map(({ place, note }) => ({ span: spanOf(place), note })),
        fix: extras.fix && makeFix(extras.fix),
      });
    };
  const contextOf = (rule: Rule): RuleContext<never> => ({ zone, index, facts, other, report: reporter(rule) });

  for (const problem of zone.problems) {
    const rule = byId.get(problem.rule);
    // A reader that speaks of a rule nobody has is our mistake; a rule that is off is the user's wish.
    if (!rule) {
      if (levels?.get(problem.rule) === "off") continue;
      if (rules.some((other) => other.id === problem.rule)) continue;
      if (rules.length > 1) throw new Error(`the reader reports "${problem.rule}", which is no rule`);
      continue;
    }
    const { source, start, end, record } = problem;
    const edits = rule.fixProblem?.(problem);
    reporter(rule)({ source, start, end, record }, problem.message as never, problem.data as never, { fix: edits });
  }

  const visit = (id: RecordId, checks: readonly RecordCheck[]) => {
    for (const check of checks) {
      view.id = id;
      check(view);
    }
  };
  const numbers = new RdataNumbers(zone);
  for (const [type, { always, byRdata }] of recordChecks(judging, contextOf)) {
    /** By number of the RDATA: there is nothing to say of it. */
    const isFine = new Uint8Array(MOST_NUMBERS);
    for (const id of index.ofType(type)) {
      view.id = id;
      if (!view.readable) continue;
      if (byRdata.length > 0) {
        const number = numbers.of(id);
        if (number < 0 || isFine[number] === 0) {
          const before = reported;
          visit(id, byRdata);
          if (number >= 0 && reported === before) isFine[number] = 1;
        }
      }
      visit(id, always);
    }
  }

  const ownerChecks = ownerChecksByTypes(judging, contextOf);
  if (ownerChecks) {
    const owner = new MovingOwner(zone);
    const { types } = zone;
    for (let name = 0; name < zone.names.count; name++) {
      if (types[name] === 0) continue;
      for (const check of ownerChecks(types[name])) {
        owner.name = name;
        owner.types = types[name];
        check(owner);
      }
    }
  }
  for (const rule of judging) rule.zone?.(contextOf(rule));

  for (const [rule, count] of folded) onFolded?.(rule, count);
  const kept = applyPrecedence(found);
  const sourceOrder = new Map(zone.sources.map((source, i) => [source.madeBy?.source ?? source, i]));
  const order = (place: Place) => sourceOrder.get(place.source.madeBy?.source ?? place.source) ?? 0;
  return kept.sort(
    (a, b) => order(a.place) - order(b.place) || compareSpans(a.span!, b.span!) || compareText(a.rule, b.rule),
  );
}

type RecordCheck = (record: RecordView) => void;
type OwnerCheck = (owner: OwnerView) => void;
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
      list.push((record) => records.check(record, context));
    }
  }
  return byType;
}

/** What is asked of an owner, by the bits of its types: few combinations of them occur. */
function ownerChecksByTypes(rules: readonly Rule[], contextOf: ContextOf) {
  const checks = rules.flatMap((rule) => {
    const { owners } = rule;
    if (!owners) return [];
    const context = contextOf(rule);
    return [{ where: owners.where, check: (owner: OwnerView) => owners.check(owner, context) }];
  });
  if (checks.length === 0) return undefined;
  const byTypes: (OwnerCheck[] | undefined)[] = new Array(2 * HAS_SEVERAL);
  return (types: number): readonly OwnerCheck[] => {
    byTypes[types] ??= checks.filter(({ where }) => where(types)).map(({ check }) => check);
    return byTypes[types]!;
  };
}

class MovingOwner implements OwnerView {
  name = 0;
  types = 0;
  constructor(private readonly zone: Zone) {}
  records(): RecordId[] {
    const records: RecordId[] = [];
    for (const id of recordsAt(this.zone, this.name)) records.push(id);
    return records;
  }
}

export const spanOf = ({ source, start, end }: Place): Span => source.span(start, end);

function makeFix({ title, safety, edits }: NonNullable<Extras["fix"]>): Fix | undefined {
  const made = edits.map(({ place, newText }) => ({ span: place.source.editSpan(place.start, place.end), newText }));
  // What $GENERATE or another format made doesn't stand in the text as it is: there may be nothing to edit.
  if (made.some(({ span }) => span === undefined)) return undefined;
  return { title, safety, edits: made as Fix["edits"] };
}

function describeRecord(zone: Zone, id: RecordId): FindingRecord {
  const record = new RecordView(zone).at(id);
  const zoneName = zone.names.text(zone.apex);
  const value = record.readable
    ? record.presentation
    : zone.sources[zone.source[id]].text(zone.rdataStart[id], zone.rdataEnd[id]);
  const type = record.type === 0 ? "" : record.typeName;
  return { owner: record.ownerText, type, zone: zoneName, value, address: record.origin?.address };
}

export function compareSpans(a: Span, b: Span): number {
  return a.start.line - b.start.line || a.start.column - b.start.column;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Findings of several zones in the order that a reader expects: by file, then by place. */
export function compareFindings(a: Finding, b: Finding): number {
  if (!a.span || !b.span) return Number(!a.span) - Number(!b.span);
  return compareText(a.span.file, b.span.file) || compareSpans(a.span, b.span) || compareText(a.rule, b.rule);
}
