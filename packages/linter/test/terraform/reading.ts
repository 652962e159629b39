import type { Span } from "@dcvlint/core";
import {
  readTerraform,
  type SourceFile,
  type TerraformInput,
  type TerraformSource,
} from "../../src/terraform/source.js";
import type { ObjectValue, Value } from "../../src/terraform/value.js";

// For tests only.

export const files = (texts: Readonly<Record<string, string>>): SourceFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));

/** One text is `main.tf`. */
export const read = (
  texts: Readonly<Record<string, string>> | string,
  more: Partial<TerraformInput> = {},
): TerraformSource =>
  readTerraform({ files: files(typeof texts === "string" ? { "main.tf": texts } : texts), ...more });

/** As JSON; what is unknown as `? ` with its reference or reason. */
export function plain(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case "unknown":
      return `? ${value.reference ?? value.why}`;
    case "null":
      return null;
    case "list":
      return value.items.map(plain);
    case "object":
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
    default:
      return value.value;
  }
}

export const byAddress = ({ resources }: TerraformSource): Record<string, unknown> =>
  Object.fromEntries(resources.map(({ address, values }) => [address, plain(values)]));

export const place = (span: Span | undefined): string | undefined =>
  span && `${span.file}:${span.start.line}:${span.start.column}-${span.end.column}`;

export function at(source: TerraformSource, address: string, ...path: (string | number)[]): Value {
  let value: Value = source.resources.find((resource) => resource.address === address)!.values;
  for (const step of path)
    value = value.kind === "list" ? value.items[step as number] : (value as ObjectValue).entries.get(step as string)!;
  return value;
}
