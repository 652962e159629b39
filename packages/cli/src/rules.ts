import { RULES } from "@dcvlint/core";
import { colorsOfStdout, print } from "./output.js";

/** `dcvlint rules`: the catalogue. */
export async function rulesCommand(format: string): Promise<number> {
  const metas = RULES.map(({ meta }) => meta);
  if (format === "json") await print(`${JSON.stringify({ version: 1, rules: metas }, null, 2)}\n`);
  else if (format === "markdown") {
    const rows = metas.map(
      ({ id, severity, summary, docs, fixable }) =>
        `| [${id}](${docs}) | ${severity} | ${fixable ? "yes" : ""} | ${summary} |`,
    );
    await print(`| rule | severity | fix | fires when |\n|---|---|---|---|\n${rows.join("\n")}\n`);
  } else {
    const width = Math.max(...metas.map(({ id }) => id.length));
    const pc = colorsOfStdout();
    let group = "";
    let text = "";
    for (const { id, severity, summary, group: of } of metas) {
      if (of !== group) text += `${group ? "\n" : ""}${pc.bold(of)}\n`;
      group = of;
      text += `  ${id.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`;
    }
    await print(text);
  }
  return 0;
}
