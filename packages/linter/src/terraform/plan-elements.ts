import type { Problems } from "./plan-problems.js";
import { type ByteSource, SourceText } from "./plan-source.js";

/** Parts of an element whose place is kept; a state's resource has `AFTER` for its `values`. */
export const ADDRESS = 0;
export const INDEX = 1;
export const AFTER = 2;
export const AFTER_UNKNOWN = 3;
export const AFTER_SENSITIVE = 4;
export const BEFORE = 5;
export const BEFORE_SENSITIVE = 6;
export const PARTS = 7;
export type Part =
  | typeof ADDRESS
  | typeof INDEX
  | typeof AFTER
  | typeof AFTER_UNKNOWN
  | typeof AFTER_SENSITIVE
  | typeof BEFORE
  | typeof BEFORE_SENSITIVE;

/** So many parsed values are remembered; of those with more octets of text one. */
const KEPT = 16;
const KEPT_OCTETS = 256 * 1024;
/** So many different texts of marks are remembered, in UTF-16 units of at most so many each. */
const MOST_MARKS = 256;
const LONGEST_MARKS = 4096;
/** Values are mostly asked for in the order of the plan, in between others; then less has to be read again. */
const VALUES_WINDOW = 64 * 1024;

/**
 * Where the resources stand in the plan. Of each only places are held, 56 octets; the values are read and parsed when
 * somebody asks, since a plan of 40,000 changes would otherwise take hundreds of mebibytes.
 */
export class PlanElements {
  private places = new Uint32Array(1024 * PARTS * 2);
  private count = 0;
  private readonly text: SourceText;
  /** What isn't a part of a resource, such as its configuration: asked for in between, it mustn't move the other window. */
  private readonly others: SourceText;
  /** The first place is for the large ones: one at a time. */
  private readonly keptKeys: (object | undefined)[] = new Array(KEPT).fill(undefined);
  private readonly keptValues: unknown[] = new Array(KEPT).fill(undefined);
  private keptAt = 0;
  private readonly marksByText = new Map<string, unknown>();

  constructor(
    source: ByteSource,
    windowSize: number,
    readonly problems: Problems,
  ) {
    this.text = new SourceText(source, Math.min(windowSize, VALUES_WINDOW));
    this.others = new SourceText(source, Math.min(windowSize, VALUES_WINDOW));
  }

  /** `places`: start (from the element's) and length of each part in turn; a length of 0 is a part that isn't there. */
  add(places: Uint32Array): number {
    const at = this.count * PARTS * 2;
    if (at + places.length > this.places.length) {
      const larger = new Uint32Array(this.places.length * 2);
      larger.set(this.places);
      this.places = larger;
    }
    this.places.set(places, at);
    return this.count++;
  }

  /** The text of a part, "" if it isn't there. */
  partText(slot: number, offset: number, part: Part): string {
    const at = (slot * PARTS + part) * 2;
    const length = this.places[at + 1];
    return length === 0 ? "" : this.text.read(offset + this.places[at], length);
  }

  /** The value of a part; `undefined` if it isn't there, or isn't JSON, which then is a problem of the plan. */
  part(slot: number, offset: number, part: Part): unknown {
    return this.parse(this.partText(slot, offset, part), offset + this.places[(slot * PARTS + part) * 2]);
  }

  /** The same of a part that holds marks, not to be changed: thousands of instances have the same ones. */
  marks(slot: number, offset: number, part: Part): unknown {
    const text = this.partText(slot, offset, part);
    let marks = text === "" ? undefined : this.marksByText.get(text);
    if (marks === undefined) {
      marks = this.parse(text, offset + this.places[(slot * PARTS + part) * 2]);
      if (text.length <= LONGEST_MARKS && this.marksByText.size < MOST_MARKS) this.marksByText.set(text, marks);
    }
    return marks;
  }

  json(offset: number, length: number): unknown {
    return this.parse(this.others.read(offset, length), offset);
  }

  /** What was kept for `key`, if that isn't too long ago. */
  kept(key: object): unknown {
    const at = this.keptKeys.indexOf(key);
    return at < 0 ? undefined : this.keptValues[at];
  }

  /** Keeps `value`, of so many octets of text, for a while. */
  keep<T>(key: object, octets: number, value: T): T {
    // A ring, since a cleared Map's old tables keep their values alive until the next full collection.
    if (octets <= KEPT_OCTETS) this.keptAt = (this.keptAt % (KEPT - 1)) + 1;
    const at = octets > KEPT_OCTETS ? 0 : this.keptAt;
    this.keptKeys[at] = key;
    this.keptValues[at] = value;
    return value;
  }

  private parse(text: string, offset: number): unknown {
    if (text === "") return undefined;
    try {
      return JSON.parse(text);
    } catch {
      // The engine's words would quote the text, which may be a secret.
      this.problems.add("This value isn't JSON.", offset);
      return undefined;
    }
  }
}
