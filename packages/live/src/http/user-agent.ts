/** Of this package; a test compares it with package.json, which a bundle doesn't bring along. */
export const VERSION = "0.1.0";

export const USER_AGENT = `dcvlint/${VERSION} (+https://github.com/dcvlint/dcvlint)`;
