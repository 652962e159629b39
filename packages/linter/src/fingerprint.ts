import { hash } from "node:crypto";
import type { Finding } from "@dcvlint/core";

/** Made of rule, message, owner, type and value, never of lines: a finding is known again after its line has moved. */
export function fingerprint({ rule, message, record, explanation }: Finding): string {
  // Without a record (text that couldn't be read) the fact itself stands in: it quotes the text.
  const subject = record ? [record.owner.toLowerCase(), record.type, record.value ?? ""] : [explanation.what];
  return hash("sha256", [rule, message, ...subject].join("\0"), "hex").slice(0, 32);
}
