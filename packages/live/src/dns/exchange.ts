import { type Failure, isFailure } from "./failure.js";
import { askHttps } from "./https.js";
import type { ExchangeLimits } from "./limits.js";
import type { Message, Query, Reply, Server, Transport } from "./message.js";
import { findAddressFault } from "./server-address.js";
import { askTcp } from "./tcp.js";
import { askTls } from "./tls.js";
import { askUdp } from "./udp.js";

const ASK: Readonly<
  Record<Transport, (server: Server, query: Query, limits: ExchangeLimits) => Promise<Message | Failure>>
> = { udp: askUdp, tcp: askTcp, tls: askTls, https: askHttps };

/**
 * Asks one server one question. Whatever the server does, this ends (after `tries` and one times `queryMs` plus `tcpMs` at
 * the latest) with a reply, and with every socket closed. A truncated answer over UDP is asked for again over TCP.
 * `ms` of the reply is how long all of it took.
 * Rejects with a RangeError when the query's name is beyond the limits of RFC 1035 (255 octets, 63 a label).
 */
export async function exchange(server: Server, query: Query, limits: ExchangeLimits): Promise<Reply> {
  const started = performance.now();
  const ms = (): number => Math.round(performance.now() - started);
  const { transport } = server;
  const outcome = findAddressFault(server) ?? (await ASK[transport](server, query, limits));
  if (isFailure(outcome)) return { kind: "failure", ...outcome, ms: ms() };
  if (transport !== "udp" || !outcome.truncated) return { kind: "message", message: outcome, ms: ms(), transport };
  const whole = await askTcp(server, query, limits);
  return isFailure(whole)
    ? { kind: "message", message: outcome, ms: ms(), transport, tcpFailure: whole.reason }
    : { kind: "message", message: whole, ms: ms(), transport: "tcp" };
}
