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
import { type JsonScanner, type Mark, Unreadable } from "./plan-scanner.js";
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

/** What the elements of all sections share, as it is collected. */
interface Head {
  mode: string;
  type: string;
  name: string;
  provider: string;
  moduleAddress?: string;
  hash: number;
  deposed: boolean;
  importing: boolean;
  actions: number;
}

/** Reads the elements of `resource_changes` and of the modules' `resources`, as far as it takes to know what they are. */
export class ResourceReader {
  private readonly changes: PlanInstance[] = [];
  private readonly prior: PlanInstance[] = [];
  private deferred = 0;
  /** Addresses as hashes: who they are needn't be told before somebody asks. */
  private readonly changed = new Set<number>();
  private readonly priorHashes: number[] = [];
  private readonly plannedHashes: number[] = [];
  private readonly plannedAt: number[] = [];
  private readonly providers = new Map<string, string | undefined>();
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
    const instance = head && this.instance(head, mark, actionOf(head.actions));
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
      if (key === "child_modules")
        for (let more = scanner.firstElement(); more; more = scanner.nextElement()) this.readModule(section);
      else if (key !== "resources") scanner.skipValue();
      else if (section === "prior")
        for (let more = scanner.firstElement(); more; more = scanner.nextElement()) this.readPrior();
      else for (let more = scanner.firstElement(); more; more = scanner.nextElement()) this.notePlanned();
    }
  }

  /** When everything was read, as far as it went. */
  finish() {
    const { changes, prior, changed, deferred, plannedAt, plannedHashes, priorHashes } = this;
    const untouched = prior.filter(({ mode }, i) => mode === "managed" && !changed.has(priorHashes[i]));
    const planned = plannedAt
      .filter((_, i) => !changed.has(plannedHashes[i]))
      .flatMap((offset) => this.readPlanned(offset));
    return { changes, prior, untouched, planned, deferred };
  }

  private readPrior(): void {
    const { mark } = this.scanner;
    const head = this.readHead(mark.offset);
    const instance = head && this.instance(head, mark, undefined);
    if (instance === undefined) return;
    this.prior.push(instance);
    this.priorHashes.push(head?.hash ?? 0);
  }

  /** Almost everything planned is in `resource_changes` too: who it is and where it stands will do. */
  private notePlanned(): void {
    const { scanner } = this;
    const { offset } = scanner.mark;
    let hash = 0;
    let type = "";
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      if (key === "address") hash = scanner.stringHash();
      else if (key === "type") type = scanner.string();
      else scanner.skipValue();
      if (type === "" || (hash === 0 && this.wanted.has(type))) continue;
      scanner.skipRestOfObject();
      break;
    }
    if (!this.wanted.has(type)) return;
    this.plannedAt.push(offset);
    this.plannedHashes.push(hash);
  }

  private readPlanned(offset: number): PlanInstance[] {
    try {
      this.scanner.jump(offset);
      const { mark } = this.scanner;
      const head = this.readHead(offset);
      const instance = head && this.instance(head, mark, undefined);
      return instance ? [instance] : [];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.context.elements.problems.add(error.what, error.offset);
      return [];
    }
  }

  /** The element where the scanner stands, at `start`; `undefined` if nobody wants it, which is found out as soon as its type is told. */
  private readHead(start: number): Head | undefined {
    const { scanner } = this;
    const head: Head = {
      mode: "managed",
      type: "",
      name: "",
      provider: "",
      hash: 0,
      deposed: false,
      importing: false,
      actions: 0,
    };
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
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      const part = CHANGE_PARTS.get(key);
      if (part !== undefined) this.readPlace(part, start);
      else if (key === "actions")
        for (let more = scanner.firstElement(); more; more = scanner.nextElement())
          head.actions |= ACTION_BITS.get(scanner.string()) ?? 0;
      else if (key === "importing") head.importing = scanner.atObject || head.importing;
      if (part === undefined && key !== "actions") scanner.skipValue();
    }
  }

  private readPlace(part: Part, start: number): void {
    const { scanner, places } = this;
    scanner.peek();
    places[part * 2] = scanner.offset - start;
    scanner.skipValue();
    places[part * 2 + 1] = scanner.offset - start - places[part * 2];
  }

  private instance(
    { mode, type, name, provider, moduleAddress, importing }: Head,
    mark: Mark,
    action: Action | undefined,
  ): PlanInstance | undefined {
    const length = this.scanner.lengthSince(mark);
    // Other modes, such as "ephemeral", are no DNS.
    if (length === 0 || (mode !== "managed" && mode !== "data")) return undefined;
    const head: ElementHead = {
      mode,
      type,
      name,
      provider: this.providerOf(provider),
      moduleAddress,
      action,
      importing,
    };
    return new PlanInstance(this.context, this.context.elements.add(this.places), head, mark.offset, length);
  }

  /** `hashicorp/aws` of an address whose host differs between Terraform and OpenTofu. Before 0.13 there was no namespace. */
  private providerOf(name: string): string | undefined {
    if (!this.providers.has(name))
      this.providers.set(name, name.includes("/") ? name.split("/").slice(-2).join("/") : undefined);
    return this.providers.get(name);
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
function actionOf(bits: number): Action | undefined {
  const has = (action: Action) => (bits & ACTION_BITS.get(action)!) !== 0;
  if (has("create")) return has("delete") ? "replace" : "create";
  return (["delete", "update", "read", "forget", "no-op"] as const).find(has);
}
