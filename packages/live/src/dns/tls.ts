import { randomInt } from "node:crypto";
import { isIP } from "node:net";
import { type ConnectionOptions, connect } from "node:tls";
import { readCaFile } from "./ca-file.js";
import { encodeQuery } from "./encode-query.js";
import { type Failure, isFailure, secureFailureOf } from "./failure.js";
import type { ExchangeLimits } from "./limits.js";
import type { Message, Query, Server } from "./message.js";
import { socketOptions } from "./server-address.js";
import { framed, readFramed } from "./stream.js";
import { within } from "./within.js";

/**
 * For `tls.connect`: the certificate must be good for `name`, or for the address where there is none. Always verified,
 * whatever the environment says (NODE_TLS_REJECT_UNAUTHORIZED only changes the default).
 */
export function tlsOptions(server: Server, name: string | undefined, ca: string | undefined): ConnectionOptions {
  // No server name indication for addresses (RFC 6066 §3): Node then verifies `host`, which is the address.
  const servername = name !== undefined && isIP(name) === 0 ? { servername: name } : {};
  return { ...socketOptions(server), ...servername, ca, rejectUnauthorized: true, minVersion: "TLSv1.2" };
}

/** Asks over TLS (RFC 7858): one question, one connection. */
export async function askTls(server: Server, query: Query, limits: ExchangeLimits): Promise<Message | Failure> {
  const trust = await readCaFile(server.caFile);
  if (isFailure(trust)) return trust;
  const sent = { id: randomInt(0x10000), name: query.name, query };
  const bytes = framed(encodeQuery(query, sent.id));
  const atEnd = (): Failure => ({ reason: "timeout", detail: `no answer over TLS within ${limits.tcpMs} ms` });
  return within({ ms: limits.tcpMs, signal: limits.signal, atEnd }, (done) => {
    const options = { ...tlsOptions(server, server.tlsServerName, trust.ca), ALPNProtocols: ["dot"] };
    const socket = connect(options, () => {
      limits.onSend?.();
      socket.write(bytes);
    });
    socket.on("error", (error) => done(secureFailureOf(error)));
    readFramed(socket, sent, done);
    return () => socket.destroy();
  });
}
