import { ZONE_LIMITS } from "@dcvlint/core";

/** What one run may cost (contract §3). Past a limit: a finding with its place, the rest goes on. Octets unless said otherwise. */
export const LIMITS = {
  zoneFile: 4 * 2 ** 30,
  otherSource: 64 * 2 ** 20,
  config: 2 ** 20,
  /** Records that one `$GENERATE` may make. */
  generate: ZONE_LIMITS.generate,
  includeDepth: ZONE_LIMITS.includeDepth,
  includes: ZONE_LIMITS.includes,
};

export type Limits = typeof LIMITS;
