/** Cuts out the middle, so that ends can be compared: two tokens differ at either. Counts UTF-16 units. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  if (width < 2) return "…".slice(0, Math.max(0, width));
  const tail = Math.floor((width - 1) / 4);
  return `${text.slice(0, width - 1 - tail)}…${tail === 0 ? "" : text.slice(-tail)}`;
}

/** Widths of columns that fit into `room` with two blanks between them; the widest ones give way, down to `least`. */
export function fitColumns(rows: readonly (readonly string[])[], room: number, least = 8): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)));
  const used = widths.filter((width) => width > 0).length;
  let over = widths.reduce((sum, width) => sum + width, 0) + 2 * Math.max(0, used - 1) - room;
  while (over > 0) {
    const most = Math.max(...widths);
    if (most <= least) break;
    const widest = widths.lastIndexOf(most);
    const next = Math.max(least, ...widths.filter((width) => width < most));
    const cut = Math.min(over, Math.max(1, most - next));
    widths[widest] = most - cut;
    over -= cut;
  }
  return widths;
}

/** Cells of a row, padded; empty columns take no room, and nothing trails. */
export function alignCells(row: readonly string[], widths: readonly number[]): string[] {
  const cells = row.map((cell, i) => shorten(cell, widths[i]));
  const last = cells.findLastIndex((cell) => cell !== "");
  return cells.flatMap((cell, i) => (widths[i] === 0 || i > last ? [] : [i === last ? cell : cell.padEnd(widths[i])]));
}
