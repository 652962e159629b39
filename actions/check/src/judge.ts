import { join } from "node:path";
import type { LintResult } from "@dcvlint/core";
import {
  type Changes,
  type CheckRun,
  check,
  type LintRun,
  lint,
  loadConfig,
  relativePath,
  UsageError,
} from "@dcvlint/linter";
import type { ReportContext } from "@dcvlint/report";
import type { Inputs } from "./inputs.js";

export interface Judged {
  readonly result: LintResult;
  /** Why the job couldn't be done in full, a sentence each. */
  readonly failures: readonly string[];
  /** For reports whose paths are relative to `base`. */
  contextFor(base: string): ReportContext;
}

/** Lints the files, asks the network for the certificates at stake, or both (contract §8). */
export async function judge(inputs: Inputs, cwd: string, changes: Changes | undefined): Promise<Judged> {
  const { mode, paths, plan } = inputs;
  const config = await loadConfig(cwd, inputs.config);
  const now = Math.floor(Date.now() / 1000);
  if (mode === "live") {
    if (config.certificates.length === 0)
      throw new UsageError("mode live: the config names no certificate, so there is nothing to ask for");
    const run = await checkLive(await networkOf(inputs, cwd, now), { cwd, config, after: [] });
    return judgedOf(undefined, run, []);
  }
  const network = mode === "both" ? await networkOf(inputs, cwd, now) : undefined;
  const cas = [...config.cas, ...(network?.live.cas ?? [])];
  const furtherSuffixes = network?.live.publicSuffixes;
  const run = await lint({ cwd, paths, plans: plan, config: { ...config, cas }, changes, now, furtherSuffixes });
  if (!network || !run.isTouched) return judgedOf(run, undefined, []);
  try {
    const after = run.result.summary.files > 0 ? [...plan, ...paths] : [];
    return judgedOf(run, await checkLive(network, { cwd, config, after, changes, allKnown: true }), []);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // What the files say is reported all the same.
    return judgedOf(run, undefined, [error.message]);
  }
}

type Network = Awaited<ReturnType<typeof import("./network.js").startNetwork>>;
type Asked = Pick<Parameters<typeof check>[0], "cwd" | "config" | "after" | "changes" | "allKnown">;

/** What speaks DNS and HTTP is loaded where somebody is to be asked. */
async function networkOf({ "network-profile": profile }: Inputs, cwd: string, now: number): Promise<Network> {
  return (await import("./network.js")).startNetwork(profile, cwd, now);
}

const checkLive = ({ live, now }: Network, asked: Asked): Promise<CheckRun> =>
  check({ ...asked, now, live, names: [], records: [], before: [] });

function judgedOf(run: LintRun | undefined, checked: CheckRun | undefined, more: readonly string[]): Judged {
  const result = run?.result ?? emptyResult(checked!);
  const names = checked?.result.names;
  const notices = [...result.notices];
  if (run && checked && checked.result.names.length === 0)
    notices.push({ what: "Neither config nor files name a certificate and its CA, so nothing was asked live." });
  const pathOf = run?.pathOf ?? ((file: string) => join(checked!.root, file));
  return {
    result: { ...result, notices, names },
    failures: [...new Set([...(run?.failures ?? []), ...(checked?.failures ?? []), ...more])],
    contextFor: (base) => ({
      tool: { name: "dcvlint", version: process.env.DCVLINT_VERSION ?? "0.0.0" },
      readLine: run?.readLine ?? (() => undefined),
      pathFor: (file) => relativePath(base, pathOf(file)),
      isChanged: run?.isChanged,
      color: false,
      quiet: false,
    }),
  };
}

const emptyResult = ({ result: { notices, rules } }: CheckRun): LintResult => ({
  summary: { files: 0, records: 0, errors: 0, warnings: 0, infos: 0, suppressed: 0, undecided: 0 },
  findings: [],
  notices,
  rules,
});
