import type { Expr, Step } from "./ast.js";
import { TemplateParser } from "./template-parser.js";

/** Numbers, and what may follow a term: attributes, indexes and splats. */
export abstract class StepParser extends TemplateParser {
  protected number(): Expr {
    const start = this.pos;
    // hashicorp/hcl's token takes dots and exponents as they come; whether that is a number is asked afterwards.
    for (let at = start; ; ) {
      if (isDigit(this.at(at))) this.pos = ++at;
      else if (this.at(at) === 0x2e) at++;
      else if ((this.at(at) | 0x20) === 0x65) {
        const sign = this.at(at + 1);
        const digit = at + (sign === 0x2b || sign === 0x2d ? 2 : 1);
        if (!isDigit(this.at(digit))) break;
        this.pos = at = digit + 1;
      } else break;
    }
    const text = this.text.slice(start, this.pos);
    if (text.length > MAX_DIGITS || !PLAIN_NUMBER.test(text)) {
      this.fail("Invalid number literal", "Failed to recognize the value of this number literal.", start, this.pos);
    }
    return { kind: "number", value: Number(text), text, start, end: this.pos };
  }

  /** `.name`, `.0`, `.*`, `[key]` and `[*]` after a term. */
  protected steps(from: Expr): Expr {
    let expr = from;
    for (;;) {
      const c = this.skip();
      const start = this.pos;
      if (c === 0x2e || c === 0x5b) this.count();
      if (c === 0x2e) {
        if (this.text.startsWith("...", start)) return expr;
        this.pos++;
        if (this.skip() === 0x2a) expr = this.attributeSplat(expr);
        else expr = withStep(expr, this.dotStep(start));
      } else if (c === 0x5b) {
        this.pos++;
        if (this.skip() === 0x2a) {
          this.pos++;
          if (this.skip() !== 0x5d) {
            this.fail(
              "Missing close bracket on splat index",
              'The star for a full splat operator must be immediately followed by a closing bracket ("]").',
            );
          }
          this.pos++;
          // Each further splat nests in this one.
          this.enter(start);
          const each = this.steps({ kind: "item", start, end: this.pos });
          this.depth--;
          expr = { kind: "splat", source: expr, each, start: expr.start, end: each.end };
        } else expr = withStep(expr, this.indexStep(start));
      } else return expr;
    }
  }

  private dotStep(start: number): Step {
    const c = this.skip();
    if (c >= 0x30 && c <= 0x39) {
      const key = this.number();
      if (key.kind === "number" && key.text.includes(".")) {
        this.fail(
          "Invalid legacy index syntax",
          "Chaining two legacy indexes is not permitted. Use the index syntax with brackets.",
          key.start,
          key.end,
        );
      }
      return { kind: "index", key, start, end: this.pos };
    }
    const name = this.ident();
    if (name === "") this.fail("Invalid attribute name", "An attribute name is required after a dot.");
    return { kind: "attribute", name, start, end: this.pos };
  }

  private indexStep(start: number): Step {
    this.enter(start);
    const outer = this.lineEnds;
    this.lineEnds = false;
    const key = this.expression();
    if (this.skip() !== 0x5d)
      this.fail("Missing close bracket on index", 'The index operator must end with a closing bracket ("]").');
    this.pos++;
    this.lineEnds = outer;
    this.depth--;
    return { kind: "index", key, start, end: this.pos };
  }

  /** `.*` and the dotted steps after it; brackets after it apply to the list as a whole. */
  private attributeSplat(source: Expr): Expr {
    const start = this.pos;
    this.pos++;
    let each: Expr = { kind: "item", start, end: this.pos };
    while (this.skip() === 0x2e && !this.text.startsWith("...", this.pos)) {
      this.count();
      const dot = this.pos;
      this.pos++;
      if (this.skip() === 0x2a) {
        this.fail(
          "Nested splat expression not allowed",
          "A splat expression (*) cannot be used inside another attribute-only splat expression.",
        );
      }
      each = withStep(each, this.dotStep(dot));
    }
    return { kind: "splat", source, each, start: source.start, end: each.end };
  }
}

function withStep(expr: Expr, step: Step): Expr {
  const { start } = expr;
  // Growing the array of a node that nobody else has seen yet keeps long paths linear.
  if (expr.kind === "reference" || expr.kind === "relative") {
    (expr.steps as Step[]).push(step);
    (expr as { end: number }).end = step.end;
    return expr;
  }
  return { kind: "relative", source: expr, steps: [step], start, end: step.end };
}

const isDigit = (c: number) => c >= 0x30 && c <= 0x39;
const PLAIN_NUMBER = /^\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/;
const MAX_DIGITS = 1000;
