import type { PublicSuffixes } from "@dcvlint/core";
import { parse } from "tldts";

const OPTIONS = { allowPrivateDomains: false, extractHostname: false, validateHostname: false, detectIp: false };

/** Who asks whether a name ends in a suffix asks for its domain next. */
let last = { text: "", parsed: parse("", OPTIONS) };

function parseOnce(text: string) {
  if (text !== last.text) last = { text, parsed: parse(text, OPTIONS) };
  return last.parsed;
}

/** The public suffix list, ICANN's part. */
export const publicSuffixes: PublicSuffixes = {
  endsInPublicSuffix(text) {
    const { publicSuffix, isIcann } = parseOnce(text);
    return isIcann === true && publicSuffix !== text;
  },
  isPublicSuffix(text) {
    const { publicSuffix, isIcann } = parse(text, OPTIONS);
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
