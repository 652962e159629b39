/** Figures to the right; the first column and those headed by a name in `words` to the left. */
export function printTable(title, head, rows, words = []) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length)));
  const left = (column) => column === 0 || words.includes(head[column]);
  const line = (row) =>
    row.map((cell, column) => (left(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ");
  console.log(`\n${title}`);
  for (const row of [head, ...rows]) console.log(`  ${line(row).trimEnd()}`);
}

export function fixed(number, digits) {
  return number === undefined ? "" : number.toFixed(digits);
}

/** One row for each kind of planted defect: how many were found, and which rules spoke there. */
export function printDefects(title, matched) {
  const missed = matched.filter(({ found }) => !found);
  const rows = [...new Set(matched.map(({ kind }) => kind))].sort().map((kind) => {
    const these = matched.filter((match) => match.kind === kind);
    const rules = [...new Set(these.flatMap((match) => match.rules))];
    return [kind, `${these.filter(({ found }) => found).length} of ${these.length}`, rules.join(", ") || "nothing"];
  });
  printTable(
    `${title}: ${matched.length - missed.length} found, ${missed.length} missed`,
    ["", "found", "said there"],
    rows,
    ["said there"],
  );
  return missed;
}
