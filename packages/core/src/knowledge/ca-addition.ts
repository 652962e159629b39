import type { CaSummary } from "./schema.js";

/** An addition from the config or the network profile (contract §9). */
export interface CaAddition {
  readonly id: string;
  readonly name?: string;
  readonly issuerDomains: readonly string[];
}

/** The user vouches for it, so it counts as verified. */
export function caFromAddition(added: CaAddition): CaSummary {
  const value = added.issuerDomains.map((domain) => domain.toLowerCase());
  return { id: added.id, name: added.name ?? added.id, kind: "ca", issuerDomains: { value, status: "verified" } };
}
