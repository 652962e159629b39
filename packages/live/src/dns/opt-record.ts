import { utf8 } from "@dcvlint/core";
import type { Message } from "./message.js";
import { MessageReader } from "./message-reader.js";

export const OPT = 41;
/** RFC 8914 §2. */
const EXTENDED_ERROR = 15;

export interface OptRecord {
  readonly edns: NonNullable<Message["edns"]>;
  /** Upper eight bits of the rcode, already in their place. */
  readonly rcodeBits: number;
  readonly errors: Message["errors"];
}

/**
 * The OPT record (RFC 6891 §6.1.3): class is the UDP size, TTL holds the upper rcode, the version and DO. Options that
 * don't fit into the RDATA are `undefined`. An extended error too short for its code is passed over: it only explains an
 * answer, and isn't worth losing one.
 */
export function readOpt(udpSize: number, ttl: number, rdata: Uint8Array): OptRecord | undefined {
  const reader = new MessageReader(rdata);
  const errors: { code: number; text: string }[] = [];
  while (reader.left > 0) {
    const code = reader.u16();
    const value = reader.octets(reader.u16());
    if (reader.fault !== undefined) return undefined;
    if (code !== EXTENDED_ERROR || value.length < 2) continue;
    // "EXTRA-TEXT may be null terminated but MUST NOT be assumed to be" (RFC 8914 §2).
    const end = value.length > 2 && value.at(-1) === 0 ? value.length - 1 : value.length;
    errors.push({ code: value[0] * 256 + value[1], text: utf8(value, 2, end) });
  }
  return {
    edns: { version: (ttl >>> 16) & 0xff, udpSize, dnssecOk: (ttl & 0x8000) !== 0 },
    rcodeBits: (ttl >>> 24) << 4,
    errors,
  };
}
