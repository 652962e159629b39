import { attributesOfNames, domainsBeforeApply, recordsKnownBeforeApply } from "./certificates.js";
import { type Frame, inFile } from "./evaluate.js";
import { failure, LazyObj, List, Obj, type Place, Str, Unknown, type Val } from "./evaluate-values.js";
import { blockValues, bodyValue } from "./module-blocks.js";
import { producedType, type ResourceDefinition } from "./module-definition.js";
import type { Key } from "./module-expansion.js";
import { keyed, type ModuleInstance } from "./module-instance.js";
import { kindsOfResources } from "./resource-kinds.js";

const META_ARGUMENTS = new Set(["count", "for_each", "depends_on", "provider"]);
const isMeta = (name: string) => META_ARGUMENTS.has(name);

/** One instance of a resource, as other expressions see it: what isn't written is known only after apply. */
export class ResourceNode extends LazyObj {
  readonly definition: ResourceDefinition;
  readonly module: ModuleInstance;
  readonly key: Key;
  readonly address: string;
  private readonly frame: Frame;
  /** Whether it is sure that the module makes such an instance. */
  private readonly certain: boolean;
  private known: Map<string, Val | undefined> | undefined;
  private blocks: Map<string, Val> | undefined;
  /** Of a certificate: what the records are for that it asks for; null while that is being found out. */
  private domains: readonly string[] | null | undefined;

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

  /** Whether it is sure that there will be such an instance. */
  get isCertain(): boolean {
    return this.certain && this.module.isCertain;
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

  override askedAt(name: string, place: Place): Val {
    const found = super.askedAt(name, place);
    return found.kind === "unknown" && found.isComputed ? (this.askedRecords(name, found) ?? found) : found;
  }

  /** The records that a certificate asks for, of which Terraform knows before apply what they are for, and nothing else. */
  private askedRecords(name: string, { reference, source, start, end }: Unknown): Val | undefined {
    const kind =
      this.definition.mode === "managed" ? kindsOfResources().certificates.get(this.definition.type) : undefined;
    const asked = kind && recordsKnownBeforeApply(kind);
    if (asked?.attribute !== name || !this.certain || this.definition.body.argument(name) || this.domains === null)
      return undefined;
    if (!this.domains) {
      this.domains = null;
      const written = attributesOfNames(kind!).flatMap((attribute) => {
        const value = this.writtenValue(attribute);
        return value ? [[attribute, value] as const] : [];
      });
      this.domains = domainsBeforeApply(kind!, new Obj(new Map(written), this)) ?? [];
    }
    if (this.domains.length === 0) return undefined;
    const place: Place = { source, start, end };
    const { record } = asked;
    const why = `${reference} is known only after apply`;
    const parts = [record.name, record.type, record.value].flatMap((part) => {
      if (part === undefined) return [];
      // Which of them it is tells whether owner and value stand where they belong.
      return [[part, new Unknown(why, place, { reference: `${reference}.${part}`, isComputed: true })] as const];
    });
    const { evaluator } = this.module.program;
    return evaluator.guard(place, (budget) => {
      budget.spend((parts.length + 1) * (this.domains?.length ?? 0));
      const items = (this.domains ?? []).map(
        (domain) => new Obj(new Map<string, Val>([[record.domain!, new Str(domain, place)], ...parts]), place),
      );
      return new List(items, place, "set");
    });
  }

  /** An argument or nested blocks, as far as they are written and not null. */
  private writtenValue(name: string): Val | undefined {
    const { body } = this.definition;
    if (!body.argument(name) && !body.blocks().some(({ block }) => producedType(block) === name)) return undefined;
    const value = this.get(name);
    return value.kind === "unknown" && value.isComputed && value.reference === `${this.address}.${name}`
      ? undefined
      : value;
  }

  unknown(why: string): Unknown {
    return new Unknown(`${this.address} ${why}`, this, { reference: this.address });
  }

  /** All that is written: arguments and nested blocks, without what speaks to Terraform itself. */
  written(): Val {
    return bodyValue(this.definition.body, this.frame, this.module.program.evaluator, isMeta);
  }
}
