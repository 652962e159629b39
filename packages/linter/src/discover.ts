import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ignore, { type Ignore } from "ignore";
import { type Config, configFolder } from "./find-config.js";
import { looksLikeZoneName, worthOpening } from "./kinds.js";
import { gitTop, isInside, realPath, relativePath } from "./paths.js";

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
  /** Links, met in a folder walk, that lead out of the root. */
  readonly outside: { readonly path: string; readonly root: string }[];
}

const GLOB = /[*?[\]{}]|!\(/;

/** What the PATH arguments stand for: files, folders (walked, honouring `.gitignore`) and globs. */
export async function discover(paths: readonly string[], cwd: string, config: Config): Promise<Discovered> {
  const found: Discovered = { inputs: [], failures: [], outside: [] };
  const seen = new Set<string>();
  const add = (path: string, named: boolean) => {
    if (seen.has(path)) return;
    seen.add(path);
    found.inputs.push({ path, root: rootOf(path, config), named });
  };
  for (const path of paths) {
    const absolute = resolve(cwd, path);
    const stat = statSync(absolute, { throwIfNoEntry: false });
    if (stat?.isDirectory()) walk(absolute, rootOf(absolute, config, true), config, found, (file) => add(file, false));
    else if (stat?.isFile()) add(absolute, true);
    else if (stat) found.failures.push(`${path} is neither a file nor a folder`);
    else if (GLOB.test(path)) {
      const { glob } = await import("tinyglobby");
      const pattern = path.replaceAll("\\", "/");
      const matches = (
        await glob(pattern, { cwd, absolute: true, followSymbolicLinks: false, expandDirectories: false })
      ).sort();
      if (matches.length === 0) found.failures.push(`${path} matches no file`);
      for (const match of matches) add(resolve(match), true);
    } else found.failures.push(`${path} doesn't exist`);
  }
  return found;
}

function rootOf(path: string, config: Config, isFolder = false): string {
  const folder = isFolder ? path : dirname(path);
  const ofConfig = configFolder(config);
  const root = ofConfig && isInside(ofConfig, path) ? ofConfig : (gitTop(folder) ?? folder);
  return realPath(root) ?? root;
}

function walk(top: string, root: string, config: Config, found: Discovered, add: (path: string) => void): void {
  const ofConfig = configFolder(config);
  const own =
    ofConfig && config.ignore.length > 0 ? { base: ofConfig, rules: ignore().add([...config.ignore]) } : undefined;
  const above = gitIgnoresAbove(top);
  const visit = (folder: string, inherited: readonly Ignored[], depth: number) => {
    if (depth > 64) return;
    let entries: import("node:fs").Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      found.failures.push(`${folder} can't be read`);
      return;
    }
    const here = readIgnore(folder);
    const rules = here ? [...inherited, here] : inherited;
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const isFolder = entry.isDirectory();
      if (entry.name === ".git" || entry.name === "node_modules") continue;
      if ([...rules, ...(own ? [own] : [])].some((ignored) => isIgnored(ignored, path, isFolder))) continue;
      if (isFolder) visit(path, rules, depth + 1);
      else if (entry.isSymbolicLink()) {
        const real = realPath(path);
        if (real === undefined) continue;
        if (!isInside(root, real)) {
          if (looksLikeZoneName(path)) found.outside.push({ path, root });
        } else if (lstatSync(real).isFile() && worthOpening(path)) add(path);
      } else if (entry.isFile() && worthOpening(path)) add(path);
    }
  };
  visit(top, above, 0);
}

interface Ignored {
  readonly base: string;
  readonly rules: Ignore;
}

function isIgnored({ base, rules }: Ignored, path: string, isFolder: boolean): boolean {
  if (!isInside(base, path) || path === base) return false;
  const relative = relativePath(base, path);
  return rules.ignores(isFolder ? `${relative}/` : relative);
}

function readIgnore(folder: string): Ignored | undefined {
  try {
    const path = join(folder, ".gitignore");
    if (!lstatSync(path).isFile()) return undefined;
    return { base: folder, rules: ignore().add(readFileSync(path, "utf8")) };
  } catch {
    return undefined;
  }
}

function gitIgnoresAbove(folder: string): Ignored[] {
  const top = gitTop(folder);
  const found: Ignored[] = [];
  if (!top) return found;
  for (let at = folder; at !== top; ) {
    at = dirname(at);
    const here = readIgnore(at);
    if (here) found.unshift(here);
  }
  return found;
}

/** The config's entry for a file: globs in the manner of `.gitignore`, from the config's folder; the last that matches holds. */
export function fileEntry(path: string, config: Config): Config["files"][number] | undefined {
  const base = configFolder(config);
  if (!base || !isInside(base, path)) return undefined;
  const relative = relativePath(base, path);
  return config.files.findLast(({ match }) => ignore().add(match).ignores(relative));
}
