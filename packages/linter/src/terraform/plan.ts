import type { Position } from "@dcvlint/core";
import type { Step } from "./plan-address.js";
import { type ConfigurationModule, PlanConfiguration, readConfiguration } from "./plan-configuration.js";
import { PlanElements } from "./plan-elements.js";
import { type PlanContext, PlanInstance } from "./plan-instance.js";
import { PlanLines, type PlanProblem, Problems } from "./plan-problems.js";
import { ResourceReader } from "./plan-resources.js";
import { JsonScanner, Unreadable } from "./plan-scanner.js";
import { type ByteSource, WINDOW } from "./plan-source.js";
import { asUtf8 } from "./plan-utf16.js";

export interface PlanOptions {
  /** Types of resources and data sources to read; all others are passed over. */
  readonly wanted: ReadonlySet<string>;
  /** Octets in memory at a time. */
  readonly window?: number;
}

/** What `terraform show -json` or `tofu show -json` says of a plan. Its source must stay readable: values are read when asked for. */
export interface PlanRead {
  /** All instances of the wanted types that are in `resource_changes`, those that don't change included. Deposed objects aren't. */
  readonly changes: readonly PlanInstance[];
  /** What `prior_state` holds of the wanted types, data sources that were read while planning included. */
  readonly prior: readonly PlanInstance[];
  /** Managed resources of `prior` without a change: what a plan with `-target` leaves as it is. */
  readonly untouched: readonly PlanInstance[];
  /** What only `planned_values` has; unset and unknown can't be told apart there. */
  readonly planned: readonly PlanInstance[];
  /** Changes of the wanted types that wait for another plan, so nothing is known of them. */
  readonly deferred: number;
  readonly configuration: PlanConfiguration;
  /** Grows when a value that is asked for turns out to be broken: report it last. */
  readonly problems: readonly PlanProblem[];
  readonly formatVersion: string | undefined;
  readonly terraformVersion: string | undefined;
  /** Planning failed half-way: what is here is right, but not all. */
  readonly errored: boolean;
  /** Line and column of an octet, such as `instance.offset`. */
  positionOf(offset: number): Position;
}

/** Reads a plan. It complains in `problems` and never throws, unless the source does. */
export function readPlan(source: ByteSource, { wanted, window = WINDOW }: PlanOptions): PlanRead {
  const text = asUtf8(source, window);
  const lines = new PlanLines(text);
  const problems = new Problems(lines);
  const reader = new PlanReader(text, wanted, window, problems);
  try {
    reader.read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    problems.add(error.what, error.offset);
  }
  return reader.finish(lines);
}

const SECTIONS = new Set(["resource_changes", "planned_values", "prior_state", "configuration", "deferred_changes"]);

class PlanReader implements PlanContext {
  readonly elements: PlanElements;
  readonly modules = new Map<string, readonly Step[]>();
  private readonly scanner: JsonScanner;
  private readonly resources: ResourceReader;
  private configuration: PlanConfiguration;
  private formatVersion: string | undefined;
  private terraformVersion: string | undefined;
  private errored = false;
  private isPlan = false;

  constructor(
    source: ByteSource,
    private readonly wanted: ReadonlySet<string>,
    window: number,
    private readonly problems: Problems,
  ) {
    const complain = (what: string, offset: number) => problems.add(what, offset);
    this.scanner = new JsonScanner(source, window, complain);
    this.elements = new PlanElements(source, window, problems);
    this.configuration = new PlanConfiguration(this.elements);
    this.resources = new ResourceReader(this.scanner, wanted, this);
  }

  expressions(instance: PlanInstance): unknown {
    return this.configuration.expressionsOf(instance);
  }

  read(): void {
    const { scanner } = this;
    if (scanner.startsWith("\ufeff")) scanner.skip(3);
    // The wrapper of hashicorp/setup-terraform prints the command line before it.
    if (scanner.startsWith("[command]")) scanner.skipLine();
    if (!scanner.atObject) throw new Unreadable("This isn't a plan: it should begin with \"{\".", scanner.offset);
    const seen = new Set<string>();
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      const { offset } = scanner.mark;
      if (SECTIONS.has(key) && seen.has(key)) this.problems.add(`"${key}" is in this plan twice.`, offset);
      seen.add(key);
      this.section(key);
    }
    this.isPlan = true;
    // …and the exit code after it, as workflow commands.
    if (scanner.peek() >= 0 && !scanner.startsWith("::") && !scanner.startsWith("%0A")) this.problems.add("There is more text after the plan.", scanner.offset);
    if (this.formatVersion === undefined) this.refuse(noVersion(seen), 0);
  }
}
