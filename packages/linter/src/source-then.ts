import { Source, type Span } from "@dcvlint/core";

const LF = 10;
const gone = new WeakSet<Span>();

/** Is it of text that stands there no more? */
export const isOfGone = (span: Span): boolean => gone.has(span);

/** Lines that are looked at to tell where one that is gone stood. */
const MOST_STEPS = 1_000;
const MOST_LINES = 1_000_000;
const LONGEST_LINE = 2 ** 12;

/**
 * The text of a file before a change, whose places are shown in the file as it is now: a line that is still there at the
 * line, one that is gone at the line that stands in its place. There an editor, an annotation and a suppression find it.
 */
export class SourceThen extends Source {
  private changed: ReadonlyMap<string, number> | undefined;
  private ends: { readonly same: number; readonly sameBehind: number } | undefined;

  constructor(
    then: Source,
    private readonly now: Source,
    madeBy?: Source["madeBy"],
  ) {
    super(then.file, then.bytes, madeBy);
  }

  override span(start: number, end: number): Span {
    if (this.madeBy) return super.span(start, end);
    const { bytes, now } = this;
    const { same, sameBehind } = this.findEnds();
    if (end <= same) return now.span(start, end);
    const moved = now.bytes.length - bytes.length;
    if (start >= bytes.length - sameBehind) return now.span(start + moved, end + moved);
    const line = this.lineStart(start);
    const there = this.find(line);
    if (there !== undefined) {
      const last = Math.min(end, this.lineEnd(line));
      return now.span(there + start - line, there + last - line);
    }
    const place = this.inItsPlace(line);
    const span = now.span(place, place);
    gone.add(span);
    return span;
  }

  /** What begins and ends alike, in whole lines. */
  private findEnds() {
    if (this.ends) return this.ends;
    const then = this.bytes;
    const now = this.now.bytes;
    const shorter = Math.min(then.length, now.length);
    let same = 0;
    while (same < shorter && then[same] === now[same]) same++;
    if (same < Math.max(then.length, now.length)) same = same === 0 ? 0 : then.lastIndexOf(LF, same - 1) + 1;
    let sameBehind = 0;
    while (sameBehind < shorter - same && then[then.length - 1 - sameBehind] === now[now.length - 1 - sameBehind])
      sameBehind++;
    // Up to where a line begins in both.
    const from = then.length - sameBehind;
    const begins = (bytes: Uint8Array, at: number) => at === 0 || bytes[at - 1] === LF;
    if (!begins(then, from) || !begins(now, now.length - sameBehind)) {
      const lf = then.indexOf(LF, from);
      sameBehind = lf < 0 ? 0 : then.length - lf - 1;
    }
    this.ends = { same, sameBehind };
    return this.ends;
  }

  /** Where the line that begins at an offset stands now, among those that changed. */
  private find(line: number): number | undefined {
    this.changed ??= this.readChanged();
    return this.changed.get(textOf(this.bytes, line, this.lineEnd(line)));
  }

  /** The lines of today that changed, by their text: where each stands first. */
  private readChanged(): ReadonlyMap<string, number> {
    const { same, sameBehind } = this.findEnds();
    const { now } = this;
    const lines = new Map<string, number>();
    const end = now.bytes.length - sameBehind;
    for (let at = same; at < end && lines.size < MOST_LINES; ) {
      const text = textOf(now.bytes, at, now.lineEnd(at));
      if (text !== "" && !lines.has(text)) lines.set(text, at);
      const lf = now.bytes.indexOf(LF, at);
      if (lf < 0) break;
      at = lf + 1;
    }
    return lines;
  }

  /** Behind the nearest line in front of it that is still there. */
  private inItsPlace(line: number): number {
    const { same } = this.findEnds();
    const { now } = this;
    let place = same;
    for (let at = line, steps = 0; at > same && steps < MOST_STEPS; steps++) {
      at = this.lineStart(at - 1);
      const there = at < same ? undefined : this.find(at);
      if (there === undefined) continue;
      const lf = now.bytes.indexOf(LF, there);
      place = lf < 0 ? now.bytes.length : lf + 1;
      break;
    }
    return place < now.bytes.length ? place : now.lineStart(Math.max(0, now.bytes.length - 1));
  }
}

/** Of a line as long as no record's is, nothing: it isn't looked for. */
const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  end - start > LONGEST_LINE ? "" : Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
