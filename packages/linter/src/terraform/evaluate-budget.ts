import type { Span } from "@dcvlint/core";
import { Exhausted, type Place, sizeOf, type Val } from "./evaluate-values.js";

export interface EvaluationLimits {
  /** Of one argument, local or output (contract §3). */
  readonly steps: number;
  /** Of everything together, besides one for each character of the sources. */
  readonly totalSteps: number;
  /** Elements of one `for_each`, `count` or `dynamic`. */
  readonly forEach: number;
  /** Characters of one string. */
  readonly text: number;
  /** Instances beyond one for each block. */
  readonly instances: number;
}

export const EVALUATION_LIMITS: EvaluationLimits = { steps: 100_000, totalSteps: 20_000_000, forEach: 10_000, text: 2 ** 20, instances: 100_000 };

/** Expressions within expressions and locals within locals; the evaluator recurses, so this keeps the stack. */
const MAX_DEPTH = 500;

export interface LimitProblem {
  readonly what: string;
  readonly span: Span;
}

/** Counts what evaluating costs, so that a short text can't keep us busy. Past a limit: one problem, the rest goes on. */
export class Budget {
  readonly limits: EvaluationLimits;
  readonly problems: LimitProblem[] = [];
  private left = 0;
  private total: number;
  private depth = 0;

  constructor(limits: EvaluationLimits, sourceLength: number) {
    this.limits = limits;
    this.total = limits.totalSteps + sourceLength;
  }

  /** Starts the count of one argument; what to give `end`. Undefined when nothing is left of the whole. */
  begin(place: Place): number | undefined {
    if (this.total <= 0) return undefined;
    const outer = this.left;
    this.left = Math.min(this.limits.steps, this.total);
    this.total -= this.left;
    if (this.total <= 0) this.report(new Exhausted("more steps than all of it may"), place);
    return outer;
  }

  end(outer: number): void {
    this.total += Math.max(0, this.left);
    this.left = outer;
  }

  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new Exhausted(`more than ${this.limits.steps.toLocaleString("en")} steps`);
  }

  /** Walking through whole values. */
  spendWalk(values: readonly Val[]): void {
    let size = 0;
    for (const value of values) size += sizeOf(value);
    this.spend(size);
  }

  /** Before pieces are joined. */
  spendText(pieces: readonly string[]): void {
    let length = 0;
    for (const piece of pieces) length += piece.length;
    this.spendLength(length);
  }

  spendLength(length: number): void {
    if (length > this.limits.text) throw new Exhausted(`a text of more than ${this.limits.text.toLocaleString("en")} characters`);
    this.spend(length >> 8);
  }

  descend(): void {
    if (++this.depth > MAX_DEPTH) {
      this.depth--;
      throw new Exhausted(`more than ${MAX_DEPTH} levels`);
    }
  }
  ascend(): void {
    this.depth--;
  }

  report({ what }: Exhausted, { source, start, end }: Place): void {
    if (this.problems.length < 100) this.problems.push({ what, span: source.span(start, end) });
  }
}
