import type { CertificateIntent, Facts } from "../../rule.js";
import type { KnownValidation } from "./known-validation.js";

const CHALLENGED = new Set(["dns-01", "dns-account-01"]);

/** The certificates that have this name (presentation form, lower case, final dot) or its wildcard, which one record validates. */
export const certificatesFor = (
  name: string,
  certificates: readonly CertificateIntent[] | undefined,
): readonly CertificateIntent[] => (certificates ?? []).filter(({ names }) => names.some((each) => each.name === name));

/** Is it sure that this certificate is renewed by way of that record? Its CA and method, as far as they are told, must fit. */
export function surelyNeeds(
  { ca, method, unverified }: CertificateIntent,
  { kind, matches }: KnownValidation,
  { issuers }: Facts,
): boolean {
  if (unverified) return false;
  if (kind === "delegation") return method !== undefined && CHALLENGED.has(method);
  const methods = new Set<string>(matches.map((match) => match.method));
  if (ca === undefined || (method !== undefined && !methods.has(method))) return false;
  const own = issuers.findCa(ca);
  return matches.some(({ ca: id }) => {
    const platform = issuers.findCa(id);
    return own?.id === id || platform?.issuesFrom?.includes(own?.id ?? ca) || own?.issuesFrom?.includes(id);
  });
}
