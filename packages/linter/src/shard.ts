import type { Zone } from "@dcvlint/core";
import type { Loaded } from "./load.js";
import { UsageError } from "./usage-error.js";

/** One of `count` runs that share the work; `index` from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What one of the runs judges. Each reads all there is: what is at stake in a zone, the others say. */
export interface Share {
  has(zone: Zone): boolean;
  /** Whatever belongs to no zone file: Terraform, certificates, what was said of files while they were read. */
  readonly rest: boolean;
}

const MOST_SHARDS = 1_000;

/** `--shard I/N`. Throws a UsageError naming what is wrong. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? [];
  if (count === undefined || index < 1 || count < 1 || index > count || count > MOST_SHARDS)
    throw new UsageError(
      `--shard ${text}: it takes I/N, the number of the shard from 1 and how many there are (${MOST_SHARDS} at most)`,
    );
  return { index, count };
}

/**
 * The share of a shard: zone files by their records, the largest first, each to whoever has least so far, so that all runs
 * over the same files come to the same. Resources of Terraform refer to each other and stay together, with the first.
 */
export function shareOf({ zones }: Pick<Loaded, "zones">, shard: Shard | undefined): Share {
  if (!shard) return { has: () => true, rest: true };
  const loads = new Array<number>(shard.count).fill(0);
  loads[0] = zones.reduce((sum, { zone, input }) => sum + (input ? 0 : zone.count), 0);
  const own = new Set(zones.flatMap(({ zone, input }) => (input || shard.index > 1 ? [] : [zone])));
  const files = zones.filter(({ input }) => input).map(({ zone }) => zone);
  const sorted = files.sort((a, b) => b.count - a.count || (a.sources[0].file < b.sources[0].file ? -1 : 1));
  for (const zone of sorted) {
    const least = loads.indexOf(Math.min(...loads));
    // A file costs something, however little is in it.
    loads[least] += zone.count + 10;
    if (least === shard.index - 1) own.add(zone);
  }
  return { has: (zone) => own.has(zone), rest: shard.index === 1 };
}
