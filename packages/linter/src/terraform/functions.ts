import type { Budget } from "./evaluate-budget.js";
import { COLLECTION_FUNCTIONS } from "./evaluate-collections.js";
import type { DataFiles } from "./evaluate-files.js";
import { FILE_FUNCTIONS } from "./evaluate-files.js";
import { JSON_FUNCTIONS } from "./evaluate-json.js";
import { NUMBER_FUNCTIONS } from "./evaluate-numbers.js";
import { SET_FUNCTIONS } from "./evaluate-sets.js";
import { TEXT_FUNCTIONS } from "./evaluate-text.js";
import type { Place, Val } from "./evaluate-values.js";

/** Arguments may be unknown; an implementation throws a Stop for those that it can't do without. */
export type TerraformFunction = (args: readonly Val[], context: CallContext) => Val;
export interface CallContext {
  /** Of the call: where values that it makes are said to stand. Values that it passes on keep their own place. */
  readonly place: Place;
  readonly budget: Budget;
  readonly files: DataFiles | undefined;
}

/**
 * The pure functions that DNS code uses. What isn't here gives an unknown value: hashes, addresses (`cidr…`), what is
 * written to or made of files but their text, time, chance, and functions of providers.
 */
export const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map([
  ...Object.entries(TEXT_FUNCTIONS),
  ...Object.entries(COLLECTION_FUNCTIONS),
  ...Object.entries(SET_FUNCTIONS),
  ...Object.entries(NUMBER_FUNCTIONS),
  ...Object.entries(JSON_FUNCTIONS),
  ...Object.entries(FILE_FUNCTIONS),
]);
