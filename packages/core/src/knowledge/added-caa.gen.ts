// Made by scripts/generate-providers.mjs from the JSON files beside it. Change those, then run it.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
import type { AddedCaa } from "./provider-schema.js";

export const ADDED_CAA: readonly AddedCaa[] = [
  {"cas":["letsencrypt","google-trust-services","sslcom","sectigo","digicert"],"nameServers":["ns.cloudflare.com"],"confidence":"documented"},
];
