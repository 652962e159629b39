/** Who answers, where to go on, and in what form the body is; nothing that could be a secret. */
const KEPT = [
  "location",
  "content-type",
  "content-length",
  "content-encoding",
  "server",
  "via",
  "retry-after",
  "www-authenticate",
  "x-powered-by",
  "x-cache",
  "cf-ray",
  "cf-mitigated",
  "x-amz-cf-id",
  "x-amzn-waf-action",
  "x-iinfo",
  "x-sucuri-id",
  "x-sucuri-block",
  "x-vercel-id",
  "x-nf-request-id",
  "x-github-request-id",
];

/** Octets; a header that is longer is cut. */
const LONGEST = 256;

/** Octets. A target is kept whole or makes the answer a failure: half of it would lead somewhere else. */
export const LONGEST_LOCATION = 8192;

/** Picks from headers whose names are in lower case. Of a header sent twice the first counts, as with Go and curl. */
export function keepHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    if (!Object.hasOwn(headers, name)) continue;
    const value = headers[name];
    const first = typeof value === "string" ? value : value?.[0];
    if (first !== undefined) kept[name] = first.slice(0, name === "location" ? LONGEST_LOCATION + 1 : LONGEST);
  }
  return kept;
}

/** Of a body that isn't as its author wrote it (RFC 9110 §8.4). */
export function contentCodingOf(headers: Readonly<Record<string, string>>): string | undefined {
  const coding = headers["content-encoding"]?.trim().toLowerCase();
  return coding === "" || coding === "identity" ? undefined : coding;
}
