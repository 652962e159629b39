import type { PublicSuffixes } from "../knowledge/public-suffixes.js";
import { type DomainName, foldLabel } from "../name/domain-name.js";

/** Why no public CA may certify a name. */
export type NameTrouble = "underscore" | "letters" | "hyphens" | "reserved" | "suffix" | "reverse" | "internal";

/** Baseline Requirements 7.1.4.2.1 and 4.2.2, RFC 5890 §2.3.1. */
export function judgeCertifiedName(
  { labels }: DomainName,
  suffixes: PublicSuffixes,
): { readonly trouble: NameTrouble; readonly label: string } | undefined {
  const folded = labels.map(foldLabel);
  const text = folded.join(".");
  for (const label of folded) {
    if (label.includes("_")) return { trouble: "underscore", label };
    if (!/^[a-z0-9-]+$/.test(label)) return { trouble: "letters", label };
    if (label.startsWith("-") || label.endsWith("-")) return { trouble: "hyphens", label };
    if (label.slice(2, 4) === "--" && !label.startsWith("xn--")) return { trouble: "reserved", label };
  }
  const top = folded.slice(-2).join(".");
  if (top === "in-addr.arpa" || top === "ip6.arpa") return { trouble: "reverse", label: top };
  if (text === "" || suffixes.isPublicSuffix(text)) return { trouble: "suffix", label: text };
  const last = folded[folded.length - 1];
  // Of another top-level domain that isn't in the list it can only be said that the list is of some day.
  return INTERNAL.has(last) && !suffixes.isPublicSuffix(last) ? { trouble: "internal", label: last } : undefined;
}

/** Special-use and reserved names: they will never be in the root zone (RFC 6761, RFC 6762, RFC 9476, ICANN on "internal"). */
const INTERNAL = new Set([
  "alt",
  "corp",
  "example",
  "home",
  "internal",
  "invalid",
  "lan",
  "local",
  "localhost",
  "test",
]);
