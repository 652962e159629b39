import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fillSerial, type Included, parseName, readZoneFile, type Zone } from "@dcvlint/core";
import type { Limits } from "../limits.js";
import { isInside, realPath, relativePath } from "../paths.js";

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
}

/** A zone file and what it includes, from disk. Nothing outside `root` is opened, links resolved. */
export function readZone({ path, root, base, bytes, origin, cwd, limits, overlay, onInclude }: ZoneInput): Zone {
  const include = (wanted: string, from: string): Included => {
    for (const folder of [dirname(resolve(base, from)), cwd]) {
      const candidate = resolve(folder, wanted);
      const real = realPath(candidate);
      // What leads out of the root is never opened, and nobody is told whether something is there.
      const isOutside = !isInside(root, real ?? candidate);
      if (isOutside && (folder !== cwd || real !== undefined)) return OUTSIDE;
      if (real === undefined) continue;
      const file = relativePath(base, real);
      const text = overlay?.get(file) ?? readBytes(real, limits.zoneFile);
      if (typeof text === "string") return { kind: "refused", rule: "include-not-found", why: text };
      onInclude?.(real);
      return { kind: "file", file, bytes: fillSerial(text) };
    }
    return {
      kind: "refused",
      rule: "include-not-found",
      why: "there is no such file beside the zone file or in the working directory",
    };
  };
  return readZoneFile(bytes, {
    file: relativePath(base, realPath(path) ?? path),
    origin,
    originGuess: originOfName(path),
    include,
    limits: { generate: limits.generate, includeDepth: limits.includeDepth, includes: limits.includes },
  });
}

const OUTSIDE: Included = { kind: "refused", rule: "include-outside-root", why: "it lies outside the linted root" };

/** The file's octets, or a sentence on why not. Read in pieces: Node reads no file over 2 GiB in one. */
export function readBytes(path: string, most: number): Uint8Array | string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    return `it can't be read (${(error as NodeJS.ErrnoException).code})`;
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return "it is no regular file";
    if (stat.size > most) return `it has ${stat.size} octets; the limit is ${most}`;
    const bytes = new Uint8Array(stat.size);
    let at = 0;
    while (at < bytes.length) {
      const got = readSync(file, bytes, at, Math.min(bytes.length - at, 1 << 30), at);
      if (got === 0) break;
      at += got;
    }
    return at === bytes.length ? bytes : bytes.subarray(0, at);
  } finally {
    closeSync(file);
  }
}

/** The zone that a file's name speaks of: `db.example.com`, `example.com.zone`, `example.com`, `db.192.168.1`. */
export function originOfName(path: string): string | undefined {
  const name = basename(path)
    .replace(/\.(in|j2|bak|orig|txt|err|log)$/i, "")
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
