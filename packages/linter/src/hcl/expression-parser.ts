import type { BinaryOp, Expr, ObjectItem } from "./ast.js";
import { StepParser } from "./step-parser.js";

/**
 * Expressions, by recursive descent. What is accepted is what hashicorp/hcl accepts (hclsyntax/spec.md); the summaries
 * of errors are its own, so that they can be searched for.
 */
export abstract class ExpressionParser extends StepParser {
  protected expression(): Expr {
    const test = this.operation(1);
    if (this.skip() !== 0x3f) return test;
    this.enter(this.pos);
    this.pos++;
    const then = this.expression();
    if (this.skip() !== 0x3a || this.at(this.pos + 1) === 0x3a) {
      const detail = "The conditional operator (...?...:...) requires a false expression, delimited by a colon.";
      this.fail("Missing false expression in conditional", detail);
    }
    this.pos++;
    const otherwise = this.expression();
    this.depth--;
    return { kind: "conditional", test, then, otherwise, start: test.start, end: otherwise.end };
  }

  private operation(least: number): Expr {
    let left = this.operand();
    for (;;) {
      const op = this.operator(this.skip());
      if (op === undefined || PRECEDENCE[op] < least) return left;
      this.pos += op.length;
      const right = this.operation(PRECEDENCE[op] + 1);
      left = { kind: "binary", op, left, right, start: left.start, end: right.end };
    }
  }

  private operator(c: number): BinaryOp | undefined {
    const next = this.at(this.pos + 1);
    switch (c) {
      case 0x7c:
        return next === 0x7c ? "||" : undefined;
      case 0x26:
        return next === 0x26 ? "&&" : undefined;
      case 0x3d:
        return next === 0x3d ? "==" : undefined;
      case 0x21:
        return next === 0x3d ? "!=" : undefined;
      case 0x3c:
        return next === 0x3d ? "<=" : "<";
      case 0x3e:
        return next === 0x3d ? ">=" : ">";
      case 0x2b:
        return "+";
      case 0x2d:
        return "-";
      case 0x2a:
        return "*";
      case 0x2f:
        return "/";
      case 0x25:
        return "%";
      default:
        return undefined;
    }
  }

  private operand(): Expr {
    return this.steps(this.term());
  }

  private term(): Expr {
    this.count();
    const c = this.skip();
    const start = this.pos;
    switch (c) {
      case 0x22:
        return this.quoted();
      case 0x5b:
      case 0x7b:
      case 0x28:
        return this.bracketed(c, start);
      case 0x2d:
      case 0x21: {
        if (c === 0x21 && this.at(start + 1) === 0x3d) break;
        this.enter(start);
        this.pos++;
        const operand = this.operand();
        this.depth--;
        return { kind: "unary", op: c === 0x2d ? "-" : "!", operand, start, end: operand.end };
      }
      case 0x3c: {
        if (this.at(start + 1) !== 0x3c) break;
        this.enter(start);
        const heredoc = this.heredoc();
        this.depth--;
        if (heredoc) return heredoc;
        break;
      }
      default:
        if (c >= 0x30 && c <= 0x39) return this.number();
        if (this.identEnd(start) > start) return this.named();
    }
    if (c < 0) this.fail("Missing expression", "Expected the start of an expression, but found the end of the file.");
    return this.fail(
      "Invalid expression",
      "Expected the start of an expression, but found an invalid expression token.",
    );
  }

  private named(): Expr {
    const start = this.pos;
    let name = this.ident();
    const end = this.pos;
    let c = this.skip();
    if (c === 0x3a && this.at(this.pos + 1) === 0x3a) {
      while (c === 0x3a && this.at(this.pos + 1) === 0x3a) {
        this.pos += 2;
        this.skip();
        const part = this.ident();
        if (part === "")
          this.fail(
            "Missing function name",
            "Function scope resolution symbol :: must be followed by a function name.",
          );
        name += `::${part}`;
        c = this.skip();
      }
      if (c !== 0x28) this.fail("Missing open parenthesis", "A function call needs its arguments in parentheses.");
    }
    if (c === 0x28) return this.call(name, start);
    if (name === "true" || name === "false") return { kind: "bool", value: name === "true", start, end };
    if (name === "null") return { kind: "null", start, end };
    return { kind: "reference", root: name, steps: [], start, end };
  }

  private call(name: string, start: number): Expr {
    const open = this.pos;
    this.enter(open);
    this.pos++;
    const outer = this.lineEnds;
    this.lineEnds = false;
    const args: Expr[] = [];
    let expandLast = false;
    while (this.skip() !== 0x29) {
      args.push(this.expression());
      const c = this.skip();
      if (c === 0x29) break;
      if (c === 0x2c) this.pos++;
      else if (this.text.startsWith("...", this.pos)) {
        expandLast = true;
        this.pos += 3;
        if (this.skip() !== 0x29) {
          this.fail(
            "Missing closing parenthesis",
            "An expanded function argument (with ...) must be immediately followed by closing parentheses.",
          );
        }
        break;
      } else if (c < 0) {
        this.fail(
          "Unterminated function call",
          "There is no closing parenthesis before the end of the file.",
          start,
          open + 1,
        );
      } else
        this.fail(
          "Missing argument separator",
          "A comma is required to separate each function argument from the next.",
        );
    }
    this.pos++;
    this.lineEnds = outer;
    this.depth--;
    return { kind: "call", name, args, expandLast, start, end: this.pos };
  }

  private bracketed(c: number, start: number): Expr {
    this.enter(start);
    const outer = this.lineEnds;
    this.lineEnds = false;
    this.pos++;
    let expr: Expr;
    if (c === 0x28) expr = this.parenthesis(start);
    else {
      this.skip();
      if (this.isKeyword("for")) expr = this.forExpression(start, c === 0x7b);
      else expr = c === 0x5b ? this.list(start) : this.object(start);
    }
    this.lineEnds = outer;
    this.depth--;
    return expr;
  }

  private parenthesis(start: number): Expr {
    const inner = this.expression();
    if (this.skip() !== 0x29)
      this.fail("Unbalanced parentheses", "Expected a closing parenthesis to terminate the expression.");
    this.pos++;
    return { kind: "paren", inner, start, end: this.pos };
  }

  private list(start: number): Expr {
    const items: Expr[] = [];
    while (this.skip() !== 0x5d) {
      items.push(this.expression());
      const c = this.skip();
      if (c === 0x5d) break;
      if (c === 0x2c) this.pos++;
      else if (c < 0)
        this.fail(
          "Unterminated tuple constructor expression",
          "There is no closing bracket before the end of the file.",
          start,
          start + 1,
        );
      else this.fail("Missing item separator", "Expected a comma to mark the beginning of the next item.");
    }
    this.pos++;
    return { kind: "list", items: items.slice(), start, end: this.pos };
  }

  private object(start: number): Expr {
    // Line ends separate items here; the first may already have been skipped, which does no harm.
    this.lineEnds = true;
    const items: ObjectItem[] = [];
    const unterminated = () =>
      this.fail(
        "Unterminated object constructor expression",
        "There is no closing brace before the end of the file.",
        start,
        start + 1,
      );
    for (;;) {
      let c = this.skip();
      if (c === 0x0a) {
        this.takeLineEnd();
        continue;
      }
      if (c === 0x7d) break;
      const key = this.expression();
      c = this.skip();
      const next = this.at(this.pos + 1);
      if (!(c === 0x3d && next !== 0x3e && next !== 0x3d) && !(c === 0x3a && next !== 0x3a)) {
        if (c < 0) unterminated();
        if (c === 0x0a || c === 0x2c)
          this.fail("Missing attribute value", 'Expected an attribute value, introduced by an equals sign ("=").');
        this.fail(
          "Missing key/value separator",
          'Expected an equals sign ("=") to mark the beginning of the attribute value.',
        );
      }
      this.pos++;
      items.push({ key, value: this.expression() });
      c = this.skip();
      if (c === 0x7d) break;
      if (c === 0x2c) this.pos++;
      else if (c === 0x0a) this.takeLineEnd();
      else if (c < 0) unterminated();
      else
        this.fail(
          "Missing attribute separator",
          "Expected a newline or comma to mark the beginning of the next attribute.",
        );
    }
    this.pos++;
    return { kind: "object", items, start, end: this.pos };
  }

  private forExpression(start: number, makesObject: boolean): Expr {
    this.pos += 3;
    const names = this.forNames();
    const collection = this.expression();
    const bad = (detail: string, from = this.pos, to = from + 1) =>
      this.fail("Invalid 'for' expression", detail, from, to);
    if (this.skip() !== 0x3a) bad("For expression requires a colon after the collection expression.");
    this.pos++;
    let value = this.expression();
    let by: Expr | undefined;
    if (this.skip() === 0x3d && this.at(this.pos + 1) === 0x3e) {
      this.pos += 2;
      by = value;
      value = this.expression();
      this.skip();
    }
    const grouped = this.text.startsWith("...", this.pos);
    if (grouped) {
      this.pos += 3;
      this.skip();
    }
    let when: Expr | undefined;
    if (this.isKeyword("if")) {
      this.pos += 2;
      when = this.expression();
    }
    if (this.skip() !== (makesObject ? 0x7d : 0x5d)) bad("Extra characters after the end of the 'for' expression.");
    this.pos++;
    if (makesObject && !by) bad("Key expression is required when building an object.", value.start, value.end);
    if (!makesObject && by) bad("Key expression is not valid when building a tuple.", by.start, by.end);
    if (!makesObject && grouped)
      bad("Grouping ellipsis (...) cannot be used when building a tuple.", value.end, this.pos);
    return { kind: "for", ...names, collection, by, value, when, grouped, start, end: this.pos };
  }
}

const PRECEDENCE: Readonly<Record<BinaryOp, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};
