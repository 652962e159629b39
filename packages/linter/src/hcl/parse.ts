import type { Attribute, Block, Body, Expr, HclFile, HclProblem, Label, LostText } from "./ast.js";
import { ExpressionParser } from "./expression-parser.js";
import { findResumption } from "./resume.js";
import { Failure, MAX_PARTS } from "./scanner.js";
import { SourceText } from "./source-text.js";
import { composed, readEscape } from "./string-escapes.js";

/**
 * Reads HCL native syntax. A top-level item with a syntax error is left out, and reading goes on at the next top-level
 * block, so one mistake never hides the rest. Never throws.
 *
 * `expects` says what the file is made of: blocks (`.tf`) or arguments (`.tfvars`). It only matters after an error.
 */
export function parseHcl(
  bytes: Uint8Array | SourceText,
  file: string,
  expects: "blocks" | "arguments" = "blocks",
): HclFile {
  const source = bytes instanceof SourceText ? bytes : SourceText.decode(bytes, file);
  return new BodyParser(source).file(expects);
}

/** A template without quotes, as JSON strings hold it: the expression, or what is wrong with it. */
export function parseBareTemplate(source: SourceText): Expr | Failure {
  return new BodyParser(source).template();
}

const MAX_PROBLEMS = 100;

class BodyParser extends ExpressionParser {
  private readonly problems: HclProblem[] = [];

  template(): Expr | Failure {
    try {
      return this.bareTemplate();
    } catch (thrown) {
      if (thrown instanceof Failure) return thrown;
      throw thrown;
    }
  }

  file(expects: "blocks" | "arguments"): HclFile {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    // Every error reads some text twice; this keeps a file made of nothing but errors from taking quadratic time.
    let patience = 4 * this.text.length + 65_536;
    for (;;) {
      let itemStart = this.pos;
      try {
        const c = this.skip();
        itemStart = this.pos;
        if (c < 0) break;
        if (c === 0x0a) this.takeLineEnd();
        else this.item(c, attributes, blocks);
      } catch (thrown) {
        if (!(thrown instanceof Failure)) throw thrown;
        const reached = this.pos;
        this.pos = findResumption(this.text, itemStart, thrown.start, this.opaque, expects);
        this.report(thrown, { source: this.source, start: itemStart, end: this.pos });
        this.lineEnds = true;
        this.depth = 0;
        this.forgetFrom(this.pos);
        if (this.parts > MAX_PARTS) break;
        patience -= Math.max(0, reached - this.pos);
        if (patience < 0) {
          this.report(new Failure("Too many errors", "The rest of this file isn't read.", this.pos, this.pos, "limit"));
          break;
        }
      }
    }
    const body = { attributes: this.unique(attributes), blocks, start: 0, end: this.text.length };
    return { source: this.source, body, problems: this.problems, comments: this.comments };
  }

  /** What was read past the place where we take up again will be read once more. */
  private forgetFrom(offset: number): void {
    while (this.comments.length > 0 && this.comments[this.comments.length - 1].start >= offset) this.comments.pop();
    while (this.opaque.length > 0 && this.opaque[this.opaque.length - 2] >= offset) this.opaque.length -= 2;
  }

  private report(failure: Failure, lost?: LostText): void {
    const { kind, summary, detail, start, end } = failure;
    this.add({ kind, summary, detail, span: this.source.span(start, end), ...(lost ? { lost } : {}) });
  }

  private add(problem: HclProblem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
    else if (this.problems.length === MAX_PROBLEMS) {
      const detail = `Only the first ${MAX_PROBLEMS} errors of a file are told.`;
      this.problems.push({ kind: "limit", summary: "Too many errors", detail, span: problem.span });
    }
  }

  /** Reads up to the closing brace and takes it. */
  private body(open: number): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    for (;;) {
      const c = this.skip();
      if (c === 0x0a) this.takeLineEnd();
      else if (c === 0x7d) {
        this.pos++;
        return { attributes: this.unique(attributes), blocks, start: open, end: this.pos };
      } else if (c < 0) this.failUnclosed(open);
      else this.item(c, attributes, blocks);
    }
  }

  private item(c: number, attributes: Attribute[], blocks: Block[]): void {
    this.count();
    const start = this.pos;
    const name = this.ident();
    if (name === "") {
      if (c === 0x22) this.fail("Invalid argument name", "Argument names must not be quoted.");
      this.fail("Argument or block definition required", "An argument or block definition is required here.");
    }
    const nameEnd = this.pos;
    const next = this.skip();
    if (this.isEquals(next)) {
      const attribute = this.attribute(name, start, nameEnd);
      const after = this.skip();
      if (after === 0x0a) this.takeLineEnd();
      else if (after === 0x2c) {
        this.fail("Unexpected comma after argument", "Argument definitions must be separated by newlines, not commas.");
      } else if (after >= 0)
        this.fail("Missing newline after argument", "An argument definition must end with a newline.");
      attributes.push(attribute);
    } else if (next === 0x22 || next === 0x7b || this.identEnd(this.pos) > this.pos)
      blocks.push(this.block(name, start));
    else this.failNeither(start, nameEnd);
  }

  private isEquals(c: number): boolean {
    const next = this.at(this.pos + 1);
    return c === 0x3d && next !== 0x3d && next !== 0x3e;
  }

  private attribute(name: string, start: number, nameEnd: number): Attribute {
    this.pos++;
    const value = this.expression();
    return { name, start, nameEnd, value, end: value.end };
  }

  /** Without those that were set before. */
  private unique(attributes: Attribute[]): Attribute[] {
    // A copy takes no more room than it needs; what was pushed to takes that of sixteen.
    if (attributes.length <= 8 && !hasDoubles(attributes)) return attributes.slice();
    const firsts = new Map<string, Attribute>();
    for (const attribute of attributes) {
      const first = firsts.get(attribute.name);
      if (!first) {
        firsts.set(attribute.name, attribute);
        continue;
      }
      const { line } = this.source.position(first.start);
      const detail = `The argument "${attribute.name}" was already set in line ${line}. Each argument may be set only once.`;
      const span = this.source.span(attribute.start, attribute.nameEnd);
      this.add({ kind: "duplicate", summary: "Attribute redefined", detail, span });
    }
    return firsts.size === attributes.length ? attributes : [...firsts.values()];
  }

  private block(type: string, start: number): Block {
    this.count(2);
    const labels: Label[] = [];
    let headerEnd = start + type.length;
    for (;;) {
      const c = this.skip();
      if (c === 0x7b) break;
      if (c === 0x22) labels.push(this.quotedLabel());
      else {
        this.count();
        const at = this.pos;
        const text = this.ident();
        if (text === "") this.failHeader(c);
        labels.push({ text, start: at, end: this.pos });
      }
      headerEnd = this.pos;
    }
    const open = this.pos;
    this.enter(open);
    this.pos++;
    const c = this.skip();
    const body = c === 0x0a || c === 0x7d || c < 0 ? this.body(open) : this.oneLineBody(open);
    this.depth--;
    const end = this.pos;
    const after = this.skip();
    if (after === 0x0a) this.takeLineEnd();
    else if (after >= 0)
      this.fail("Missing newline after block definition", "A block definition must end with a newline.");
    return { type, labels: labels.slice(), headerEnd, body, start, end };
  }

  private failHeader(c: number): never {
    let detail = 'Either a quoted string block label or an opening brace ("{") is expected here.';
    if (c === 0x3d)
      detail = 'The equals sign "=" indicates an argument definition, and must not be used when defining a block.';
    if (c === 0x0a)
      detail =
        'A block definition must have block content delimited by "{" and "}", starting on the same line as the block header.';
    this.fail("Invalid block definition", detail);
  }

  /** `a { b = 1 }` */
  private oneLineBody(open: number): Body {
    const start = this.pos;
    const name = this.ident();
    if (name === "")
      this.fail("Argument or block definition required", "An argument or block definition is required here.");
    const nameEnd = this.pos;
    const next = this.skip();
    if (!this.isEquals(next)) {
      if (next === 0x22 || next === 0x7b || this.identEnd(this.pos) > this.pos) {
        const detail =
          "A single-line block definition can contain only a single argument. Place a nested block on a line of its own.";
        this.fail("Argument definition required", detail, start, nameEnd);
      }
      this.failNeither(start, nameEnd);
    }
    const attribute = this.attribute(name, start, nameEnd);
    const c = this.skip();
    if (c < 0) this.failUnclosed(open);
    if (c !== 0x7d) {
      const detail =
        "A single-line block definition must end with a closing brace immediately after its single argument definition.";
      this.fail("Invalid single-argument block definition", detail);
    }
    this.pos++;
    return { attributes: [attribute], blocks: [], start: open, end: this.pos };
  }

  private quotedLabel(): Label {
    this.count();
    const start = this.pos;
    let text = "";
    this.pos++;
    let from = this.pos;
    for (;;) {
      const c = this.at(this.pos);
      if (c === 0x22) break;
      if (c < 0)
        this.fail(
          "Unterminated string literal",
          "Unable to find the closing quote mark before the end of the file.",
          start,
          start + 1,
        );
      if (c === 0x0a || c === 0x0d)
        this.fail("Invalid multi-line string", "Quoted strings may not be split over multiple lines.");
      if (c === 0x5c) {
        const escaped = readEscape(this.text, this.pos);
        if ("detail" in escaped)
          this.fail("Invalid escape sequence", escaped.detail, this.pos, this.pos + escaped.length);
        text += this.text.slice(from, this.pos) + escaped.value;
        this.pos += escaped.length;
        from = this.pos;
      } else if ((c === 0x24 || c === 0x25) && this.at(this.pos + 1) === c && this.at(this.pos + 2) === 0x7b) {
        text += `${this.text.slice(from, this.pos + 1)}{`;
        this.pos += 3;
        from = this.pos;
      } else if ((c === 0x24 || c === 0x25) && this.at(this.pos + 1) === 0x7b) {
        const mark = this.text[this.pos];
        this.fail(
          "Invalid string literal",
          `Template sequences are not allowed in this string. To write "${mark}" as such, double it.`,
        );
      } else this.pos++;
    }
    text += this.text.slice(from, this.pos);
    this.pos++;
    return { text: composed(text), start, end: this.pos };
  }

  private failNeither(start: number, end: number): never {
    const detail =
      'An argument or block definition is required here. To set an argument, use the equals sign "=" to introduce the argument value.';
    this.fail("Argument or block definition required", detail, start, end);
  }

  private failUnclosed(open: number): never {
    const detail =
      "There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.";
    this.fail("Unclosed configuration block", detail, open, open + 1);
  }
}

/** Nearly every body is short and in order. */
function hasDoubles(attributes: readonly Attribute[]): boolean {
  for (let i = 1; i < attributes.length; i++) {
    for (let j = 0; j < i; j++) if (attributes[i].name === attributes[j].name) return true;
  }
  return false;
}
