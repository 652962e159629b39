import type { Dirent } from "node:fs";
import * as fs from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import ignore, { type Ignore } from "ignore";
import { type Config, configFolder } from "./find-config.js";
import { isMissed, looksLikeZoneName, worthOpening } from "./kinds.js";
import { LIMITS } from "./limits.js";
import { escapedFrom, gitTop, isGitInternal, isInside, realPath, relativePath } from "./paths.js";
import { readBytes } from "./readers/zonefile.js";

/** A file to look at. */
export interface Input {
  /** Absolute. */
  readonly path: string;
  /** Nothing outside is read on its behalf (contract §3, "Config and root"). Absolute, links resolved. */
  readonly root: string;
  /** The user named it, or a glob of the user's did. */
  readonly named: boolean;
}

export interface Discovered {
  readonly inputs: Input[];
  /** One sentence for each PATH that came to nothing. */
  readonly failures: string[];
  /** What leads out of the root by a link. */
  readonly outside: { readonly path: string; readonly root: string }[];
  /** Files with a zone's name that a walk passed over, by the reason. */
  readonly passed: Map<string, string[]>;
  /** One sentence each on what a walk did other than its files say. */
  readonly remarks: string[];
}

export const noneDiscovered = (): Discovered => ({
  inputs: [],
  failures: [],
  outside: [],
  passed: new Map(),
  remarks: [],
});

const GLOB = /[*?[\]{}]|!\(/;

/** What the PATH arguments stand for: files, folders (walked, honouring `.gitignore`) and globs. */
export async function discover(paths: readonly string[], cwd: string, config: Config): Promise<Discovered> {
  const found = noneDiscovered();
  const seen = new Set<string>();
  const add = (path: string, named: boolean) => {
    const escaped = named ? escapedFrom(path, configFolder(config)) : undefined;
    if (escaped) {
      found.outside.push({ path, root: escaped });
      return;
    }
    const real = realPath(path) ?? path;
    const root = rootOf(named ? path : real, config);
    if (isGitInternal(root, path) || isGitInternal(root, real)) {
      if (named) found.failures.push(`${relativePath(cwd, path)} lies in git's own folder; it was not opened`);
      return;
    }
    if (seen.has(real)) return;
    seen.add(real);
    found.inputs.push({ path, root, named });
  };
  for (const path of paths) {
    const absolute = resolve(cwd, path);
    const stat = statOf(absolute);
    if (stat?.isDirectory()) {
      const escaped = escapedFrom(absolute, configFolder(config));
      if (escaped) found.outside.push({ path: absolute, root: escaped });
      else new Walk(realPath(absolute) ?? absolute, cwd, config, found, (file) => add(file, false)).run();
    } else if (stat?.isFile()) add(absolute, true);
    else if (stat) found.failures.push(`${path} is neither a file nor a folder`);
    else if (GLOB.test(path)) {
      const matches = await matchGlob(path.replaceAll("\\", "/"), cwd);
      if (matches.length === 0) found.failures.push(`${path} matches no file`);
      for (const match of matches) add(resolve(match), true);
    } else found.failures.push(`${path} doesn't exist`);
  }
  return found;
}

function statOf(path: string): fs.Stats | undefined {
  try {
    return fs.statSync(path, { throwIfNoEntry: false });
  } catch {
    // A loop of links, a name that is too long, a file where a folder belongs.
    return undefined;
  }
}

/** Linked folders aren't followed; linked files are, and whether they lead out of the root is looked at later. */
async function matchGlob(pattern: string, cwd: string): Promise<string[]> {
  const { glob } = await import("tinyglobby");
  const readdir = (path: string, options: { withFileTypes: true }, done: ReaddirDone) =>
    fs.readdir(path, options, (error, entries) => {
      done(
        error,
        entries?.map((entry) => (entry.isSymbolicLink() ? asFile(entry, join(path, entry.name)) : entry)),
      );
    });
  const found = await glob(pattern, {
    cwd,
    absolute: true,
    followSymbolicLinks: false,
    expandDirectories: false,
    fs: { readdir: readdir as unknown as typeof fs.readdir },
  });
  return found.sort();
}

type ReaddirDone = (error: NodeJS.ErrnoException | null, entries?: Dirent[]) => void;

function asFile(entry: Dirent, path: string): Dirent {
  if (!statOf(path)?.isFile()) return entry;
  const file = Object.create(entry) as Dirent;
  file.isFile = () => true;
  file.isSymbolicLink = () => false;
  return file;
}

function rootOf(path: string, config: Config, isFolder = false): string {
  const folder = isFolder ? path : dirname(path);
  const ofConfig = configFolder(config);
  const top = gitTop(folder);
  let root = ofConfig && isInside(ofConfig, path) ? ofConfig : top;
  // Where nothing speaks of a root, a named link is followed: its folder is the one that it leads to.
  root ??= isFolder ? folder : dirname(realPath(path) ?? path);
  return realPath(root) ?? root;
}

const MAX_DEPTH = 64;
/** Entries of folders that a walk doesn't go into, looked at to tell what it passes over. */
const GLANCED = 20_000;

const HIDDEN = "hidden by .gitignore";
const CONFIG_IGNORED = "ignored by the config";
const TOO_DEEP = `over ${MAX_DEPTH} folders deep`;
const DOT_FILE = "a name with a dot in front";
const NODE_MODULES = "in node_modules";
const LINKED = "behind a linked folder";

class Walk {
  private readonly root: string;
  private readonly own: Ignored | undefined;
  /** Real files come first: a link to one of them gives it another name, and the name may speak of the zone. */
  private readonly links: string[] = [];
  private glanced = 0;
  private matching = 0;

  constructor(
    private readonly top: string,
    private readonly cwd: string,
    config: Config,
    private readonly found: Discovered,
    private readonly add: (path: string) => void,
  ) {
    this.root = rootOf(top, config, true);
    const ofConfig = configFolder(config);
    if (ofConfig && config.ignore.length > 0)
      this.own = { base: realPath(ofConfig) ?? ofConfig, rules: ignore().add([...config.ignore]), why: CONFIG_IGNORED };
  }

  run(): void {
    this.visit(this.top, this.ignoresAbove(), 0);
    for (const path of this.links) this.add(path);
  }

  private visit(folder: string, inherited: readonly Ignored[], depth: number): void {
    if (depth > MAX_DEPTH) return this.glance(folder, TOO_DEEP);
    let entries: Dirent[];
    try {
      entries = fs.readdirSync(folder, { withFileTypes: true });
    } catch {
      this.found.failures.push(`${relativePath(this.cwd, folder)} can't be read`);
      return;
    }
    const here = this.readIgnore(folder);
    const rules = here ? [...inherited, here] : inherited;
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const isFolder = entry.isDirectory();
      if (isGitInternal(folder, path)) continue;
      if (isFolder && entry.name === "node_modules") {
        this.glance(path, NODE_MODULES);
        continue;
      }
      const ignored = [...rules, ...(this.own ? [this.own] : [])].find((rules) =>
        this.isIgnored(rules, path, isFolder),
      );
      if (ignored) {
        if (isFolder) this.glance(path, ignored.why);
        else if (isMissed(path)) this.pass(path, ignored.why);
      } else if (isFolder) this.visit(path, rules, depth + 1);
      else if (entry.isSymbolicLink()) this.link(path);
      else if (entry.isFile()) {
        if (worthOpening(path)) this.add(path);
        else if (isMissed(path)) this.pass(path, DOT_FILE);
      }
    }
  }

  private link(path: string): void {
    const real = realPath(path);
    if (real === undefined) return;
    const stat = isInside(this.root, real) ? statOf(real) : undefined;
    if (stat === undefined) {
      if (looksLikeZoneName(path)) this.found.outside.push({ path, root: this.root });
    } else if (stat.isDirectory()) {
      if (!isInside(this.top, real)) this.glance(real, LINKED);
    } else if (stat.isFile() && worthOpening(path)) this.links.push(path);
  }

  private pass(path: string, why: string): void {
    const list = this.found.passed.get(why) ?? [];
    list.push(relativePath(this.root, path));
    this.found.passed.set(why, list);
  }

  /** Notes the files with a zone's name in a folder that isn't walked. */
  private glance(folder: string, why: string): void {
    const folders = [folder];
    for (let at = folders.pop(); at !== undefined && this.glanced < GLANCED; at = folders.pop()) {
      let entries: Dirent[];
      try {
        entries = fs.readdirSync(at, { withFileTypes: true });
      } catch {
        continue;
      }
      this.glanced += entries.length;
      for (const entry of entries) {
        const path = join(at, entry.name);
        if (entry.isDirectory() && !isGitInternal(at, path)) folders.push(path);
        else if (entry.isFile() && isMissed(path)) this.pass(path, why);
      }
    }
  }

  private isIgnored({ base, rules }: Ignored, path: string, isFolder: boolean): boolean {
    if (!isInside(base, path) || path === base) return false;
    if (this.matching > LIMITS.matching) return false;
    const relative = relativePath(base, path);
    const started = performance.now();
    const is = rules.ignores(isFolder ? `${relative}/` : relative);
    this.matching += performance.now() - started;
    if (this.matching > LIMITS.matching)
      this.found.remarks.push(
        "Matching .gitignore and the config's `ignore` took too long: from there on nothing was ignored.",
      );
    return is;
  }

  private readIgnore(folder: string): Ignored | undefined {
    const path = join(folder, ".gitignore");
    if (!fs.lstatSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
    const bytes = readBytes(path, LIMITS.gitIgnore);
    const patterns = typeof bytes === "string" ? [] : Buffer.from(bytes).toString("utf8").split(/\r?\n/);
    const good = patterns.filter(isPattern);
    if (typeof bytes === "string" || good.length < patterns.length || good.length > LIMITS.patterns)
      this.found.remarks.push(`${relativePath(this.root, path)} is too large or too intricate to be honoured in full.`);
    return { base: folder, rules: ignore().add(good.slice(0, LIMITS.patterns)), why: HIDDEN };
  }

  private ignoresAbove(): Ignored[] {
    const top = gitTop(this.top);
    const found: Ignored[] = [];
    if (!top) return found;
    for (let at = this.top; at !== top && dirname(at) !== at; ) {
      at = dirname(at);
      const here = this.readIgnore(at);
      if (here) found.unshift(here);
    }
    return found;
  }
}

interface Ignored {
  readonly base: string;
  readonly rules: Ignore;
  readonly why: string;
}

/** What a walk did that its reader wouldn't expect, a sentence each. */
export function remarksOn({ passed, remarks }: Discovered): string[] {
  const told = [...passed].map(([why, files]) => {
    const some = files.slice(0, SHOWN).join(", ");
    const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : "";
    return `Not linted, though the name is that of a zone file: ${some}${more} (${why}).`;
  });
  return [...told, ...new Set(remarks)];
}

const SHOWN = 5;

/** Patterns become regular expressions, and stars multiply what these cost. */
export const isPattern = (pattern: string): boolean =>
  pattern.length <= 256 &&
  (pattern.match(/\*\*/g)?.length ?? 0) <= 3 &&
  pattern.split("/").every((part) => (part.match(/\*+/g)?.length ?? 0) <= 3);

/** The config's entry for a file: globs in the manner of `.gitignore`, from the config's folder; the last that matches holds. */
export function fileEntry(path: string, config: Config): Config["files"][number] | undefined {
  const base = configFolder(config);
  if (!base || config.files.length === 0) return undefined;
  const folder = realPath(base) ?? base;
  const real = join(realPath(dirname(path)) ?? dirname(path), basename(path));
  if (!isInside(folder, real) || real === folder) return undefined;
  const relative = relativePath(folder, real);
  let matchers = MATCHERS.get(config);
  if (!matchers) {
    matchers = config.files.map((entry) => ({ entry, rules: ignore().add(entry.match) }));
    MATCHERS.set(config, matchers);
  }
  return matchers.findLast(({ rules }) => rules.ignores(relative))?.entry;
}

const MATCHERS = new WeakMap<Config, { readonly entry: Config["files"][number]; readonly rules: Ignore }[]>();
