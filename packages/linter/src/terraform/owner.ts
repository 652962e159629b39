import { encodeUtf8 } from "@dcvlint/core";
import type { RecordResource } from "@dcvlint/core/providers";

/** What a provider makes of an owner. */
export interface OwnerReading {
  /** The owner as it would stand in a zone file whose origin is the zone. */
  readonly token: string;
  readonly reading: "appended" | "absolute" | "apex" | "refused" | "unknown";
}

/**
 * Reads an owner as the provider does. `zone` is the zone's name without final dot, in lower case; without it, what a
 * name that depends on it comes to isn't known, and one that `isFull` stands as it is.
 */
export function readOwner(
  written: string,
  zone: string | undefined,
  reading: RecordResource,
  isFull: (name: string) => boolean,
): OwnerReading | undefined {
  const text = written.includes("\\") ? octalToDecimal(written) : written;
  if (text === "") return reading.emptyName.value === "apex" ? APEX : undefined;
  if (text === "@") {
    if (reading.atSign.value === "translated") return APEX;
    if (reading.atSign.value === "literal") return { token: "\\@", reading: "appended" };
    return reading.atSign.value === "refused" ? { token: "\\@", reading: "refused" } : undefined;
  }
  const dotted = text.endsWith(".");
  const bare = nameToken(dotted ? text.slice(0, -1) : text);
  if (bare === "") return undefined;
  const lower = bare.toLowerCase();
  const inside = zone !== undefined && (lower === zone || lower.endsWith(`.${zone}`));
  switch (reading.nameMode.value) {
    case "suffix_detect": {
      if (zone === undefined) return { token: isFull(lower) ? `${bare}.` : bare, reading: "unknown" };
      if (lower === zone) return { token: `${bare}.`, reading: "apex" };
      if (inside) return { token: `${bare}.`, reading: "absolute" };
      // By plain text: "myexample.com" ends with "example.com", is left as it is, and the API refuses it.
      if (reading.suffixInLabel && lower.endsWith(zone)) return { token: `${bare}.`, reading: "refused" };
      return { token: bare, reading: "appended" };
    }
    case "relative_append":
      return { token: bare, reading: "appended" };
    case "relative_or_dotted":
      return dotted ? { token: `${bare}.`, reading: "absolute" } : { token: bare, reading: "appended" };
    default:
      if (zone !== undefined && lower === zone) return { token: `${bare}.`, reading: "apex" };
      return { token: `${bare}.`, reading: zone !== undefined && !inside ? "refused" : "absolute" };
  }
}

export const APEX: OwnerReading = { token: "@", reading: "apex" };

/** Route 53 writes octets as `\ooo`, zone files as `\DDD`. */
const octalToDecimal = (text: string): string =>
  text.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => {
    const octet = Number.parseInt(octal, 8);
    const char = String.fromCharCode(octet);
    return /[A-Za-z0-9_*-]/.test(char) ? char : `\\${String(octet).padStart(3, "0")}`;
  });

/** A name as a token of a zone file: what would be read as anything but a name is escaped, escapes stay as they are. */
export const nameToken = (text: string): string => (PLAIN_NAME.test(text) ? text : escapeName(text));

/** As nearly all are. */
const PLAIN_NAME = /^[A-Za-z0-9_.*-]*$/;

const escapeName = (text: string): string =>
  text.replace(/\\(?:[01]\d{2}|2[0-4]\d|25[0-5]|[!-/:-~])|[\\"();$@\s\p{Cc}]/gu, (found) => {
    if (found.length > 1) return found;
    return /[\s\p{Cc}]/u.test(found) ? decimal(found) : `\\${found}`;
  });

const decimal = (char: string): string =>
  [...encodeUtf8(char)].map((octet) => `\\${String(octet).padStart(3, "0")}`).join("");
