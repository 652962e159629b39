import type { Source, ZoneComment } from "@dcvlint/core";
import type { Attribute, Body, Comment, Expr, HclFile, Node } from "../hcl/ast.js";
import type { Commented } from "../suppress.js";

/** The comments of Terraform files that speak to us; `sourceOf` gives the octets of a file. */
export function commentsOfFiles(files: readonly HclFile[], sourceOf: (file: string) => Source | undefined): Commented {
  const owners = new Map<ZoneComment, { readonly file: HclFile; readonly comment: Comment }>();
  for (const file of files) {
    const source = sourceOf(file.source.file);
    if (!source || file.comments.length === 0) continue;
    const octets = new OctetCounter(file.source.text, source);
    for (const comment of file.comments) {
      const start = octets.at(comment.start);
      owners.set({ source, start, end: octets.at(comment.end) }, { file, comment });
    }
  }
  const lines = new NextLines();
  const extents = new Map<HclFile, ReadonlyMap<number, number>>();
  return {
    comments: [...owners.keys()],
    behind(comment) {
      const { file, comment: own } = owners.get(comment)!;
      let lastLines = extents.get(file);
      if (!lastLines) {
        lastLines = extentsOf(file);
        extents.set(file, lastLines);
      }
      const line = lines.behind(file, own);
      return [line, lastLines.get(line) ?? line];
    },
  };
}

/** Offsets of octets for ascending offsets of characters. */
class OctetCounter {
  private seen = 0;
  private octets: number;

  constructor(
    private readonly text: string,
    { bytes }: Source,
  ) {
    // The text has no BOM.
    this.octets = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  at(offset: number): number {
    this.octets += Buffer.byteLength(this.text.slice(this.seen, offset));
    this.seen = offset;
    return this.octets;
  }
}

/** The next line that holds more than blanks or a comment. Comments come in order, so each text is gone through once. */
class NextLines {
  private file: HclFile | undefined;
  private from = 0;
  private until = -1;
  private line = 0;

  behind(file: HclFile, { end }: Comment): number {
    if (file === this.file && end >= this.from && end <= this.until) return this.line;
    const { text } = file.source;
    let at = text.indexOf("\n", end);
    while (at >= 0 && BLANK.test(text.slice(at + 1, at + 1 + LONGEST))) at = text.indexOf("\n", at + 1);
    this.file = file;
    this.from = end;
    this.until = at < 0 ? text.length : at;
    this.line = file.source.position(at < 0 ? text.length : at + 1).line;
    return this.line;
  }
}

const BLANK = /^[ \t\r]*(?:(?:#|\/\/)[^\n]*)?(?:\n|$)/;
/** A comment needn't be read to its end. */
const LONGEST = 4_096;

/** By line that a block, an argument or an item begins on: the last line of the largest one. */
function extentsOf({ source, body }: HclFile): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  const note = ({ start, end }: Node) => {
    const { line } = source.position(start);
    const until = source.position(Math.max(start, end - 1)).line;
    if (until > (last.get(line) ?? 0)) last.set(line, until);
  };
  const stack: (Body | Attribute | Expr)[] = [body];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ("attributes" in node) {
      for (const attribute of node.attributes) {
        note(attribute);
        stack.push(attribute.value);
      }
      for (const block of node.blocks) {
        note(block);
        stack.push(block.body);
      }
    } else if ("kind" in node) {
      for (const item of itemsOf(node)) {
        note(item);
        stack.push("key" in item ? item.value : item);
      }
    }
  }
  return last;
}

type Item = Expr | (Node & { readonly key: Expr; readonly value: Expr });

function itemsOf(expr: Expr): readonly Item[] {
  switch (expr.kind) {
    case "list":
      return expr.items;
    case "object":
      return expr.items.map(({ key, value }) => ({ key, value, start: key.start, end: value.end }));
    case "call":
      return expr.args;
    case "paren":
      return [expr.inner];
    case "for":
      return [expr.collection, expr.value];
    case "conditional":
      return [expr.then, expr.otherwise];
    default:
      return [];
  }
}
