/** Chance that repeats itself (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 to `below` - 1. */
  upTo(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.upTo(choices.length)];
  }

  octets(most: number): Uint8Array {
    return Uint8Array.from({ length: this.upTo(most + 1) }, () => this.upTo(256));
  }

  /** The octets with one bit flipped, one octet gone or more, or something in between. */
  mutate(bytes: Uint8Array): Uint8Array {
    const at = this.upTo(bytes.length + 1);
    switch (this.upTo(4)) {
      case 0:
        return bytes.slice(0, at);
      case 1:
        return Uint8Array.from([...bytes.subarray(0, at), ...this.octets(4), ...bytes.subarray(at)]);
      case 2:
        return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
      default:
        return flip(bytes, this.upTo(bytes.length * 8));
    }
  }
}

export function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[bit >> 3] ^= 0x80 >> (bit & 7);
  return flipped;
}
