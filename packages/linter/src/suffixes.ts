import type { PublicSuffixes } from "@dcvlint/core";
import { parse } from "tldts";
import { DEEP, FLAT, WITHOUT_RULE } from "./tlds.gen.js";

const OPTIONS = { allowPrivateDomains: false, extractHostname: false, validateHostname: false, detectIp: false };

interface Parsed {
  readonly publicSuffix: string | null;
  readonly isIcann: boolean | null;
  readonly domain: string | null;
}

/** Who asks whether a name ends in a suffix asks for its domain next. */
let last: { readonly text: string; readonly parsed: Parsed } | undefined;

function parseOnce(text: string): Parsed {
  if (text !== last?.text) last = { text, parsed: parseBriefly(text) ?? parse(text, OPTIONS) };
  return last.parsed;
}

let flat: ReadonlySet<string> | undefined;
let deep: ReadonlySet<string>;
let withoutRule: ReadonlySet<string>;

/**
 * Most names end in a top-level domain that has no other suffix below it, or in none at all: those are told without the
 * whole list, which takes a tenth of a small run to load.
 */
function parseBriefly(text: string): Parsed | undefined {
  // Such texts the list's own reader has an opinion of.
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(text)) return undefined;
  if (!flat) {
    flat = new Set(FLAT.split(" "));
    deep = new Set(DEEP.split(" "));
    withoutRule = new Set(WITHOUT_RULE.split(" "));
  }
  const dot = text.lastIndexOf(".");
  const top = text.slice(dot + 1);
  if (withoutRule.has(top)) return undefined;
  // A top-level domain alone is a suffix, whatever may stand below it.
  if (deep.has(top)) return dot < 0 ? { publicSuffix: top, isIcann: true, domain: null } : undefined;
  const isIcann = flat.has(top);
  const second = text.lastIndexOf(".", dot - 1);
  return { publicSuffix: top, isIcann, domain: dot < 0 ? null : text.slice(second + 1) };
}

/** The public suffix list, ICANN's part. */
export const publicSuffixes: PublicSuffixes = {
  endsInPublicSuffix(text) {
    const { publicSuffix, isIcann } = parseOnce(text);
    return isIcann === true && publicSuffix !== text;
  },
  isPublicSuffix(text) {
    const { publicSuffix, isIcann } = parseOnce(text);
    return isIcann === true && publicSuffix === text;
  },
  registrableDomain: (text) => parseOnce(text).domain ?? undefined,
};

/** With further suffixes (lower case, no final dot), such as a test network's own registries. */
export function withSuffixes(further: readonly string[]): PublicSuffixes {
  if (further.length === 0) return publicSuffixes;
  const own = new Set(further);
  const longest = (text: string): string | undefined => {
    const labels = text.split(".");
    const ends = labels.map((_, skipped) => labels.slice(skipped).join("."));
    return ends.find((end) => own.has(end));
  };
  return {
    endsInPublicSuffix(text) {
      const end = longest(text);
      return end === undefined ? publicSuffixes.endsInPublicSuffix(text) : end !== text;
    },
    isPublicSuffix: (text) => own.has(text) || publicSuffixes.isPublicSuffix(text),
    registrableDomain(text) {
      const end = longest(text);
      if (end === undefined) return publicSuffixes.registrableDomain(text);
      const labels = text.slice(0, -end.length - 1).split(".");
      return end === text ? undefined : `${labels[labels.length - 1]}.${end}`;
    },
  };
}
