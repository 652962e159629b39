import * as core from "@actions/core";
import { UsageError } from "@dcvlint/linter";

interface Input<T> {
  /** As action.yml has it; a test compares them. */
  readonly initial: string;
  /** Throws a UsageError that names what is wrong. */
  read(text: string, name: string): T;
}

const lines = (initial = ""): Input<readonly string[]> => ({
  initial,
  read: (text) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
});
const text = (initial = ""): Input<string> => ({ initial, read: (text) => text });
const optional = (): Input<string | undefined> => ({ initial: "", read: (text) => text || undefined });
const flag = (initial: boolean): Input<boolean> => ({ initial: String(initial), read: readFlag });
const flagByEvent = (): Input<boolean | undefined> => ({
  initial: "",
  read: (text, name) => (text === "" ? undefined : readFlag(text, name)),
});
const oneOf = <T extends string>(initial: T, values: readonly T[]): Input<T> => ({
  initial,
  read(text, name) {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new UsageError(`input ${name} is one of ${values.join(", ")}, not "${text}"`);
    return found;
  },
});

/** YAML's booleans, as the runner's own toolkit reads them. */
function readFlag(text: string, name: string): boolean {
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  throw new UsageError(`input ${name} is true or false, not "${text}"`);
}

/** Every input of action.yml (contract §8). */
export const INPUTS = {
  paths: lines("."),
  plan: lines(),
  config: optional(),
  "working-directory": text("."),
  mode: oneOf("static", ["static", "live", "both"]),
  "network-profile": optional(),
  "changed-only": flagByEvent(),
  "fail-on": oneOf("error", ["error", "warning", "info", "never"]),
  "fail-on-cannot-tell": flag(false),
  annotations: flag(true),
  summary: flag(true),
  "sarif-file": optional(),
  "json-file": optional(),
  "html-file": optional(),
  "review-suggestions": flag(false),
  "check-run": flag(false),
  "allow-pull-request-target": flag(false),
  token: optional(),
} as const satisfies Record<string, Input<unknown>>;

export type Inputs = { readonly [Name in keyof typeof INPUTS]: ReturnType<(typeof INPUTS)[Name]["read"]> };

export function readInputs(): Inputs {
  const read = Object.entries(INPUTS).map(([name, input]) => {
    const { initial, read } = input as Input<unknown>;
    return [name, read(core.getInput(name) || initial, name)];
  });
  return Object.fromEntries(read);
}
