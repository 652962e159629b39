import { constants } from "node:crypto";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import {
  checkServerIdentity,
  connect as connectTls,
  DEFAULT_CIPHERS,
  type PeerCertificate,
  type TLSSocket,
} from "node:tls";
import type { Deadline } from "./deadline.js";
import type { HttpPhase, Trouble } from "./reply.js";
import { troubleOf } from "./trouble.js";

export interface Endpoint {
  /** IPv4 or IPv6; anything else fails, so that no name is ever looked up. */
  readonly address: string;
  readonly port: number;
  /** Source address. */
  readonly localAddress?: string;
}

export interface Handshake {
  /** The name of the certificate. */
  readonly host: string;
  /** SNI (RFC 6066 §3), absent for an address. */
  readonly servername?: string;
  readonly protocols: readonly string[];
  /** PEM, in place of the trust anchors that Node brings along. */
  readonly ca?: Uint8Array;
  readonly verify: boolean;
}

type Opened<S> = { readonly socket: S } | { readonly trouble: Trouble };

/** A TCP connection, or why there is none. The socket is the caller's to destroy. */
export function openTcp({ address, port, localAddress }: Endpoint, deadline: Deadline): Promise<Opened<Socket>> {
  if (isIP(address) === 0) {
    return Promise.resolve({
      trouble: { reason: "invalid", phase: "connect", detail: `not an address: "${address}"` },
    });
  }
  return open("connect", deadline, "connect", () =>
    connectTcp({
      host: address,
      port,
      localAddress,
      noDelay: true,
      // Node asks nobody about an address; this makes sure that it stays so.
      lookup: (name, _options, callback) => callback(new Error(`"${name}" would have been looked up`), "", 0),
    }),
  );
}

/** TLS over a connection. */
export function openTls(socket: Socket, handshake: Handshake, deadline: Deadline): Promise<Opened<TLSSocket>> {
  const { host, servername, protocols, ca, verify } = handshake;
  return open("tls", deadline, "secureConnect", () =>
    connectTls({
      socket,
      servername,
      ALPNProtocols: [...protocols],
      ca: ca && [Buffer.from(ca)],
      rejectUnauthorized: verify,
      checkServerIdentity: (_, certificate) => identityTrouble(host, certificate),
      // Who doesn't check a certificate doesn't mind a weak key either, nor a server without RFC 5746.
      ...(verify
        ? {}
        : { ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`, secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT }),
    }),
  );
}

/** Node's own check throws at names that it can't take apart, and would take the process along. */
function identityTrouble(host: string, certificate: PeerCertificate): Error | undefined {
  try {
    return checkServerIdentity(host, certificate);
  } catch (error) {
    return error as Error;
  }
}

/** Why Node wouldn't trust the peer: a code of OpenSSL's such as `DEPTH_ZERO_SELF_SIGNED_CERT`. */
export function trustTrouble(socket: TLSSocket): string | undefined {
  const error: unknown = socket.authorizationError;
  return error ? String((error as { code?: unknown }).code ?? error) : undefined;
}

function open<S extends Socket>(
  phase: HttpPhase,
  deadline: Deadline,
  ready: "connect" | "secureConnect",
  create: () => S,
): Promise<Opened<S>> {
  return new Promise((resolve) => {
    let socket: S;
    try {
      socket = create();
    } catch (error) {
      // Node throws at a port or a source address that can't be one.
      resolve({ trouble: troubleOf(error, phase) });
      return;
    }
    const fail = (trouble: Trouble) => {
      socket.destroy();
      resolve({ trouble });
    };
    // Stays, for errors after the end that nobody waits for.
    socket.on("error", (error) => {
      const untrusted = phase === "tls" && trustTrouble(socket as unknown as TLSSocket) !== undefined;
      const trouble = troubleOf(error, phase);
      fail(untrusted ? { ...trouble, reason: "certificate" } : trouble);
    });
    socket.once("close", () => fail({ reason: "cut-short", phase, detail: "the server closed the connection" }));
    socket.once(ready, () => resolve({ socket }));
    deadline.onEnd(() => fail(deadline.trouble(phase)));
  });
}
