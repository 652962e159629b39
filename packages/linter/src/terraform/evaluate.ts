import type { ConditionalExpr, Expr, ForExpr, ObjectExpr, SplatExpr, Step, TemplateExpr } from "../hcl/ast.js";
import type { SourceText } from "../hcl/source-text.js";
import type { Budget } from "./evaluate-budget.js";
import { canonical, isEqual, numberOf, sortedKeys, toBool, toItems, toNumber, toStr } from "./evaluate-convert.js";
import type { DataFiles } from "./evaluate-files.js";
import { ObjectNodes } from "./evaluate-nodes.js";
import { arithmetic, attributeOf, elementOf } from "./evaluate-steps.js";
import {
  Bool,
  derived,
  Exhausted,
  failure,
  isLazy,
  List,
  marked,
  Null,
  Num,
  Obj,
  type Place,
  Stop,
  Str,
  type Unknown,
  unsure,
  type Val,
} from "./evaluate-values.js";
import { FUNCTIONS } from "./functions.js";

/** What a name means where an expression stands. */
export interface Frame {
  readonly source: SourceText;
  readonly scope: Scope;
  /** Of `for`, `dynamic`, `each` and `count`, innermost first. */
  readonly names?: Name | undefined;
  /** The element within a splat. */
  readonly item?: Val | undefined;
}
interface Name {
  readonly name: string;
  readonly value: Val;
  readonly outer: Name | undefined;
}
export interface Scope {
  /** `var.x`, `local.x`, a resource, …: what it is, and how many of the steps that took. */
  resolve(root: string, steps: readonly Step[], place: Place): { readonly value: Val; readonly used: number };
  /** The files beside the sources, where they may be read. */
  readonly files?: DataFiles | undefined;
}

export const withName = ({ source, scope, names, item }: Frame, name: string, value: Val): Frame => ({
  source,
  scope,
  names: { name, value, outer: names },
  item,
});

/** The same names, in another file. */
export const inFile = (frame: Frame, source: SourceText): Frame =>
  frame.source === source ? frame : { source, scope: frame.scope, names: frame.names, item: frame.item };

/** Gives expressions their values as far as the sources tell. Never throws: what can't be known is unknown, with the reason. */
export class Evaluator {
  private readonly budget: Budget;
  constructor(budget: Budget) {
    this.budget = budget;
  }

  report(exhausted: Exhausted, place: Place): void {
    this.budget.report(exhausted, place);
  }
  /** Throws an Exhausted when one `for_each`, or all of them together, would make too many. */
  claimInstances(count: number): void {
    this.checkForEach(count);
    this.budget.claimInstances(count);
  }
  checkForEach(count: number): void {
    this.budget.checkForEach(count);
  }

  /** A whole argument. Its steps are counted, whatever was being evaluated before. */
  evaluate(expr: Expr, frame: Frame): Val {
    return literal(expr, frame) ?? this.guard(placeOf(expr, frame), () => this.value(expr, frame));
  }

  /** Work on values, under the same count. */
  guard(place: Place, work: (budget: Budget) => Val): Val {
    const outer = this.budget.begin(place);
    if (outer === undefined) return unsure("it takes too long to evaluate", place);
    try {
      return work(this.budget);
    } catch (thrown) {
      if (thrown instanceof Stop) return derived(thrown.unknown, place);
      if (!(thrown instanceof Exhausted)) throw thrown;
      this.budget.report(thrown, place);
      return unsure(`evaluating it takes ${thrown.what}`, place);
    } finally {
      this.budget.end(outer);
    }
  }

  private value(expr: Expr, frame: Frame): Val {
    const { budget } = this;
    budget.spend(1);
    const plain = literal(expr, frame);
    if (plain) return plain;
    budget.descend();
    try {
      return this.compute(expr, frame);
    } catch (thrown) {
      if (thrown instanceof Stop) return derived(thrown.unknown, placeOf(expr, frame));
      throw thrown;
    } finally {
      budget.ascend();
    }
  }

  private compute(expr: Expr, frame: Frame): Val {
    const place = placeOf(expr, frame);
    switch (expr.kind) {
      case "paren":
      case "wrap":
        return this.value(expr.inner, frame);
      case "template":
        return this.template(expr, frame, place);
      case "join": {
        const parts = toItems(this.value(expr.list, frame), place);
        return this.text(
          parts.map((part) => toStr(part, place)),
          parts,
          place,
        );
      }
      case "list":
        return new List(
          expr.items.map((item) => this.value(item, frame)),
          place,
        );
      case "object":
        return this.object(expr, frame, place);
      case "for":
        return this.comprehension(expr, frame, place);
      case "reference": {
        for (let name = frame.names; name; name = name.outer)
          if (name.name === expr.root) return this.follow(name.value, expr.steps, 0, frame, place);
        const { value, used } = frame.scope.resolve(expr.root, expr.steps, place);
        return this.follow(value, expr.steps, used, frame, place);
      }
      case "relative":
        return this.follow(this.value(expr.source, frame), expr.steps, 0, frame, place);
      case "splat":
        return this.splat(expr, frame, place);
      case "item":
        return frame.item ?? unsure("a splat stands alone", place);
      case "call":
        return this.call(expr.name, expr.args, expr.expandLast, frame, place);
      case "unary": {
        const operand = this.value(expr.operand, frame);
        const value =
          expr.op === "!" ? new Bool(!toBool(operand, place), place) : numberOf(-toNumber(operand, place), place);
        return withMark(value, operand.sensitive);
      }
      case "binary": {
        const left = this.value(expr.left, frame);
        const value = this.binary(expr.op, left, () => this.value(expr.right, frame), place);
        return withMark(value, left.sensitive);
      }
      case "conditional":
        return this.conditional(expr, frame, place);
      default:
        return unsure("it isn't an expression", place);
    }
  }

  private template(expr: TemplateExpr, frame: Frame, place: Place): Val {
    const parts = expr.parts.map((part) => this.value(part, frame));
    const unknown = parts.find((part): part is Unknown => part.kind === "unknown");
    // What is known of it helps: `www.${aws_route53_zone.main.name}` lies in that zone.
    if (unknown) return derived(unknown, place, parts);
    return this.text(
      parts.map((part) => toStr(part, place)),
      parts,
      place,
    );
  }

  private text(pieces: readonly string[], from: readonly Val[], place: Place): Str {
    this.budget.spendText(pieces);
    return new Str(
      pieces.join(""),
      place,
      false,
      from.some((part) => part.sensitive),
    );
  }

  private object(expr: ObjectExpr, frame: Frame, place: Place): Val {
    const entries = new Map<string, Val>();
    let sensitive = false;
    for (const { key, value } of expr.items) {
      if (key.kind === "reference" && key.steps.length === 0) entries.set(key.root, this.value(value, frame));
      else {
        const name = this.value(key, frame);
        sensitive ||= name.sensitive;
        entries.set(toStr(name, place), this.value(value, frame));
      }
    }
    const object = new Obj(entries, place, false, false, new ObjectNodes(frame.source, expr));
    return withMark(object, sensitive);
  }

  private comprehension(expr: ForExpr, frame: Frame, place: Place): Val {
    const collection = this.value(expr.collection, frame);
    const items: Val[] = [];
    const groups = new Map<string, Val[]>();
    let { sensitive } = collection;
    for (const [key, element] of members(collection, place)) {
      this.budget.spend(1);
      let inner = withName(frame, expr.valueName, element);
      if (expr.keyName !== undefined) inner = withName(inner, expr.keyName, key);
      if (expr.when) {
        const test = this.value(expr.when, inner);
        sensitive ||= test.sensitive;
        if (!toBool(test, place)) continue;
      }
      if (!expr.by) {
        items.push(this.value(expr.value, inner));
        continue;
      }
      const by = this.value(expr.by, inner);
      sensitive ||= by.sensitive;
      const name = toStr(by, place);
      const group = groups.get(name);
      if (group && !expr.grouped) return failure(`two elements have the key "${name}"`, place);
      const value = this.value(expr.value, inner);
      if (group) group.push(value);
      else groups.set(name, [value]);
    }
    if (!expr.by) return withMark(new List(items, place), sensitive);
    const entries = [...groups].map(
      ([name, group]) => [name, expr.grouped ? new List(group, place) : group[0]] as const,
    );
    return withMark(new Obj(new Map(entries), place), sensitive);
  }

  private splat(expr: SplatExpr, frame: Frame, place: Place): Val {
    const source = this.value(expr.source, frame);
    if (source.kind === "unknown") return derived(source, place);
    const items = source.kind === "null" ? [] : source.kind === "list" ? toItems(source, place) : [source];
    return new List(
      items.map((item) => this.value(expr.each, { ...frame, item })),
      place,
    );
  }

  private call(name: string, args: readonly Expr[], expandLast: boolean, frame: Frame, place: Place): Val {
    const values = args.map((arg) => this.value(arg, frame));
    if (expandLast) {
      const last = values.pop();
      if (last) values.push(...toItems(last, place));
    }
    const implementation = FUNCTIONS.get(name);
    if (!implementation) return unsure(`${name}() isn't evaluated`, place);
    return implementation(values, { place, budget: this.budget, files: frame.scope.files });
  }

  private binary(op: string, left: Val, right: () => Val, place: Place): Val {
    if (op === "&&" || op === "||") {
      // One side may decide whatever the other is.
      const decides = op === "||";
      if (left.kind !== "unknown" && toBool(left, place) === decides) return new Bool(decides, place);
      const other = right();
      if (other.kind !== "unknown" && toBool(other, place) === decides)
        return new Bool(decides, place, other.sensitive);
      return new Bool(toBool(left, place) && toBool(other, place), place, other.sensitive);
    }
    const other = right();
    if (op === "==" || op === "!=") {
      this.budget.spendWalk([left, other]);
      return new Bool(isEqual(left, other, place) === (op === "=="), place, other.sensitive);
    }
    const value = arithmetic(op, toNumber(left, place), toNumber(other, place), place);
    return withMark(value, other.sensitive);
  }

  private conditional(expr: ConditionalExpr, frame: Frame, place: Place): Val {
    const test = this.value(expr.test, frame);
    if (test.kind !== "unknown") {
      const value = this.value(toBool(test, place) ? expr.then : expr.otherwise, frame);
      return withMark(value, test.sensitive);
    }
    const then = this.value(expr.then, frame);
    const otherwise = this.value(expr.otherwise, frame);
    if (then.kind !== "unknown" && otherwise.kind !== "unknown" && !test.failed && then.kind === otherwise.kind) {
      this.budget.spendWalk([then, otherwise]);
      if (canonical(then, place) === canonical(otherwise, place)) return then;
    }
    return derived(test, place);
  }

  /** `.name` and `[key]` from a value, beginning with the step at `index`. */
  private follow(from: Val, steps: readonly Step[], index: number, frame: Frame, place: Place): Val {
    let value = from;
    for (let i = index; i < steps.length; i++) {
      const step = steps[i];
      this.budget.spend(1);
      if (step.kind === "attribute") value = attributeOf(value, step.name, place);
      else {
        const key = this.value(step.key, frame);
        value = withMark(elementOf(value, key, place), key.sensitive);
      }
    }
    return value;
  }
}

/** What was found by way of something sensitive is sensitive, too. */
const withMark = (value: Val, sensitive: boolean): Val => (sensitive ? marked(value, true) : value);

function literal(expr: Expr, frame: Frame): Val | undefined {
  switch (expr.kind) {
    case "string":
      // A plain literal's span is the text between its quotes: that is what a fix replaces.
      if (!expr.verbatim) return new Str(expr.value, placeOf(expr, frame));
      return new Str(expr.value, { source: frame.source, start: expr.start + 1, end: expr.end - 1 }, true);
    case "number":
      return new Num(expr.value, expr.text, placeOf(expr, frame));
    case "bool":
      return new Bool(expr.value, placeOf(expr, frame));
    case "null":
      return new Null(placeOf(expr, frame));
    default:
      return undefined;
  }
}

const placeOf = ({ start, end }: Expr, { source }: Frame): Place => ({ source, start, end });

function* members(collection: Val, place: Place): Iterable<readonly [Val, Val]> {
  if (collection.kind === "list") {
    const items = toItems(collection, place);
    for (const [i, item] of items.entries())
      yield [collection.type === "set" ? item : new Num(i, String(i), place), item];
  } else if (collection.kind === "object") {
    if (isLazy(collection)) throw new Stop(collection.unknown("is known only after apply"));
    const written = collection.nodes?.keys();
    for (const key of sortedKeys(collection.entries))
      yield [new Str(key, written?.get(key) ?? place), collection.entries.get(key) as Val];
  } else if (collection.kind === "unknown") throw new Stop(collection);
  else throw new Stop(failure("a list or map is needed", place));
}
