/** Lines of the new state that a patch shows, those around changes included, by number; one map for each hunk. */
export function linesInDiff(patch: string): Map<number, string>[] {
  const hunks: Map<number, string>[] = [];
  let line = 0;
  for (const text of patch.split("\n")) {
    const head = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (head) {
      hunks.push(new Map());
      line = Number(head[1]);
    } else if (text.startsWith(" ") || text.startsWith("+")) {
      hunks.at(-1)?.set(line++, text.slice(1).replace(/\r$/, ""));
    }
  }
  return hunks;
}
