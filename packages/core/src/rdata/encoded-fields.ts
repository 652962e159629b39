import { Base64Decoder, hexDigit, printBase64, printHex } from "./encodings.js";
import type { Field, Fields } from "./field.js";
import type { RdataWriter } from "./rdata-writer.js";

/** What is left as hexadecimal digits, blanks between the tokens ignored. */
export function restHex(writer: RdataWriter): void {
  let high = -1;
  do {
    const token = writer.word("hexadecimal digits");
    if (token < 0) return;
    const { bytes, start, end } = writer.lexer;
    for (let at = start[token]; at < end[token]; at++) {
      const digit = hexDigit(bytes[at]);
      if (digit < 0) return writer.reject("notHex", token);
      if (high < 0) high = digit;
      else {
        writer.byte(high * 16 + digit);
        high = -1;
      }
    }
  } while (writer.left > 0);
  if (high >= 0) writer.reject("oddHex", writer.next - 1);
}

/** One token of hexadecimal digits. */
export function wordHex(writer: RdataWriter): void {
  const text = writer.take("hexadecimal digits");
  if (text === undefined) return;
  if (!/^[0-9a-f]*$/i.test(text)) return writer.reject("notHex", writer.next - 1);
  if (text.length % 2 !== 0) return writer.reject("oddHex", writer.next - 1);
  for (let at = 0; at < text.length; at += 2) writer.byte(Number.parseInt(text.slice(at, at + 2), 16));
}

const decoder = new Base64Decoder();

/** Base64 up to token `until`, blanks between the tokens ignored (RFC 4648 §4). */
function base64(writer: RdataWriter, until: number): void {
  decoder.reset();
  do {
    const token = writer.word("base64");
    if (token < 0) return;
    const { bytes, start, end } = writer.lexer;
    for (let at = start[token]; at < end[token]; at++) {
      const octet = decoder.feed(bytes[at]);
      if (octet === -2) return writer.reject("notBase64", token);
      if (octet >= 0) writer.byte(octet);
    }
  } while (writer.next < until);
  if (!decoder.complete) writer.reject("base64Length", writer.next - 1);
}

export const restBase64 = (writer: RdataWriter): void => base64(writer, writer.lexer.count);
export const wordBase64 = (writer: RdataWriter): void => base64(writer, writer.next + 1);

const hex: Field = {
  read: restHex,
  print: (wire) => (wire.left > 0 ? printHex(wire.rest()) : wire.fail()),
};

const b64: Field = {
  read: restBase64,
  print: (wire) => (wire.left > 0 ? printBase64(wire.rest()) : wire.fail()),
};

/** An algorithm and its digest: the digest's length is known for the algorithms that have a number here. */
export function digest(
  lengths: Readonly<Record<number, number>>,
  least: number,
  readAlgorithm: (writer: RdataWriter) => void,
): Field {
  const fits = (algorithm: number, length: number) =>
    lengths[algorithm] ? length === lengths[algorithm] : length >= least;
  return {
    read: (writer) => {
      readAlgorithm(writer);
      if (writer.problem) return;
      const from = writer.length;
      const first = writer.next;
      const algorithm = writer.out[from - 1];
      if (writer.left > 0 || least > 0 || lengths[algorithm]) restHex(writer);
      if (writer.problem) return;
      const actual = writer.length - from;
      if (fits(algorithm, actual)) return;
      const octets = lengths[algorithm] ? String(lengths[algorithm]) : `at least ${least}`;
      writer.reject("digestLength", first, { actual: String(actual), octets });
    },
    print: (wire) => {
      const algorithm = wire.u8();
      const octets = wire.rest();
      return fits(algorithm, octets.length) ? `${algorithm} ${printHex(octets)}`.trimEnd() : wire.fail();
    },
  };
}

export const ENCODED_FIELDS: Fields = {
  "rest-hex": hex,
  "rest-b64": b64,
  "rest-b64?": {
    read: (writer) => {
      if (writer.left > 0) restBase64(writer);
    },
    print: (wire) => printBase64(wire.rest()),
  },
  /** DOA: `-` where there is no data. */
  "doa-data": {
    read: (writer) => {
      const { bytes, start, end } = writer.lexer;
      const token = writer.next;
      const none = writer.left > 0 && end[token] - start[token] === 1 && bytes[start[token]] === 45;
      if (none && !writer.isQuoted(token)) writer.next++;
      else restBase64(writer);
    },
    print: (wire) => (wire.left > 0 ? printBase64(wire.rest()) : "-"),
  },
};
