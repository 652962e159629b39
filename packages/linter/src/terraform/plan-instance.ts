import { addressParts, modulePath, type Step } from "./plan-address.js";
import {
  ADDRESS,
  AFTER,
  AFTER_SENSITIVE,
  AFTER_UNKNOWN,
  BEFORE,
  BEFORE_SENSITIVE,
  INDEX,
  type PlanElements,
} from "./plan-elements.js";
import { eitherMark, toAttributes } from "./plan-value.js";
import type { Action, ObjectValue, ResourceInstance } from "./value.js";

/** What an element says of itself while it is passed over. */
export interface ElementHead {
  /** "managed" or "data". */
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  /** Of `resource_changes` only; elsewhere the address tells. */
  readonly moduleAddress: string | undefined;
  readonly action: Action | undefined;
  /** It is imported by this plan, which publishes nothing new by itself. */
  readonly importing: boolean;
}

export interface PlanContext {
  readonly elements: PlanElements;
  /** Expressions of the configuration for an instance's attributes. */
  expressions(instance: PlanInstance): unknown;
  /** Module paths by address: thousands of instances share a few. */
  readonly modules: Map<string, readonly Step[]>;
  /** Short names of providers by their addresses, likewise. */
  readonly providers: Map<string, string>;
}

/**
 * A resource instance of a plan. `values` and `before` are read from the plan each time, but for the last few: take what you
 * need and let go. Most are getters, so a spread (`{...instance}`) doesn't carry them.
 */
export class PlanInstance implements ResourceInstance {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly action: Action | undefined;
  readonly importing: boolean;
  // Truly private, so that no dump of an instance shows the values that were read last.
  readonly #context: PlanContext;
  readonly #slot: number;
  readonly #provider: string;
  readonly #moduleAddress: string | undefined;
  #address: string | undefined;

  constructor(
    context: PlanContext,
    slot: number,
    head: ElementHead,
    /** Where the element begins in the plan, in octets, and its length: for findings that stand on the plan itself. */
    readonly offset: number,
    readonly length: number,
  ) {
    this.#context = context;
    this.#slot = slot;
    this.mode = head.mode === "data" ? "data" : "managed";
    this.type = head.type;
    this.name = head.name;
    this.#provider = head.provider;
    this.action = head.action;
    this.importing = head.importing;
    this.#moduleAddress = head.moduleAddress;
  }

  /** `hashicorp/aws` of an address whose host differs between Terraform and OpenTofu. Before 0.13 there was no namespace. */
  get provider(): string | undefined {
    const { providers } = this.#context;
    let name = providers.get(this.#provider);
    if (name === undefined) {
      const parts = this.#provider.split("/");
      name = parts.length > 1 ? parts.slice(-2).join("/") : "";
      if (providers.size < PROVIDERS) providers.set(this.#provider, name);
    }
    return name === "" ? undefined : name;
  }

  get address(): string {
    if (this.#address === undefined) {
      const address = this.#context.elements.part(this.#slot, this.offset, ADDRESS);
      this.#address =
        typeof address === "string" ? address : `${this.mode === "data" ? "data." : ""}${this.type}.${this.name}`;
    }
    return this.#address;
  }

  /** Read each time, like the values. */
  get key(): string | number | undefined {
    const index = this.#context.elements.part(this.#slot, this.offset, INDEX);
    if (typeof index === "string" || typeof index === "number") return index;
    return this.address.endsWith("]") ? addressParts(this.address)?.key : undefined;
  }

  get module(): readonly Step[] {
    const moduleAddress = this.#moduleAddress;
    if (moduleAddress === undefined)
      return this.address.startsWith("module.") ? (addressParts(this.address)?.module ?? ROOT) : ROOT;
    let path = this.#context.modules.get(moduleAddress);
    if (path === undefined) {
      path = modulePath(moduleAddress);
      if (this.#context.modules.size < MODULES) this.#context.modules.set(moduleAddress, path);
    }
    return path;
  }

  get values(): ObjectValue {
    return this.parsed.values;
  }

  get before(): ObjectValue | undefined {
    return this.parsed.before;
  }

  /** The address it had before a `moved` block; rare enough to be read again. */
  get previousAddress(): string | undefined {
    const element = this.#context.elements.json(this.offset, this.length);
    const previous = (element as { previous_address?: unknown } | undefined)?.previous_address;
    return typeof previous === "string" ? previous : undefined;
  }

  private get parsed(): Parsed {
    const { elements } = this.#context;
    const kept = elements.kept(this) as Parsed | undefined;
    return kept ?? elements.keep(this, this.length, new Parsed(this, this.#context, this.#slot));
  }
}

const ROOT: readonly Step[] = [];
const MODULES = 10_000;
const PROVIDERS = 1_000;
const EMPTY: ObjectValue = { kind: "object", entries: new Map() };

/** The values of one instance, each side made when asked for. */
class Parsed {
  private after: ObjectValue | undefined;
  private prior: ObjectValue | null | undefined;
  private sensitiveMarks: unknown = UNREAD;

  constructor(
    private readonly instance: PlanInstance,
    private readonly context: PlanContext,
    private readonly slot: number,
  ) {}

  get values(): ObjectValue {
    this.after ??= this.goes ? (this.before ?? EMPTY) : this.readAfter();
    return this.after;
  }

  get before(): ObjectValue | undefined {
    if (this.prior === undefined) {
      const json = this.context.elements.part(this.slot, this.instance.offset, BEFORE);
      this.prior = isObject(json) ? toAttributes(json, undefined, this.sensitive) : null;
    }
    return this.prior ?? undefined;
  }

  /** Is there nothing after the change? */
  private get goes(): boolean {
    return this.instance.action === "delete" || this.instance.action === "forget";
  }

  private readAfter(): ObjectValue {
    const { elements } = this.context;
    const { offset } = this.instance;
    const json = elements.part(this.slot, offset, AFTER);
    const unknown = elements.marks(this.slot, offset, AFTER_UNKNOWN);
    if (unknown === undefined) return isObject(json) ? toAttributes(json, undefined, this.sensitive) : EMPTY;
    const expressions = this.context.expressions(this.instance);
    // Unknown as a whole: of the attributes only the names are known, from what was and what was written.
    const wholly =
      unknown === true ? { ...named(elements.part(this.slot, offset, BEFORE)), ...named(expressions) } : {};
    return toAttributes(isObject(json) ? { ...wholly, ...json } : wholly, unknown, this.sensitive, expressions);
  }

  /** Sensitive before or after: what was a secret an hour ago still is one. */
  private get sensitive(): unknown {
    if (this.sensitiveMarks === UNREAD) {
      const { elements } = this.context;
      const { offset } = this.instance;
      this.sensitiveMarks = eitherMark(
        elements.marks(this.slot, offset, AFTER_SENSITIVE),
        elements.marks(this.slot, offset, BEFORE_SENSITIVE),
      );
    }
    return this.sensitiveMarks;
  }
}

const UNREAD = Symbol();
const isObject = (json: unknown): json is object => typeof json === "object" && json !== null && !Array.isArray(json);
const named = (json: unknown): object => (isObject(json) ? json : {});
