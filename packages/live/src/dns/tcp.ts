import { randomInt } from "node:crypto";
import { connect } from "node:net";
import { encodeQuery } from "./encode-query.js";
import { type Failure, failureOf } from "./failure.js";
import type { ExchangeLimits } from "./limits.js";
import type { Message, Query, Server } from "./message.js";
import { socketOptions } from "./server-address.js";
import { framed, readFramed } from "./stream.js";
import { within } from "./within.js";

/** Asks over TCP (RFC 7766): one question, one connection. */
export function askTcp(server: Server, query: Query, limits: ExchangeLimits): Promise<Message | Failure> {
  const sent = { id: randomInt(0x10000), name: query.name, query };
  const bytes = framed(encodeQuery(query, sent.id));
  const atEnd = (): Failure => ({ reason: "timeout", detail: `no answer over TCP within ${limits.tcpMs} ms` });
  return within({ ms: limits.tcpMs, signal: limits.signal, atEnd }, (done) => {
    const socket = connect(socketOptions(server), () => {
      limits.onSend?.();
      socket.write(bytes);
    });
    socket.on("error", (error) => done(failureOf(error)));
    readFramed(socket, sent, done);
    return () => socket.destroy();
  });
}
