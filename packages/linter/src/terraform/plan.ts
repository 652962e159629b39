import type { Position } from "@dcvlint/core";
import type { Step } from "./plan-address.js";
import { Unreadable } from "./plan-bytes.js";
import { PlanConfiguration, readConfiguration } from "./plan-configuration.js";
import { PlanElements } from "./plan-elements.js";
import type { PlanContext, PlanInstance } from "./plan-instance.js";
import { PlanLines, type PlanProblem, Problems } from "./plan-problems.js";
import { skipPreamble } from "./plan-recognise.js";
import { type PlanResources, ResourceReader } from "./plan-resources.js";
import { JsonScanner } from "./plan-scanner.js";
import { type ByteSource, WINDOW } from "./plan-source.js";
import { asUtf8 } from "./plan-utf16.js";

export interface PlanOptions {
  /** Types of resources and data sources to read; all others are passed over. */
  readonly wanted: ReadonlySet<string>;
  /** Leave out `planned_values`: a plan's changes hold all that is in them, what doesn't change included. */
  readonly changesOnly?: boolean;
  /** Octets in memory at a time. */
  readonly window?: number;
}

/** What `terraform show -json` or `tofu show -json` says of a plan. Its source must stay readable: values are read when asked for. */
export interface PlanRead extends PlanResources {
  readonly configuration: PlanConfiguration;
  /** Grows when a value that is asked for turns out to be broken: report it last. */
  readonly problems: readonly PlanProblem[];
  readonly formatVersion: string | undefined;
  readonly terraformVersion: string | undefined;
  /** Planning failed half-way: what is here is right, but not all, and what seems untouched may not have been reached. */
  readonly errored: boolean;
  /** Line and column of an octet, such as `instance.offset`. */
  positionOf(offset: number): Position;
}

/** Reads a plan. It complains in `problems` and never throws, unless the source does. */
export function readPlan(source: ByteSource, options: PlanOptions): PlanRead {
  const { wanted, window = WINDOW, changesOnly = false } = options;
  const text = asUtf8(source, window);
  const lines = new PlanLines(text);
  const problems = new Problems(lines);
  const reader = new PlanReader(text, wanted, window, problems, changesOnly);
  try {
    reader.read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    problems.add(error.what, error.offset);
  }
  return reader.finish(lines);
}

/** Sections that are lists, and those that are objects. Twice in a plan, nobody knows which one Terraform would take. */
const LISTS = new Set(["resource_changes", "deferred_changes"]);
const OBJECTS = new Set(["planned_values", "prior_state", "configuration"]);

class PlanReader implements PlanContext {
  readonly elements: PlanElements;
  readonly modules = new Map<string, readonly Step[]>();
  readonly providers = new Map<string, string>();
  private readonly scanner: JsonScanner;
  private readonly resources: ResourceReader;
  private configuration: PlanConfiguration;
  private formatVersion: string | undefined;
  private terraformVersion: string | undefined;
  private errored = false;
  private refused = false;

  constructor(
    source: ByteSource,
    private readonly wanted: ReadonlySet<string>,
    window: number,
    private readonly problems: Problems,
    private readonly changesOnly: boolean,
  ) {
    this.scanner = new JsonScanner(source, window, (what, offset) => problems.add(what, offset));
    this.elements = new PlanElements(source, window, problems);
    this.configuration = new PlanConfiguration(this.elements);
    this.resources = new ResourceReader(this.scanner, wanted, this);
  }

  expressions(instance: PlanInstance): unknown {
    return this.configuration.expressionsOf(instance);
  }

  read(): void {
    const { scanner } = this;
    skipPreamble(scanner);
    if (!scanner.atObject) throw new Unreadable('This is no plan: a "{" was expected here.', scanner.offset);
    const seen = new Set<string>();
    for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
      const { offset } = scanner.mark;
      if (LISTS.has(key) || OBJECTS.has(key)) {
        if (seen.has(key)) this.problems.add(`"${key}" is in this plan twice.`, offset);
        seen.add(key);
        this.checkKind(key, offset);
      }
      this.readSection(key, offset);
    }
    // The wrapper of hashicorp/setup-terraform prints workflow commands after it.
    if (scanner.peek() >= 0 && !["::", "%0A"].some((text) => scanner.startsWith(text)))
      this.problems.add("There is more text after the plan.", scanner.offset);
    if (this.formatVersion === undefined)
      this.refuse("This plan doesn't say its format_version, so it can't be read.", 0);
  }

  finish(lines: PlanLines): PlanRead {
    const found = this.refused ? NOTHING : this.resources.finish();
    return {
      changes: found.changes,
      get prior() {
        return found.prior;
      },
      get priorData() {
        return found.priorData;
      },
      priorOf: found.priorOf,
      untouched: found.untouched,
      planned: found.planned,
      deferred: found.deferred,
      configuration: this.refused ? new PlanConfiguration(this.elements) : this.configuration,
      problems: this.problems.list,
      formatVersion: this.formatVersion,
      terraformVersion: this.terraformVersion,
      errored: this.errored,
      positionOf: (offset) => lines.at(offset),
    };
  }

  private readSection(key: string, offset: number): void {
    const { scanner, resources } = this;
    switch (key) {
      case "format_version":
        return this.checkVersion(scanner.scalar(), offset);
      case "plan_format_version":
        return this.refuse(
          "This is the redacted plan that HCP Terraform keeps for display: download its JSON output instead.",
          offset,
        );
      case "terraform_version":
        this.terraformVersion = scanner.string();
        return;
      case "errored":
        this.errored = scanner.scalar() === true;
        return;
      case "resource_changes":
        for (let more = scanner.firstElement(); more; more = scanner.nextElement()) resources.readChange();
        return;
      case "deferred_changes":
        for (let more = scanner.firstElement(); more; more = scanner.nextElement())
          inside(scanner, "resource_change", () => resources.readDeferred());
        return;
      case "planned_values":
        if (this.changesOnly) return scanner.skipValue();
        return inside(scanner, "root_module", () => resources.readModule("planned"));
      case "prior_state":
        return inside(scanner, "values", () => inside(scanner, "root_module", () => resources.readModule("prior")));
      case "configuration":
        this.configuration = new PlanConfiguration(this.elements, readConfiguration(scanner, this.wanted));
        return;
      default:
        scanner.skipValue();
    }
  }

  private checkKind(key: string, offset: number): void {
    const { scanner } = this;
    const isNull = scanner.startsWith("null");
    if (!isNull && LISTS.has(key) && !scanner.atArray) this.problems.add(`"${key}" should be a list.`, offset);
    if (!isNull && OBJECTS.has(key) && !scanner.atObject) this.problems.add(`"${key}" should be an object.`, offset);
  }

  /** Minor versions only add properties (Terraform, "JSON Output Format"). */
  private checkVersion(version: unknown, offset: number): void {
    const [, major, minor] =
      (typeof version === "string" && /^(\d{1,6})\.(\d{1,6})(?:\.\d{1,6})?$/.exec(version)) || [];
    if (major === undefined) this.refuse("This format_version is no version number.", offset);
    this.formatVersion = String(version);
    if (Number(major) > 1 || (Number(major) === 0 && Number(minor) === 0)) {
      this.refuse(`This plan has format version ${version}; versions 0.1 to 1.x can be read.`, offset);
    }
  }

  private refuse(what: string, offset: number): never {
    this.refused = true;
    throw new Unreadable(what, offset);
  }
}

const NOTHING: PlanResources = {
  changes: [],
  prior: [],
  priorData: [],
  priorOf: () => [],
  untouched: [],
  planned: [],
  deferred: 0,
};

/** Enters an object and reads the value of one key. */
function inside(scanner: JsonScanner, wanted: string, read: () => void): void {
  for (let key = scanner.firstKey(); key !== undefined; key = scanner.nextKey()) {
    if (key === wanted) read();
    else scanner.skipValue();
  }
}
