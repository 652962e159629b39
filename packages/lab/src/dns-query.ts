import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";

export interface QueryResult {
  readonly rcode: number;
  /** How many records the answer section holds. */
  readonly answers: number;
}
const TYPES = { A: 1, SOA: 6, DNSKEY: 48 } as const;

/** One question over UDP, one try; undefined when nothing comes back in time. For readiness only: answers aren't read. */
export function query(
  address: string,
  name: string,
  type: keyof typeof TYPES,
  timeoutMs: number,
): Promise<QueryResult | undefined> {
  const id = randomInt(0x10000);
  const labels = name.split(".").filter((label) => label !== "");
  const question = labels.flatMap((label) => [label.length, ...Buffer.from(label, "latin1")]);
  // RFC 1035 §4.1.1: RD, one question.
  const message = Buffer.from([id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question, 0, 0, TYPES[type], 0, 1]);
  return new Promise((done) => {
    const socket = createSocket("udp4");
    const end = (result?: QueryResult): void => {
      clearTimeout(timer);
      socket.removeAllListeners().on("error", () => {});
      socket.close();
      done(result);
    };
    const timer = setTimeout(() => end(), timeoutMs);
    socket.on("error", () => end());
    socket.on("message", (answer) => {
      if (answer.length < 12 || answer.readUInt16BE(0) !== id) return;
      end({ rcode: answer[3] & 15, answers: answer.readUInt16BE(6) });
    });
    // Connected, so that a closed port is reported at once.
    socket.connect(53, address, () => socket.send(message));
  });
}
