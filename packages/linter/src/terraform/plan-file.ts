import { readSync } from "node:fs";
import type { ByteSource } from "./plan-source.js";

/** A regular file of `size` octets, open for reading, as a source. Who opened it closes it, after the last value was read. */
export function fileSource(descriptor: number, size: number): ByteSource {
  return {
    size,
    read(offset, length, into) {
      let filled = 0;
      while (filled < length) {
        const got = readSync(descriptor, into, filled, length - filled, offset + filled);
        if (got === 0) break;
        filled += got;
      }
      return into.subarray(0, filled);
    },
  };
}
