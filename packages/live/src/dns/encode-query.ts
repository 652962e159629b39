import type { DomainName } from "@dcvlint/core";
import type { Query } from "./message.js";
import { HEADER } from "./message-reader.js";
import { OPT } from "./opt-record.js";
import { wireLength, writeName } from "./write-name.js";

/** RFC 1035 §3.2.4; nothing else is ever asked in. */
export const CLASS_IN = 1;
/** Octets that go through nearly every network unfragmented (RFC 9715 §3.1). */
export const UDP_SIZE = 1232;

/**
 * The query as a message. `name` is the query's own with its letters mixed, where they are.
 * Throws a RangeError on a name beyond the limits of RFC 1035.
 */
export function encodeQuery(query: Query, id: number, name: DomainName = query.name): Uint8Array {
  const edns = query.edns ?? true;
  const bytes = new Uint8Array(HEADER + wireLength(name) + 4 + (edns ? 11 : 0));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, id);
  view.setUint16(2, (query.recursionDesired ? 0x100 : 0) | (query.checkingDisabled ? 0x10 : 0));
  view.setUint16(4, 1);
  view.setUint16(10, edns ? 1 : 0);
  const at = writeName(name, bytes, HEADER);
  view.setUint16(at, query.type);
  view.setUint16(at + 2, CLASS_IN);
  if (edns) {
    // Owner is the root: a zero that is there already.
    view.setUint16(at + 5, OPT);
    view.setUint16(at + 7, UDP_SIZE);
    view.setUint32(at + 9, 0x8000); // version 0, DO (RFC 3225 §3)
  }
  return bytes;
}
