import type { Step } from "../hcl/ast.js";
import { type Evaluator, type Frame, inFile, type Scope } from "./evaluate.js";
import type { DataFiles } from "./evaluate-files.js";
import { convertTo } from "./evaluate-types.js";
import {
  derived,
  failure,
  LazyObj,
  List,
  marked,
  Obj,
  type Place,
  relocated,
  Str,
  Unknown,
  unsure,
  type Val,
} from "./evaluate-values.js";
import type { CallDefinition, ModuleDefinition, ResourceDefinition, Written } from "./module-definition.js";
import { type Expansion, expand, type Key } from "./module-expansion.js";
import { ResourceNode } from "./module-resource.js";

export interface ModuleStep {
  readonly name: string;
  readonly key?: string | number;
}
/** What a module is given for a variable: worked out when it is asked for. */
export type Input = () => Val;

/** What module instances need from the whole. */
export interface Program {
  readonly evaluator: Evaluator;
  /** The module that a call means; undefined where its files aren't at hand. */
  load(call: CallDefinition, caller: ModuleInstance): ModuleDefinition | undefined;
  reportCycle(what: string, place: Place): void;
  /** What the modules below a root module may read. */
  filesOf(root: ModuleDefinition): DataFiles | undefined;
}

/** One module as it is called once: its names have values. */
export class ModuleInstance implements Scope {
  readonly definition: ModuleDefinition;
  readonly program: Program;
  readonly path: readonly ModuleStep[];
  readonly caller: ModuleInstance | undefined;
  /** `module.a["k"].`, or nothing for the root. */
  readonly prefix: string;
  /** Whether it is sure that there will be such an instance. */
  readonly isCertain: boolean;
  private readonly inputs: ReadonlyMap<string, Input>;
  private readonly known = new Map<string, Val | undefined>();
  private readonly resourceExpansions = new Map<ResourceDefinition, Expansion<ResourceNode>>();
  private readonly callExpansions = new Map<string, Expansion<ModuleInstance> | undefined>();

  constructor(
    definition: ModuleDefinition,
    program: Program,
    path: readonly ModuleStep[],
    inputs: ReadonlyMap<string, Input>,
    caller?: ModuleInstance,
    certain = true,
  ) {
    this.definition = definition;
    this.program = program;
    this.path = path;
    this.inputs = inputs;
    this.caller = caller;
    this.isCertain = certain && (caller?.isCertain ?? true);
    this.prefix = path.map(({ name, key }) => `module.${keyed(name, key)}.`).join("");
  }

  resolve(root: string, steps: readonly Step[], place: Place): { readonly value: Val; readonly used: number } {
    const [first, second] = steps;
    const name = first?.kind === "attribute" ? first.name : undefined;
    switch (root) {
      case "local":
        return {
          value: name === undefined ? unsure("local as a whole isn't evaluated", place) : this.local(name, place),
          used: 1,
        };
      case "var":
        return {
          value: name === undefined ? unsure("var as a whole isn't evaluated", place) : this.variable(name, place),
          used: 1,
        };
      case "module":
        return {
          value:
            name === undefined ? unsure("module as a whole isn't evaluated", place) : this.moduleValue(name, place),
          used: 1,
        };
      case "data": {
        const last = second?.kind === "attribute" ? second.name : undefined;
        if (name === undefined || last === undefined) break;
        return { value: this.resourceValue(`data.${name}.${last}`, place), used: 2 };
      }
      case "path": {
        const folder = name === "module" ? this.folderFromRoot() : name === "root" ? "." : undefined;
        if (folder !== undefined) return { value: new Str(folder, place), used: 1 };
        return { value: unsure(`path.${name} isn't known here`, place), used: steps.length };
      }
      case "each":
      case "count":
      case "self":
      case "terraform":
      case "ephemeral":
        return {
          value: unsure(`${root}${name === undefined ? "" : `.${name}`} isn't known here`, place),
          used: steps.length,
        };
    }
    if (name === undefined) return { value: failure(`${root} isn't declared`, place), used: steps.length };
    return { value: this.resourceValue(`${root}.${name}`, place), used: 1 };
  }

  private get root(): ModuleInstance {
    return this.caller?.root ?? this;
  }

  get files(): DataFiles | undefined {
    return this.program.filesOf(this.root.definition);
  }

  /** As Terraform says it when it runs in the root module's folder. */
  private folderFromRoot(): string | undefined {
    if (!this.caller) return ".";
    const [root, own] = [this.root.definition.folder, this.definition.folder].map((folder) =>
      folder === "" ? [] : folder.split("/"),
    );
    let shared = 0;
    while (shared < root.length && shared < own.length && root[shared] === own[shared]) shared++;
    return [...root.slice(shared).map(() => ".."), ...own.slice(shared)].join("/") || ".";
  }

  /** Once for each name; one that needs itself is an error of the author's. */
  private once(name: string, place: Place, make: () => Val): Val {
    const found = this.known.get(name);
    if (found) return found;
    if (this.known.has(name)) {
      this.program.reportCycle(`${this.prefix}${name} refers to itself`, place);
      return failure(`${name} refers to itself`, place);
    }
    this.known.set(name, undefined);
    const value = make();
    this.known.set(name, value);
    return value;
  }

  private evaluate({ expr, source }: Written): Val {
    return this.program.evaluator.evaluate(expr, { source, scope: this });
  }

  private local(name: string, place: Place): Val {
    const written = this.definition.locals.get(name);
    if (!written) return unsure(`local.${name} isn't declared here`, place);
    return this.once(`local.${name}`, placeOf(written), () => this.evaluate(written));
  }

  private variable(name: string, place: Place): Val {
    const definition = this.definition.variables.get(name);
    if (!definition) {
      // The file that declares it may be none of ours; what the caller gives for it is the value all the same.
      const input = this.inputs.get(name);
      return input ? this.once(`var.${name}`, place, input) : unsure(`var.${name} isn't declared here`, place);
    }
    const value = this.once(`var.${name}`, definition.place, () => {
      const { fallback, sensitive, nullable, type } = definition;
      let value = this.inputs.get(name)?.();
      if (value?.kind === "null" && !nullable) value = undefined;
      if (!value && fallback) value = this.evaluate(fallback);
      if (!value) {
        const reference = `${this.prefix}var.${name}`;
        return new Unknown(`var.${name} has no default`, definition.place, { reference, sensitive, isComputed: true });
      }
      const given = value;
      const { evaluator } = this.program;
      const converted = evaluator.guard(given, (budget) => {
        if (type.kind === "any") return given;
        budget.spendWalk([given]);
        return convertTo(given, type, (expr) =>
          evaluator.evaluate(expr, { source: definition.place.source, scope: this }),
        );
      });
      return sensitive ? evaluator.guard(given, () => marked(converted, true)) : converted;
    });
    return value.kind === "unknown" &&
      value.source === definition.place.source &&
      value.start === definition.place.start
      ? relocated(value, place)
      : value;
  }

  /** What the caller sees as `module.x.name`. */
  output(name: string, place: Place): Val {
    const definition = this.definition.outputs.get(name);
    if (!definition) return failure(`there is no output "${name}"`, place);
    const value = this.once(`output ${name}`, placeOf(definition), () => this.evaluate(definition));
    return definition.sensitive ? this.program.evaluator.guard(place, () => marked(value, true)) : value;
  }

  /** The instances that a resource block makes; undefined while that is being found out. */
  instancesOf(definition: ResourceDefinition): Expansion<ResourceNode> {
    const known = this.resourceExpansions.get(definition);
    if (known) return known;
    const frame: Frame = { source: definition.body.source, scope: this };
    const make = (key: Key, inner: Frame, certain: boolean) => new ResourceNode(definition, this, key, inner, certain);
    const place = placeOfBlock(definition.body.block, definition.body.source);
    if (!definition.body.argument("count") && !definition.body.argument("for_each")) {
      const single: Expansion<ResourceNode> = { kind: "single", only: make(undefined, frame, true) };
      this.resourceExpansions.set(definition, single);
      return single;
    }
    let expansion: Expansion<ResourceNode> = {
      kind: "unknown",
      only: make(undefined, frame, false),
      cause: unsure("it refers to itself", place),
    };
    // While it is worked out, a reference to it finds this.
    this.resourceExpansions.set(definition, expansion);
    expansion = expand(definition.body, frame, this.program.evaluator, make);
    this.resourceExpansions.set(definition, expansion);
    return expansion;
  }

  private resourceValue(address: string, place: Place): Val {
    const definition = this.definition.resources.get(address);
    const reference = this.prefix + address;
    if (!definition) return new Unknown(`${address} isn't declared here`, place, { reference });
    return valueOfExpansion(this.instancesOf(definition), place, reference, this.program.evaluator, (node) => node);
  }

  /** The modules that a call makes; undefined where its files aren't at hand. */
  modulesOf(name: string): Expansion<ModuleInstance> | undefined {
    if (this.callExpansions.has(name)) return this.callExpansions.get(name);
    this.callExpansions.set(name, undefined);
    const call = this.definition.calls.get(name);
    const definition = call && this.program.load(call, this);
    if (!call || !definition) return undefined;
    const frame: Frame = { source: call.body.source, scope: this };
    const expansion = expand(call.body, frame, this.program.evaluator, (key, inner, certain) => {
      const inputs = new Map<string, Input>();
      call.body.forEachArgument(({ name: argument, value }, source) => {
        if (!META_ARGUMENTS.has(argument))
          inputs.set(argument, () => this.program.evaluator.evaluate(value, inFile(inner, source)));
      });
      return new ModuleInstance(
        definition,
        this.program,
        [...this.path, key === undefined ? { name } : { name, key }],
        inputs,
        this,
        certain,
      );
    });
    this.callExpansions.set(name, expansion);
    return expansion;
  }

  private moduleValue(name: string, place: Place): Val {
    const reference = `${this.prefix}module.${name}`;
    const expansion = this.modulesOf(name);
    if (!expansion) return new Unknown(`module.${name} isn't at hand`, place, { reference });
    return valueOfExpansion(
      expansion,
      place,
      reference,
      this.program.evaluator,
      (module, at) => new ModuleOutputs(module, at),
    );
  }
}

/** `module.x`: its outputs, evaluated one by one. */
class ModuleOutputs extends LazyObj {
  private readonly module: ModuleInstance;
  constructor(module: ModuleInstance, place: Place) {
    super(place);
    this.module = module;
  }
  override get(name: string): Val {
    return this.module.output(name, this);
  }
  unknown(why: string): Unknown {
    return new Unknown(`module.${this.module.path.at(-1)?.name} ${why}`, this);
  }
}

function valueOfExpansion<T>(
  expansion: Expansion<T>,
  place: Place,
  reference: string,
  evaluator: Evaluator,
  toValue: (member: T, place: Place) => Val,
): Val {
  switch (expansion.kind) {
    case "single":
      return toValue(expansion.only, place);
    case "count":
      return evaluator.guard(
        place,
        () =>
          new List(
            expansion.all.map((member) => toValue(member, place)),
            place,
          ),
      );
    case "each": {
      const entries = [...expansion.all].map(([key, member]) => [key, toValue(member, place)] as const);
      return evaluator.guard(place, () => new Obj(new Map(entries), place));
    }
    case "unknown": {
      const { why, from } = derived(expansion.cause, place);
      return new Unknown(why, place, { reference, from, unkeyed: true });
    }
  }
}

const META_ARGUMENTS = new Set(["source", "version", "count", "for_each", "providers", "depends_on"]);

const placeOf = ({ expr, source }: Written): Place => ({ source, start: expr.start, end: expr.end });
const placeOfBlock = ({ start, headerEnd }: { start: number; headerEnd: number }, source: Place["source"]): Place => ({
  source,
  start,
  end: headerEnd,
});

export function keyed(name: string, key: Key): string {
  if (key === undefined) return name;
  return `${name}[${typeof key === "number" ? key : JSON.stringify(key)}]`;
}
