import { writeWhole } from "@dcvlint/linter";
import type { ReportContext } from "@dcvlint/report";
import { VERSION } from "./main.js";
import { attempt, print, wantsColor } from "./output.js";

/** Writes each report that `--format NAME[=FILE]` asks for. A sentence for each that can't be written is added to `failures`. */
export async function writeReports<Name extends string>(
  targets: readonly string[],
  { readLine, pathFor }: Pick<ReportContext, "readLine" | "pathFor">,
  { color, quiet = false }: { readonly color: string; readonly quiet?: boolean },
  failures: string[],
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
    await attempt(failures, () => (file ? writeWhole(file, text) : print(text)));
  }
}
