/**
 * Texts of CA data that stand for what is made from a request: `{md5}` and `{sha256}` in hexadecimal, `{MD5}` in upper case,
 * `{sha256-1}` and `{sha256-2}` its two halves, `{unique}` the CA's own value. What stands in brackets is left out where
 * its value isn't there: `[{unique}.]`.
 */

/** Hashes of a CSR's DER, in lower-case hexadecimal. */
export interface CsrHashes {
  readonly md5: string;
  readonly sha256: string;
}

/** Of an order that names the CSR before: up to 20 letters and digits (Sectigo, "Request Token"). */
export const UNIQUE_VALUE = /^[A-Za-z0-9]{1,20}$/;

export function fillTemplate(template: string, { md5, sha256 }: CsrHashes, unique?: string): string {
  const values: Readonly<Record<string, string | undefined>> = {
    md5,
    MD5: md5.toUpperCase(),
    sha256,
    "sha256-1": sha256.slice(0, 32),
    "sha256-2": sha256.slice(32),
    unique,
  };
  return template
    .replace(/\[([^\]]*)\]/g, (_, optional: string) => (unique === undefined ? "" : optional))
    .replace(/\{([^}]*)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`a template asks for {${name}}, which nobody has`);
      return value;
    });
}
