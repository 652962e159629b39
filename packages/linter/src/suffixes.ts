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
