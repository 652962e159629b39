import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server as NetServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import type { Server, Transport } from "../src/dns/message.js";

const HOST = "127.0.0.1";

export const serverAt = (transport: Transport, port: number): Server => ({ transport, address: HOST, port });

/** A UDP server for as long as `use` takes. `answer` gets each query and a way to send octets back. */
export async function withUdp<T>(
  answer: (query: Buffer, send: (octets: Uint8Array) => void, from: RemoteInfo) => void,
  use: (port: number) => Promise<T>,
  port = 0,
): Promise<T> {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    answer(query, (octets) => socket.send(octets, from.port, from.address), from);
  });
  socket.bind(port, HOST);
  await once(socket, "listening");
  try {
    return await use(socket.address().port);
  } finally {
    socket.close();
  }
}

/**
 * Listens with a server of any kind for as long as `use` takes. Then every connection must have been let go of by the other
 * side: none is cut off here before five seconds have passed, and then the test fails.
 */
export async function withServer<T>(server: NetServer, use: (port: number) => Promise<T>, port = 0): Promise<T> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(port, HOST);
  await once(server, "listening");
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    const closed = new Promise<boolean>((resolve) => server.close(() => resolve(true)));
    const left = await Promise.race([closed, setTimeout(5_000, false, { ref: false })]);
    for (const socket of sockets) socket.destroy();
    if (!left) expect.fail("a connection was left open");
  }
}

/** Calls `answer` with each query that comes whole over a stream, its length taken off. */
export function readQueries(stream: Duplex, answer: (query: Buffer, stream: Duplex) => void): void {
  let seen = Buffer.alloc(0);
  stream.on("error", () => {});
  stream.on("data", (piece: Buffer) => {
    seen = Buffer.concat([seen, piece]);
    while (seen.length >= 2 && seen.length >= 2 + seen.readUInt16BE(0)) {
      const end = 2 + seen.readUInt16BE(0);
      answer(seen.subarray(2, end), stream);
      seen = seen.subarray(end);
    }
  });
}

export const framed = (octets: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([octets.length >> 8, octets.length & 255]), octets]);

export const withTcp = <T>(
  answer: (query: Buffer, stream: Duplex) => void,
  use: (port: number) => Promise<T>,
  port = 0,
): Promise<T> =>
  withServer(
    createServer((socket) => readQueries(socket, answer)),
    use,
    port,
  );

/** A port on which nobody listens, neither over UDP nor over TCP. */
export async function closedPort(): Promise<number> {
  return withServer(createServer(), async (port) => port);
}
