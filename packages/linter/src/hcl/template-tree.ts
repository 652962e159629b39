import type { Expr, StringExpr } from "./ast.js";
import { trimStart } from "./string-escapes.js";

/** A template is read as a flat row of these first, since trimming and unindenting look at neighbours. */
export type TemplatePart = TextPart | Sequence;
export interface TextPart {
  readonly kind: "text";
  value: string;
  readonly start: number;
  end: number;
}
type Sequence = { readonly start: number; end: number } & (
  | { readonly kind: "interpolation"; readonly expr: Expr }
  | { readonly kind: "if"; readonly test: Expr }
  | {
      readonly kind: "for";
      readonly keyName: string | undefined;
      readonly valueName: string;
      readonly collection: Expr;
    }
  | { readonly kind: "else" | "endif" | "endfor" }
);

/** `<<-`: takes the least indentation of all lines from each. Blank lines don't count. */
export function unindent(parts: readonly TemplatePart[]): void {
  let least = Number.POSITIVE_INFINITY;
  let lineStart = true;
  const firsts: TextPart[] = [];
  for (const part of parts) {
    if (lineStart) {
      lineStart = false;
      if (part.kind !== "text") least = 0;
      else {
        const rest = trimStart(part.value);
        if (rest !== "" || !part.value.endsWith("\n")) {
          firsts.push(part);
          least = Math.min(least, part.value.length - rest.length);
        }
      }
    }
    if (part.kind === "text" && part.value.endsWith("\n")) lineStart = true;
  }
  for (const part of firsts) part.value = part.value.slice(least);
}

export interface Misplaced {
  readonly summary: string;
  readonly start: number;
  readonly end: number;
}

/** The expression that the parts make, or the directive that has no partner. */
export function buildTemplate(
  parts: readonly TemplatePart[],
  start: number,
  end: number,
): { expr: Expr; misplaced?: Misplaced } {
  if (parts.length === 1 && parts[0].kind === "interpolation") {
    return { expr: { kind: "wrap", inner: parts[0].expr, start, end } };
  }
  if (parts.every((part) => part.kind === "text")) {
    const value = parts.map((part) => (part as TextPart).value).join("");
    return { expr: { kind: "string", value, verbatim: false, start, end } };
  }
  // Directives nest: a stack of open ones, each gathering what stands in it.
  const root: Open = { items: [], start };
  const stack: Open[] = [root];
  for (const part of parts) {
    const top = stack[stack.length - 1];
    if (part.kind === "text")
      top.items.push({ kind: "string", value: part.value, verbatim: false, start: part.start, end: part.end });
    else if (part.kind === "interpolation") top.items.push(part.expr);
    else if (part.kind === "if" || part.kind === "for") stack.push({ opener: part, items: [], start: part.end });
    else if (part.kind === "else" && top.opener?.kind === "if" && !top.before) {
      top.before = top.items;
      top.items = [];
    } else if (part.kind === "endif" && top.opener?.kind === "if") {
      stack.pop();
      const then = template(top.before ?? top.items, top.start);
      const otherwise = template(top.before ? top.items : [], part.start);
      const item: Expr = {
        kind: "conditional",
        test: top.opener.test,
        then,
        otherwise,
        start: top.opener.start,
        end: part.end,
      };
      stack[stack.length - 1].items.push(item);
    } else if (part.kind === "endfor" && top.opener?.kind === "for") {
      stack.pop();
      const { keyName, valueName, collection } = top.opener;
      const place = { start: top.opener.start, end: part.end };
      const value = template(top.items, top.start);
      const list: Expr = {
        kind: "for",
        keyName,
        valueName,
        collection,
        by: undefined,
        value,
        when: undefined,
        grouped: false,
        ...place,
      };
      stack[stack.length - 1].items.push({ kind: "join", list, ...place });
    } else {
      return {
        expr: template([], start),
        misplaced: { summary: `Unexpected ${part.kind} directive`, start: part.start, end: part.end },
      };
    }
  }
  const open = stack.length > 1 ? stack[stack.length - 1].opener : undefined;
  if (open)
    return {
      expr: template([], start),
      misplaced: { summary: "Unexpected end of template", start: open.start, end: open.end },
    };
  return { expr: { kind: "template", parts: root.items, start, end } };
}

interface Open {
  readonly opener?: Extract<TemplatePart, { kind: "if" | "for" }>;
  /** What stood before `else`. */
  before?: Expr[];
  items: Expr[];
  readonly start: number;
}

function template(items: readonly Expr[], at: number): Expr {
  if (items.length === 0)
    return { kind: "string", value: "", verbatim: false, start: at, end: at } satisfies StringExpr;
  return { kind: "template", parts: items, start: items[0].start, end: items[items.length - 1].end };
}
