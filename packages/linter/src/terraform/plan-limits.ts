/** What reading one plan may cost. Past a limit: a problem with its place, the rest goes on. */
export const PLAN_LIMITS = {
  /** Levels of objects and arrays. */
  nesting: 256,
  /** Octets of a name or another string that has to be understood to find one's way. */
  token: 64 * 1024,
  /** Octets of one resource. */
  element: 64 * 2 ** 20,
};
