import type { CertificateIntent } from "@dcvlint/core";
import type { ResourceInstance } from "./value.js";

export function certificatesOf(_instances: readonly ResourceInstance[]): {
  stay: CertificateIntent[];
  gone: CertificateIntent[];
} {
  return { stay: [], gone: [] };
}
