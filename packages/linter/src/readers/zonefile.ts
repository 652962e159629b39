import { randomInt } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fillSerial, type Included, parseName, readZoneFile, sniffZone, type Zone } from "@dcvlint/core";
import { LIMITS, type Limits } from "../limits.js";
import { isGitInternal, isInside, realPath, relativePath } from "../paths.js";
import { fileSource } from "../terraform/plan-file.js";
import type { ByteSource } from "../terraform/plan-source.js";

/** Nobody can choose names for a pull request that all fall into one place of the name table. */
const seed = randomInt(2 ** 31);

export interface ZoneInput {
  readonly path: string;
  /** Nothing outside is opened; links resolved. */
  readonly root: string;
  /** What file names in spans are relative to. */
  readonly base: string;
  readonly bytes: Uint8Array;
  readonly origin?: string;
  /** Where `$INCLUDE` looks when the file isn't beside the including one. */
  readonly cwd: string;
  readonly limits: Limits;
  /** Texts to read in place of what is on disk, by path from `base`: fixed ones, or those of a base revision. */
  readonly overlay?: ReadonlyMap<string, Uint8Array>;
  /** Told of every included file (absolute). */
  readonly onInclude?: (path: string) => void;
  /** What the run's zones included so far. */
  readonly included: IncludedTexts;
}

/** A zone file and what it includes, from disk. Nothing outside `root` is opened, links resolved. */
export function readZone(input: ZoneInput): Zone {
  const { path, root, base, bytes, origin, limits, onInclude, included } = input;
  let asked = 0;
  const include = (wanted: string, from: string): Included => {
    // The reader counts those that it gets; looking for those that aren't there costs as much.
    if (++asked > limits.includes + 1_000 || ++included.asked > LIMITS.includesOfRun) return TOO_MANY;
    const key = `${dirname(from)}\0${wanted}`;
    const known = included.known.get(root)?.get(key);
    const found = known ?? findIncluded(wanted, from, input);
    if (!known) {
      if (!included.known.has(root)) included.known.set(root, new Map());
      included.known.get(root)!.set(key, found);
    }
    if (found.kind !== "file") return found;
    if (known || included.read.has(found.real)) {
      included.again += found.bytes.length;
      if (included.again > LIMITS.includedAgain) return TOO_MUCH;
    }
    included.read.add(found.real);
    onInclude?.(found.real);
    return found;
  };
  return readZoneFile(bytes, {
    file: relativePath(base, realPath(path) ?? path),
    origin,
    originGuess: originOfName(path),
    include,
    seed,
    limits: {
      generate: limits.generate,
      generated: Math.max(0, Math.min(limits.generated, LIMITS.generatedByRun - included.generated)),
      includeDepth: limits.includeDepth,
      includes: limits.includes,
    },
  });
}

/** What a run's zones have included: one file often stands in many zones, and little text can ask for very much. */
export class IncludedTexts {
  /** By root, then by the folder of the including file and the path as written. */
  readonly known = new Map<string, Map<string, FoundInclude>>();
  /** By absolute path, links resolved: the text, or why it isn't taken. */
  readonly texts = new Map<string, Uint8Array | string>();
  readonly read = new Set<string>();
  asked = 0;
  again = 0;
  /** Records that `$GENERATE` made. */
  generated = 0;
}

type FoundInclude =
  | Extract<Included, { kind: "refused" }>
  | (Extract<Included, { kind: "file" }> & { readonly real: string });

function findIncluded(wanted: string, from: string, { root, base, cwd, overlay, included }: ZoneInput): FoundInclude {
  const beside = dirname(resolve(base, from));
  for (const folder of [beside, cwd]) {
    const candidate = resolve(folder, wanted);
    // What leads out of the root is not even looked at: nobody is told whether something is there.
    if (!isInside(root, candidate)) {
      if (folder === beside) return OUTSIDE;
      return refused(
        "there is no such file beside the zone file, and the working directory lies outside the linted root",
      );
    }
    if (isGitInternal(root, candidate)) return IN_GIT;
    const real = realPath(candidate);
    if (real === undefined) continue;
    if (!isInside(root, real)) return OUTSIDE;
    if (isGitInternal(root, real)) return IN_GIT;
    const file = relativePath(base, real);
    let text = included.texts.get(real);
    if (text === undefined) {
      text = overlay?.get(file) ?? readBytes(real, LIMITS.zoneFile);
      if (typeof text !== "string") {
        // Quoted as a zone's bad lines, any file of the checkout could be read in the report.
        text = sniffZone(text.subarray(0, SNIFFED)) === "none" ? "it holds no zone text" : fillSerial(text);
      }
      included.texts.set(real, text);
    }
    return typeof text === "string" ? refused(text) : { kind: "file", file, bytes: text, real };
  }
  return refused("there is no such file beside the zone file or in the working directory");
}

const SNIFFED = 4 * 2 ** 20;

const refused = (why: string) => ({ kind: "refused", rule: "include-not-found", why }) as const;
const outside = (why: string) => ({ kind: "refused", rule: "include-outside-root", why }) as const;
const OUTSIDE = outside("it lies outside the linted root");
const IN_GIT = outside("it lies in git's own folder");
const TOO_MANY = refused("too many files are included");
const TOO_MUCH = refused(`included files came up again with over ${LIMITS.includedAgain} octets in this run`);

/** A file that was opened, so that what it is can be told before all of it is read. */
export interface OpenFile {
  readonly size: number;
  /** The first octets, or all of them. */
  head(length?: number): Uint8Array;
  /** Any of its octets, as long as it is open. */
  readonly source: ByteSource;
  close(): void;
}

/** A sentence where it can't be opened. */
export function openFile(path: string): OpenFile | string {
  let file: number;
  try {
    // Opening a pipe would wait for somebody to write to it.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0));
  } catch (error) {
    return `it can't be read (${(error as NodeJS.ErrnoException).code})`;
  }
  const stat = fstatSync(file);
  if (!stat.isFile()) {
    closeSync(file);
    return "it is no regular file";
  }
  return {
    size: stat.size,
    head(length = stat.size) {
      // Read in pieces: Node reads no file over 2 GiB in one.
      const bytes = new Uint8Array(Math.min(length, stat.size));
      let at = 0;
      while (at < bytes.length) {
        const got = readSync(file, bytes, at, Math.min(bytes.length - at, 1 << 30), at);
        if (got === 0) break;
        at += got;
      }
      return at === bytes.length ? bytes : bytes.subarray(0, at);
    },
    source: fileSource(file, stat.size),
    close: () => closeSync(file),
  };
}

/** The file's octets, or a sentence on why not. */
export function readBytes(path: string, most: number): Uint8Array | string {
  const file = openFile(path);
  if (typeof file === "string") return file;
  try {
    return file.size > most ? tooLarge(file.size, most) : file.head();
  } catch (error) {
    return `it can't be read (${(error as NodeJS.ErrnoException).code})`;
  } finally {
    file.close();
  }
}

export const tooLarge = (size: number, most: number): string => `it has ${size} octets; the limit is ${most}`;

/** The zone that a file's name speaks of: `db.example.com`, `example.com.zone`, `example.com`, `db.192.168.1`. */
export function originOfName(path: string): string | undefined {
  const name = basename(path)
    .replace(/\.(in|j2|bak|orig|txt|err|log|inc|include)$/i, "")
    .replace(/\.(zone|db|dns|zonefile|bind|rpz|signed|hosts|rev|fwd|conf)$/i, "")
    .replace(/[.-](internal|external|int|ext|private|public|forward|reverse)$/i, "")
    .replace(/^(db|named|zone|pri|sec|master|slave|fwd|forward|rev|reverse|internal|external)\./i, "");
  // Octets in the order of an address are a reverse zone's name backwards.
  if (/^\d{1,3}(\.\d{1,3}){0,3}$/.test(name)) {
    return parseName(`${name.split(".").reverse().join(".")}.in-addr.arpa`)?.toString();
  }
  // "db.local", "hosts.txt": a single label is no zone anybody validates names in.
  if (!/^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)+$/i.test(name)) return undefined;
  return parseName(name)?.toString();
}
