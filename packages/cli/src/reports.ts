import { writeWhole } from "@dcvlint/linter";
import type { ReportContext } from "@dcvlint/report";
import { VERSION } from "./main.js";
import { print, wantsColor } from "./output.js";

/** Writes each report that `--format NAME[=FILE]` asks for. Throws a UsageError where one can't be written. */
export async function writeReports<Name extends string>(
  targets: readonly string[],
  { readLine, pathFor }: Pick<ReportContext, "readLine" | "pathFor">,
  { color, quiet = false }: { readonly color: string; readonly quiet?: boolean },
  write: (name: Name, context: ReportContext) => string,
): Promise<void> {
  for (const target of targets) {
    const [name, ...rest] = target.split("=");
    const file = rest.join("=");
    const text = write(name as Name, {
      tool: { name: "dcvlint", version: VERSION },
      readLine,
      pathFor,
      color: name === "pretty" && wantsColor(file ? "never" : color),
      quiet,
      width: file ? undefined : process.stdout.columns,
    });
    if (file) writeWhole(file, text);
    else await print(text);
  }
}
