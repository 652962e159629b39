import type { Edit, Span } from "../model.js";
import { DOT, encodeUtf8 } from "../name/octets.js";
import { Source } from "./source.js";

/** A piece of made text and the place that it was written at. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly span: Span;
  /** What stands at `span`, as its author wrote it; the made text may differ (a dot added, an escape resolved). */
  readonly written: string;
  /** The made text stands at `span` character by character, so that pieces of it have places of their own. */
  readonly exact: boolean;
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
    const first = this.segmentAt(start);
    const last = this.segmentAt(Math.max(start, end - 1));
    if (first && first === last) return first.exact ? pieceOf(first, start, Math.min(end, first.end)) : first.span;
    // Over several pieces: the record as a whole.
    return this.recordAt(start)?.span ?? first?.span ?? last?.span ?? NOWHERE(this.file);
  }

  /**
   * The edit as it is made where the text was written; `undefined` where that can't be done: the text came about in
   * another way, or what is to be written means something else there.
   */
  override edit(start: number, end: number, newText: string): Edit | undefined {
    const segment = this.segmentAt(start === end ? Math.max(0, start - 1) : start) ?? this.segmentAt(start);
    if (!segment?.exact || start < segment.start || !PLAIN.test(newText)) return undefined;
    // The final dot is the reader's, where the author wrote none and needs none.
    const dotted = end === segment.end + 1 && this.bytes[segment.end] === DOT;
    if (!dotted && end > segment.end) return undefined;
    const text = dotted ? newText.replace(/\.$/, "") : newText;
    return { span: pieceOf(segment, start, Math.min(end, segment.end)), newText: text };
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

  mapped(text: string, span: Span, written: string, exact: boolean): void {
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

/** ASCII text on one line: octets, characters and columns count alike. */
function pieceOf({ span, start: from }: Segment, start: number, end: number): Span {
  const { file, start: first } = span;
  const at = (offset: number) => ({ line: first.line, column: first.column + offset - from });
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

/** Printable, and of no meaning of its own between the quotes of HCL, JSON or YAML. */
const PLAIN = /^[ !#&-[\]-~]*$/;

const NOWHERE = (file: string): Span => ({ file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } });
