import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ReportedFinding } from "@dcvlint/core";
import { loadConfig } from "../../src/find-config.js";
import type { LintOptions } from "../../src/options.js";
import { type LintRun, lint } from "../../src/run.js";
import { NOW } from "../zone-text.js";

// For tests only: folders with sources and plans, linted as the command does it.

/** A folder of its own; what isn't a string is written as JSON. */
export function project(files: Readonly<Record<string, unknown>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dcvlint-test-")));
  // A root of its own, wherever the folder of temporary files lies.
  mkdirSync(join(folder, ".git"));
  for (const [path, content] of Object.entries(files)) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(
      place,
      content instanceof Uint8Array || typeof content === "string" ? content : JSON.stringify(content),
    );
  }
  return folder;
}

export const lintProject = async (folder: string, more: Partial<LintOptions> = {}): Promise<LintRun> =>
  lint({ cwd: folder, paths: ["."], config: await loadConfig(folder), now: NOW, ...more });

/** `main.tf:4:13 missing-trailing-dot error aws_route53_record.www` */
export const told = ({ result }: LintRun): string[] =>
  result.findings.map(
    ({ span, rule, severity, record }: ReportedFinding) =>
      `${span?.file}:${span?.start.line}:${span?.start.column} ${rule} ${severity}${record?.address ? ` ${record.address}` : ""}`,
  );

interface Planned {
  readonly actions?: readonly string[];
  readonly before?: Record<string, unknown> | null;
  readonly unknown?: Record<string, unknown>;
  readonly sensitive?: Record<string, unknown>;
  readonly provider?: string;
}

/** One element of `resource_changes`; the address tells the rest. */
export function change(address: string, after: Record<string, unknown> | null, more: Planned = {}) {
  const { actions = after ? ["create"] : ["delete"], before = null, unknown = {}, sensitive = {}, provider } = more;
  const [, moduleAddress, mode, type, name, key] =
    /^((?:module\.[^.[]+(?:\["[^"]*"\]|\[\d+\])?\.)*)(data\.)?([^.]+)\.([^.[]+)(?:\[(.*)\])?$/.exec(address) ?? [];
  return {
    address,
    ...(moduleAddress ? { module_address: moduleAddress.slice(0, -1) } : {}),
    mode: mode ? "data" : "managed",
    type,
    name,
    ...(key === undefined ? {} : { index: JSON.parse(key) }),
    provider_name: `registry.terraform.io/${provider ?? PROVIDERS[type.split("_")[0]]}`,
    change: { actions, before, after, after_unknown: unknown, before_sensitive: sensitive, after_sensitive: sensitive },
  };
}

const PROVIDERS: Record<string, string> = {
  aws: "hashicorp/aws",
  google: "hashicorp/google",
  azurerm: "hashicorp/azurerm",
  cloudflare: "cloudflare/cloudflare",
};

export const plan = (changes: readonly unknown[], more: Record<string, unknown> = {}) => ({
  format_version: "1.2",
  terraform_version: "1.9.8",
  resource_changes: changes,
  ...more,
});
