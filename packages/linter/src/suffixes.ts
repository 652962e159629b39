import type { PublicSuffixes } from "@dcvlint/core";

/** The public suffix list, ICANN's part; loaded when a run first needs it. */
export async function loadSuffixes(): Promise<PublicSuffixes> {
  const { parse } = await import("tldts");
  const options = { allowPrivateDomains: false, extractHostname: false, validateHostname: false, detectIp: false };
  return {
    endsInPublicSuffix(text) {
      const { publicSuffix, isIcann } = parse(text, options);
      return isIcann === true && publicSuffix !== text;
    },
    isPublicSuffix(text) {
      const { publicSuffix, isIcann } = parse(text, options);
      return isIcann === true && publicSuffix === text;
    },
    registrableDomain: (text) => parse(text, options).domain ?? undefined,
  };
}
