/**
 * Where things stand in a Terraform resource: the tiny language of the provider files.
 *
 *     ttl                                   an attribute
 *     alias[0].name                         of the first object (a nested block is a list of objects)
 *     record[].value                        of each object
 *     data[0].{flags,tag,value}             several attributes of one object, which together are one record
 *     {priority,value}                      the same, of the resource itself
 *
 * And how RDATA is made of such attributes, in presentation form:
 *
 *     {flags} {tag} "{value}"               between quotes: one character-string, to be escaped
 *     {flag=0} {tag} "{value}"              what counts where the attribute isn't set
 *     {^priority} {}                        `{}` is the value that the path leads to; `^` looks in the record (the resource,
 *                                           or the object of its list of records) instead of at the path's end
 */
export interface Path {
  readonly steps: readonly Step[];
  /** Attributes of the object that the steps lead to. */
  readonly fields?: readonly string[];
}

export type Step =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "each" }
  | { readonly kind: "index"; readonly index: number };

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "field";
      /** Absent for `{}`. */
      readonly name?: string;
      /** *path*: in the object that the path leads to. *record*: in the record. */
      readonly at: "path" | "record";
      readonly otherwise?: string;
      readonly quoted: boolean;
    };

const NAME = "[A-Za-z_][A-Za-z0-9_-]*";
const SEGMENT = new RegExp(`^(${NAME})(\\[(\\d*)\\])?$`);
const FIELDS = new RegExp(`^\\{(${NAME}(?:,${NAME})*)\\}$`);
const FIELD = new RegExp(`\\{(\\^?)(${NAME})?(?:=([^{}"]*))?\\}`, "g");

/** `undefined` where the text isn't a path. */
export function parsePath(text: string): Path | undefined {
  const segments = text.split(".");
  const last = FIELDS.exec(segments[segments.length - 1]);
  if (last) segments.pop();
  const steps: Step[] = [];
  for (const segment of segments) {
    const parts = SEGMENT.exec(segment);
    if (!parts) return undefined;
    steps.push({ kind: "key", key: parts[1] });
    if (parts[3] === "") steps.push({ kind: "each" });
    else if (parts[3] !== undefined) steps.push({ kind: "index", index: Number(parts[3]) });
  }
  return last ? { steps, fields: last[1].split(",") } : { steps };
}

/** `undefined` where the text isn't a template: stray braces, an odd number of quotes, or nothing to fill in. */
export function parseTemplate(text: string): readonly TemplatePart[] | undefined {
  const parts: TemplatePart[] = [];
  let quoted = false;
  let end = 0;
  const literal = (upTo: number): boolean => {
    const between = text.slice(end, upTo);
    for (const letter of between) if (letter === '"') quoted = !quoted;
    if (between !== "") parts.push({ kind: "text", text: between });
    return !/[{}]/.test(between);
  };
  for (const match of text.matchAll(FIELD)) {
    const [whole, caret, name, otherwise] = match;
    if (!literal(match.index) || (name === undefined && whole !== "{}")) return undefined;
    const at = caret === "" ? "path" : "record";
    parts.push({ kind: "field", ...(name && { name }), at, ...(otherwise !== undefined && { otherwise }), quoted });
    end = match.index + whole.length;
  }
  return end > 0 && literal(text.length) && !quoted ? parts : undefined;
}

/** How to look into a value; a plan's JSON and values with places have views of their own. */
export interface View<V> {
  /** An attribute of an object. A value that is unknown as a whole answers with itself, so that *unknown* comes out at the end. */
  get(value: V, key: string): V | undefined;
  /** The elements of a list, tuple or set, likewise; `undefined` for anything else. */
  items(value: V): readonly V[] | undefined;
}

/** The values that a path leads to, in order; none where something on the way isn't there. `fields` are left to the caller. */
export function follow<V>(path: Path, root: V, view: View<V>): readonly V[] {
  let values: readonly V[] = [root];
  for (const step of path.steps) {
    // Mostly there is one list on the way, and nothing in it has to be gathered.
    if (step.kind === "each" && values.length === 1) {
      values = view.items(values[0]) ?? [];
      continue;
    }
    const next: V[] = [];
    for (const value of values) {
      if (step.kind === "key") {
        const found = view.get(value, step.key);
        if (found !== undefined) next.push(found);
      } else {
        const items = view.items(value) ?? [];
        for (const item of step.kind === "each" ? items : items.slice(step.index, step.index + 1)) next.push(item);
      }
    }
    values = next;
  }
  return values;
}
