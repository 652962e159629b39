import { type IssuerDirectory, nearest } from "@dcvlint/core";
import type { Config } from "./find-config.js";
import { relativePath } from "./paths.js";
import { UsageError } from "./usage-error.js";

/**
 * Throws a UsageError where the config names a CA that nobody knows: what it asks for would never be judged, and the
 * report would be clean. Looked at once the network profile's CAs are there, so not when the config is read.
 */
export function checkCertificateCas({ certificates }: Config, issuers: IssuerDirectory, cwd: string): void {
  for (const { ca, span } of certificates) {
    if (ca === undefined || issuers.findCa(ca)) continue;
    const place = span ? `config ${relativePath(cwd, span.file)}:${span.start.line}: ` : "";
    const near = nearest(ca, issuers.ids);
    const hint = near ? `did you mean "${near}"?` : "a CA of your own belongs into `cas`";
    throw new UsageError(`${place}no CA has the id or issuer domain "${ca}"; ${hint}`);
  }
}
