import { TLD, WEB } from "../addresses.js";
import type { ZoneSpec } from "../scenario.js";
import { ACME_ZONE, challengeAlias } from "./tokens.js";

export const nameOf = (id: string): string => `${id}.${TLD}`;
/** Where a scenario's challenge is published: its own label of the dynamic zone. */
export const challengeOf = (id: string): string => `${id}.${ACME_ZONE}`;

/** A web site on the server that serves, and an alias for the challenge. */
export const site = (id: string, ...more: string[]): string =>
  [`@ A ${WEB.serves}`, `www A ${WEB.serves}`, challengeAlias(id), ...more].join("\n");

export const zone = (id: string, options: Partial<ZoneSpec> = {}): ZoneSpec => ({
  name: nameOf(id),
  records: site(id),
  ...options,
});
