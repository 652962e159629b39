import { DomainName } from "@dcvlint/core";

/** RFC 1035 §4.1.1. */
export const HEADER = 12;
/** RFC 1035 §2.3.4: octets of a name on the wire, length octets and the root's included. */
export const MAX_NAME = 255;
/** A name has at most 127 labels, and a pointer that gives no label is of no use: more is a message made to cost time. */
const MAX_POINTERS = 128;

/**
 * Reads a DNS message from front to back. Reading what isn't there yields zeros and sets `fault`, after which everything
 * yields zeros: whoever reads checks `fault` once per record and never needs an exception.
 */
export class MessageReader {
  at = 0;
  /** Why the message isn't one. */
  fault: string | undefined;

  constructor(readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  fail(why: string): void {
    this.fault ??= why;
    this.at = this.bytes.length;
  }

  u8(): number {
    if (this.at < this.bytes.length) return this.bytes[this.at++];
    this.fail("it ends too early");
    return 0;
  }

  u16(): number {
    return this.u8() * 256 + this.u8();
  }

  u32(): number {
    return this.u16() * 65536 + this.u16();
  }

  /** A copy, so that a record doesn't keep the whole message in memory. */
  octets(count: number): Uint8Array {
    if (count > this.left) this.fail("it ends too early");
    const from = this.at;
    this.at = Math.min(this.bytes.length, from + count);
    return new Uint8Array(this.bytes.subarray(from, this.at)); // `slice` of a Buffer doesn't copy
  }

  /**
   * A name, compressed or not (RFC 1035 §4.1.4). A pointer leads to a *prior* occurrence: each must point before the place
   * where the labels in hand began, so that no pointer can loop, whatever the message holds.
   */
  name(): DomainName {
    const { bytes } = this;
    const labels: string[] = [];
    let length = 1;
    let pointers = 0;
    let from = this.at;
    let at = this.at;
    let after: number | undefined;
    while (this.fault === undefined) {
      const octet = at < bytes.length ? bytes[at] : 0;
      if (at >= bytes.length) this.fail("a name goes on behind its end");
      else if (octet === 0) {
        this.at = after ?? at + 1;
        return new DomainName(labels);
      } else if (octet < 64) {
        length += octet + 1;
        if (at + 1 + octet > bytes.length) this.fail("a name goes on behind its end");
        else if (length > MAX_NAME) this.fail(`a name is over ${MAX_NAME} octets long`);
        labels.push(latin1(bytes, at + 1, at + 1 + octet));
        at += octet + 1;
      } else if (octet < 192) this.fail("a label is of a type that was never put to use");
      else if (at + 1 >= bytes.length) this.fail("a name goes on behind its end");
      else {
        const target = (octet - 192) * 256 + bytes[at + 1];
        after ??= at + 2;
        if (target >= from) this.fail("a name's pointer leads forward or in a circle");
        else if (target < HEADER) this.fail("a name's pointer leads into the header");
        else if (++pointers > MAX_POINTERS) this.fail(`a name has over ${MAX_POINTERS} pointers`);
        from = target;
        at = target;
      }
    }
    return new DomainName([]);
  }
}

/** One character per octet, as labels of a `DomainName` are. */
const latin1 = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));
