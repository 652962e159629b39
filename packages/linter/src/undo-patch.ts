import type { Chunk, File } from "parse-diff";

/** The text before a part of a diff; `undefined` where the part doesn't fit the text. */
export function undo({ chunks }: File, after: string): string | undefined {
  const now = after.split("\n");
  const then: string[] = [];
  let at = 0;
  for (const chunk of chunks) {
    // A chunk without new lines names the line that it stands behind.
    const start = chunk.newLines === 0 ? chunk.newStart : chunk.newStart - 1;
    if (start < at || start + chunk.newLines > now.length || !isWhole(chunk)) return undefined;
    while (at < start) then.push(now[at++]);
    for (const { type, content } of chunk.changes) {
      if (content.startsWith("\\")) continue;
      if (type === "del") then.push(content.slice(1));
      else if (now[at] !== content.slice(1)) return undefined;
      else if (type === "add") at++;
      else then.push(now[at++]);
    }
  }
  while (at < now.length) then.push(now[at++]);
  return then.join("\n");
}

function isWhole({ changes, oldLines, newLines }: Chunk): boolean {
  let before = 0;
  let after = 0;
  for (const { type, content } of changes) {
    if (content.startsWith("\\")) continue;
    if (type !== "add") before++;
    if (type !== "del") after++;
  }
  return before === oldLines && after === newLines;
}
