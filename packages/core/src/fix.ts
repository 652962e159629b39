import type { Edit, Position } from "./model.js";
import { codePointAt, encodeUtf8, LF } from "./name/octets.js";
import { hasBom } from "./zonefile/source.js";

/** Where a position of the text stands among its octets; a position behind the end is the end. */
export function offsetOf(bytes: Uint8Array, { line, column }: Position): number {
  let at = hasBom(bytes) && line === 1 ? 3 : 0;
  for (let left = line - 1; left > 0; left--) {
    const next = bytes.indexOf(LF, at);
    if (next < 0) return bytes.length;
    at = next + 1;
  }
  for (let left = column - 1; left > 0 && at < bytes.length; ) {
    const { point, length } = codePointAt(bytes, at, bytes.length);
    left -= point > 0xffff ? 2 : 1;
    at += length;
  }
  return at;
}

/** The text with the edits of one file made, and how many groups were left out because they overlap one made before. */
export function applyEdits(
  bytes: Uint8Array,
  groups: readonly (readonly Edit[])[],
): { bytes: Uint8Array; skipped: number } {
  const made: { start: number; end: number; text: Uint8Array }[] = [];
  let skipped = 0;
  for (const edits of groups) {
    const wanted = edits.map(({ span, newText }) => ({
      start: offsetOf(bytes, span.start),
      end: offsetOf(bytes, span.end),
      text: encodeUtf8(newText),
    }));
    const clash = wanted.some((a) =>
      made.some(
        (b) => (a.start < b.end && b.start < a.end) || a.start === b.start || (a.start === b.end && a.end === a.start),
      ),
    );
    if (clash) skipped++;
    else made.push(...wanted);
  }
  made.sort((a, b) => a.start - b.start);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of made) {
    parts.push(bytes.subarray(at, start), text);
    at = end;
  }
  parts.push(bytes.subarray(at));
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    out.set(part, filled);
    filled += part.length;
  }
  return { bytes: out, skipped };
}
