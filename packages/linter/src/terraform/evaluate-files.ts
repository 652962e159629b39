import type { SourceText } from "../hcl/source-text.js";
import { decodeCsv } from "./decode-csv.js";
import { type Call, making } from "./evaluate-arguments.js";
import type { Budget } from "./evaluate-budget.js";
import { type Place, Stop, Str, unsure, type Val } from "./evaluate-values.js";
import type { TerraformFunction } from "./functions.js";

/** What a module may read beside its sources. */
export interface DataFiles {
  /** By a path as Terraform takes it, from the root module's folder; undefined where there is none, or it mustn't be opened. */
  read(path: string): SourceText | undefined;
  /** Absent until it is loaded; who asks for it in vain will be asked again. */
  readonly decodeYaml?: DecodeYaml | undefined;
  /** YAML was met, and nobody could read it. */
  missYaml(): void;
  /** Is there time left to read a YAML text of so many characters? */
  claimYaml(length: number): boolean;
}
export type DecodeYaml = (
  text: string,
  place: Place,
  source: SourceText | undefined,
  budget: Budget,
) => Val | undefined;

/** The text of a file. Its place is the call's; what is made of it stands in the file. */
class FileText extends Str {
  constructor(
    readonly file: SourceText,
    place: Place,
  ) {
    super(file.text, place);
  }
}

export const FILE_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  file: making(1, 1, (call) => {
    const { files, budget } = call.context;
    const found = files?.read(call.str(0));
    if (!found || found.lossy) throw new Stop(unsure("a file isn't at hand", call.place));
    budget.allowNow(found.text.length);
    budget.spendLength(found.text.length);
    return new FileText(found, call.place);
  }),
  csvdecode: making(1, 1, (call) => {
    const { text, source } = textOf(call);
    const value = decodeCsv(text, call.place, source, call.context.budget);
    return value ?? call.fail("csvdecode() is given text that isn't CSV");
  }),
  yamldecode: making(1, 1, (call) => {
    const { text, source } = textOf(call);
    const value = (source && decoded.get(source)) ?? decode(text, source, call);
    if (source) decoded.set(source, value);
    return value;
  }),
};

/** What modules that are called many times read each time. */
const decoded = new WeakMap<SourceText, Val>();

function decode(text: string, source: SourceText | undefined, { place, context: { files, budget } }: Call): Val {
  if (!files?.decodeYaml) files?.missYaml();
  if (!files?.decodeYaml) throw new Stop(unsure("yamldecode() isn't evaluated here", place));
  if (text.length > MOST_YAML || !files.claimYaml(text.length))
    throw new Stop(unsure("there is too much YAML to read", place));
  const value = files.decodeYaml(text, place, source, budget);
  if (!value) throw new Stop(unsure("yamldecode() is given what can't be told for sure", place));
  return value;
}

/** In characters: reading YAML takes its time. */
const MOST_YAML = 1 << 20;

function textOf(call: Call): { readonly text: string; readonly source: SourceText | undefined } {
  const value = call.arg(0);
  return { text: call.str(0), source: value instanceof FileText ? value.file : undefined };
}
