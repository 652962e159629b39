import type { Span } from "@dcvlint/core";
import type { SourceText } from "./source-text.js";

/** Every node holds offsets into its file's text; `SourceText` makes lines and columns of them when somebody asks. */
export interface Node {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export interface HclFile {
  readonly source: SourceText;
  readonly body: Body;
  readonly problems: readonly HclProblem[];
  /** Those that hold the word `dcvlint`: all that suppressions need. */
  readonly comments: readonly Comment[];
}

export interface HclProblem {
  /** `syntax`: the block isn't in `body`. `duplicate`: the first one counts. `limit`: what lies past it isn't read. */
  readonly kind: "syntax" | "duplicate" | "limit";
  /** In the words of hashicorp/hcl, without a full stop. */
  readonly summary: string;
  readonly detail: string;
  readonly span: Span;
  /** The text that isn't read because of a syntax error, up to where reading was taken up again. */
  readonly lost?: LostText;
}
export interface LostText extends Node {
  readonly source: SourceText;
}

/** `#`, `//` or `/* *\/`, with its marks and without the line end. */
export class Comment implements Node {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
  constructor(source: SourceText, start: number, end: number) {
    this.source = source;
    this.start = start;
    this.end = end;
  }
  get text(): string {
    return this.source.text.slice(this.start, this.end);
  }
  get span(): Span {
    return this.source.span(this.start, this.end);
  }
}

export interface Body extends Node {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}
export interface Attribute extends Node {
  readonly name: string;
  readonly nameEnd: number;
  readonly value: Expr;
}
export interface Block extends Node {
  readonly type: string;
  readonly labels: readonly Label[];
  /** After the last label. */
  readonly headerEnd: number;
  readonly body: Body;
}
export interface Label extends Node {
  readonly text: string;
}

export type Expr =
  | StringExpr
  | NumberExpr
  | BoolExpr
  | NullExpr
  | TemplateExpr
  | WrapExpr
  | ParenExpr
  | ListExpr
  | ObjectExpr
  | ForExpr
  | JoinExpr
  | ReferenceExpr
  | RelativeExpr
  | SplatExpr
  | ItemExpr
  | CallExpr
  | UnaryExpr
  | BinaryExpr
  | ConditionalExpr;

/** A string without `${}` or `%{}`: quoted, heredoc or JSON. */
export interface StringExpr extends Node {
  readonly kind: "string";
  readonly value: string;
  /** Quoted, and the text between the quotes is the value, sign for sign. */
  readonly verbatim: boolean;
}
export interface NumberExpr extends Node {
  readonly kind: "number";
  readonly value: number;
  readonly text: string;
}
export interface BoolExpr extends Node {
  readonly kind: "bool";
  readonly value: boolean;
}
export interface NullExpr extends Node {
  readonly kind: "null";
}
/** `"a${b}c"`: literal parts are strings. */
export interface TemplateExpr extends Node {
  readonly kind: "template";
  readonly parts: readonly Expr[];
}
/** `"${a}"`: the value of `a`, of whatever type. */
export interface WrapExpr extends Node {
  readonly kind: "wrap";
  readonly inner: Expr;
}
export interface ParenExpr extends Node {
  readonly kind: "paren";
  readonly inner: Expr;
}
export interface ListExpr extends Node {
  readonly kind: "list";
  readonly items: readonly Expr[];
}
export interface ObjectExpr extends Node {
  readonly kind: "object";
  readonly items: readonly ObjectItem[];
}
/** A bare word as key is its own name; in parentheses it is an expression. */
export interface ObjectItem {
  readonly key: Expr;
  readonly value: Expr;
}
/** `[for k, v in c : value if when]`, or `{… : by => value…}`. */
export interface ForExpr extends Node {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expr;
  /** Present when it makes an object. */
  readonly by: Expr | undefined;
  readonly value: Expr;
  readonly when: Expr | undefined;
  readonly grouped: boolean;
}
/** `%{ for … }`: the strings of the list, joined. */
export interface JoinExpr extends Node {
  readonly kind: "join";
  readonly list: Expr;
}
export interface ReferenceExpr extends Node {
  readonly kind: "reference";
  readonly root: string;
  readonly steps: readonly Step[];
}
/** Steps from anything that isn't a name, such as `f(x).a[0]`. */
export interface RelativeExpr extends Node {
  readonly kind: "relative";
  readonly source: Expr;
  readonly steps: readonly Step[];
}
export type Step = AttributeStep | IndexStep;
export interface AttributeStep extends Node {
  readonly kind: "attribute";
  readonly name: string;
}
export interface IndexStep extends Node {
  readonly kind: "index";
  readonly key: Expr;
}
/** `source[*].a` or `source.*.a`; in `each`, the element is an `ItemExpr`. */
export interface SplatExpr extends Node {
  readonly kind: "splat";
  readonly source: Expr;
  readonly each: Expr;
}
export interface ItemExpr extends Node {
  readonly kind: "item";
}
export interface CallExpr extends Node {
  readonly kind: "call";
  /** With its namespace: `provider::dns::normalize`. */
  readonly name: string;
  readonly args: readonly Expr[];
  /** `f(xs...)` */
  readonly expandLast: boolean;
}
export interface UnaryExpr extends Node {
  readonly kind: "unary";
  readonly op: "-" | "!";
  readonly operand: Expr;
}
export type BinaryOp = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";
export interface BinaryExpr extends Node {
  readonly kind: "binary";
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
}
export interface ConditionalExpr extends Node {
  readonly kind: "conditional";
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}
