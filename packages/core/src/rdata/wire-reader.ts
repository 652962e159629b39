import { MAX_LABEL, MAX_NAME } from "../name/name-table.js";
import { printLabelOctet } from "../name/octets.js";

/** Reads RDATA in wire form, names uncompressed. Reading past the end yields zeros and says so in `failed`. */
export class WireReader {
  at = 0;
  failed = false;
  /** Only `\#` can show this RDATA: a version or an address family without a presentation form. */
  generic = false;
  /** Where the names in it begin. */
  readonly names: number[] = [];

  constructor(
    readonly bytes: Uint8Array,
    readonly end: number = bytes.length,
  ) {}

  get left(): number {
    return this.end - this.at;
  }

  /** The RDATA doesn't fit its type. Nothing is left to read. */
  fail(): string {
    this.failed = true;
    this.at = this.end;
    return "";
  }

  u8(): number {
    if (this.at < this.end) return this.bytes[this.at++];
    this.fail();
    return 0;
  }

  u16(): number {
    return this.u8() * 256 + this.u8();
  }

  u32(): number {
    return this.u16() * 65536 + this.u16();
  }

  octets(count: number): Uint8Array {
    if (count > this.left) this.fail();
    const from = this.at;
    this.at = Math.min(this.end, this.at + count);
    return this.bytes.subarray(from, this.at);
  }

  rest(): Uint8Array {
    return this.octets(this.left);
  }

  /** An absolute domain name in presentation form (RFC 1035 §3.1). */
  name(): string {
    this.names.push(this.at);
    let text = "";
    let length = 1;
    for (let label = this.u8(); label > 0; label = this.u8()) {
      length += label + 1;
      // Pointers (RFC 1035 §4.1.4) mean nothing outside a message.
      if (label > MAX_LABEL || length > MAX_NAME) return this.fail();
      for (const octet of this.octets(label)) text += printLabelOctet(octet);
      text += ".";
    }
    return text === "" ? "." : text;
  }
}
