import type { Expr } from "./ast.js";
import { Scanner } from "./scanner.js";
import { composed, readEscape, trimEnd, trimStart } from "./string-escapes.js";
import { buildTemplate, type TemplatePart, type TextPart, unindent } from "./template-tree.js";

/** Quoted strings, heredocs and the bare templates of JSON. */
export abstract class TemplateParser extends Scanner {
  protected abstract expression(): Expr;

  /** At the opening quote. */
  protected quoted(): Expr {
    const start = this.pos;
    const text = this.text;
    // Nearly every string is plain: no escape, nothing to fill in.
    for (let at = start + 1; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === 0x22) {
        this.pos = at + 1;
        const value = this.literal(text.slice(start + 1, at), start + 1);
        return { kind: "string", value, verbatim: value.length === at - start - 1, start, end: at + 1 };
      }
      if (c === 0x5c || c === 0x0a || c === 0x0d || ((c === 0x24 || c === 0x25) && text.charCodeAt(at + 1) === 0x7b))
        break;
    }
    this.pos = start + 1;
    const parts: TemplatePart[] = [];
    let trims = false;
    for (;;) {
      const at = this.pos;
      const c = this.at(at);
      if (c === 0x22) {
        this.pos++;
        return this.build(parts, start);
      }
      if (c < 0) this.fail("Unterminated template string", "No closing marker was found for the string.", start, at);
      if (c === 0x0a || c === 0x0d) {
        const how =
          'Quoted strings may not be split over multiple lines. Write the line end as "\\n", or use a heredoc ("<<EOT").';
        this.fail("Invalid multi-line string", how, at, at + 1);
      }
      if (this.opensSequence(at)) trims = this.sequence(parts);
      else {
        const part = this.quotedText();
        if (trims) part.value = trimStart(part.value);
        trims = false;
        parts.push(part);
      }
    }
  }

  private quotedText(): TextPart {
    const { text } = this;
    const start = this.pos;
    let value = "";
    let from = start;
    for (;;) {
      const c = this.at(this.pos);
      if (c < 0 || c === 0x22 || c === 0x0a || c === 0x0d) break;
      if (c === 0x5c) {
        const escaped = readEscape(text, this.pos);
        if ("detail" in escaped)
          this.fail("Invalid escape sequence", escaped.detail, this.pos, this.pos + escaped.length);
        value += text.slice(from, this.pos) + escaped.value;
        this.pos += escaped.length;
        from = this.pos;
      } else if (this.isDoubled(this.pos)) {
        value += `${text.slice(from, this.pos + 1)}{`;
        this.pos += 3;
        from = this.pos;
      } else if (this.opensSequence(this.pos)) break;
      else this.pos++;
    }
    return { kind: "text", value: this.literal(value + text.slice(from, this.pos), start), start, end: this.pos };
  }

  /** At `<<`; undefined when no heredoc starts here. */
  protected heredoc(): Expr | undefined {
    const { text } = this;
    const start = this.pos;
    const flush = this.at(start + 2) === 0x2d;
    const markerStart = start + (flush ? 3 : 2);
    const markerEnd = this.identEnd(markerStart);
    const lineEnd = this.at(markerEnd) === 0x0d ? markerEnd + 1 : markerEnd;
    if (markerEnd === markerStart || this.at(lineEnd) !== 0x0a) return undefined;
    const marker = text.slice(markerStart, markerEnd);
    this.pos = lineEnd + 1;
    const parts: TemplatePart[] = [];
    let atLineStart = true;
    let trims = false;
    for (;;) {
      const from = this.pos;
      if (from >= text.length) {
        this.fail("Unterminated template string", `No line with only ${marker} closes this heredoc.`, start, markerEnd);
      }
      if (this.opensSequence(from)) {
        trims = this.sequence(parts);
        atLineStart = false;
        continue;
      }
      const part = this.lineText(true);
      const wholeLine = this.at(this.pos - 1) === 0x0a;
      if (wholeLine && atLineStart && text.slice(from, this.pos).trim() === marker) {
        // The line end stays where it is: it also ends the argument.
        this.pos -= this.at(this.pos - 2) === 0x0d ? 2 : 1;
        if (flush) unindent(parts);
        this.opaque.push(start, this.pos);
        return this.build(parts, start);
      }
      if (trims) part.value = trimStart(part.value);
      trims = false;
      atLineStart = wholeLine;
      parts.push(part);
    }
  }

  /** The whole text as a template: no quotes, no backslash escapes. */
  protected bareTemplate(): Expr {
    const parts: TemplatePart[] = [];
    let trims = false;
    while (this.pos < this.text.length) {
      if (this.opensSequence(this.pos)) {
        trims = this.sequence(parts);
        continue;
      }
      const part = this.lineText(false);
      if (trims) part.value = trimStart(part.value);
      trims = false;
      parts.push(part);
    }
    return this.build(parts, 0);
  }

  /** Literal text up to the next sequence or past the next line end: trimming and unindenting go line by line. */
  private lineText(strict: boolean): TextPart {
    this.count(3);
    const { text } = this;
    const start = this.pos;
    let value = "";
    let from = start;
    for (;;) {
      const c = this.at(this.pos);
      if (c < 0) break;
      if (c === 0x0a) {
        this.pos++;
        break;
      }
      if (strict && c === 0x0d && this.at(this.pos + 1) !== 0x0a) {
        this.fail("Invalid character", "A carriage return must be followed by a line feed here.");
      }
      if (this.isDoubled(this.pos)) {
        value += `${text.slice(from, this.pos + 1)}{`;
        this.pos += 3;
        from = this.pos;
      } else if (this.opensSequence(this.pos)) break;
      else this.pos++;
    }
    return { kind: "text", value: this.literal(value + text.slice(from, this.pos), start), start, end: this.pos };
  }

  /** `$${` or `%%{`, which stand for `${` and `%{`. */
  private isDoubled(at: number): boolean {
    const c = this.at(at);
    return (c === 0x24 || c === 0x25) && this.at(at + 1) === c && this.at(at + 2) === 0x7b;
  }

  private opensSequence(at: number): boolean {
    const c = this.at(at);
    return (c === 0x24 || c === 0x25) && this.at(at + 1) === 0x7b;
  }

  /** `${…}` or `%{…}`. Tells whether it trims the text after it. */
  private sequence(parts: TemplatePart[]): boolean {
    const start = this.pos;
    this.count();
    this.enter(start);
    this.pos += 2;
    if (this.at(this.pos) === 0x7e) {
      this.pos++;
      const last = parts.at(-1);
      if (last?.kind === "text") last.value = trimEnd(last.value);
    }
    const outer = this.lineEnds;
    this.lineEnds = false;
    const part: TemplatePart =
      this.at(start) === 0x25
        ? this.directive(start)
        : { kind: "interpolation", expr: this.expression(), start, end: start };
    const c = this.skip();
    const trims = c === 0x7e && this.at(this.pos + 1) === 0x7d;
    if (!trims && c !== 0x7d) this.failUnclosedSequence(c, start);
    this.pos += trims ? 2 : 1;
    this.lineEnds = outer;
    this.depth--;
    part.end = this.pos;
    parts.push(part);
    return trims;
  }

  private failUnclosedSequence(c: number, start: number): never {
    if (c < 0 || c === 0x22) {
      const where = c < 0 ? "file" : "quoted template";
      const detail = `There is no closing brace for this sequence before the end of the ${where}.`;
      this.fail("Unclosed template interpolation sequence", detail, start, start + 2);
    }
    const detail = 'Expected a closing brace ("}"). To write "${" or "%{" as such, double its first character.';
    this.fail("Extra characters after interpolation expression", detail);
  }

  private directive(start: number): TemplatePart {
    this.skip();
    const at = this.pos;
    const word = this.ident();
    switch (word) {
      case "if":
        return { kind: "if", test: this.expression(), start, end: start };
      case "for": {
        const names = this.forNames();
        return { kind: "for", ...names, collection: this.expression(), start, end: start };
      }
      case "else":
      case "endif":
      case "endfor":
        return { kind: word, start, end: start };
      default:
        if (word === "") {
          this.fail(
            "Invalid template directive",
            'A keyword ("if", "for", …) is expected at the beginning of a "%{" sequence.',
            at,
          );
        }
        this.fail(
          "Invalid template control keyword",
          `"${word}" is not a valid template control keyword.`,
          at,
          at + word.length,
        );
    }
  }

  /** `k, v in`, as in `for` expressions. */
  protected forNames(): { readonly keyName: string | undefined; readonly valueName: string } {
    this.skip();
    let valueName = this.ident();
    let keyName: string | undefined;
    if (valueName === "") this.fail("Invalid 'for' expression", "For expression requires variable name after 'for'.");
    if (this.skip() === 0x2c) {
      this.pos++;
      keyName = valueName;
      this.skip();
      valueName = this.ident();
      if (valueName === "")
        this.fail("Invalid 'for' expression", "For expression requires value variable name after comma.");
      this.skip();
    }
    if (!this.isKeyword("in"))
      this.fail("Invalid 'for' expression", "For expression requires the 'in' keyword after its name declarations.");
    this.pos += 2;
    return { keyName, valueName };
  }

  private build(parts: TemplatePart[], start: number): Expr {
    const { expr, misplaced } = buildTemplate(parts, start, this.pos);
    if (misplaced)
      this.fail(
        misplaced.summary,
        "The control directives within this template are unbalanced.",
        misplaced.start,
        misplaced.end,
      );
    return expr;
  }

  /** Text as hashicorp/hcl would hold it. */
  private literal(value: string, start: number): string {
    if (this.source.lossy && value.includes("\ufffd")) {
      this.fail("Invalid character encoding", "All input files must be UTF-8 encoded.", start, start + value.length);
    }
    return composed(value);
  }
}
