import { TLD } from "../addresses.js";

/** Values of the shape of a dns-01 digest: 43 base64url characters (RFC 8555 §8.4). */
export const TOKEN = "LPsIwTo7o8BoG0-vjCyGQGBWSVIPxI-i_X336eUOQZo";
export const OTHER_TOKEN = "rlA66oD4twilAOYKebCFV7_JvhVe69lBwLOin-Q5w3Q";

/** The dynamic zone that all scenarios share: each has labels of its own there. */
export const ACME_ZONE = `acme.${TLD}`;

/** The record that sends a challenge of this zone to `LABEL.acme.test`. */
export const challengeAlias = (label: string, below = ""): string =>
  `_acme-challenge${below === "" ? "" : `.${below}`} CNAME ${label}.${ACME_ZONE}.`;

/** An earlier challenge's value, as it stays behind in practice: so the alias has a target before the order. */
export const earlier = (label: string): string => `${label} TXT "${OTHER_TOKEN}"`;
