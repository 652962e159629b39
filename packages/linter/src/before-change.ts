import { type CertificateIntent, foldLabel, type Source, type Zone } from "@dcvlint/core";
import type { Loaded, LoadedZone } from "./load.js";
import type { Base } from "./only-changed.js";
import { SourceThen } from "./source-then.js";

/**
 * The zones of files with what they were before the change, which rules about changes compare. The old zones' places are
 * from then on those of today's files (see SourceThen). `gone`: certificates of the config of then that the change takes
 * away.
 */
export function withBefore(
  { zones }: Loaded,
  { zones: old, fileNow }: Pick<Base, "zones" | "fileNow">,
  gone: readonly CertificateIntent[],
): LoadedZone[] {
  const then = byApex(old);
  const now = byApex(zones);
  return zones.map((loaded) => {
    const apex = apexOf(loaded);
    if (apex === undefined || isBroken(loaded.zone)) return loaded;
    const before = pick(loaded.zone, then.get(apex) ?? [], (now.get(apex) ?? []).length, fileNow);
    if (!before) return loaded;
    showNow(before, loaded.zone, fileNow);
    return { ...loaded, before, certificates: { stay: [], gone } };
  });
}

/** The zone of a file; a plan tells itself what was before. */
const apexOf = ({ zone, before }: LoadedZone): string | undefined =>
  zone.made || before || !zone.originKnown ? undefined : foldLabel(zone.names.text(zone.apex));

function byApex(zones: readonly LoadedZone[]): Map<string, Zone[]> {
  const found = new Map<string, Zone[]>();
  for (const loaded of zones) {
    const apex = apexOf(loaded);
    if (apex !== undefined) found.set(apex, [...(found.get(apex) ?? []), loaded.zone]);
  }
  return found;
}

/** Text that swallows what comes behind it, or a file that isn't there: no server loads that, and nothing is deleted yet. */
const isBroken = ({ problems }: Zone): boolean =>
  problems.some(
    ({ rule, message }) => rule.startsWith("include-") || (rule === "syntax-error" && message.startsWith("unclosed")),
  );

/**
 * The same file's; else, where the zone was and is in one file alone, that. Of parts of a zone nobody can tell what moved
 * from one to another.
 */
function pick(
  zone: Zone,
  then: readonly Zone[],
  siblings: number,
  fileNow: (file: string) => string,
): Zone | undefined {
  const alone = siblings === 1 && then.length === 1;
  const same = then.find(({ sources }) => fileNow(sources[0].file) === zone.sources[0].file);
  const found = same ?? (alone ? then[0] : undefined);
  if (!found || found.whole !== zone.whole || isBroken(found)) return undefined;
  return zone.whole || alone ? found : undefined;
}

function showNow(before: Zone, zone: Zone, fileNow: (file: string) => string): void {
  const texts = new Map<string, Source>();
  for (const source of zone.sources) if (!source.madeBy) texts.set(source.file, source);
  const shown = new Map<Source, SourceThen>();
  const show = (source: Source): SourceThen => {
    const known = shown.get(source);
    if (known) return known;
    const { madeBy } = source;
    const now = texts.get(fileNow(source.file)) ?? zone.sources[0];
    const made = new SourceThen(source, now, madeBy && { ...madeBy, source: show(madeBy.source) });
    shown.set(source, made);
    return made;
  };
  for (const [at, source] of before.sources.entries()) before.sources[at] = show(source);
}
