/**
 * What the public suffix list says. The list is large and changes weekly, so core is handed the answers: texts are in
 * lower case without a final dot; only ICANN's part of the list counts, since that is what CAs go by (BR §1.6.1, "Base Domain Name").
 */
export interface PublicSuffixes {
  /** Does it end in a public suffix with at least one label in front? */
  endsInPublicSuffix(text: string): boolean;
  isPublicSuffix(text: string): boolean;
  /** The public suffix and the label in front of it; `undefined` where the text has none. */
  registrableDomain(text: string): string | undefined;
}

/**
 * Does this public suffix tell a name in full? Nobody calls a part of a zone "com" or "co.uk"; "dev", "app" and "de" are
 * top-level domains that people call parts of their own zones.
 */
export const isCertainEnding = (suffix: string): boolean => suffix.includes(".") || GENERIC.has(suffix);

const GENERIC = new Set(["com", "net", "org", "edu", "gov", "mil", "info", "biz"]);

/** For when nobody has handed the list in: no text ends in a public suffix that we know of. */
export const noPublicSuffixes: PublicSuffixes = {
  endsInPublicSuffix: () => false,
  isPublicSuffix: () => false,
  registrableDomain: () => undefined,
};
