import { join } from "node:path";
import { foldLabel, type RawFinding, Source, type Span, type Zone } from "@dcvlint/core";
import type { Changes } from "./changed.js";
import { type LineNow, linesNow } from "./lines-now.js";
import { type Loaded, type LoadedZone, load } from "./load.js";
import { MOST_OLD } from "./old-tree.js";
import type { LintOptions } from "./options.js";
import { relativePath } from "./paths.js";

/**
 * Gives the zones of files that differ their state of before, as a plan does for Terraform's: what a change takes away
 * can't be seen in what it leaves. A zone whose file is gone altogether isn't looked for.
 */
export async function withZonesBefore(loaded: Loaded, options: LintOptions, changes: Changes): Promise<Loaded> {
  const texts = await differingTexts(loaded, changes);
  const zones = loaded.zones.filter(({ zone, input }) => input && zone.sources.some(({ file }) => texts.has(file)));
  if (zones.length === 0) return loaded;
  const old = await load({
    ...options,
    paths: zones.map(({ input }) => input!.path),
    plans: undefined,
    variableFiles: undefined,
    stdin: undefined,
    changes: undefined,
    overlay: new Map([...(options.overlay ?? []), ...[...texts].map(([file, { then }]) => [file, then] as const)]),
  });
  old.close();
  if (old.root !== loaded.root) return loaded;
  const before = new Map(old.zones.map(({ zone, input }) => [input?.path, zone]));
  const paired = loaded.zones.map((each): LoadedZone => {
    const was = zones.includes(each) ? before.get(each.input?.path) : undefined;
    if (!was || !isSame(each.zone, was)) return each;
    const moved = new Map<Source, Source>();
    was.sources.splice(0, was.sources.length, ...was.sources.map((source) => movedSource(source, texts, moved)));
    return { ...each, before: was };
  });
  return { ...loaded, zones: paired };
}

interface Differing {
  readonly then: Uint8Array;
  readonly now: Uint8Array;
}

/** Old and new octets of the zone files that differ, by a finding's file. */
async function differingTexts(loaded: Loaded, changes: Changes): Promise<ReadonlyMap<string, Differing>> {
  const wanted = new Map<string, Source>();
  for (const { zone, input } of loaded.zones) {
    if (!input) continue;
    for (const source of zone.sources) {
      const path = relativePath(changes.top, join(loaded.root, source.file));
      if (!source.madeBy && changes.changed.has(path)) wanted.set(changes.renamed?.get(path) ?? path, source);
    }
  }
  const entries = [...wanted.keys()].flatMap((path) => {
    const old = changes.old.get(path);
    return old && !old.isLink ? [[path, old] as const] : [];
  });
  const found = new Map<string, Differing>();
  if (entries.length === 0) return found;
  for (const [path, then] of (await changes.read(entries, MOST_OLD)) ?? []) {
    const source = wanted.get(path);
    if (source) found.set(source.file, { then, now: source.bytes });
  }
  return found;
}

const isSame = (now: Zone, was: Zone): boolean =>
  now.originKnown && was.originKnown && foldLabel(now.names.text(now.apex)) === foldLabel(was.names.text(was.apex));

const GONE = new WeakSet<Span>();

/** Without the places beside the finding's own where nothing stands any more. */
export const withoutGone = (finding: RawFinding): RawFinding =>
  finding.related.some(({ span }) => GONE.has(span))
    ? { ...finding, related: finding.related.filter(({ span }) => !GONE.has(span)) }
    : finding;

/** A text of before, whose places are told in what is there now: nobody can open the old one. */
class MovedSource extends Source {
  constructor(
    { file, bytes, madeBy }: Source,
    private readonly lineNow: (line: number) => LineNow,
  ) {
    super(file, bytes, madeBy);
  }

  override span(start: number, end: number): Span {
    if (this.madeBy) return super.span(start, end);
    const { line, isGone } = this.lineNow(this.position(start).line);
    const place = { line, column: 1 };
    const span = { file: this.file, start: place, end: place };
    if (isGone) GONE.add(span);
    return span;
  }

  override edit(): undefined {
    return undefined;
  }
}

function movedSource(source: Source, texts: ReadonlyMap<string, Differing>, moved: Map<Source, Source>): Source {
  const known = moved.get(source);
  if (known) return known;
  const { file, bytes, madeBy } = source;
  const text = texts.get(file);
  const made = madeBy
    ? new Source(file, bytes, { ...madeBy, source: movedSource(madeBy.source, texts, moved) })
    : text
      ? new MovedSource(source, linesNow(text.then, text.now))
      : source;
  moved.set(source, made);
  return made;
}
