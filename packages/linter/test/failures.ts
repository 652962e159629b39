import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** One way in which issuance fails: the rules that see it in files, with cases that show it, or why there is none. */
export interface Failure {
  readonly id: string;
  /** What somebody sees who is struck by it. */
  readonly symptom: string;
  readonly rules?: readonly string[];
  /** What the live checks say of it. */
  readonly live?: readonly string[];
  readonly cases?: readonly FailureCase[];
  readonly reason?: string;
}

/** Files, with `expect: RULE[, RULE]` on the lines to blame. Nothing else may be found. */
export interface FailureCase {
  /** Text of `example.com.zone`. */
  readonly zone?: string;
  /** Text of `main.tf`. */
  readonly tf?: string;
  /** Text of `dcvlint.config.yaml`. */
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly plan?: readonly PlannedResource[];
  /** `check --offline` instead of `lint`. */
  readonly check?: {
    readonly names: readonly string[];
    readonly ca: string;
    readonly method?: string;
    readonly account?: string;
    readonly records?: readonly string[];
    readonly verdict?: string;
    readonly finds: readonly string[];
  };
}

export interface PlannedResource {
  readonly type: string;
  readonly name?: string;
  /** `no-op`, where none are given. */
  readonly actions?: readonly string[];
  readonly before?: object;
  readonly after?: object;
  readonly expect?: string;
}

const FOLDER = fileURLToPath(new URL("./failures", import.meta.url));

export const readFailures = (): readonly (Failure & { readonly group: string })[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .flatMap((file) =>
      (parse(readFileSync(join(FOLDER, file), "utf8")) as Failure[]).map((failure) => ({
        ...failure,
        group: file.replace(".yaml", ""),
      })),
    );

/** Ids of the catalogue, and whether it holds that files can tell. */
export const readIds = (): ReadonlyMap<string, "static" | "live"> =>
  new Map(
    readFileSync(join(FOLDER, "ids.txt"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(" ") as [string, "static" | "live"]),
  );
