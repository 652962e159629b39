import { type Level, nearest, parseName, RULES } from "@dcvlint/core";
import type { Baseline } from "./baseline.js";
import type { Changes } from "./changed.js";
import type { Config } from "./find-config.js";
import type { Shard } from "./shard.js";
import { UsageError } from "./usage-error.js";

export interface LintOptions {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly config: Config;
  /** What `-` among the paths stands for. */
  readonly stdin?: { readonly bytes: Uint8Array; readonly filename: string };
  /** Plans beside the paths; `-` is stdin. */
  readonly plans?: readonly string[];
  /** Terraform's `--var-file`, in order: the last one wins. */
  readonly variableFiles?: readonly string[];
  /** For zone files that name none. */
  readonly origin?: string;
  /** Levels from the command line; they win over the config's. */
  readonly levels?: ReadonlyMap<string, Level>;
  /** CAs that must be able to issue: ids, or issuer domain names. */
  readonly cas?: readonly string[];
  readonly baseline?: Baseline;
  readonly changes?: Changes;
  /** Judge a share of the zone files only. */
  readonly shard?: Shard;
  /** Texts to judge in place of what is on disk, by a finding's file. */
  readonly overlay?: ReadonlyMap<string, Uint8Array>;
  /** Public suffixes beside the list: a test network's own. */
  readonly furtherSuffixes?: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
}

/** The levels that hold: the command line's before the config's. */
export function levelsOf({ config, levels }: LintOptions): Map<string, Level> {
  return new Map([...config.rules, ...(levels ?? [])]);
}

/** `--rule ID=LEVEL`. Throws a UsageError naming what is wrong. */
export function parseRuleLevel(text: string): [string, Level] {
  const [id, level] = text.split("=");
  const rule = RULES.find((rule) => rule.id === id || rule.meta.formerly.includes(id));
  if (!rule) {
    const near = nearest(
      id,
      RULES.map((rule) => rule.id),
    );
    throw new UsageError(`--rule ${text}: there is no rule "${id}"${near ? `; did you mean "${near}"?` : ""}`);
  }
  if (level !== "error" && level !== "warning" && level !== "info" && level !== "off") {
    throw new UsageError(`--rule ${text}: the level is one of error, warning, info, off`);
  }
  return [rule.id, level];
}

/** An ACME account is known by its URI (RFC 8555 §7.1.2, RFC 8657 §3). */
export const isUri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(text);

export function checkAccount(account: string | undefined): string | undefined {
  if (account !== undefined && !isUri(account))
    throw new UsageError(
      `--account ${account}: not a URI such as https://acme-v02.api.letsencrypt.org/acme/acct/1234567`,
    );
  return account;
}

export function checkOrigin(origin: string): string {
  const name = parseName(origin);
  if (!name) throw new UsageError(`--origin ${origin}: not a domain name`);
  return name.toString();
}
