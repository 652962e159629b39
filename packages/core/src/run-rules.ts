import type { Finding, FindingRecord, Fix, Severity, Span } from "./model.js";
import { applyPrecedence } from "./precedence.js";
import type { Extras, Facts, OwnerView, RawFinding, Rule, RuleContext } from "./rule.js";
import { type Place, RecordView } from "./zone/record-view.js";
import type { RecordId, Zone } from "./zone/zone.js";
import { recordsAt } from "./zone/zone-index.js";

/** What a rule is run at; `off` keeps it from running. */
export type Level = Severity | "off";

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
  const byId = new Map(active.map((rule) => [rule.id, rule]));
  const found: RawFinding[] = [];
  const generated = new Set<string>();
  const view = new RecordView(zone);
  const other = new RecordView(zone);
  const { index } = zone;

  const counts = new Map<string, number>();
  const folded = new Map<string, number>();
  const reporter =
    (rule: Rule): RuleContext<never>["report"] =>
    (place: Place, message: string, data: never, extras: Extras = {}) => {
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

  const visitors = new Map<number, { check: (record: RecordView) => void }[]>();
  for (const rule of active) {
    const { records } = rule;
    if (!records) continue;
    const context = contextOf(rule);
    for (const type of records.types) {
      const list = visitors.get(type) ?? [];
      list.push({ check: (record) => records.check(record, context) });
      visitors.set(type, list);
    }
  }
  for (const [type, checks] of visitors) {
    for (const id of index.ofType(type)) {
      view.id = id;
      if (!view.readable) continue;
      for (const visitor of checks) {
        view.id = id;
        visitor.check(view);
      }
    }
  }

  const ownerRules = active.filter((rule) => rule.owners);
  if (ownerRules.length > 0) {
    const wants = ownerRules.map((rule) => {
      const context = contextOf(rule);
      const owners = rule.owners!;
      return { where: owners.where, check: (owner: OwnerView) => owners.check(owner, context) };
    });
    const owner = new MovingOwner(zone);
    for (let name = 0; name < zone.names.count; name++) {
      const bits = zone.types[name];
      if (bits === 0) continue;
      for (const want of wants) {
        if (!want.where(bits)) continue;
        owner.name = name;
        owner.types = bits;
        want.check(owner);
      }
    }
  }
  for (const rule of active) rule.zone?.(contextOf(rule));

  for (const [rule, count] of folded) onFolded?.(rule, count);
  const kept = applyPrecedence(found);
  const sourceOrder = new Map(zone.sources.map((source, i) => [source.madeBy?.source ?? source, i]));
  const order = (place: Place) => sourceOrder.get(place.source.madeBy?.source ?? place.source) ?? 0;
  return kept.sort(
    (a, b) => order(a.place) - order(b.place) || compareSpans(a.span!, b.span!) || compareText(a.rule, b.rule),
  );
}

class MovingOwner implements OwnerView {
  name = 0;
  types = 0;
  constructor(private readonly zone: Zone) {}
  records(): RecordId[] {
    return [...recordsAt(this.zone, this.name)];
  }
}

export const spanOf = ({ source, start, end }: Place): Span => source.span(start, end);

function makeFix({ title, safety, edits }: NonNullable<Extras["fix"]>): Fix | undefined {
  // What $GENERATE made stands nowhere in the text: there is nothing to edit.
  if (edits.some(({ place }) => place.source.madeBy)) return undefined;
  return { title, safety, edits: edits.map(({ place, newText }) => ({ span: spanOf(place), newText })) };
}

function describeRecord(zone: Zone, id: RecordId): FindingRecord {
  const record = new RecordView(zone).at(id);
  const zoneName = zone.names.text(zone.apex);
  const value = record.readable
    ? record.presentation
    : zone.sources[zone.source[id]].text(zone.rdataStart[id], zone.rdataEnd[id]);
  return { owner: record.ownerText, type: record.type === 0 ? "" : record.typeName, zone: zoneName, value };
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
