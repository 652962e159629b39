import { connect } from "node:net";
import { DomainName, parseName } from "@dcvlint/core";
import type { Message, ResourceRecord } from "../../src/dns/message.js";
import { nameToWire } from "../../src/dnssec/names.js";

/** Asks a server on loopback over TCP with the DO bit, and takes the answer apart: it trusts the server. */
export async function ask(port: number, name: string, type: number): Promise<Message> {
  const owner = Buffer.from(nameToWire(parseName(name)!));
  const opt = Buffer.from([0, 0, 41, 0x10, 0, 0, 0, 0x80, 0, 0, 0]);
  const question = Buffer.from([type >> 8, type & 255, 0, 1]);
  const query = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]), owner, question, opt]);
  const reply = await new Promise<Buffer>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.concat([prefix(query.length), query])));
    let received = Buffer.alloc(0);
    socket.on("error", reject).on("close", () => reject(new Error("closed")));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      socket.destroy();
      resolve(received.subarray(2));
    });
  });
  return decode(reply);
}

const prefix = (length: number): Buffer => Buffer.from([length >> 8, length & 255]);

/** Where names are that a server may compress (RFC 3597 §4): octets before, and how many. */
const NAMES: Record<number, [before: number, count: number]> = {
  2: [0, 1],
  5: [0, 1],
  6: [0, 2],
  12: [0, 1],
  15: [2, 1],
};

function decode(bytes: Buffer): Message {
  let at = 12;
  const name = (): DomainName => {
    const labels: string[] = [];
    let from = at;
    let jumped = false;
    for (;;) {
      const length = bytes[from];
      if (length >= 192) {
        if (!jumped) at = from + 2;
        jumped = true;
        from = bytes.readUInt16BE(from) & 0x3fff;
        continue;
      }
      if (length > 0) labels.push(bytes.toString("latin1", from + 1, from + 1 + length));
      from += length + 1;
      if (length === 0) break;
    }
    if (!jumped) at = from;
    return new DomainName(labels);
  };
  const record = (): ResourceRecord => {
    const owner = name();
    const [type, rrclass, ttl, length] = [
      bytes.readUInt16BE(at),
      bytes.readUInt16BE(at + 2),
      bytes.readUInt32BE(at + 4),
      bytes.readUInt16BE(at + 8),
    ];
    at += 10;
    const end = at + length;
    const [before, count] = NAMES[type] ?? [length, 0];
    const parts = [bytes.subarray(at, at + before)];
    at += before;
    for (let i = 0; i < count; i++) parts.push(Buffer.from(nameToWire(name())));
    parts.push(bytes.subarray(at, end));
    at = end;
    return { owner, type, class: rrclass, ttl, rdata: Uint8Array.from(Buffer.concat(parts)) };
  };
  const section = (offset: number): ResourceRecord[] => Array.from({ length: bytes.readUInt16BE(offset) }, record);
  const questions = [{ name: name(), type: bytes.readUInt16BE(at), class: 1 }];
  at += 4;
  const [answer, authority] = [section(6), section(8)];
  return {
    id: bytes.readUInt16BE(0),
    isResponse: true,
    opcode: 0,
    authoritative: (bytes[2] & 4) !== 0,
    truncated: false,
    recursionAvailable: false,
    authenticData: false,
    rcode: bytes[3] & 15,
    questions,
    answer,
    authority,
    additional: [],
    errors: [],
  };
}
