import { type Level, type RawFinding, RULES, Source, type Span, spanOf } from "@dcvlint/core";

/** Findings that no zone's rules make: about files, and about the comments in them. */
export function standalone(
  id: string,
  message: string,
  data: Record<string, string>,
  levels: ReadonlyMap<string, Level>,
): Omit<RawFinding, "place" | "span"> | undefined {
  const rule = RULES.find((rule) => rule.id === id);
  const level = levels.get(id);
  if (!rule || level === "off") return undefined;
  const { severity, ...explanation } = rule.messages[message](data);
  return { rule: id, message, severity: level ?? severity ?? rule.severity, explanation, related: [] };
}

/** A finding about a file as a whole, or about a span of it. */
export function inFile(
  id: string,
  message: string,
  data: Record<string, string>,
  file: string,
  levels: ReadonlyMap<string, Level>,
  span?: Span,
): RawFinding[] {
  const finding = standalone(id, message, data, levels);
  const place = { source: new Source(file, new Uint8Array()), start: 0, end: 0 };
  return finding ? [{ ...finding, place, span: span ?? spanOf(place) }] : [];
}
