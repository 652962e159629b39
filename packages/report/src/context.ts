import type { Span } from "@dcvlint/core";

/** What a report needs beside the findings. The caller does all I/O. */
export interface ReportContext {
  readonly tool: { readonly name: string; readonly version: string };
  /** The text of a root-relative file as its reader saw it, or undefined when it isn't at hand. */
  readonly readSource: (file: string) => string | undefined;
  /** From root-relative to what the medium's reader opens. SARIF doesn't ask: its paths stay relative to the root. */
  readonly pathFor: (file: string) => string;
  readonly color: boolean;
  /** Only errors, and nothing at all when there are none; heeded by `pretty` alone. */
  readonly quiet: boolean;
  /** Columns of the terminal. Without it prose isn't wrapped. */
  readonly width?: number;
}

/** A line without its terminator, counted from 1, or undefined when there is no such line. */
export type LineReader = (line: number) => string | undefined;

const FILES_KEPT = 16;

/** Finds lines in sources, reading each file about once and scanning no further than the last line asked for. */
export function createLineLookup(context: ReportContext): (span: Span) => LineReader {
  const readers = new Map<string, LineReader>();
  return ({ file }) => {
    const known = readers.get(file);
    if (known !== undefined) return known;
    if (readers.size >= FILES_KEPT) readers.clear();
    const source = context.readSource(file);
    const reader = source === undefined ? () => undefined : lineReader(source);
    readers.set(file, reader);
    return reader;
  };
}

function lineReader(source: string): LineReader {
  const starts = [0];
  return (line) => {
    while (starts.length <= line) {
      const feed = source.indexOf("\n", starts[starts.length - 1]);
      if (feed < 0) break;
      starts.push(feed + 1);
    }
    const start = starts[line - 1];
    if (start === undefined) return undefined;
    const next = starts[line];
    if (next === undefined) return source.slice(start);
    return source.slice(start, source[next - 2] === "\r" ? next - 2 : next - 1);
  };
}
