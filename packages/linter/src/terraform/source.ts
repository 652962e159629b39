import type { Span } from "@dcvlint/core";
import type { HclFile, HclProblem, LostText } from "../hcl/ast.js";
import { parseHcl } from "../hcl/parse.js";
import { SourceText } from "../hcl/source-text.js";
import { Evaluator } from "./evaluate.js";
import { Budget, EVALUATION_LIMITS, type EvaluationLimits } from "./evaluate-budget.js";
import type { DataFiles, DecodeYaml } from "./evaluate-files.js";
import type { Place } from "./evaluate-values.js";
import { type CallDefinition, defineModule, type ModuleDefinition } from "./module-definition.js";
import { members } from "./module-expansion.js";
import { ModuleInstance, type Program } from "./module-instance.js";
import { SourceInstance } from "./source-instance.js";
import { parseTerraformJson } from "./source-json.js";
import { readManifest, resolveModule } from "./source-modules.js";
import { readVariableFiles } from "./source-variables.js";
import type { ResourceInstance } from "./value.js";

export interface SourceFile {
  /** With `/`, relative to what spans are to be relative to. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface TerraformInput {
  /** Of any number of folders; each folder is a module. What isn't Terraform's is passed over. */
  readonly files: readonly SourceFile[];
  /** The files of a folder that isn't among those; undefined where there is none or it mustn't be read. */
  readonly readFolder?: (folder: string) => readonly SourceFile[] | undefined;
  /** `.terraform/modules/modules.json` of a folder, which tells where Terraform put the modules from elsewhere. */
  readonly readManifest?: (folder: string) => Uint8Array | undefined;
  /** A file that `file()` names, by its path; undefined where there is none or it mustn't be read. */
  readonly readData?: (path: string) => Uint8Array | undefined;
  /** Given once it turned out that there is YAML to read. */
  readonly decodeYaml?: DecodeYaml | undefined;
  /** `--var-file`, in order: the last one wins. */
  readonly variableFiles?: readonly SourceFile[];
  /** Resource types to evaluate; others are only looked at when something refers to them. */
  readonly wants?: (type: string) => boolean;
  readonly limits?: Partial<EvaluationLimits>;
}

export interface TerraformProblem {
  /** `syntax`: what it stands in isn't read. `limit`: what takes too much isn't known. `cycle`: neither is what needs itself. */
  readonly kind: "syntax" | "duplicate" | "limit" | "cycle";
  readonly summary: string;
  readonly detail: string;
  readonly span: Span;
  /** What a syntax error keeps from being read: `explainSyntaxErrors` looks at it again. */
  readonly lost?: LostText;
  /** Of a limit: text wasn't read because of it, so that nobody can tell what stands there. */
  readonly isUnread?: boolean;
}

/** A module that is planned and applied by itself, with all that it calls. */
export interface RootModule {
  readonly folder: string;
  readonly resources: readonly ResourceInstance[];
}

export interface TerraformSource {
  readonly roots: readonly RootModule[];
  /** Of all root modules. */
  readonly resources: readonly ResourceInstance[];
  readonly problems: readonly TerraformProblem[];
  readonly modules: readonly CalledModule[];
  /** Every file that was read, variables and called modules included. */
  readonly files: readonly HclFile[];
  /** There was YAML, and nothing to read it with: ask again with `decodeYaml`. */
  readonly missesYaml: boolean;
}

/** A module's folder and the call that it was evaluated for. Such a folder isn't evaluated on its own. */
export interface CalledModule {
  readonly folder: string;
  readonly call: Span;
  /** `module.dns`, by the names of the calls alone. */
  readonly address: string;
}

const IS_CONFIGURATION = /\.(?:tf|tofu)(?:\.json)?$/;

/** Reads Terraform's own language: what the sources alone tell, with the place that each value was written at. Never throws. */
export function readTerraform(input: TerraformInput): TerraformSource {
  return new Reader(input).read();
}

class Reader implements Program {
  readonly evaluator: Evaluator;
  private readonly budget: Budget;
  private readonly input: TerraformInput;
  private readonly folders = new Map<string, SourceFile[]>();
  private readonly parsed = new Map<string, HclFile>();
  private readonly definitions = new Map<string, ModuleDefinition | undefined>();
  private readonly manifests = new Map<string, ReadonlyMap<string, string>>();
  private readonly cycles = new Map<string, TerraformProblem>();
  private readonly called = new Map<string, CalledModule>();
  private readonly roots: RootModule[] = [];
  private readonly data = new Map<string, SourceText | undefined>();
  private readonly filesByRoot = new Map<string, DataFiles>();
  private missesYaml = false;
  private yamlLeft = MOST_YAML;

  constructor(input: TerraformInput) {
    this.input = input;
    this.budget = new Budget({ ...EVALUATION_LIMITS, ...input.limits });
    this.evaluator = new Evaluator(this.budget);
    for (const file of input.files) {
      const folder = folderOf(file.path);
      const files = this.folders.get(folder);
      if (files) files.push(file);
      else this.folders.set(folder, [file]);
    }
  }

  read(): TerraformSource {
    const folders = [...this.folders.keys()].sort();
    const children = this.childFolders(folders);
    for (const folder of folders) if (!children.has(folder)) this.readRoot(folder);
    // Folders that only call each other have no root among them; better the first as one than none.
    const reachable = this.reachableFrom(folders.filter((folder) => !children.has(folder)));
    for (const folder of folders) {
      if (reachable.has(folder)) continue;
      this.readRoot(folder);
      for (const called of this.reachableFrom([folder])) reachable.add(called);
    }
    const files = [...this.parsed.values()];
    const limits = this.budget.problems.map(({ what, span }) => ({
      kind: "limit" as const,
      summary: "Too much to evaluate",
      detail: `Evaluating this takes ${what}; its value isn't known.`,
      span,
    }));
    return {
      roots: this.roots,
      resources: this.roots.flatMap(({ resources }) => resources),
      problems: [
        ...files.flatMap(({ problems }) =>
          problems.map((problem: HclProblem) => ({ ...problem, isUnread: problem.kind === "limit" })),
        ),
        ...limits,
        ...this.cycles.values(),
      ],
      modules: [...this.called.values()],
      files,
      missesYaml: this.missesYaml,
    };
  }

  private readRoot(folder: string): void {
    const definition = this.define(folder);
    if (!definition || (definition.resources.size === 0 && definition.calls.size === 0)) return;
    const values = readVariableFiles(
      this.folders.get(folder) ?? [],
      this.input.variableFiles ?? [],
      this.evaluator,
      (file, parse) => this.parse(file, parse),
    );
    const inputs = new Map([...values].map(([name, value]) => [name, () => value] as const));
    const resources: ResourceInstance[] = [];
    this.collect(new ModuleInstance(definition, this, [], inputs), resources);
    this.roots.push({ folder, resources });
  }

  private collect(module: ModuleInstance, into: ResourceInstance[]): void {
    const wants = this.input.wants ?? (() => true);
    for (const resource of module.definition.resources.values()) {
      if (!wants(resource.type)) continue;
      for (const node of members(module.instancesOf(resource))) into.push(new SourceInstance(node));
    }
    for (const name of module.definition.calls.keys()) {
      const expansion = module.modulesOf(name);
      if (expansion) for (const child of members(expansion)) this.collect(child, into);
    }
  }

  load(call: CallDefinition, caller: ModuleInstance): ModuleDefinition | undefined {
    const folder = this.folderOfCall(call, caller);
    if (folder === undefined) return undefined;
    const { block, source } = call.body;
    const place = { source, start: block.start, end: block.headerEnd };
    let depth = 0;
    for (let module: ModuleInstance | undefined = caller; module; module = module.caller) {
      depth++;
      if (module.definition.folder === folder || depth > MAX_MODULE_DEPTH) {
        this.reportCycle(`module.${call.name} calls a module that it stands in itself`, place);
        return undefined;
      }
    }
    const definition = this.define(folder);
    if (!definition || !this.budget.claimModule(place)) return undefined;
    const address = [...caller.path.map(({ name }) => name), call.name].map((name) => `module.${name}`).join(".");
    this.called.set(`${caller.definition.folder}\0${address}`, {
      folder,
      call: source.span(place.start, place.end),
      address,
    });
    return definition;
  }

  filesOf({ folder }: ModuleDefinition): DataFiles | undefined {
    if (!this.input.readData) return undefined;
    let files = this.filesByRoot.get(folder);
    if (!files) {
      files = {
        read: (path) => this.readData(folder, path),
        decodeYaml: this.input.decodeYaml,
        missYaml: () => {
          this.missesYaml = true;
        },
        claimYaml: (length) => {
          this.yamlLeft -= length;
          return this.yamlLeft >= 0;
        },
      };
      this.filesByRoot.set(folder, files);
    }
    return files;
  }

  private readData(folder: string, written: string): SourceText | undefined {
    const path = joined(folder, written);
    if (path === undefined) return undefined;
    if (!this.data.has(path)) {
      const bytes = this.input.readData?.(path);
      this.data.set(path, bytes && SourceText.decode(bytes, path));
    }
    return this.data.get(path);
  }

  private folderOfCall(call: CallDefinition, caller: ModuleInstance): string | undefined {
    let root: ModuleInstance = caller;
    while (root.caller) root = root.caller;
    const names = [...caller.path.map(({ name }) => name), call.name];
    return resolveModule(
      call.address,
      caller.definition.folder,
      root.definition.folder,
      names.join("."),
      this.manifestOf(root.definition.folder),
    );
  }

  private manifestOf(root: string): ReadonlyMap<string, string> {
    const known = this.manifests.get(root);
    if (known) return known;
    const manifest = readManifest(this.input.readManifest?.(root));
    this.manifests.set(root, manifest);
    return manifest;
  }

  reportCycle(what: string, { source, start, end }: Place): void {
    if (this.cycles.size >= 100) return;
    const detail = `${what}, so its value can't be told.`;
    this.cycles.set(what, { kind: "cycle", summary: "It refers to itself", detail, span: source.span(start, end) });
  }

  private define(folder: string): ModuleDefinition | undefined {
    if (this.definitions.has(folder)) return this.definitions.get(folder);
    const files = standing(this.folders.get(folder) ?? this.input.readFolder?.(folder) ?? []);
    const parse = (source: SourceText) =>
      source.file.endsWith(".json") ? parseTerraformJson(source) : parseHcl(source, source.file);
    const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
    const definition =
      files.length === 0
        ? undefined
        : defineModule(
            folder,
            sorted.map((file) => this.parse(file, parse)),
          );
    this.definitions.set(folder, definition);
    return definition;
  }

  private parse(file: SourceFile, parse: (source: SourceText) => HclFile): HclFile {
    const known = this.parsed.get(file.path);
    if (known) return known;
    const source = SourceText.decode(file.bytes, file.path);
    this.budget.allowFor(source.text.length);
    const parsed = parse(source);
    this.parsed.set(file.path, parsed);
    return parsed;
  }

  /** Folders that a module of ours calls: they have their inputs from there. */
  private childFolders(folders: readonly string[]): Set<string> {
    const children = new Set<string>();
    for (const folder of folders) for (const child of this.callsFrom(folder)) children.add(child);
    return children;
  }

  private callsFrom(folder: string): string[] {
    const calls = [...(this.define(folder)?.calls.values() ?? [])];
    return calls.flatMap((call) => {
      const child = resolveModule(call.address, folder, folder, call.name, new Map());
      return child === undefined || child === folder ? [] : [child];
    });
  }

  private reachableFrom(folders: readonly string[]): Set<string> {
    const reached = new Set(folders);
    for (const folder of reached) for (const child of this.callsFrom(folder)) reached.add(child);
    return reached;
  }
}

/** The files of a folder that make up its module. OpenTofu takes `main.tofu` in place of `main.tf` beside it. */
function standing(files: readonly SourceFile[]): readonly SourceFile[] {
  const tofu = new Set(files.flatMap(({ path }) => (OF_OPENTOFU.test(path) ? [path.replace(OF_OPENTOFU, ".tf")] : [])));
  return files.filter(({ path }) => IS_CONFIGURATION.test(path) && !tofu.has(path));
}

/** `undefined` for a path that isn't relative, or leads above all that is at hand. */
function joined(folder: string, path: string): string | undefined {
  if (path === "" || path.length > 1000 || /^[/~\\]|\0|^[A-Za-z]:/.test(path)) return undefined;
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    // What `..` at the front means is for who reads it to say.
    if (part === ".." && parts.length > 0 && parts[parts.length - 1] !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

const OF_OPENTOFU = /\.tofu(?=(?:\.json)?$)/;

const MAX_MODULE_DEPTH = 32;
/** In characters, of all files together: reading YAML takes a second for a million or two. */
const MOST_YAML = 1 << 22;

const folderOf = (path: string): string => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");
