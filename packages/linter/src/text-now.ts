import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { MOST_OLD } from "./old-tree.js";
import { isInside, realPath } from "./paths.js";

/** What stands at a path of the work tree, an octet a character; a link's text is its target. */
export function textNow(top: string, path: string): { text: string; isLink: boolean } | undefined {
  const place = join(top, path);
  try {
    const stat = lstatSync(place);
    if (stat.isSymbolicLink()) return { text: Buffer.from(readlinkSync(place)).toString("latin1"), isLink: true };
    const real = realPath(place);
    if (!stat.isFile() || stat.size > MOST_OLD || !real || !isInside(top, real)) return undefined;
    return { text: readFileSync(place, "latin1"), isLink: false };
  } catch {
    return undefined;
  }
}
