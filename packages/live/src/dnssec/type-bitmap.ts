/**
 * The types in an NSEC or NSEC3 record's bit map (RFC 4034 §4.1.2). `undefined` where it isn't as the RFC wants it:
 * windows in ascending order, of 1 to 32 octets, without a zero octet at the end.
 */
export function readTypes(bytes: Uint8Array): Set<number> | undefined {
  const types = new Set<number>();
  let lastWindow = -1;
  let at = 0;
  while (at < bytes.length) {
    const window = bytes[at];
    const length = bytes[at + 1] ?? 0;
    const end = at + 2 + length;
    if (window <= lastWindow || length < 1 || length > 32 || end > bytes.length || bytes[end - 1] === 0) {
      return undefined;
    }
    for (let i = at + 2; i < end; i++) {
      for (let bit = 0; bit < 8; bit++) {
        if ((bytes[i] & (0x80 >> bit)) !== 0) types.add(window * 256 + (i - at - 2) * 8 + bit);
      }
    }
    lastWindow = window;
    at = end;
  }
  return types;
}
