import { readFile, stat } from "node:fs/promises";
import type { Failure } from "./failure.js";

/** Octets; the largest bundles in use are a quarter of it. */
const MOST = 1024 * 1024;

/**
 * The certificates of a `caFile` (PEM), which replace the system's; `undefined` without one. A file without certificates
 * is a failure: handed to TLS it would mean the system's.
 */
export async function readCaFile(path: string | undefined): Promise<{ ca: string | undefined } | Failure> {
  if (path === undefined) return { ca: undefined };
  try {
    const { size } = await stat(path);
    if (size > MOST) return { reason: "transport", detail: `${path} is over ${MOST} octets` };
    // Reading a pipe might never end; there is nothing in it as far as its size goes.
    const ca = size === 0 ? "" : await readFile(path, "latin1");
    if (ca.includes("-----BEGIN CERTIFICATE-----")) return { ca };
    return { reason: "transport", detail: `${path} has no certificate in PEM` };
  } catch (error) {
    return { reason: "transport", detail: `${path} can't be read (${(error as NodeJS.ErrnoException).code})` };
  }
}
