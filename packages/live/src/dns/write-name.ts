import type { DomainName } from "@dcvlint/core";
import { MAX_NAME } from "./message-reader.js";

/** Octets of a name on the wire. */
export const wireLength = (name: DomainName): number => name.labels.reduce((sum, label) => sum + label.length + 1, 1);

/**
 * Writes the uncompressed wire form of a name (RFC 1035 §3.1), its letters as they are, and returns the offset behind it.
 * Throws a RangeError where the name breaks the limits of RFC 1035 §2.3.4: whoever made it should have looked.
 */
export function writeName(name: DomainName, out: Uint8Array, at: number): number {
  if (wireLength(name) > MAX_NAME) throw new RangeError(`${name} is over ${MAX_NAME} octets`);
  for (const label of name.labels) {
    if (label.length < 1 || label.length > 63) throw new RangeError(`a label of ${label.length} octets`);
    out[at++] = label.length;
    for (let i = 0; i < label.length; i++) out[at++] = label.charCodeAt(i);
  }
  out[at++] = 0;
  return at;
}

/** Can it be asked about at all? Names are put together from others, and may grow beyond what a message holds. */
export const fitsMessage = (name: DomainName): boolean => wireLength(name) <= MAX_NAME;
