import { Unreadable } from "./plan-bytes.js";
import {
  ADDRESS,
  AFTER,
  AFTER_SENSITIVE,
  AFTER_UNKNOWN,
  BEFORE,
  BEFORE_SENSITIVE,
  INDEX,
  PARTS,
  type Part,
} from "./plan-elements.js";
import { type ElementHead, type PlanContext, PlanInstance } from "./plan-instance.js";
import type { JsonScanner, Mark } from "./plan-scanner.js";
import type { Action } from "./value.js";

const CHANGE_PARTS = new Map<string, Part>([
  ["before", BEFORE],
  ["after", AFTER],
  ["after_unknown", AFTER_UNKNOWN],
  ["before_sensitive", BEFORE_SENSITIVE],
  ["after_sensitive", AFTER_SENSITIVE],
]);
const STATE_PARTS = new Map<string, Part>([
  ["values", AFTER],
  ["sensitive_values", AFTER_SENSITIVE],
]);

const MARKS = new Set<Part>([AFTER_UNKNOWN, AFTER_SENSITIVE, BEFORE_SENSITIVE]);

/** What the elements of all sections share, as it is collected. */
class Head implements ElementHead {
  mode = "managed";
  type = "";
  name = "";
  provider = "";
  moduleAddress: string | undefined;
  action: Action | undefined;
  importing = false;
  deposed = false;
  hash = 0;
}

export interface PlanResources {
  /** All instances of the wanted types that are in `resource_changes`, those that don't change included. Deposed objects aren't. */
  readonly changes: readonly PlanInstance[];
  /** What `prior_state` holds of the wanted types, data sources that were read while planning included. Made when first asked for. */
  readonly prior: readonly PlanInstance[];
  /** Data sources of `prior`, without a look at the rest, which mostly is in `changes`. */
  readonly priorData: readonly PlanInstance[];
  /** Those of one type in `prior`. */
  priorOf(mode: "managed" | "data", type: string): readonly PlanInstance[];
  /** Managed resources of `prior` without a change: what a plan with `-target` leaves as it is. */
  readonly untouched: readonly PlanInstance[];
  /** What only `planned_values` has; unset and unknown can't be told apart there. */
  readonly planned: readonly PlanInstance[];
  /** Changes of the wanted types that wait for another plan: nothing is known of them. */
  readonly deferred: number;
}

/** Resources of a state, by place: each is read when it turns out to matter. */
class StateList {
  readonly offsets: number[] = [];
  readonly hashes: number[] = [];
  readonly types: string[] = [];
  readonly modes: string[] = [];
  private readonly made = new Map<number, PlanInstance | undefined>();

  constructor(private readonly readAt: (offset: number) => PlanInstance | undefined) {}

  read(wanted: (i: number) => boolean): PlanInstance[] {
    const instances: PlanInstance[] = [];
    this.offsets.forEach((offset, i) => {
      if (!wanted(i)) return;
      if (!this.made.has(i)) this.made.set(i, this.readAt(offset));
      const instance = this.made.get(i);
      if (instance !== undefined) instances.push(instance);
    });
    return instances;
  }
}

/** Reads the elements of `resource_changes` and of the modules' `resources`, as far as it takes to know what they are. */
export class ResourceReader {
  private readonly changes: PlanInstance[] = [];
  private readonly prior = new StateList((offset) => this.readState(offset));
  private readonly planned = new StateList((offset) => this.readState(offset));
  private deferred = 0;
  /** Addresses as hashes: nobody has asked for their text yet. */
  private readonly changed = new Set<number>();
  /** Of the element being read: start and length of each part. */
  private readonly places = new Uint32Array(PARTS * 2);

  constructor(
    private readonly scanner: JsonScanner,
    private readonly wanted: ReadonlySet<string>,
    private readonly context: PlanContext,
  ) {}

  readChange(): void {
    const { mark } = this.scanner;
    const head = this.readHead(mark.offset);
    const instance = head && this.instance(head, mark);
    if (instance === undefined) return;
    this.changes.push(instance);
    if (head?.hash) this.changed.add(head.hash);
  }

  /** What waits for another plan is only counted. */
  readDeferred(): void {
    const head = this.readHead(0);
    if (head !== undefined) this.deferred++;
  }

  /** A module of `planned_values` or `prior_state`, with those below it. */
  readModule(section: "planned" | "prior"): void {
    const { scanner } = this;
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      if (key === "resources")
        for (let more = scanner.firstElement(); more; more = scanner.nextElement()) this.noteState(this[section]);
      else if (key === "child_modules")
        for (let more = scanner.firstElement(); more; more = scanner.nextElement()) this.readModule(section);
      else scanner.skipValue();
    }
  }

  /** When everything was read, as far as it went. */
  finish(): PlanResources {
    const { changes, changed, prior, planned, deferred } = this;
    return {
      changes,
      get prior() {
        return prior.read(() => true);
      },
      get priorData() {
        return prior.read((i) => prior.modes[i] === "data");
      },
      priorOf: (mode, type) => prior.read((i) => prior.modes[i] === mode && prior.types[i] === type),
      untouched: prior.read((i) => prior.modes[i] === "managed" && !changed.has(prior.hashes[i])),
      planned: planned.read((i) => !changed.has(planned.hashes[i])),
      deferred,
    };
  }

  /** Who it is and where it stands will do: almost everything is in `resource_changes` too. */
  private noteState(list: StateList): void {
    const { scanner } = this;
    const { offset } = scanner.mark;
    let hash = 0;
    let type = "";
    let mode = "";
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      if (key === "address") hash = scanner.stringHash();
      else if (key === "type") type = scanner.string();
      else if (key === "mode") mode = scanner.string();
      else scanner.skipValue();
      if (type === "" || (this.wanted.has(type) && (hash === 0 || mode === ""))) continue;
      scanner.skipRestOfObject();
      break;
    }
    if (!this.wanted.has(type)) return;
    list.offsets.push(offset);
    list.hashes.push(hash);
    list.types.push(type);
    list.modes.push(mode || "managed");
  }

  private readState(offset: number): PlanInstance | undefined {
    try {
      this.scanner.jump(offset);
      const { mark } = this.scanner;
      const head = this.readHead(offset);
      return head && this.instance(head, mark);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.context.elements.problems.add(error.what, error.offset);
      return undefined;
    }
  }

  /** The element where the scanner stands, at `start`; `undefined` if nobody wants it, which is found out as soon as its type is told. */
  private readHead(start: number): Head | undefined {
    const { scanner } = this;
    const head = new Head();
    this.places.fill(0);
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      switch (key) {
        case "type":
          head.type = scanner.string();
          if (this.wanted.has(head.type)) break;
          scanner.skipRestOfObject();
          return undefined;
        case "mode":
          head.mode = scanner.string();
          break;
        case "name":
          head.name = scanner.string();
          break;
        case "provider_name":
          head.provider = scanner.string();
          break;
        case "module_address":
          head.moduleAddress = scanner.string();
          break;
        case "address":
          scanner.peek();
          this.places[ADDRESS * 2] = scanner.offset - start;
          head.hash = scanner.stringHash();
          this.places[ADDRESS * 2 + 1] = head.hash === 0 ? 0 : scanner.offset - start - this.places[ADDRESS * 2];
          break;
        case "index":
          this.readPlace(INDEX, start);
          break;
        case "deposed":
        case "deposed_key":
          head.deposed = scanner.scalar() !== null;
          break;
        case "change":
          this.readParts(head, start);
          break;
        default: {
          const part = STATE_PARTS.get(key);
          if (part === undefined) scanner.skipValue();
          else this.readPlace(part, start);
        }
      }
    }
    return head.type === "" || head.deposed ? undefined : head;
  }

  private readParts(head: Head, start: number): void {
    const { scanner } = this;
    let actions = 0;
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      const part = CHANGE_PARTS.get(key);
      if (part !== undefined) this.readPlace(part, start);
      else if (key === "actions") {
        for (let more = scanner.firstElement(); more; more = scanner.nextElement())
          actions |= ACTION_BITS.get(scanner.string()) ?? 0;
      } else {
        if (key === "importing") head.importing = scanner.atObject;
        scanner.skipValue();
      }
    }
    head.action = ACTIONS[actions];
  }

  private readPlace(part: Part, start: number): void {
    const { scanner, places } = this;
    scanner.peek();
    places[part * 2] = scanner.offset - start;
    // Most marks mark nothing and needn't be read.
    const counts = scanner.skipMarks() || !MARKS.has(part);
    places[part * 2 + 1] = counts ? scanner.offset - start - places[part * 2] : 0;
  }

  private instance(head: Head, mark: Mark): PlanInstance | undefined {
    const length = this.scanner.lengthSince(mark);
    // Other modes, such as "ephemeral", are no DNS.
    if (length === 0 || (head.mode !== "managed" && head.mode !== "data")) return undefined;
    return new PlanInstance(this.context, this.context.elements.add(this.places), head, mark.offset, length);
  }
}

const ACTION_BITS = new Map([
  ["no-op", 1],
  ["create", 2],
  ["delete", 4],
  ["update", 8],
  ["read", 16],
  ["forget", 32],
]);

/** By membership: the order of delete and create only tells which comes first. What is created anew and forgotten stays beside it. */
const ACTIONS = Array.from({ length: 64 }, (_, bits): Action | undefined => {
  const has = (action: Action) => (bits & ACTION_BITS.get(action)!) !== 0;
  if (has("create")) return has("delete") ? "replace" : "create";
  return (["delete", "update", "read", "forget", "no-op"] as const).find(has);
});
