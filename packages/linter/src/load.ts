import { basename, dirname, join, resolve } from "node:path";
import { fillSerial, type Level, type Notice, type RawFinding, type Source, type Span, type Zone } from "@dcvlint/core";
import { type Discovered, discover, fileEntry, type Input, noneDiscovered, remarksOn } from "./discover.js";
import { remarkOnConfig } from "./find-config.js";
import { isMissed, isOfPlan, type Kind, tellKind } from "./kinds.js";
import { LIMITS, type Limits } from "./limits.js";
import { type LintOptions, levelsOf } from "./options.js";
import { realPath, relativePath } from "./paths.js";
import type { LoadedTerraform, PlanInput } from "./readers/terraform.js";
import { IncludedTexts, type OpenFile, openFile, readBytes, readZone, tooLarge } from "./readers/zonefile.js";
import { inFile } from "./standalone.js";
import { publicSuffixes } from "./suffixes.js";
import { bufferSource } from "./terraform/plan-source.js";
import type { JudgedModule } from "./terraform/plan-zones.js";
import type { SourceFile } from "./terraform/source.js";

/** A zone that was read, with where it came from. */
export interface LoadedZone {
  readonly zone: Zone;
  /** The file, of a zone file. */
  readonly input?: Input;
  /** The same zone before the change, where a plan tells, or the old state of the files. */
  readonly before?: Zone;
  /** What is known of certificates where the zone comes from. */
  readonly certificates?: JudgedModule["certificates"];
}

export interface Loaded {
  readonly zones: readonly LoadedZone[];
  readonly terraform?: LoadedTerraform;
  /** Every text that was read, what `$GENERATE` makes aside. */
  readonly texts: readonly Source[];
  readonly findings: readonly RawFinding[];
  readonly notices: readonly Notice[];
  readonly failures: readonly string[];
  readonly files: number;
  readonly undecided: number;
  readonly root: string;
  /** Closes what places may still be looked for in. */
  close(): void;
}

/** Reads what the paths stand for. Throws a UsageError where the options make no sense. */
export async function load(options: LintOptions): Promise<Loaded> {
  const { cwd, config } = options;
  const plans = (options.plans ?? []).filter((path) => path !== "-");
  const paths = options.paths.filter((path) => path !== "-");
  const found =
    paths.length > 0 || plans.length > 0 || !options.stdin
      ? await discover([...plans, ...paths], cwd, config)
      : noneDiscovered();
  // One root for the whole run, so that paths in findings mean one thing: the widest of the inputs' own.
  const root = commonRoot(found.inputs.map(({ root }) => root)) ?? realPath(cwd) ?? cwd;
  const loader = new Loader(options, root);
  try {
    loader.readStdin();
    for (const input of found.inputs) loader.readInput(input);
    return await loader.finish(found);
  } catch (error) {
    loader.close();
    throw error;
  }
}

class Loader {
  private readonly zones: LoadedZone[] = [];
  private readonly findings: RawFinding[] = [];
  private readonly failures: string[] = [];
  private readonly notices: Notice[] = [];
  private readonly limits: Limits;
  private readonly included = new IncludedTexts();
  private readonly includedBy = new Map<Zone, Set<string>>();
  private readonly noZoneText: string[] = [];
  private readonly sources: SourceFile[] = [];
  private readonly plans: PlanInput[] = [];
  private readonly planPaths: ReadonlySet<string>;
  private readonly ofConfig: string | undefined;
  private readonly open: { close(): void }[] = [];
  private readonly roots = new Set<string>();
  private octets = 0;
  private sourceOctets = 0;

  constructor(
    private readonly options: LintOptions,
    private readonly root: string,
  ) {
    const { config, cwd } = options;
    this.limits = { ...LIMITS, ...config.limits };
    this.ofConfig = config.path && realPath(config.path);
    const named = (options.plans ?? []).filter((path) => path !== "-").map((path) => resolve(cwd, path));
    this.planPaths = new Set(named.map((path) => realPath(path) ?? path));
  }

  readStdin(): void {
    const { stdin, cwd, config, origin, plans } = this.options;
    if (!stdin) return;
    const { filename, bytes } = stdin;
    const path = join(cwd, filename);
    const input = { path, root: this.root, named: true };
    const filled = fillSerial(bytes);
    const kind = tellKind(path, (length) => filled.subarray(0, length), bytes.length, true);
    const shown = relativePath(this.root, path);
    if (plans?.includes("-") && !isOfPlan(kind))
      this.failures.push("stdin is no plan: --plan takes what `terraform show -json PLANFILE` prints");
    else if (kind.kind === "plan") this.plans.push({ path: shown, source: bufferSource(bytes) });
    else if (kind.kind === "terraform") this.addSource(shown, bytes);
    else if (kind.kind === "unsupported") this.unsupported(input, kind);
    else this.readZone(input, filled, origin ?? fileEntry(path, config)?.origin);
  }

  readInput(input: Input): void {
    const { cwd, config, overlay, origin } = this.options;
    const entry = fileEntry(input.path, config);
    const real = realPath(input.path) ?? input.path;
    const shown = relativePath(this.root, real);
    const changed = overlay?.get(shown);
    const file = changed
      ? { size: changed.length, head: of(changed), source: bufferSource(changed), close: () => {} }
      : openFile(real);
    if (typeof file === "string") {
      if (input.named || isMissed(input.path)) this.failures.push(`${relativePath(cwd, input.path)}: ${file}`);
      return;
    }
    this.roots.add(input.root);
    let keep = false;
    try {
      // The config describes the files: where a glob of the user's takes it in, it is none of them.
      const kind: Kind =
        entry?.kind === "zonefile"
          ? { kind: "zonefile" }
          : real === this.ofConfig
            ? { kind: "other" }
            : tellKind(input.path, (length) => fillSerial(file.head(length)), file.size, input.named);
      if (this.planPaths.has(real) && !isOfPlan(kind)) {
        this.failures.push(`${shown} is no plan: --plan takes what \`terraform show -json PLANFILE\` prints`);
      } else if (kind.kind === "zonefile") {
        this.octets += file.size;
        if (file.size > LIMITS.zoneFile) this.failures.push(`${shown}: ${tooLarge(file.size, LIMITS.zoneFile)}`);
        else if (this.octets > LIMITS.zoneFile)
          this.failures.push(`${shown}: the run's zone files have over ${LIMITS.zoneFile} octets`);
        else this.readZone(input, fillSerial(file.head()), origin ?? entry?.origin);
      } else if (kind.kind === "plan") {
        if (file.size > LIMITS.plan) this.failures.push(`${shown}: ${tooLarge(file.size, LIMITS.plan)}`);
        else {
          this.plans.push({ path: shown, source: file.source });
          this.open.push(file);
          keep = true;
        }
      } else if (kind.kind === "terraform") {
        if (!shown.split("/").includes(".terraform")) this.readSource(shown, file);
      } else if (kind.kind === "unsupported" && input.named) this.unsupported(input, kind);
      else if (isMissed(input.path)) this.noZoneText.push(shown);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (!code) throw error;
      this.failures.push(`${shown}: it can't be read (${code})`);
    } finally {
      if (!keep) file.close();
    }
  }

  async finish(found: Discovered): Promise<Loaded> {
    const { cwd, config } = this.options;
    this.failures.unshift(...found.failures);
    for (const { path } of found.outside) this.findings.push(...outsideLink(path, this.root, levelsOf(this.options)));
    const own = standing(this.zones, this.includedBy);
    const terraform = await this.loadTerraform();
    const { notices, failures, findings } = this;
    const files = own.length + this.sources.length + this.plans.length;
    const hasDns =
      own.length > 0 || (terraform?.modules ?? []).some(({ zones, undecided }) => zones.length + undecided.size > 0);
    if (!hasDns && findings.length === 0 && failures.length === 0)
      notices.push({ what: "No DNS found: no zone file, and no records in Terraform sources or plans." });
    if (this.noZoneText.length > 0) found.passed.set("a template, or no zone text", this.noZoneText);
    for (const what of [remarkOnConfig(config, cwd), ...remarksOn(found)]) if (what) notices.push({ what });
    for (const { zone } of own) {
      if (!zone.originKnown && zone.count > 0) {
        notices.push({
          what: "The file names no origin and neither does its name: what depends on the zone wasn't judged. Give one with --origin or in the config.",
          span: { file: zone.sources[0].file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
        });
      }
    }
    const ofModules = (terraform?.modules ?? []).flatMap(({ zones, certificates }) =>
      zones.map(({ zone, before }): LoadedZone => ({ zone, before, certificates })),
    );
    const texts = [
      ...own.flatMap(({ zone }) => zone.sources.filter(({ madeBy }) => !madeBy)),
      ...(terraform?.texts ?? []),
    ];
    let undecided = 0;
    for (const { undecided: records, certificates } of terraform?.modules ?? [])
      for (const { count } of [...records.values(), ...(certificates.untold?.values() ?? [])]) undecided += count;
    return {
      zones: [...own, ...ofModules],
      terraform,
      texts,
      findings,
      notices: [...notices, ...undecidedNotices(terraform)],
      failures,
      files,
      undecided,
      root: this.root,
      close: () => this.close(),
    };
  }

  close(): void {
    for (const file of this.open.splice(0)) file.close();
  }

  private readZone(input: Input, bytes: Uint8Array, origin: string | undefined): void {
    const { cwd, overlay } = this.options;
    const { included, includedBy, limits } = this;
    const includes = new Set<string>();
    const zone = readZone({
      path: input.path,
      root: input.root,
      base: this.root,
      bytes,
      origin,
      cwd: realPath(cwd) ?? cwd,
      limits,
      overlay,
      onInclude: (path) => includes.add(path),
      included,
    });
    included.generated += countGenerated(zone);
    includedBy.set(zone, includes);
    this.zones.push({ zone, input });
  }

  private readSource(shown: string, file: OpenFile): void {
    if (file.size > LIMITS.otherSource) this.failures.push(`${shown}: ${tooLarge(file.size, LIMITS.otherSource)}`);
    else this.addSource(shown, file.head());
  }

  private addSource(path: string, bytes: Uint8Array): void {
    this.sourceOctets += bytes.length;
    if (this.sourceOctets <= LIMITS.terraform) this.sources.push({ path, bytes });
    else this.failures.push(`${path}: the run's Terraform files have over ${LIMITS.terraform} octets`);
  }

  /** Its part of the program is loaded where there is something of Terraform's. */
  private async loadTerraform(): Promise<LoadedTerraform | undefined> {
    const { cwd, overlay } = this.options;
    const variableFiles = (this.options.variableFiles ?? []).flatMap((path) => this.readVariables(path));
    if (this.sources.length === 0 && this.plans.length === 0) return undefined;
    const { loadTerraform } = await import("./readers/terraform.js");
    const context = [...this.plans.map(({ path }) => dirname(path)), relativePath(this.root, realPath(cwd) ?? cwd)];
    const loaded = await loadTerraform({
      asked: this.sources,
      variableFiles,
      plans: this.plans,
      contextFolders: context.map((folder) => (folder === "." ? "" : folder)),
      base: this.root,
      roots: [...this.roots],
      suffixes: publicSuffixes,
      overlay,
    });
    const levels = levelsOf(this.options);
    for (const { summary, detail, span } of loaded.syntax)
      this.findings.push(...inFile("syntax-error", "terraform", { summary, detail }, span.file, levels, span));
    for (const { path, problems } of loaded.plans) {
      for (const { message, line, column } of problems) {
        const start = { line, column };
        const span = { file: path, start, end: { line, column: column + 1 } };
        this.findings.push(...inFile("syntax-error", "plan", { detail: message }, path, levels, span));
      }
    }
    this.notices.push(...loaded.notices);
    return loaded;
  }

  private readVariables(path: string): SourceFile[] {
    const bytes = readBytes(resolve(this.options.cwd, path), LIMITS.otherSource);
    if (typeof bytes !== "string") {
      const absolute = resolve(this.options.cwd, path);
      return [{ path: relativePath(this.root, realPath(absolute) ?? absolute), bytes }];
    }
    this.failures.push(`--var-file ${path}: ${bytes}`);
    return [];
  }

  private unsupported(input: Input, kind: Extract<Kind, { kind: "unsupported" }>): void {
    const file = relativePath(this.root, realPath(input.path) ?? input.path);
    this.findings.push(...inFile("unsupported-source", kind.message, { ...kind.data }, file, levelsOf(this.options)));
  }
}

/** What couldn't be judged, one notice for each cause. */
function undecidedNotices(terraform: LoadedTerraform | undefined): Notice[] {
  const modules = terraform?.modules ?? [];
  return [
    ...noticesOf(
      modules.map(({ undecided }) => undecided),
      "Could not decide on",
      "record",
    ),
    ...noticesOf(
      modules.map(({ certificates }) => certificates.untold ?? new Map()),
      "Could not tell all of",
      "certificate",
    ),
  ];
}

function noticesOf(byModule: readonly Untold[], what: string, noun: string): Notice[] {
  const causes = new Map<string, { count: number; span: Span | undefined }>();
  for (const untold of byModule) {
    for (const [why, { count, span }] of untold) {
      const known = causes.get(why);
      causes.set(why, { count: (known?.count ?? 0) + count, span: known?.span ?? span });
    }
  }
  return [...causes].map(([why, { count, span }]) => {
    const some = count === 1 ? `a ${noun}` : `${count} ${noun}s`;
    // A plan is closed when the run is over: the place is looked for now.
    const place = span && { file: span.file, start: span.start, end: span.end };
    return { what: `${what} ${some}, the first one here: ${why}.`, span: place };
  });
}

type Untold = ReadonlyMap<string, { readonly count: number; readonly span: Span }>;

const of = (bytes: Uint8Array) => (length?: number) => bytes.subarray(0, length);

/**
 * A file that another one includes speaks there, under the origin it is given there: by itself it counts only where the
 * user named it, where it is a zone of its own, or where none of the zones that stay has read it.
 */
function standing(zones: readonly LoadedZone[], includedBy: ReadonlyMap<Zone, ReadonlySet<string>>): LoadedZone[] {
  const covered = new Set<string>();
  const stays = new Set<LoadedZone>();
  const keep = (loaded: LoadedZone) => {
    stays.add(loaded);
    for (const path of includedBy.get(loaded.zone) ?? []) covered.add(path);
  };
  const pathOf = ({ input }: LoadedZone) => (input ? (realPath(input.path) ?? input.path) : "");
  const all = new Set<string>();
  for (const loaded of zones) {
    const own = pathOf(loaded);
    for (const path of includedBy.get(loaded.zone) ?? []) if (path !== own) all.add(path);
  }
  for (const loaded of zones)
    if (loaded.input?.named || isOwnZone(loaded.zone) || !all.has(pathOf(loaded))) keep(loaded);
  // What is left is included; of files that include each other the first one stays.
  for (const loaded of zones) if (!stays.has(loaded) && !covered.has(pathOf(loaded))) keep(loaded);
  return zones.filter((loaded) => stays.has(loaded));
}

/** An SOA of its own, and it says whose: one without an origin was cut out to stand in many zones. */
function isOwnZone(zone: Zone): boolean {
  if (!zone.whole || !zone.originKnown) return false;
  const { apex, guessedOrigin, owner, source, type } = zone;
  let soa = -1;
  let hasServers = false;
  for (let id = 0; id < zone.count; id++) {
    if (type[id] === SOA_TYPE && soa < 0) soa = id;
    if (type[id] === NS_TYPE && owner[id] === apex) hasServers = true;
  }
  // "soa.common", included by a zone: what is named after no zone, and would be refused as one, is a part.
  return soa >= 0 && source[soa] === 0 && (hasServers || apex !== guessedOrigin);
}

const NS_TYPE = 2;
const SOA_TYPE = 6;

function countGenerated(zone: Zone): number {
  if (!zone.sources.some(({ madeBy }) => madeBy)) return 0;
  let count = 0;
  for (let id = 0; id < zone.count; id++) if (zone.sources[zone.source[id]].madeBy) count++;
  return count;
}

function outsideLink(path: string, root: string, levels: ReadonlyMap<string, Level>): RawFinding[] {
  const data = { path: basename(path), why: "it is a link that leads out of the linted root" };
  return inFile("include-outside-root", "refused", data, relativePath(root, path), levels);
}

function commonRoot(roots: readonly string[]): string | undefined {
  if (roots.length === 0) return undefined;
  let common = roots[0];
  for (const root of roots)
    while (!`${root}/`.startsWith(common === "/" ? "/" : `${common}/`)) common = join(common, "..");
  return common;
}
