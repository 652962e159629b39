import { type Frame, inFile } from "./evaluate.js";
import { failure, LazyObj, Unknown, type Val } from "./evaluate-values.js";
import { blockValues, bodyValue } from "./module-blocks.js";
import { producedType, type ResourceDefinition } from "./module-definition.js";
import type { Key } from "./module-expansion.js";
import { keyed, type ModuleInstance } from "./module-instance.js";

const META_ARGUMENTS = new Set(["count", "for_each", "depends_on", "provider"]);
const isMeta = (name: string) => META_ARGUMENTS.has(name);

/** One instance of a resource, as other expressions see it: what isn't written is known only after apply. */
export class ResourceNode extends LazyObj {
  readonly definition: ResourceDefinition;
  readonly module: ModuleInstance;
  readonly key: Key;
  readonly address: string;
  private readonly frame: Frame;
  /** Whether it is sure that there will be such an instance. */
  private readonly certain: boolean;
  private known: Map<string, Val | undefined> | undefined;
  private blocks: Map<string, Val> | undefined;

  constructor(definition: ResourceDefinition, module: ModuleInstance, key: Key, frame: Frame, certain: boolean) {
    const { block, source } = definition.body;
    super({ source, start: block.start, end: block.headerEnd });
    this.definition = definition;
    this.module = module;
    this.key = key;
    this.frame = frame;
    this.certain = certain;
    const { mode, type, name } = definition;
    this.address = `${module.prefix}${mode === "data" ? "data." : ""}${type}.${keyed(name, key)}`;
  }

  override get(name: string): Val {
    this.known ??= new Map();
    const known = this.known.get(name);
    if (known) return known;
    const { evaluator } = this.module.program;
    const written = this.definition.body.argument(name);
    if (this.certain && written && !isMeta(name)) {
      if (this.known.has(name)) {
        this.module.program.reportCycle(`${this.address}.${name} refers to itself`, this);
        return failure(`${this.address}.${name} refers to itself`, this);
      }
      this.known.set(name, undefined);
      const value = evaluator.evaluate(written.expr, inFile(this.frame, written.source));
      // What is left null the provider may fill in.
      this.known.set(name, value.kind === "null" ? this.computed(name) : value);
      return this.known.get(name) as Val;
    }
    const found = this.definition.body.blocks();
    if (this.certain && found.some(({ block }) => producedType(block) === name)) {
      this.blocks ??= blockValues(found, this.frame, evaluator, this);
      const value = this.blocks.get(name);
      if (value) return value;
    }
    return this.computed(name);
  }

  private computed(name: string): Unknown {
    const reference = `${this.address}.${name}`;
    return new Unknown(`${reference} is known only after apply`, this, { reference, isComputed: true });
  }

  unknown(why: string): Unknown {
    return new Unknown(`${this.address} ${why}`, this, { reference: this.address });
  }

  /** All that is written: arguments and nested blocks, without what speaks to Terraform itself. */
  written(): Val {
    return bodyValue(this.definition.body, this.frame, this.module.program.evaluator, isMeta);
  }
}
