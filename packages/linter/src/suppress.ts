import { type Finding, type RawFinding, RULES, type Span, type Zone, type ZoneComment } from "@dcvlint/core";

/** `; dcvlint-disable-line RULE[, RULE] -- reason` and its kin (contract §7). */
interface Suppression {
  readonly comment: ZoneComment;
  readonly file: string;
  /** Lines that it silences, both included. */
  readonly from: number;
  readonly to: number;
  /** Rule ids; empty means all. */
  readonly rules: readonly string[];
  readonly used: Set<string>;
}

export interface Suppressed {
  readonly kept: RawFinding[];
  readonly count: number;
}

/** Takes off the findings that a comment silences, and adds what the comments themselves deserve. */
export function suppress(zone: Zone, findings: readonly RawFinding[], report: ReportComment): Suppressed {
  if (zone.comments.length === 0) return { kept: [...findings], count: 0 };
  const kept: RawFinding[] = [];
  const say: Say = (comment, rule, message, data) => void kept.push(...report(comment, rule, message, data));
  const suppressions = zone.comments.flatMap((comment) => parse(zone, comment, say) ?? []);
  let count = 0;
  for (const finding of findings) {
    const by = suppressions.find((suppression) => silences(suppression, finding));
    if (!by) {
      kept.push(finding);
      continue;
    }
    count++;
    by.used.add(finding.rule);
  }
  for (const { comment, rules, used } of suppressions) {
    const idle = rules.length === 0 ? (used.size === 0 ? ["any rule"] : []) : rules.filter((rule) => !used.has(rule));
    if (idle.length > 0) say(comment, "unused-suppression", "unused", { rules: idle.join(", ") });
  }
  return { kept, count };
}

/** Makes a finding at a comment; none where the rule is off. */
export type ReportComment = (
  comment: ZoneComment,
  rule: string,
  message: string,
  data: Record<string, string>,
) => RawFinding[];

type Say = (...said: Parameters<ReportComment>) => void;

const FORM = /^;[;\s]*dcvlint-(disable-line|disable-next-line|disable-file)\b\s*(.*?)\s*(?:--\s*(.*?)\s*)?$/s;

function parse(zone: Zone, comment: ZoneComment, say: Say): Suppression | undefined {
  const { source, start, end } = comment;
  const found = FORM.exec(source.text(start, end).trimEnd());
  if (!found) return undefined;
  const [, kind, list, reason] = found;
  const names = list.split(/[\s,]+/).filter(Boolean);
  const rules: string[] = [];
  for (const name of names) {
    const rule = RULES.find(({ id, meta }) => id === name || meta.formerly.includes(name));
    if (rule) rules.push(rule.id);
    else say(comment, "unused-suppression", "unknownRule", { rule: name });
  }
  if (!reason) say(comment, "suppression-without-reason", "noReason", { rules: names.join(", ") });
  // Every rule named is unknown: it must not become one that silences all.
  if (names.length > 0 && rules.length === 0) return undefined;
  const line = source.position(start).line;
  const next = nextTextLine(comment);
  const [from, to] =
    kind === "disable-file"
      ? [0, Number.POSITIVE_INFINITY]
      : kind === "disable-line"
        ? [line, line]
        : [next, lastLineOfRecord(zone, comment, next)];
  return { comment, file: source.file, from, to, rules, used: new Set() };
}

/** The next line that holds more than blanks or a comment. */
function nextTextLine({ source, end }: ZoneComment): number {
  const { bytes } = source;
  let at = bytes.indexOf(10, end);
  while (at >= 0 && at + 1 < bytes.length) {
    const start = at + 1;
    const text = source.text(start, source.lineEnd(start)).trim();
    if (text !== "" && !text.startsWith(";")) return source.position(start).line;
    at = bytes.indexOf(10, start);
  }
  return source.position(end).line + 1;
}

/** The record that starts on a line may take several: `disable-next-line` covers them all. */
function lastLineOfRecord(zone: Zone, { source, end }: ZoneComment, line: number): number {
  let last = line;
  for (let id = 0; id < zone.count; id++) {
    if (zone.sources[zone.source[id]] !== source || zone.start[id] < end) continue;
    const first = source.position(zone.start[id]).line;
    if (first > line) break;
    if (first === line) last = source.position(zone.rdataEnd[id]).line;
  }
  return last;
}

const covers = ({ file, from, to }: Suppression, span: Span): boolean =>
  span.file === file && span.start.line <= to && span.end.line >= from;

function silences(suppression: Suppression, { rule, span, related }: Finding): boolean {
  if (suppression.rules.length > 0 && !suppression.rules.includes(rule)) return false;
  return (span !== undefined && covers(suppression, span)) || related.some((place) => covers(suppression, place.span));
}
