import { applyEdits, type ReportedFinding } from "@dcvlint/core";
import type { LintOptions } from "./options.js";
import { type LintRun, lint } from "./run.js";

/** Lints, makes the fixes that were asked for on the texts in memory, and lints again until nothing is left to fix. */
export async function lintAndFix(
  options: LintOptions,
  unsafe: boolean,
): Promise<{ run: LintRun; texts: Map<string, Uint8Array>; made: number }> {
  const texts = new Map<string, Uint8Array>();
  let run = await lint(options);
  let made = 0;
  // Fixes that overlap wait for the next round. With changes every round lints the old state too, so one is all.
  for (let round = 0; round < (options.changes ? 1 : 10); round++) {
    const fixed = fixTexts(run, unsafe);
    if (fixed.made === 0) break;
    made += fixed.made;
    for (const [file, bytes] of fixed.texts) texts.set(file, bytes);
    run = await lint({ ...options, overlay: texts });
  }
  return { run, texts, made };
}

/** New octets by file, for what `safe` (and, asked for, `suggestion`) fixes change. */
function fixTexts(run: LintRun, unsafe: boolean): { texts: Map<string, Uint8Array>; made: number } {
  const byFile = new Map<string, ReportedFinding[]>();
  for (const finding of run.result.findings) {
    if (!finding.fix || (finding.fix.safety !== "safe" && !unsafe)) continue;
    const file = finding.fix.edits[0].span.file;
    // A fix that edits several files is left to the reader: half of it would be worse than none.
    if (finding.fix.edits.some(({ span }) => span.file !== file)) continue;
    const list = byFile.get(file) ?? [];
    list.push(finding);
    byFile.set(file, list);
  }
  const texts = new Map<string, Uint8Array>();
  let made = 0;
  for (const [file, fixable] of byFile) {
    const source = run.readSource(file);
    if (!source) continue;
    const { bytes, skipped } = applyEdits(
      source.bytes,
      fixable.map(({ fix }) => fix!.edits),
    );
    made += fixable.length - skipped;
    texts.set(file, bytes);
  }
  return { texts, made };
}
