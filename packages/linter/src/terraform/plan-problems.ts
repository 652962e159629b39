import { isAscii } from "node:buffer";
import type { Position } from "@dcvlint/core";
import { type ByteSource, findByte } from "./plan-source.js";

/** What can't be read of a plan, and where. `line` and `column` count from 1, columns in UTF-16 units; `offset` in octets of UTF-8. */
export interface PlanProblem extends Position {
  readonly message: string;
  readonly offset: number;
}

const MOST = 100;

export class Problems {
  readonly list: PlanProblem[] = [];

  constructor(private readonly lines: PlanLines) {}

  /** The same place isn't told twice, and a file that is all wrong isn't told line by line. */
  add(message: string, offset: number): void {
    if (
      this.list.length >= MOST ||
      this.list.some((problem) => problem.offset === offset && problem.message === message)
    )
      return;
    this.list.push({
      message: this.list.length === MOST - 1 ? "There are more problems than can be listed." : message,
      offset,
      ...this.lines.at(offset),
    });
  }
}

/** Short, since places are asked for in any order: each costs half of one. */
const STRIDE = 16 * 1024;
/** Octets that are read at a time to find where the strides begin. */
const BLOCK = 16 * STRIDE;

/**
 * Lines and columns of offsets. A plan is mostly one line, so a column may need all that comes before it: the place of each
 * stride is remembered, and nobody pays who doesn't ask.
 */
export class PlanLines {
  private readonly lines: number[] = [];
  private readonly columns: number[] = [];
  private buffer = new Uint8Array(3);
  private last = { offset: -1, line: 1, column: 1 };

  constructor(private readonly source: ByteSource) {}

  at(offset: number): Position {
    const wanted = Math.min(offset, this.source.size);
    const stride = Math.floor(wanted / STRIDE);
    if (this.lines.length === 0) {
      this.lines.push(1);
      // No editor counts the byte order mark.
      this.columns.push(1 - (isBom(this.source.read(0, 3, this.buffer)) ? 1 : 0));
      this.buffer = new Uint8Array(BLOCK);
    }
    while (this.lines.length <= stride) this.readBlock();
    const near = this.last.offset >= stride * STRIDE && this.last.offset <= wanted;
    const from = near ? this.last : { offset: stride * STRIDE, line: this.lines[stride], column: this.columns[stride] };
    const bytes = this.source.read(from.offset, wanted - from.offset, this.buffer);
    this.last = { offset: wanted, ...count(bytes, from.line, from.column) };
    return { line: this.last.line, column: this.last.column };
  }

  private readBlock(): void {
    const { lines, columns } = this;
    let at = lines.length - 1;
    const bytes = this.source.read(at * STRIDE, BLOCK, this.buffer);
    for (let from = 0; from < BLOCK; from += STRIDE, at++) {
      const { line, column } = count(bytes.subarray(from, from + STRIDE), lines[at], columns[at]);
      lines.push(line);
      columns.push(column);
    }
  }
}

/** The place behind these octets. */
function count(bytes: Uint8Array, line: number, column: number): Position {
  // Mostly it is ASCII on one line: the engine tells that a hundred times faster than its octets can be counted.
  if (isAscii(bytes) && findByte(bytes, 0x0a, 0) < 0) return { line, column: column + bytes.length };
  let lines = line;
  let columns = column;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === 0x0a) {
      lines++;
      columns = 1;
    } else if (byte < 0x80) columns++;
    // Bytes that go on with a character count nothing; four of them make two units.
    else if (byte >= 0xc0) columns += byte >= 0xf0 ? 2 : 1;
  }
  return { line: lines, column: columns };
}

const isBom = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
