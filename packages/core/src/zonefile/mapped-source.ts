import type { Edit, Span } from "../model.js";
import { DOT, encodeUtf8 } from "../name/octets.js";
import { Source } from "./source.js";

/**
 * Does the made text stand at its span character by character, so that pieces of it have places of their own? But for a
 * final dot, which the provider may have added or taken off. *whole*: the span is a literal that an edit can only
 * replace as a whole.
 */
export type Exact = boolean | "whole";

/**
 * Pieces of made text and the places that they were written at: in the order of the text, without overlap. Held in
 * columns, since a plan has a hundred thousand.
 */
interface Segments {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly spans: readonly Span[];
  /** What stands at the span, as its author wrote it (a dot added, an escape resolved); `undefined` where the made text is the same. */
  readonly written: readonly (string | undefined)[];
  readonly exact: readonly Exact[];
}

/** What each record came from, in the order of the text; `starts` are the first octets of their lines. */
interface Records<T> {
  readonly starts: readonly number[];
  readonly origins: readonly T[];
  readonly spans: readonly Span[];
}

/**
 * Zone text that a reader made of another format (a Terraform resource, a YAML entry): every place in it leads to where
 * its author wrote it. So one set of rules judges all formats (design §2).
 */
export class MappedSource<T = unknown> extends Source {
  private readonly segmentStarts: Places;
  private readonly recordStarts: Places;

  constructor(
    file: string,
    bytes: Uint8Array,
    private readonly segments: Segments,
    private readonly records: Records<T>,
  ) {
    super(file, bytes);
    this.segmentStarts = new Places(segments.starts);
    this.recordStarts = new Places(records.starts);
  }

  override span(start: number, end: number): Span {
    const { starts, spans, exact } = this.segments;
    const first = this.segmentIn(start, end);
    const whole = this.records.spans[this.recordAt(start)];
    if (first < 0) return whole ?? NOWHERE(this.file);
    // Over several pieces: the record as a whole.
    if (this.segmentIn(Math.max(start, end - 1), end) !== first) return whole ?? spans[first];
    return exact[first] === true ? this.pieceOf(first, Math.max(start, starts[first]), end) : spans[first];
  }

  /**
   * The edit as it is made where the text was written; `undefined` where that can't be done: the text came about in
   * another way, or what is to be written means something else there.
   */
  override edit(start: number, end: number, newText: string): Edit | undefined {
    const { starts, ends, exact, spans } = this.segments;
    const before = this.segmentAt(start === end ? Math.max(0, start - 1) : start);
    const segment = before >= 0 ? before : this.segmentAt(start);
    if (segment < 0 || !exact[segment] || start < starts[segment] || !PLAIN.test(newText)) return undefined;
    const escaped = newText.replaceAll('"', '\\"');
    const last = this.lastOf(segment);
    // A final dot that the reader added, or that the author wrote and the provider takes off, stays as it is.
    const added = end === last + 1 && this.bytes[last] === DOT;
    const kept = start === starts[segment] && end === ends[segment] && end < last;
    if (end > last && !added) return undefined;
    const text = added || kept ? escaped.replace(/\.$/, "") : escaped;
    if (exact[segment] === true) return { span: this.pieceOf(segment, start, end), newText: text };
    return start === starts[segment] && end >= ends[segment] ? { span: spans[segment], newText: text } : undefined;
  }

  /** Did the octet come from what the author wrote, and not from the provider? */
  override isWritten(offset: number): boolean {
    const segment = this.segmentAt(offset);
    return segment >= 0 && offset < this.segments.ends[segment];
  }

  override written(start: number, end: number): string {
    const { starts, ends, written } = this.segments;
    const segment = this.segmentAt(start);
    if (segment < 0 || start !== starts[segment] || end < ends[segment]) return this.text(start, end);
    return written[segment] ?? this.text(start, ends[segment]);
  }

  /** What the record whose text begins at or before `offset` came from. */
  override originAt(offset: number): T | undefined {
    return this.records.origins[this.recordAt(offset)];
  }

  /** -1 where there is none, as below. */
  private recordAt(offset: number): number {
    return this.recordStarts.lastUpTo(offset);
  }

  private segmentAt(offset: number): number {
    const segment = this.segmentStarts.lastUpTo(offset);
    return offset <= this.segments.ends[segment] ? segment : -1;
  }

  /** The piece at `start`; where ours stands there (a quote), the next one before `end`. */
  private segmentIn(start: number, end: number): number {
    const { starts, ends } = this.segments;
    const segment = this.segmentAt(start);
    if (segment >= 0 && (start < ends[segment] || start >= end)) return segment;
    const next = this.segmentStarts.lastUpTo(start) + 1;
    return next < starts.length && starts[next] < end ? next : segment;
  }

  /** Where the text that stands at the span ends: its author's final dot may be gone from ours, or not be there. */
  private lastOf(segment: number): number {
    const { starts, ends, exact, written } = this.segments;
    const length = exact[segment] === true ? written[segment]?.length : undefined;
    return length === undefined ? ends[segment] : starts[segment] + length;
  }

  /** ASCII text on one line: octets, characters and columns count alike. */
  private pieceOf(segment: number, start: number, end: number): Span {
    const { file, start: first } = this.segments.spans[segment];
    const from = this.segments.starts[segment];
    const last = this.lastOf(segment);
    const at = (offset: number) => ({ line: first.line, column: first.column + Math.min(offset, last) - from });
    return { file, start: at(start), end: at(Math.max(start, end)) };
  }
}

/** Text and its places, put together piece by piece. */
export class MappedText<T> {
  private readonly segments = {
    starts: [] as number[],
    ends: [] as number[],
    spans: [] as Span[],
    written: [] as (string | undefined)[],
    exact: [] as Exact[],
  };
  private readonly records = { starts: [] as number[], origins: [] as T[], spans: [] as Span[] };
  private bytes = new Uint8Array(1024);
  private length = 0;

  /** Begins the line of a record; `span` is the place of the record as a whole. */
  record(origin: T, span: Span): void {
    const { starts, origins, spans } = this.records;
    starts.push(this.length);
    origins.push(origin);
    spans.push(span);
  }

  plain(text: string): void {
    this.write(text);
  }

  mapped(text: string, span: Span, written: string, exact: Exact): void {
    const { segments } = this;
    segments.starts.push(this.length);
    const isAscii = this.write(text);
    segments.ends.push(this.length);
    segments.spans.push(span);
    segments.written.push(isAscii && written === text ? undefined : written);
    segments.exact.push(exact);
  }

  /** A place for findings to point at that no record holds: it stands in a comment of the made text. */
  note(span: Span, written: string): { readonly start: number; readonly end: number } {
    this.plain("; ");
    const start = this.length;
    this.mapped("-", span, written, false);
    this.plain("\n");
    return { start, end: start + 1 };
  }

  finish(file: string): MappedSource<T> {
    return new MappedSource(file, this.bytes.subarray(0, this.length), this.segments, this.records);
  }

  /** `true` where the text is ASCII, as nearly all is: those octets need no array of their own. */
  private write(text: string): boolean {
    this.makeRoom(text.length);
    const { bytes, length } = this;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) {
        const encoded = encodeUtf8(text);
        this.makeRoom(encoded.length);
        this.bytes.set(encoded, length);
        this.length += encoded.length;
        return false;
      }
      bytes[length + i] = unit;
    }
    this.length += text.length;
    return true;
  }

  private makeRoom(octets: number): void {
    if (this.length + octets <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + octets));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/** Ascending offsets. Rules go through a text from its front to its back: what they ask for is near to what they asked for last. */
class Places {
  private near = 0;

  constructor(private readonly starts: readonly number[]) {}

  /** Index of the last one that isn't over `offset`; -1 where none is. */
  lastUpTo(offset: number): number {
    const { starts } = this;
    let low = this.near;
    let high = starts.length;
    if (low < high && starts[low] <= offset) {
      let step = 1;
      while (low + step < high && starts[low + step] <= offset) {
        low += step;
        step *= 2;
      }
      high = Math.min(high, low + step);
    } else {
      high = low;
      low = -1;
    }
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    this.near = Math.max(0, low);
    return low;
  }
}

/**
 * Once its quotes are escaped it has no meaning of its own between the quotes of HCL or JSON. Escapes of zone files, and
 * what begins a template there, don't belong in them.
 */
const PLAIN = /^(?:[ -#&-[\]-~]|[$%](?!\{))*$/;

const NOWHERE = (file: string): Span => ({ file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } });
