/**
 * A signature's time as seconds since 1970. On the wire it is a serial number (RFC 4034 §3.1.5, RFC 1982): of all the
 * moments that it may mean, the one nearest to `now`, at most 68 years away.
 */
export function absoluteTime(serial: number, now: number): number {
  const today = Math.floor(now);
  // `| 0` takes the difference modulo 2^32 into -2^31 … 2^31-1, which is what RFC 1982 §3.2 compares by.
  return today + ((serial - (today % 4294967296)) | 0);
}
