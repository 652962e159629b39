import type { Span } from "../model.js";
import { encodeUtf8 } from "../name/octets.js";
import { Source } from "./source.js";

/** A piece of made text and the place that it was written at. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly span: Span;
  /** What stands at `span`, as its author wrote it; the made text may differ (a dot added, an escape resolved). */
  readonly written: string;
  /**
   * The made text stands at `span` character by character, so that pieces of it have places of their own; but for a final
   * dot, which the provider may have added or taken off. *whole*: `span` is a literal that an edit can only replace as a
   * whole.
   */
  readonly exact: boolean | "whole";
}

/**
 * Zone text that a reader made of another format (a Terraform resource, a YAML entry): every place in it leads to where
 * its author wrote it. So one set of rules judges all formats (design §2).
 */
export class MappedSource<T = unknown> extends Source {
  constructor(
    file: string,
    bytes: Uint8Array,
    /** In the order of the text, without overlap. */
    private readonly segments: readonly Segment[],
    /** What each record came from, in the order of the text: the first octet of its line. */
    private readonly records: readonly { readonly start: number; readonly origin: T; readonly span: Span }[],
  ) {
    super(file, bytes);
  }

  override span(start: number, end: number): Span {
    const first = this.segmentIn(start, end);
    if (!first) return this.recordAt(start)?.span ?? NOWHERE(this.file);
    // Over several pieces: the record as a whole.
    if (this.segmentIn(Math.max(start, end - 1), end) !== first) return this.recordAt(start)?.span ?? first.span;
    return first.exact === true ? pieceOf(first, Math.max(start, first.start), end) : first.span;
  }

  /** Where an edit of this piece of text would have to be made; `undefined` where it can't. */
  override editSpan(start: number, end: number): Span | undefined {
    const segment = this.segmentAt(start === end ? Math.max(0, start - 1) : start) ?? this.segmentAt(start);
    if (!segment?.exact || start < segment.start || end > lastOf(segment)) return undefined;
    if (segment.exact === true) return pieceOf(segment, start, end);
    return start === segment.start && end === segment.end ? segment.span : undefined;
  }

  /** Edits stand in strings of HCL or JSON: escapes of zone files, and what begins a template there, don't belong in them. */
  override accepts(newText: string): boolean {
    return /^(?:[^"\\$%\n]|\\"|[$%](?!\{))*$/.test(newText);
  }

  /** Did the octet come from what the author wrote, and not from the provider? */
  override isWritten(offset: number): boolean {
    const segment = this.segmentAt(offset);
    return segment !== undefined && offset < segment.end;
  }

  override written(start: number, end: number): string {
    const segment = this.segmentAt(start);
    return segment && start === segment.start && end >= segment.end ? segment.written : this.text(start, end);
  }

  /** What the record whose text begins at or before `offset` came from. */
  override originAt(offset: number): T | undefined {
    return this.recordAt(offset)?.origin;
  }

  private recordAt(offset: number) {
    return this.records[lastAtOrBefore(this.records, offset)];
  }

  /** The piece at `start`; where ours stands there (a quote), the next one before `end`. */
  private segmentIn(start: number, end: number): Segment | undefined {
    const segment = this.segmentAt(start);
    if (segment && (start < segment.end || start >= end)) return segment;
    const next = this.segments[lastAtOrBefore(this.segments, start) + 1];
    return next && next.start < end ? next : segment;
  }

  private segmentAt(offset: number): Segment | undefined {
    const segment = this.segments[lastAtOrBefore(this.segments, offset)];
    return segment && offset <= segment.end ? segment : undefined;
  }
}

/** Text and its places, put together piece by piece. */
export class MappedText<T> {
  private readonly segments: Segment[] = [];
  private readonly records: { start: number; origin: T; span: Span }[] = [];
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  /** Begins the line of a record; `span` is the place of the record as a whole. */
  record(origin: T, span: Span): void {
    this.records.push({ start: this.length, origin, span });
  }

  plain(text: string): void {
    const bytes = encodeUtf8(text);
    this.parts.push(bytes);
    this.length += bytes.length;
  }

  mapped(text: string, span: Span, written: string, exact: Segment["exact"]): void {
    const start = this.length;
    this.plain(text);
    this.segments.push({ start, end: this.length, span, written, exact });
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
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return new MappedSource(file, bytes, this.segments, this.records);
  }
}

/** Where the text that stands at the span ends: its author's final dot may be gone from ours, or not be there. */
const lastOf = ({ start, end, exact, written }: Segment): number => (exact === true ? start + written.length : end);

/** ASCII text on one line: octets, characters and columns count alike. */
function pieceOf(segment: Segment, start: number, end: number): Span {
  const { span, start: from } = segment;
  const { file, start: first } = span;
  const last = lastOf(segment);
  const at = (offset: number) => ({ line: first.line, column: first.column + Math.min(offset, last) - from });
  return { file, start: at(start), end: at(Math.max(start, end)) };
}

function lastAtOrBefore(list: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (list[middle].start <= offset) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}

const NOWHERE = (file: string): Span => ({ file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } });
