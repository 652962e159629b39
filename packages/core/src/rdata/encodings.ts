/** Octets as text: base16, base32 with the hex alphabet, base64 (RFC 4648), and quoted strings (RFC 1035 §5.1). */

export function hexDigit(octet: number): number {
  if (octet >= 48 && octet <= 57) return octet - 48;
  const lower = octet | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

export function printHex(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) text += (octet < 16 ? "0" : "") + octet.toString(16);
  return text.toUpperCase();
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PAD = 61;
const VALUES = new Uint8Array(256).fill(255);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

export function printBase64(octets: Uint8Array): string {
  let text = "";
  for (let at = 0; at < octets.length; at += 3) {
    const bits = (octets[at] << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
    const left = octets.length - at;
    text += ALPHABET[bits >> 18] + ALPHABET[(bits >> 12) & 63];
    text += left > 1 ? ALPHABET[(bits >> 6) & 63] : "=";
    text += left > 2 ? ALPHABET[bits & 63] : "=";
  }
  return text;
}

/** Base64 with padding and without stray bits, taken octet by octet, wherever the tokens end. */
export class Base64Decoder {
  private bits = 0;
  private have = 0;
  private digits = 0;
  private pads = 0;

  reset(): this {
    this.bits = this.have = this.digits = this.pads = 0;
    return this;
  }

  /** The octet that this digit completes, -1 where it completes none, -2 where it is no digit. */
  feed(digit: number): number {
    this.digits++;
    if (digit === PAD) {
      this.pads++;
      return -1;
    }
    const value = VALUES[digit];
    if (value === 255 || this.pads > 0) return -2;
    this.bits = ((this.bits << 6) | value) & 0xffffff;
    this.have += 6;
    if (this.have < 8) return -1;
    this.have -= 8;
    return (this.bits >> this.have) & 255;
  }

  /** Was that a whole number of groups? */
  get complete(): boolean {
    const stray = this.bits & ((1 << this.have) - 1);
    return this.digits % 4 === 0 && this.pads <= 2 && this.have === this.pads * 2 && stray === 0;
  }
}

const BASE32 = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

/** Base32 with the hex alphabet, without padding, as NSEC3 has it (RFC 5155 §3.3). */
export function printBase32(octets: Uint8Array): string {
  let text = "";
  let bits = 0;
  let have = 0;
  for (const octet of octets) {
    bits = ((bits << 8) | octet) & 0xfff;
    have += 8;
    while (have >= 5) {
      have -= 5;
      text += BASE32[(bits >> have) & 31];
    }
  }
  return have > 0 ? text + BASE32[(bits << (5 - have)) & 31] : text;
}

export function decodeBase32(text: string): number[] | undefined {
  const octets: number[] = [];
  let bits = 0;
  let have = 0;
  for (const digit of text.toUpperCase()) {
    const value = BASE32.indexOf(digit);
    if (value < 0) return undefined;
    bits = ((bits << 5) | value) & 0xfff;
    have += 5;
    if (have < 8) continue;
    have -= 8;
    octets.push((bits >> have) & 255);
  }
  // Fewer than five bits are left over, and they are zero: otherwise a digit is missing or one too many.
  return have < 5 && (bits & ((1 << have) - 1)) === 0 ? octets : undefined;
}

/** One octet of text between quotes. */
export function printTextOctet(octet: number): string {
  if (octet === 34 || octet === 92) return `\\${String.fromCharCode(octet)}`;
  return octet >= 32 && octet < 127 ? String.fromCharCode(octet) : decimalEscape(octet);
}

export const decimalEscape = (octet: number): string => `\\${String(octet).padStart(3, "0")}`;

/** Text in quotes. */
export function printQuoted(octets: Uint8Array): string {
  let text = '"';
  for (const octet of octets) text += printTextOctet(octet);
  return `${text}"`;
}

/** Numbers of the bits that are set, the first octet's highest bit being 0. */
export function* bitsOf(map: Uint8Array): Generator<number> {
  for (let bit = 0; bit < map.length * 8; bit++) if (map[bit >> 3] & (0x80 >> (bit & 7))) yield bit;
}
