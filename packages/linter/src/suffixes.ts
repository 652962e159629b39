import type { PublicSuffixes } from "@dcvlint/core";
import { parse } from "tldts";

const OPTIONS = { allowPrivateDomains: false, extractHostname: false, validateHostname: false, detectIp: false };

/** The public suffix list, ICANN's part. */
export const publicSuffixes: PublicSuffixes = {
  endsInPublicSuffix(text) {
    const { publicSuffix, isIcann } = parse(text, OPTIONS);
    return isIcann === true && publicSuffix !== text;
  },
  isPublicSuffix(text) {
    const { publicSuffix, isIcann } = parse(text, OPTIONS);
    return isIcann === true && publicSuffix === text;
  },
  registrableDomain: (text) => parse(text, OPTIONS).domain ?? undefined,
};
