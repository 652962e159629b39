import type { Span } from "@dcvlint/core";
import { Exhausted, type Place, sizeOf, type Val } from "./evaluate-values.js";

export interface EvaluationLimits {
  /** Of one argument, local or output (contract §3), besides one for each character of the sources. */
  readonly steps: number;
  /** Of everything together, besides two for each character of the sources. */
  readonly totalSteps: number;
  /** Elements of one `for_each`, `count` or `dynamic`. */
  readonly forEach: number;
  /** Characters of one string. */
  readonly text: number;
  /** Instances beyond one for each block. */
  readonly instances: number;
  /** Calls of modules, each in every instance of the module that it stands in. */
  readonly modules: number;
}

export const EVALUATION_LIMITS: EvaluationLimits = {
  steps: 100_000,
  totalSteps: 3_000_000,
  forEach: 10_000,
  text: 2 ** 20,
  instances: 100_000,
  modules: 20_000,
};

const MAX_PROBLEMS = 100;

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
  private steps: number;
  private left = 0;
  private total: number;
  private depth = 0;
  private stopped = false;
  private instances = 0;
  private modules = 0;

  constructor(limits: EvaluationLimits) {
    this.limits = limits;
    this.steps = limits.steps;
    this.total = limits.totalSteps;
  }

  /** A long text may take long: ten thousand records in one list are honest work. */
  allowFor(sourceLength: number): void {
    this.steps += sourceLength;
    this.total += 2 * sourceLength;
  }

  /** The same in the midst of an argument, for a text that it reads. */
  allowNow(textLength: number): void {
    this.allowFor(textLength);
    this.left += textLength;
  }

  /** Starts the count of one argument; what to give `end`. Undefined when nothing is left of the whole. */
  begin(place: Place): number | undefined {
    if (this.total <= 0) {
      if (!this.stopped) this.report(new Exhausted("more steps than all of it together may"), place);
      this.stopped = true;
      return undefined;
    }
    const outer = this.left;
    this.left = this.steps;
    return outer;
  }

  end(outer: number): void {
    this.left = outer;
  }

  spend(steps: number): void {
    this.left -= steps;
    this.total -= steps;
    if (this.left < 0) throw new Exhausted(`more than ${this.steps.toLocaleString("en")} steps`);
    if (this.total < 0) throw new Exhausted("more steps than all of it together may");
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
    if (length > this.limits.text)
      throw new Exhausted(`a text of more than ${this.limits.text.toLocaleString("en")} characters`);
    this.spend(length >> 8);
  }

  checkForEach(count: number): void {
    const most = this.limits.forEach;
    if (count > most) throw new Exhausted(`more than ${most.toLocaleString("en")} elements`);
  }

  claimInstances(count: number): void {
    this.instances += Math.max(0, count - 1);
    if (this.instances > this.limits.instances) {
      this.instances -= count - 1;
      throw new Exhausted(
        `more elements than all of them may have together (${this.limits.instances.toLocaleString("en")})`,
      );
    }
  }

  /** Calls within calls multiply without `count`, too. `false` when there have been too many. */
  claimModule(place: Place): boolean {
    const most = this.limits.modules;
    if (++this.modules === most + 1)
      this.report(
        new Exhausted(`more calls of modules than there may be together (${most.toLocaleString("en")})`),
        place,
      );
    return this.modules <= most;
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
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ what, span: source.span(start, end) });
  }
}
