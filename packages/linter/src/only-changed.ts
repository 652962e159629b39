import { lstatSync, mkdirSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { CertificateIntent, Notice, PublicSuffixes, ReportedFinding, Span } from "@dcvlint/core";
import { withBefore } from "./before-change.js";
import type { Changes } from "./changed.js";
import { type Config, loadConfig } from "./find-config.js";
import { type Judged, judge } from "./judge.js";
import { looksLikeZoneName } from "./kinds.js";
import { type ChangedLines, changedLines } from "./line-changes.js";
import { type Loaded, type LoadedZone, load } from "./load.js";
import { checkOut, MOST_OLD } from "./old-tree.js";
import type { LintOptions } from "./options.js";
import { isInside, realPath, relativePath } from "./paths.js";
import { UsageError } from "./usage-error.js";

export interface OnlyChanged {
  readonly findings: ReportedFinding[];
  readonly notice?: Notice;
  /** Is any file that was read, or a plan, part of the change? */
  readonly isTouched: boolean;
  /** Does a place lie on an added or changed line? */
  readonly isChanged: (span: Span) => boolean;
}

/** The old state, linted. */
export interface Base {
  readonly judged: Judged;
  readonly zones: readonly LoadedZone[];
  /** Of the config of then. */
  readonly certificates: readonly CertificateIntent[];
  /** What one of its files is called now, as findings name it. */
  readonly fileNow: (file: string) => string;
}

/** The old state once somebody asks for it; a sentence's part where it can't be had. */
export class OldState {
  private base: Promise<Base | string> | undefined;

  constructor(
    private readonly loaded: Loaded,
    private readonly options: LintOptions,
    private readonly changes: Changes,
    private readonly suffixes: PublicSuffixes,
  ) {}

  get asked(): boolean {
    return this.base !== undefined;
  }

  get(): Promise<Base | string> {
    this.base ??= judgeBase(this.loaded, this.options, this.changes, this.suffixes);
    return this.base;
  }

  /** With what the zones of files were before, where the change touches one. */
  async withBefore(): Promise<Loaded> {
    const { loaded, changes } = this;
    const touches = ({ zone }: LoadedZone) =>
      !zone.made && zone.sources.some(({ file }) => changes.changed.has(inTop(file, loaded, changes)));
    if (!loaded.zones.some(touches)) return loaded;
    const base = await this.get();
    if (typeof base === "string") return loaded;
    const now = new Set(this.options.config.certificates.map(intentOf));
    const gone = base.certificates.filter((certificate) => !now.has(intentOf(certificate)));
    return { ...loaded, zones: withBefore(loaded, base, gone) };
  }
}

const intentOf = ({ names, ca, method }: CertificateIntent): string => JSON.stringify([names, ca, method]);

/**
 * The findings that a change is to blame for: those on added or changed lines, and those that linting the old state
 * doesn't show. Where the old state can't be had, all of them, and a notice.
 */
export async function onlyChanged(
  { findings }: Judged,
  loaded: Loaded,
  changes: Changes,
  old: OldState,
): Promise<OnlyChanged> {
  if (changes.changed.size === 0 && !changes.unknown) {
    return { findings: [], isChanged: () => false, isTouched: false, notice: UNTOUCHED };
  }
  const gone = deletedFiles(changes);
  const lines = await linesOf(loaded, changes);
  const plans = new Set(loaded.terraform?.plans.map(({ path }) => path));
  const isChanged = ({ file, start, end }: Span): boolean => {
    if (plans.has(file)) return false;
    const changed = lines(file);
    if (changed === "all") return true;
    if (changed.size > 0) for (let line = start.line; line <= end.line; line++) if (changed.has(line)) return true;
    return false;
  };
  const touched = new Set(
    findings.filter(
      ({ span, related, record }) =>
        (span !== undefined && isChanged(span)) ||
        related.some((place) => isChanged(place.span)) ||
        // The sources of then can't tell what a plan does; the plan itself can.
        (record?.action !== undefined && record.action !== "no-op"),
    ),
  );
  const isTouched =
    changes.unknown !== undefined ||
    plans.size > 0 ||
    loaded.texts.some(({ file }) => changes.changed.has(inTop(file, loaded, changes)));
  const told = { isChanged, isTouched };
  if (touched.size === findings.length && !old.asked)
    return { findings: [...findings], ...told, notice: gone ?? (isTouched ? undefined : UNTOUCHED) };
  const base = await old.get();
  if (typeof base === "string") {
    const what = `What was there before the change can't be told: ${base}. So everything is reported.`;
    return { findings: [...findings], notice: { what }, ...told };
  }
  // One that is there more often than before: which of them is new can't be told.
  const before = countKeys(base.judged.findings);
  const now = countKeys(findings);
  const isNew = (finding: ReportedFinding) =>
    finding.record?.action === undefined && now.get(keyOf(finding))! > (before.get(keyOf(finding)) ?? 0);
  const blamed = findings.filter((finding) => touched.has(finding) || isNew(finding));
  return { findings: blamed, ...told, notice: gone ?? (isTouched || blamed.length > 0 ? undefined : UNTOUCHED) };
}

/** Nothing in the change is of DNS. */
export const UNTOUCHED: Notice = {
  what: "The change touches none of the DNS files here, so there is nothing to report.",
};

/** Where whole files go nobody can be shown a line: that a zone goes is said, not judged. */
function deletedFiles({ changed, old, renamed, top }: Changes): Notice | undefined {
  const moved = new Set(renamed?.values());
  const gone = [...changed].filter(
    (path) =>
      (looksLikeZoneName(path) || /\.(?:tf|tofu)(?:\.json)?$/i.test(path)) &&
      old.has(path) &&
      !moved.has(path) &&
      lstatSync(join(top, path), { throwIfNoEntry: false }) === undefined,
  );
  if (gone.length === 0) return undefined;
  const more = gone.length > MOST_NAMED ? ` and ${gone.length - MOST_NAMED} more files` : "";
  return {
    what: `The change deletes ${gone.slice(0, MOST_NAMED).join(", ")}${more}: whether the records in there are still needed wasn't judged.`,
  };
}

const MOST_NAMED = 5;

const inTop = (file: string, { root }: Loaded, { top }: Changes): string => relativePath(top, join(root, file));

const keyOf = ({ fingerprint, severity }: ReportedFinding): string => `${fingerprint} ${severity}`;

function countKeys(findings: readonly ReportedFinding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

/** Tells which lines of a finding's file changed. What the old state doesn't have, or can't tell, is all new. */
async function linesOf(loaded: Loaded, changes: Changes): Promise<(file: string) => ChangedLines> {
  const texts = new Map<string, Uint8Array>();
  for (const { file, bytes } of loaded.texts) texts.set(inTop(file, loaded, changes), bytes);
  const pathThen = (path: string) => changes.renamed?.get(path) ?? path;
  const differing = [...texts.keys()].flatMap((path) => {
    const old = changes.changed.has(path) ? changes.old.get(pathThen(path)) : undefined;
    return old && !old.isLink ? [[pathThen(path), old] as const] : [];
  });
  const before = (await changes.read(differing, 4 * MOST_OLD)) ?? new Map<string, Uint8Array>();
  const known = new Map<string, ChangedLines>();
  return (file) => {
    const path = inTop(file, loaded, changes);
    const found = known.get(path);
    if (found) return found;
    const then = before.get(pathThen(path));
    const lines = !changes.old.has(pathThen(path))
      ? "all"
      : !changes.changed.has(path)
        ? NONE
        : then
          ? changedLines(then, texts.get(path)!)
          : "all";
    known.set(path, lines);
    return lines;
  };
}

const NONE: ReadonlySet<number> = new Set();

/** Lints the old state in a folder of its own, as the run would have linted it then; a sentence's part where that can't be. */
async function judgeBase(
  loaded: Loaded,
  options: LintOptions,
  changes: Changes,
  suffixes: PublicSuffixes,
): Promise<Base | string> {
  const { top } = changes;
  const cwd = realPath(options.cwd) ?? options.cwd;
  if (!isInside(top, cwd)) return "the working directory lies outside the repository";
  const opened = new Set<string>();
  for (const { file } of loaded.texts) {
    const path = join(loaded.root, file);
    // What came from stdin may be nowhere.
    if (isInside(top, path) && realPath(path) === path) opened.add(relativePath(top, path));
  }
  const checkedOut = await checkOut(changes, opened);
  if (typeof checkedOut === "string") return checkedOut;
  const { folder, remove } = checkedOut;
  try {
    const then = (path: string) => join(folder, relativePath(top, path));
    if (!madeFolder(folder, relativePath(top, cwd))) return "the working directory was no folder in it";
    const base: LintOptions = {
      ...options,
      cwd: then(cwd),
      paths: options.paths.flatMap((path) => argumentThen(path, cwd, top, then)),
      config: await configThen(options.config, changes, then, then(cwd)),
      // A plan tells what will be, and its before is judged along with it.
      plans: undefined,
      overlay: undefined,
      changes: undefined,
      shard: undefined,
    };
    const old = await load(base);
    try {
      if (missesMore(old, loaded)) return "a file that it includes isn't at hand";
      const renamed = new Map([...(changes.renamed ?? [])].map(([now, then]) => [then, now]));
      const fileNow = (file: string): string => {
        const path = relativePath(folder, join(old.root, file));
        return relativePath(loaded.root, join(top, renamed.get(path) ?? path));
      };
      return { judged: judge(old, base, suffixes), zones: old.zones, certificates: base.config.certificates, fileNow };
    } finally {
      old.close();
    }
  } catch (error) {
    if (error instanceof UsageError) return "its config can't be read";
    return `it can't be linted (${(error as NodeJS.ErrnoException).code ?? "failed"})`;
  } finally {
    remove();
  }
}

/** Makes a folder below one that holds links of strangers; false where one is in the way. */
function madeFolder(folder: string, path: string): boolean {
  let at = folder;
  for (const part of path.split("/")) {
    at = join(at, part);
    const stat = lstatSync(at, { throwIfNoEntry: false });
    if (!stat) mkdirSync(at);
    else if (!stat.isDirectory()) return false;
  }
  return true;
}

/** Where an argument of the run led in the old state; nowhere when it leads out of the repository. */
function argumentThen(path: string, cwd: string, top: string, then: (path: string) => string): string[] {
  if (path === "-") return [path];
  const absolute = resolve(cwd, path);
  const inside = isInside(top, absolute) ? absolute : realPath(absolute);
  if (inside === undefined || !isInside(top, inside)) return [];
  // A glob stays as it was written.
  return [isAbsolute(path) || inside !== absolute ? then(inside) : path];
}

/** The config that held then. */
async function configThen(
  config: Config,
  { top, old, changed }: Changes,
  then: (path: string) => string,
  cwd: string,
): Promise<Config> {
  if (!config.path) return loadConfig(cwd);
  const place = join(realPath(dirname(config.path)) ?? dirname(config.path), basename(config.path));
  if (!isInside(top, place)) return config;
  const path = relativePath(top, place);
  if (!changed.has(path)) return { ...config, path: then(place) };
  return loadConfig(cwd, old.has(path) ? then(place) : undefined);
}

/** Does the old state lack an included file that the run has no trouble with? Then it may lack more than a change took. */
function missesMore(old: Loaded, now: Loaded): boolean {
  const missing = ({ zones }: Loaded) =>
    zones.flatMap(({ zone }) =>
      zone.problems.filter(({ rule }) => rule === "include-not-found").map(({ data }) => JSON.stringify(data)),
    );
  const known = new Set(missing(now));
  return missing(old).some((problem) => !known.has(problem));
}
