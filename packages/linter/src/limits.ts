import { ZONE_LIMITS } from "@dcvlint/core";

/** What one run may cost (contract §3). Past a limit: a finding with its place, the rest goes on. Octets unless said otherwise. */
export const LIMITS = {
  /** One zone file, and all of a run together. */
  zoneFile: 4 * 2 ** 30,
  otherSource: 64 * 2 ** 20,
  plan: 4 * 2 ** 30,
  /** Terraform files of a run together. */
  terraform: 256 * 2 ** 20,
  config: 2 ** 20,
  /** Records that one `$GENERATE` may make, all of a zone's, and all of a run's. */
  generate: ZONE_LIMITS.generate,
  generated: ZONE_LIMITS.generated,
  generatedByRun: 4_000_000,
  includeDepth: ZONE_LIMITS.includeDepth,
  includes: ZONE_LIMITS.includes,
  /** `$INCLUDE`s of a run, whether something came of them or not. */
  includesOfRun: 200_000,
  /** Text that was included before, in a run: little text can ask for very much of it. */
  includedAgain: 64 * 2 ** 20,
  /** Of `.gitignore`: octets, patterns, and the time that matching may take (ms): patterns can be made to cost any. */
  gitIgnore: 64 * 1024,
  patterns: 1_000,
  matching: 2_000,
};

export type Limits = typeof LIMITS;

/** Above these no config raises a limit: it may come with the same pull request as the zone. */
export const MOST = { generate: 1_000_000, includeDepth: 32, includes: 100_000 };
