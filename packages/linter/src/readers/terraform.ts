import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Notice, type PublicSuffixes, Source, type Span } from "@dcvlint/core";
import { isConfiguration, isVariables } from "../kinds.js";
import { LIMITS } from "../limits.js";
import { isGitInternal, isInside, realPath } from "../paths.js";
import type { Commented } from "../suppress.js";
import type { DecodeYaml } from "../terraform/evaluate-files.js";
import { commentsOfFiles } from "../terraform/hcl-comments.js";
import { readPlan } from "../terraform/plan.js";
import type { PlanProblem } from "../terraform/plan-problems.js";
import type { ByteSource } from "../terraform/plan-source.js";
import { type JudgedModule, zonesOfPlan, zonesOfRoot } from "../terraform/plan-zones.js";
import { kindsOfResources } from "../terraform/resource-kinds.js";
import { type RootModule, readTerraform, type SourceFile, type TerraformProblem } from "../terraform/source.js";
import { explainSyntaxErrors } from "../terraform/source-errors.js";
import type { ResourceInstance } from "../terraform/value.js";
import { readBytes } from "./zonefile.js";

export interface TerraformInputs {
  /** Files that were named or met. Paths are relative to `base`, with `/`. */
  readonly asked: readonly SourceFile[];
  readonly variableFiles: readonly SourceFile[];
  readonly plans: readonly PlanInput[];
  /** Where the sources of a plan may lie, where none were asked for. */
  readonly contextFolders: readonly string[];
  /** Absolute; what file names in spans are relative to. */
  readonly base: string;
  /** Absolute, links resolved; nothing outside of these is opened. */
  readonly roots: readonly string[];
  readonly suffixes: PublicSuffixes;
  /** Texts to read in place of what is on disk, by path from `base`. */
  readonly overlay?: ReadonlyMap<string, Uint8Array>;
}

/** A plan; `source` must stay readable until the last finding has been made. */
export interface PlanInput {
  /** From `base`. */
  readonly path: string;
  readonly source: ByteSource;
}

export interface LoadedTerraform {
  readonly modules: readonly JudgedModule[];
  readonly syntax: readonly TerraformProblem[];
  readonly plans: readonly { readonly path: string; readonly problems: readonly PlanProblem[] }[];
  readonly notices: readonly Notice[];
  readonly comments: Commented;
  /** Every file of Terraform's language that was read. */
  readonly texts: readonly Source[];
  /** What was read only to make sense of the rest: nobody asked for findings there. */
  readonly isContext: (file: string) => boolean;
}

/** Reads sources and plans, and brings the two together. */
export async function loadTerraform(inputs: TerraformInputs): Promise<LoadedTerraform> {
  const { asked, variableFiles, plans, suffixes } = inputs;
  const disk = new Disk(inputs);
  for (const file of [...asked, ...variableFiles]) disk.note(file);
  const own = new Set(asked.map(({ path }) => path));
  const folders = new Set(asked.filter(({ path }) => isConfiguration(path)).map(({ path }) => folderOf(path)));
  if (folders.size === 0) for (const folder of inputs.contextFolders) folders.add(folder);
  // A module is a folder: what stands beside a file that was asked for gives it its meaning.
  const beside = [...folders].flatMap((folder) => disk.readFolder(folder) ?? []).filter(({ path }) => !own.has(path));
  const { wanted } = kindsOfResources();
  const readAll = (decodeYaml?: DecodeYaml) =>
    readTerraform({
      files: [...asked, ...beside],
      readFolder: (folder) => disk.readFolder(folder)?.filter(({ path }) => isConfiguration(path)),
      readManifest: (folder) => disk.read(folder === "" ? MANIFEST : `${folder}/${MANIFEST}`),
      readData: (path) => disk.read(path),
      decodeYaml,
      variableFiles,
      wants: (type) => wanted.has(type),
    });
  let source = readAll();
  // Few have it, and its reader is large.
  if (source.missesYaml) source = readAll((await import("../terraform/decode-yaml.js")).decodeYaml);
  const read = plans.map(({ path, source }) => ({ path, plan: readPlan(source, { wanted, changesOnly: true }) }));
  const modules: JudgedModule[] = [];
  const planned = new Set<RootModule>();
  for (const { path, plan } of read) {
    const judged = zonesOfPlan(plan, path, source.roots, suffixes);
    if (judged.root) planned.add(judged.root);
    modules.push(judged);
  }
  const context = new Set(beside.map(({ path }) => path));
  const isAsked = ({ headerSpan }: ResourceInstance) => headerSpan !== undefined && !context.has(headerSpan.file);
  for (const root of source.roots)
    if (!planned.has(root) && root.resources.some(isAsked)) modules.push(zonesOfRoot(root, suffixes));
  const problems = source.problems.filter(({ span }) => !context.has(span.file));
  const isBroken = ({ kind, isUnread }: TerraformProblem) =>
    kind === "syntax" || kind === "duplicate" || isUnread === true;
  return {
    modules,
    syntax: (await explainSyntaxErrors(problems.filter(isBroken))).filter((problem) => !isTemplated(problem)),
    plans: read.map(({ path, plan }) => ({ path, problems: plan.problems })),
    notices: [
      ...problems.filter((problem) => !isBroken(problem)).map(({ detail, span }) => ({ what: detail, span })),
      ...read.filter(({ plan }) => plan.errored).map(({ path }) => ({ what: ERRORED, span: topOf(path) })),
    ],
    comments: commentsOfFiles(
      source.files.filter(({ source: { file } }) => !context.has(file)),
      (file) => disk.texts.get(file),
    ),
    texts: [...disk.texts.values()],
    isContext: (file) => context.has(file),
  };
}

const MANIFEST = ".terraform/modules/modules.json";

const ERRORED =
  "Planning failed half-way, so this plan isn't whole: what it holds was judged, and more may come when it is made again.";

const topOf = (file: string): Span => ({ file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } });

/** A file that another program makes Terraform of isn't broken Terraform: cookiecutter, Jinja, Go and ERB templates. */
function isTemplated({ lost }: TerraformProblem): boolean {
  return lost !== undefined && /\{\{[^}]*\}\}|\{%[^%]*%\}|<%[^%]*%>/.test(lost.source.text.slice(lost.start, lost.end));
}

const folderOf = (path: string): string => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");

/** Files below the base, each read once. */
class Disk {
  readonly texts = new Map<string, Source>();
  private octets = 0;

  constructor(private readonly inputs: Pick<TerraformInputs, "base" | "roots" | "overlay">) {}

  note({ path, bytes }: SourceFile): void {
    this.texts.set(path, new Source(path, bytes));
  }

  /** What Terraform would read of a folder, given from the base; `undefined` where there is none or it mustn't be opened. */
  readFolder(folder: string): SourceFile[] | undefined {
    const real = this.locate(folder);
    if (real === undefined) return undefined;
    let names: string[];
    try {
      names = readdirSync(real);
    } catch {
      return undefined;
    }
    return names
      .filter((name) => !name.startsWith(".") && (isConfiguration(name) || isVariables(name)))
      .sort()
      .flatMap((name) => {
        const path = folder === "" ? name : `${folder}/${name}`;
        const bytes = this.read(path);
        return bytes ? [{ path, bytes }] : [];
      });
  }

  /** A file given from the base. */
  read(path: string): Uint8Array | undefined {
    const known = this.texts.get(path);
    if (known) return known.bytes;
    const real = this.locate(path);
    if (real === undefined) return undefined;
    const bytes = this.inputs.overlay?.get(path) ?? readBytes(real, LIMITS.otherSource);
    if (typeof bytes === "string" || this.octets + bytes.length > LIMITS.terraform) return undefined;
    this.octets += bytes.length;
    this.texts.set(path, new Source(path, bytes));
    return bytes;
  }

  /** Where a path leads, links resolved; nowhere when that is out of the roots. */
  private locate(path: string): string | undefined {
    const { base, roots } = this.inputs;
    const absolute = join(base, path);
    const root = roots.find((root) => isInside(root, absolute));
    const real = root === undefined ? undefined : realPath(absolute);
    if (root === undefined || real === undefined || !isInside(root, real) || isGitInternal(root, real))
      return undefined;
    return real;
  }
}
