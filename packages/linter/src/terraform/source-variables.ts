import type { HclFile } from "../hcl/ast.js";
import { parseHcl } from "../hcl/parse.js";
import type { SourceText } from "../hcl/source-text.js";
import type { Evaluator, Scope } from "./evaluate.js";
import { failure, type Val } from "./evaluate-values.js";
import type { SourceFile } from "./source.js";
import { parseVariablesJson } from "./source-json.js";

/** Variable files hold values only: there is nothing to refer to. */
const NOTHING: Scope = {
  resolve: (root, steps, place) => ({
    value: failure(`${root} can't be referred to in a variable file`, place),
    used: steps.length,
  }),
};

/**
 * The values that a root module is given, in Terraform's order, the last one winning: `terraform.tfvars`,
 * `terraform.tfvars.json`, `*.auto.tfvars` and `*.auto.tfvars.json` by name, then those named on the command line.
 */
export function readVariableFiles(
  files: readonly SourceFile[],
  named: readonly SourceFile[],
  evaluator: Evaluator,
  parse: (file: SourceFile, parse: (source: SourceText) => HclFile) => HclFile,
): ReadonlyMap<string, Val> {
  const name = ({ path }: SourceFile) => path.slice(path.lastIndexOf("/") + 1);
  const standard = ["terraform.tfvars", "terraform.tfvars.json"].flatMap((wanted) =>
    files.filter((file) => name(file) === wanted),
  );
  const automatic = files
    .filter((file) => /\.auto\.tfvars(?:\.json)?$/.test(name(file)))
    .sort((a, b) => (name(a) < name(b) ? -1 : 1));
  const values = new Map<string, Val>();
  for (const file of [...standard, ...automatic, ...named]) {
    const { body, source } = parse(file, (text) =>
      file.path.endsWith(".json") ? parseVariablesJson(text) : parseHcl(text, file.path, "arguments"),
    );
    for (const attribute of body.attributes)
      values.set(attribute.name, evaluator.evaluate(attribute.value, { source, scope: NOTHING }));
  }
  return values;
}
