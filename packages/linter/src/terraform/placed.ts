import type { Span } from "@dcvlint/core";
import type { Action, ListValue, ObjectValue, ResourceInstance, Value } from "./value.js";

/** An instance of a plan with the places of the source that it was planned from. Its values are read when asked for. */
export class PlacedInstance implements ResourceInstance {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly action: Action | undefined;

  constructor(
    readonly planned: ResourceInstance,
    private readonly written: ResourceInstance,
  ) {
    this.mode = planned.mode;
    this.type = planned.type;
    this.name = planned.name;
    this.address = planned.address;
    this.action = planned.action;
  }

  get key() {
    return this.planned.key;
  }
  get module() {
    return this.planned.module;
  }
  get provider() {
    return this.planned.provider;
  }
  get values(): ObjectValue {
    return withPlaces(this.planned.values, this.written.values) as ObjectValue;
  }
  get before() {
    return this.planned.before;
  }
  get headerSpan(): Span | undefined {
    return this.written.headerSpan;
  }
  get blockSpan(): Span | undefined {
    return this.written.blockSpan;
  }
}

/** What was planned, each part with the place that it was written at. */
function withPlaces(planned: Value, written: Value | undefined): Value {
  if (written === undefined) return planned;
  const { span } = written;
  const sensitive = planned.sensitive || written.sensitive;
  switch (planned.kind) {
    case "object": {
      const given = written.kind === "object" ? written.entries : undefined;
      const entries = [...planned.entries].map(([key, value]) => [key, withPlaces(value, given?.get(key))] as const);
      return { ...planned, entries: new Map(entries), span, sensitive };
    }
    case "list":
      return { ...planned, items: placeItems(planned, written), span, sensitive };
    case "string": {
      const literal = written.kind === "string" && written.literal === true && written.value === planned.value;
      return { ...planned, span, literal, sensitive };
    }
    default:
      return { ...planned, span, sensitive };
  }
}

/** A plan has sets in an order of its own: texts are known again by what they say, the rest by where it stands. */
function placeItems({ items }: ListValue, written: Value): readonly Value[] {
  if (written.kind !== "list") return items.map((item) => withSpan(item, written.span));
  const byText = new Map<string, Value>();
  for (const item of written.items) if (item.kind === "string") byText.set(item.value, item);
  const byPlace = written.items.length === items.length;
  return items.map((item, i) => {
    const same = item.kind === "string" ? byText.get(item.value) : undefined;
    if (same) return withPlaces(item, same);
    const there = byPlace ? written.items[i] : undefined;
    // A text that is known and another one isn't the one that was written there.
    const differs = there?.kind === "string" && item.kind === "string";
    return there && !differs ? withPlaces(item, there) : withSpan(item, written.span);
  });
}

const withSpan = (value: Value, span: Span | undefined): Value => (span ? { ...value, span } : value);
