import { dirname, resolve } from "node:path";
import type { CaAddition, CertificateIntent, Level } from "@dcvlint/core";
import { findUp, gitTop, relativePath } from "./paths.js";

export const CONFIG_NAMES = [
  "dcvlint.config.json",
  "dcvlint.config.jsonc",
  "dcvlint.config.yaml",
  "dcvlint.config.yml",
];

export interface Config {
  /** Absolute path of the file; absent where there is none. */
  readonly path?: string;
  readonly certificates: readonly CertificateIntent[];
  readonly files: readonly { readonly match: string; readonly kind?: "zonefile"; readonly origin?: string }[];
  readonly rules: ReadonlyMap<string, Level>;
  readonly ignore: readonly string[];
  readonly cas: readonly CaAddition[];
  readonly limits: { readonly generate?: number; readonly includeDepth?: number; readonly includes?: number };
}

export const NO_CONFIG: Config = { certificates: [], files: [], rules: new Map(), ignore: [], cas: [], limits: {} };

/** A config's content, and the line (from 1) of what a path of keys leads to. */
export interface ParsedConfig {
  readonly value: unknown;
  locate(keys: readonly (string | number)[]): number;
}

/** The config that holds for `cwd`: the named one, else the nearest upward to the git top level (contract §3). */
export async function loadConfig(cwd: string, named?: string): Promise<Config> {
  const path = named ? resolve(cwd, named) : findUp(CONFIG_NAMES, cwd, gitTop(cwd));
  if (!path) return NO_CONFIG;
  // What reads and checks it is loaded only where there is one.
  const { readConfig } = await import("./config.js");
  return readConfig(path, cwd, named !== undefined);
}

export const configFolder = (config: Config): string | undefined => config.path && dirname(config.path);

/** What the config takes out of the findings: whoever reads a clean report should know of it. */
export function remarkOnConfig(config: Config, cwd: string): string | undefined {
  const at = (wanted: Level) => [...config.rules].filter(([, level]) => level === wanted).map(([id]) => id);
  const off = at("off");
  const info = at("info");
  if (!config.path || off.length + info.length === 0) return undefined;
  const parts = [
    off.length > 0 && `turns off: ${off.join(", ")}`,
    info.length > 0 && `sets to info: ${info.join(", ")}`,
  ];
  return `${relativePath(cwd, config.path)} ${parts.filter(Boolean).join("; ")}.`;
}
