import type { Span } from "@dcvlint/core";

/** What a report needs beside the findings. The caller does all I/O. */
export interface ReportContext {
  readonly tool: { readonly name: string; readonly version: string };
  /** A line (from 1, without its end) of a root-relative file as its reader saw it; undefined when it isn't at hand. */
  readonly readLine: (file: string, line: number) => string | undefined;
  /** From root-relative to what the medium's reader opens. SARIF doesn't ask: its paths stay relative to the root. */
  readonly pathFor: (file: string) => string;
  /** Does a place lie on a line of the change? Absent where nothing was compared. */
  readonly isChanged?: (span: Span) => boolean;
  readonly color: boolean;
  /** Only errors, and nothing at all when there are none; heeded by `pretty` alone. */
  readonly quiet: boolean;
  /** Columns of the terminal. Without it prose isn't wrapped. */
  readonly width?: number;
}

/** A line without its terminator, counted from 1, or undefined when there is no such line. */
export type LineReader = (line: number) => string | undefined;

/** Lines of the file that a span stands in. */
export const createLineLookup =
  (context: ReportContext): ((span: Span) => LineReader) =>
  ({ file }) =>
  (line) =>
    context.readLine(file, line);
