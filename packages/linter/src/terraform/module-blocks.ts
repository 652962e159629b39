import type { Block } from "../hcl/ast.js";
import { type Evaluator, type Frame, inFile, withName } from "./evaluate.js";
import { toEntries, toItems } from "./evaluate-convert.js";
import {
  derived,
  Exhausted,
  List,
  Num,
  Obj,
  type Place,
  Stop,
  Str,
  settled,
  type Unknown,
  unsure,
  type Val,
} from "./evaluate-values.js";
import { DeclaredBody, type FoundBlock, producedType } from "./module-definition.js";

/** In steps: what it takes besides its arguments. */
const COST_OF_A_BODY = 10;

/** Blocks that tell Terraform what to do, not the provider what to make. */
const META_BLOCKS = new Set(["lifecycle", "connection", "provisioner"]);

/** The nested blocks of a body by type, `dynamic` ones expanded: lists of objects. */
export function blockValues(
  found: readonly FoundBlock[],
  frame: Frame,
  evaluator: Evaluator,
  place: Place,
): Map<string, Val> {
  const groups = new Map<string, Val[]>();
  const unknowns = new Map<string, Unknown>();
  for (const { block, source } of found) {
    if (META_BLOCKS.has(block.type)) continue;
    const type = producedType(block);
    const group = groups.get(type) ?? [];
    groups.set(type, group);
    const inner = inFile(frame, source);
    if (block.type !== "dynamic") group.push(bodyValue(new DeclaredBody(block, source), inner, evaluator));
    else {
      const made = dynamicValues(block, inner, evaluator);
      if (Array.isArray(made)) group.push(...made);
      else unknowns.set(type, made as Unknown);
    }
  }
  const values = new Map<string, Val>();
  for (const [type, group] of groups) {
    const unknown = unknowns.get(type);
    const first = found.find(({ block }) => producedType(block) === type);
    const at = first ? { source: first.source, start: first.block.start, end: first.block.end } : place;
    values.set(type, unknown ? derived(unknown, at) : evaluator.guard(at, () => new List(group, at, "list")));
  }
  return values;
}

/** Arguments and nested blocks as one object. */
export function bodyValue(
  body: DeclaredBody,
  frame: Frame,
  evaluator: Evaluator,
  isMeta: (name: string) => boolean = () => false,
): Val {
  const { block, source } = body;
  const place = { source, start: block.start, end: block.end };
  return evaluator.guard(place, (budget) => {
    budget.spend(COST_OF_A_BODY);
    const entries = new Map<string, Val>();
    body.forEachArgument(({ name, value }, from) => {
      if (!isMeta(name)) entries.set(name, settled(evaluator.evaluate(value, inFile(frame, from))));
    });
    const found = body.blocks();
    if (found.length > 0)
      for (const [type, value] of blockValues(found, frame, evaluator, place)) entries.set(type, value);
    return new Obj(entries, place, false, false, body);
  });
}

function dynamicValues(block: Block, frame: Frame, evaluator: Evaluator): Val[] | Unknown {
  const { source } = frame;
  const place = { source, start: block.start, end: block.headerEnd };
  const argument = (name: string) => block.body.attributes.find((attribute) => attribute.name === name)?.value;
  const forEach = argument("for_each");
  const content = block.body.blocks.find(({ type }) => type === "content");
  if (!forEach || !content) return unsure("a dynamic block lacks for_each or content", place);
  const iterator = argument("iterator");
  const named =
    iterator?.kind === "reference" ? iterator.root : iterator?.kind === "string" ? iterator.value : undefined;
  const name = named ?? producedType(block);
  const collection = evaluator.evaluate(forEach, frame);
  try {
    const elements = elementsOf(collection, place);
    evaluator.checkForEach(elements.length);
    return elements.map(([key, value]) => {
      const inner = withName(
        frame,
        name,
        new Obj(
          new Map([
            ["key", key],
            ["value", value],
          ]),
          place,
        ),
      );
      return bodyValue(new DeclaredBody(content, source), inner, evaluator);
    });
  } catch (thrown) {
    if (thrown instanceof Stop) return thrown.unknown;
    if (!(thrown instanceof Exhausted)) throw thrown;
    evaluator.report(thrown, place);
    return unsure(`for_each has ${thrown.what}`, place);
  }
}

function elementsOf(collection: Val, place: Place): (readonly [Val, Val])[] {
  if (collection.kind === "null") return [];
  if (collection.kind === "list") {
    return toItems(collection, place).map(
      (item, i) => [collection.type === "set" ? item : new Num(i, String(i), place), item] as const,
    );
  }
  return [...toEntries(collection, place)].map(([key, value]) => [new Str(key, place), value] as const);
}
