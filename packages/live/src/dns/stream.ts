import type { Duplex } from "node:stream";
import { decodeMessage } from "./decode-message.js";
import type { Failure } from "./failure.js";
import { matchAnswer, type Sent } from "./match.js";
import type { Message } from "./message.js";

/** The answer in `bytes`, or what is wrong with it. Over a stream the letters of the question don't matter. */
export function readAnswer(bytes: Uint8Array, sent: Sent): Message | Failure {
  const message = decodeMessage(bytes);
  if (typeof message === "string") return { reason: "malformed", detail: `not a DNS message: ${message}` };
  if (matchAnswer(message, sent) !== "no") return message;
  return { reason: "malformed", detail: "the answer is to another question" };
}

/** A message with its length in front (RFC 1035 §4.2.2), in one piece, as RFC 7766 §8 would have it. */
export function framed(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(message.length + 2);
  new DataView(bytes.buffer).setUint16(0, message.length);
  bytes.set(message, 2);
  return bytes;
}

/**
 * Reads the one message that is expected on a stream, 65,535 octets at most. What comes behind it is never looked at.
 * `done` is called once at most; time is somebody else's business.
 */
export function readFramed(stream: Duplex, sent: Sent, done: (outcome: Message | Failure) => void): void {
  const pieces: Buffer[] = [];
  let length = 0;
  stream.on("data", (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
    if (length < 2) return;
    // Until two octets are there the first piece has one.
    const expected = pieces[0].length > 1 ? pieces[0].readUInt16BE(0) : pieces[0][0] * 256 + pieces[1][0];
    if (length < expected + 2) return;
    stream.removeAllListeners("data");
    stream.pause();
    done(readAnswer(Buffer.concat(pieces).subarray(2, expected + 2), sent));
  });
  const ended = (): void =>
    done(
      length === 0
        ? { reason: "refused", detail: "the connection was closed without an answer" }
        : { reason: "malformed", detail: `the connection was closed after ${length} octets of an answer` },
    );
  stream.on("end", ended);
  stream.on("close", ended);
}
