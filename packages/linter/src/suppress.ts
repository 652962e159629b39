import {
  type Finding,
  type RawFinding,
  RULES,
  type Source,
  type Span,
  type Zone,
  type ZoneComment,
} from "@dcvlint/core";

/** `; dcvlint-disable-line RULE[, RULE] -- reason` and its kin (contract §7). */
interface Suppression {
  readonly comment: ZoneComment;
  readonly file: string;
  /** Lines that it silences, both included. */
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
  /** Rule ids; empty means all. */
  readonly rules: readonly string[];
  readonly used: Set<string>;
}

type Kind = "disable-line" | "disable-next-line" | "disable-file";

export interface Suppressed {
  readonly kept: RawFinding[];
  readonly count: number;
  /** Findings about comments that were left out, because there are more than anybody reads. */
  readonly folded: readonly RawFinding[];
}

/** What comments stand in. */
export interface Commented {
  readonly comments: readonly ZoneComment[];
  /** First and last line of what `disable-next-line` speaks of. Asked in the order of the comments. */
  behind(comment: ZoneComment): readonly [number, number];
}

export function commentsOfZone(zone: Zone): Commented {
  const lines = new NextLines(zone);
  return { comments: zone.comments, behind: (comment) => lines.behind(comment) };
}

/** Takes off the findings that a comment silences, and adds what the comments themselves deserve. */
export function suppress(commented: Commented, findings: readonly RawFinding[], report: ReportComment): Suppressed {
  const kept: RawFinding[] = [];
  const folded: RawFinding[] = [];
  if (commented.comments.length === 0) return { kept: [...findings], count: 0, folded };
  const said = new Map<string, number>();
  const say: Say = (comment, rule, message, data) => {
    for (const finding of report(comment, rule, message, data)) {
      const times = (said.get(rule) ?? 0) + 1;
      said.set(rule, times);
      if (times <= MOST_SAID) kept.push(finding);
      else folded.push(finding);
    }
  };
  const suppressions = parseAll(commented, say);
  const index = new SuppressionIndex(suppressions);
  let count = 0;
  for (const finding of findings) {
    const by = index.find(finding);
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
  return { kept, count, folded };
}

const MOST_SAID = 10_000;

/** Makes a finding at a comment; none where the rule is off. */
export type ReportComment = (
  comment: ZoneComment,
  rule: string,
  message: string,
  data: Record<string, string>,
) => RawFinding[];

type Say = (...said: Parameters<ReportComment>) => void;

/** Behind the marks of a comment in zone files, HCL and YAML. */
const START =
  /^(?:;[;\s]*|#[#\s]*|\/\/[/\s]*|\/\*[*\s]*)dcvlint-(disable-line|disable-next-line|disable-file)(?!\w|-\w)/;

function parseAll({ comments, behind }: Commented, say: Say): Suppression[] {
  const suppressions: Suppression[] = [];
  for (const comment of comments) {
    const { source, start, end } = comment;
    const text = source.text(start, end).replace(/^(\/\*[\s\S]*)\*\/$/, "$1");
    const found = START.exec(text);
    if (!found) continue;
    const kind = found[1] as Kind;
    const dashes = text.indexOf("--", found[0].length);
    const list = text.slice(found[0].length, dashes < 0 ? undefined : dashes);
    const reason = dashes < 0 ? "" : text.slice(dashes + 2).trim();
    const names = new Set(list.split(/[\s,]+/).filter(Boolean));
    const { rules, unknown } = tellRules(names);
    if (unknown.length > 0) say(comment, "unused-suppression", "unknownRule", { rule: listOf(unknown) });
    if (!reason) say(comment, "suppression-without-reason", "noReason", { rules: rules.join(", ") });
    // Every rule named is unknown: it must not become one that silences all.
    if (names.size > 0 && rules.length === 0) continue;
    const line = source.position(start).line;
    const [from, to] =
      kind === "disable-file"
        ? [0, Number.POSITIVE_INFINITY]
        : kind === "disable-line"
          ? [line, line]
          : behind(comment);
    suppressions.push({ comment, file: source.file, from, to, kind, rules, used: new Set() });
  }
  return suppressions;
}

const RULE_IDS = new Map(RULES.flatMap(({ id, meta }) => [id, ...meta.formerly].map((name) => [name, id] as const)));

function tellRules(names: Iterable<string>): { rules: string[]; unknown: string[] } {
  const rules = new Set<string>();
  const unknown: string[] = [];
  for (const name of names) {
    const id = RULE_IDS.get(name);
    if (id) rules.add(id);
    else unknown.push(name);
  }
  return { rules: [...rules], unknown };
}

/** Names for a message that puts quotes round them all. */
function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  if (names.length > shown.length) shown.push(`… (${names.length - shown.length} more)`);
  return shown.join('", "');
}

/** What `disable-next-line` speaks of. The comments of a source come in its order, so each text is gone through once. */
class NextLines {
  private source?: Source;
  /** Where the last comment that was asked for ended, and where the text behind it begins. */
  private from = 0;
  private textAt = 0;
  private range: readonly [number, number] = [0, 0];
  private records?: Map<Source, number[]>;

  constructor(private readonly zone: Zone) {}

  /** The next line that holds more than blanks or a comment; all lines of the record that starts on it. */
  behind({ source, end }: ZoneComment): readonly [number, number] {
    if (source === this.source && end >= this.from && end <= this.textAt) return this.range;
    this.source = source;
    this.from = end;
    this.textAt = this.textBehind(source, end);
    const { line } = source.position(Math.min(this.textAt, source.bytes.length));
    this.range = [line, Math.max(line, this.lastLine(source, end, this.textAt))];
    return this.range;
  }

  /** Where the line begins; behind the end where there is none. */
  private textBehind({ bytes }: Source, end: number): number {
    for (let at = bytes.indexOf(LF, end); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(LF, at + 1)) {
      let first = at + 1;
      while (first < bytes.length && isBlank(bytes[first])) first++;
      if (first < bytes.length && bytes[first] !== LF && bytes[first] !== SEMICOLON) return at + 1;
    }
    return bytes.length;
  }

  private lastLine(source: Source, end: number, textAt: number): number {
    const ids = this.recordsOf(source);
    const lineEnd = source.lineEnd(textAt);
    let last = 0;
    for (let at = firstFrom(ids, (id) => this.zone.start[id] >= Math.max(end, textAt)); at < ids.length; at++) {
      if (this.zone.start[ids[at]] > lineEnd) break;
      last = source.position(this.zone.rdataEnd[ids[at]]).line;
    }
    return last;
  }

  private recordsOf(source: Source): readonly number[] {
    if (!this.records) {
      this.records = new Map();
      const { zone } = this;
      for (let id = 0; id < zone.count; id++) {
        const of = zone.sources[zone.source[id]];
        const list = this.records.get(of);
        if (list) list.push(id);
        else this.records.set(of, [id]);
      }
    }
    return this.records.get(source) ?? [];
  }
}

const LF = 10;
const SEMICOLON = 59;
const isBlank = (octet: number): boolean => octet === 32 || octet === 9 || octet === 13 || octet === 11 || octet === 12;

/** Index of the first entry for which it holds; it holds for all behind that one. */
function firstFrom<T>(list: readonly T[], holds: (entry: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Trouble that keeps a text from being read: all findings of a file are silenced, but these only by name. */
const READING = new Set(
  RULES.filter(({ meta }) => meta.group === "Reading the source" && meta.severity === "error").map(({ id }) => id),
);

const ALL = "*";

/** Suppressions by kind, file and rule, each list in the order of its lines: one search finds what covers a place. */
class SuppressionIndex {
  private readonly lists = new Map<string, Suppression[]>();

  constructor(suppressions: readonly Suppression[]) {
    for (const suppression of suppressions) {
      const { kind, file, rules } = suppression;
      for (const rule of rules.length > 0 ? rules : [ALL]) {
        const key = keyOf(kind, file, rule);
        const list = this.lists.get(key);
        if (list) list.push(suppression);
        else this.lists.set(key, [suppression]);
      }
    }
    for (const [key, list] of this.lists) {
      list.sort((a, b) => a.from - b.from);
      // Of several on one line the first one does it all; ranges that are left don't overlap.
      this.lists.set(
        key,
        list.filter(({ from }, i) => i === 0 || from !== list[i - 1].from),
      );
    }
  }

  find({ rule, span, related }: Finding): Suppression | undefined {
    const own = span && this.at(rule, span);
    if (own) return own;
    for (const place of related) {
      const found = this.at(rule, place.span);
      if (found) return found;
    }
    return undefined;
  }

  private at(rule: string, { file, start, end }: Span): Suppression | undefined {
    for (const name of [rule, ALL]) {
      for (const kind of KINDS) {
        if (kind === "disable-file" && name === ALL && READING.has(rule)) continue;
        const list = this.lists.get(keyOf(kind, file, name));
        if (!list) continue;
        const found = list[firstFrom(list, ({ to }) => to >= start.line)];
        if (found && found.from <= end.line) return found;
      }
    }
    return undefined;
  }
}

const KINDS: readonly Kind[] = ["disable-line", "disable-next-line", "disable-file"];

const keyOf = (kind: Kind, file: string, rule: string): string => `${kind} ${rule} ${file}`;
