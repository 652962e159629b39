import type { LintResult } from "@dcvlint/core";
import type { Api } from "./api.js";
import type { Event } from "./event.js";
import type { Judged } from "./judge.js";
import type { Outcome } from "./outcome.js";
import type { Say } from "./say.js";

/** What is written to GitHub, where the token may. */
export interface Published {
  readonly api: Api | undefined;
  readonly event: Event;
  readonly judged: Judged;
  /** With the findings on names. */
  readonly all: LintResult;
  readonly outcome: Outcome;
  /** What of the repository is looked at, as the inputs have it. */
  readonly scope: string;
  /** The repository's top, where paths stand from. */
  readonly top: string;
  readonly say: Say;
}
