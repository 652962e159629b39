import { readFile } from "node:fs/promises";
import { isIP, isIPv6, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { type Endpoint, openTcp, openTls, trustTrouble } from "./connection.js";
import { Deadline } from "./deadline.js";
import { exchange } from "./exchange.js";
import type { HttpLimits, HttpReply, Trouble } from "./reply.js";
import { troubleOf } from "./trouble.js";

export interface HttpQuestion extends Endpoint {
  readonly tls: boolean;
  /** For the Host header and SNI: a name in ASCII, or an address (IPv6 without brackets). */
  readonly host: string;
  /** Begins with "/", query included. */
  readonly path: string;
  /** PEM file with the trust anchors, in place of those that Node brings along. */
  readonly caFile?: string;
  /** `false`: a certificate that isn't trusted is noted and accepted, as CAs do when they follow a redirect to HTTPS. */
  readonly verify: boolean;
}

export interface GetLimits extends HttpLimits {
  /** Of the body; what comes after is neither read nor waited for. */
  readonly maxBytes: number;
}

/**
 * Asks one web server one thing: no redirect is followed, no name looked up, no cookie kept, nothing decoded. Never
 * rejects, and leaves no socket open, whatever the server does.
 */
export async function get(question: HttpQuestion, limits: GetLimits): Promise<HttpReply> {
  const deadline = new Deadline(limits);
  let socket: Socket | undefined;
  try {
    const tcp = await openTcp(question, deadline);
    if ("trouble" in tcp) return deadline.failure(tcp.trouble);
    socket = tcp.socket;
    const secured = question.tls ? await secure(question, tcp.socket, deadline) : undefined;
    if (secured && "trouble" in secured) return deadline.failure(secured.trouble);
    const request = { host: hostHeader(question), path: question.path };
    const end = await exchange(secured?.socket ?? tcp.socket, tcp.socket, request, limits.maxBytes, deadline);
    if ("trouble" in end) return deadline.failure(end.trouble);
    return { kind: "response", ...end.response, tlsError: secured && trustTrouble(secured.socket), ms: deadline.ms() };
  } finally {
    deadline.clear();
    socket?.destroy();
  }
}

async function secure(
  { host, caFile, verify }: HttpQuestion,
  socket: Socket,
  deadline: Deadline,
): Promise<{ readonly socket: TLSSocket } | { readonly trouble: Trouble }> {
  let ca: Uint8Array | undefined;
  if (caFile !== undefined) {
    try {
      ca = await readFile(caFile);
    } catch (error) {
      return { trouble: { ...troubleOf(error, "tls"), reason: "local" } };
    }
  }
  return openTls(socket, { host, servername: serverName(host), protocols: ["http/1.1"], ca, verify }, deadline);
}

/** SNI holds no address and no final dot (RFC 6066 §3). */
export const serverName = (host: string): string | undefined => (isIP(host) ? undefined : host.replace(/\.$/, ""));

/** The port is named unless it is the scheme's own (RFC 9110 §7.2). */
function hostHeader({ host, port, tls }: HttpQuestion): string {
  const name = isIPv6(host) ? `[${host}]` : host;
  return port === (tls ? 443 : 80) ? name : `${name}:${port}`;
}
