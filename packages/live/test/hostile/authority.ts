import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { decodeMessage } from "../../src/dns/decode-message.js";
import { message, name, type Parts, questionOf, record, u16 } from "../messages.js";
import { framed, readQueries } from "../servers.js";

/** A query, as a server on one of the addresses gets it. */
export interface Asked {
  /** Lower case, with the final dot. */
  readonly name: string;
  readonly type: number;
  readonly transport: "udp" | "tcp";
  /** Of the server. */
  readonly at: string;
  readonly query: Buffer;
  /** Of a connection: to write to it otherwise than whole. */
  readonly stream?: Duplex;
}

/** Octets to send back; none: silence. */
export type Behaviour = (asked: Asked) => Uint8Array | undefined;

const firstPort = 20_000 + (process.pid % 20_000);
let tried = 0;

/** A DNS server at several addresses of loopback, all at one port, that says what the test would have it say. */
export class Authority {
  readonly asked: Asked[] = [];
  port = 0;
  private readonly open: (UdpSocket | Server)[] = [];
  private readonly streams = new Set<Duplex>();

  constructor(private readonly behave: Behaviour) {}

  async start(addresses: readonly string[]): Promise<this> {
    for (let i = 0; i < 50; i++) {
      this.port = firstPort + tried++;
      try {
        for (const address of addresses) await this.listen(address);
        return this;
      } catch {
        await this.stop();
      }
    }
    throw new Error("no port is free");
  }

  private async listen(address: string): Promise<void> {
    const udp = createSocket("udp4");
    this.open.push(udp);
    udp.on("message", (query, from) => {
      const told = this.answer(query, address, "udp");
      if (told) udp.send(told, from.port, from.address);
    });
    udp.bind(this.port, address);
    await once(udp, "listening");
    const tcp = createServer((socket) => {
      this.streams.add(socket);
      socket.on("close", () => this.streams.delete(socket));
      readQueries(socket, (query, stream) => {
        const told = this.answer(query, address, "tcp", stream);
        if (told) stream.write(framed(told));
      });
    });
    this.open.push(tcp);
    tcp.listen(this.port, address);
    await once(tcp, "listening");
  }

  private answer(query: Buffer, at: string, transport: "udp" | "tcp", stream?: Duplex): Uint8Array | undefined {
    const read = decodeMessage(query);
    if (typeof read === "string") throw new Error(`we asked what isn't DNS: ${read}`);
    const [question] = read.questions;
    const asked = { name: question.name.toString().toLowerCase(), type: question.type, transport, at, query, stream };
    this.asked.push(asked);
    return this.behave(asked);
  }

  async stop(): Promise<void> {
    for (const stream of this.streams) stream.destroy();
    await Promise.all(this.open.splice(0).map((each) => new Promise<void>((resolve) => closeOne(each, resolve))));
  }
}

function closeOne(server: UdpSocket | Server, done: () => void): void {
  try {
    server.close(() => done());
  } catch {
    done(); // it never listened
  }
}

export const AUTHORITATIVE = 0x8400;
export const NOT_AUTHORITATIVE = 0x8000;
export const CAA = 257;
export const TXT = 16;

/** An answer to a query; from servers of a zone, unless `parts` says otherwise. */
export const reply = ({ query }: Asked, parts: Parts = {}): Buffer =>
  message({ id: query.readUInt16BE(0), flags: AUTHORITATIVE, questions: [questionOf(query)], ...parts });

export const rr = (owner: string, type: number, rdata: Buffer, ttl = 60): Buffer =>
  record({ owner: name(owner), type, rdata, ttl });

export const a = (owner: string, address: string): Buffer => rr(owner, 1, Buffer.from(address.split(".").map(Number)));

export const ns = (owner: string, target: string): Buffer => rr(owner, 2, name(target));
export const cname = (owner: string, target: string): Buffer => rr(owner, 5, name(target));

export const soa = (owner: string): Buffer =>
  rr(owner, 6, Buffer.concat([name("ns.invalid"), name("hm.invalid"), u16(0, 1, 0, 7200, 0, 900, 0, 1209, 0, 300)]));

export const caa = (owner: string, value: string, tag = "issue", flags = 0): Buffer =>
  rr(owner, CAA, Buffer.concat([Buffer.from([flags, tag.length]), Buffer.from(`${tag}${value}`, "latin1")]));

export const txt = (owner: string, text: string): Buffer => {
  const octets = Buffer.from(text, "latin1");
  const pieces: Buffer[] = [];
  for (let at = 0; at === 0 || at < octets.length; at += 255) {
    const piece = octets.subarray(at, at + 255);
    pieces.push(Buffer.from([piece.length]), piece);
  }
  return rr(owner, TXT, Buffer.concat(pieces));
};

/** What a parent says of a child zone: its name servers, with glue for those that have some. */
export const referral = (asked: Asked, child: string, servers: Readonly<Record<string, readonly string[]>>): Buffer =>
  reply(asked, {
    flags: NOT_AUTHORITATIVE,
    authority: Object.keys(servers).map((server) => ns(child, server)),
    additional: Object.entries(servers).flatMap(([server, addresses]) => addresses.map((each) => a(server, each))),
  });

/** Nothing there. */
export const nodata = (asked: Asked, zone: string): Buffer => reply(asked, { authority: [soa(zone)] });

export const ROOT = "127.0.0.11";
export const TLD = "127.0.0.12";
/** Servers of example.test. */
export const OWN = ["127.0.0.21", "127.0.0.22", "127.0.0.23", "127.0.0.24"] as const;

export const isBelow = (owner: string, zone: string): boolean => owner === zone || owner.endsWith(`.${zone}`);

const GLUE = Object.fromEntries(OWN.map((address, i) => [`ns${i + 1}.example.test`, [address]]));

/** The root delegates "test", that delegates "example.test", and what is below is the test's affair. */
export function withZone(own: Behaviour, servers: Readonly<Record<string, readonly string[]>> = GLUE): Behaviour {
  return (asked) => {
    if (asked.at === ROOT) {
      if (!isBelow(asked.name, "test.")) return reply(asked, { flags: AUTHORITATIVE | 3, authority: [soa(".")] });
      return referral(asked, "test", { "ns.test": [TLD] });
    }
    if (asked.at !== TLD) return own(asked);
    if (isBelow(asked.name, "example.test.")) return referral(asked, "example.test", servers);
    return isBelow(asked.name, "test.") && asked.name !== "test."
      ? reply(asked, { flags: AUTHORITATIVE | 3, authority: [soa("test")] })
      : nodata(asked, "test");
  };
}

export const ALL = [ROOT, TLD, ...OWN];

/** Does nothing wrong: `records` by owner, with final dot, and type. */
export const honest =
  (zone: string, records: Readonly<Record<string, Readonly<Record<number, readonly Buffer[]>>>>): Behaviour =>
  (asked) => {
    const found = records[asked.name];
    const own = found?.[asked.type];
    if (own) return reply(asked, { answer: own });
    return found || asked.name === `${zone}.`
      ? nodata(asked, zone)
      : reply(asked, { flags: AUTHORITATIVE | 3, authority: [soa(zone)] });
  };
