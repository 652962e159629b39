import { request } from "node:http";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import type { Readable } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { hostOf } from "../resolver-uri.js";
import { readCaFile } from "./ca-file.js";
import { encodeQuery } from "./encode-query.js";
import { type Failure, isFailure, secureFailureOf } from "./failure.js";
import type { ExchangeLimits } from "./limits.js";
import type { Message, Query, Server } from "./message.js";
import { readAnswer } from "./stream.js";
import { tlsOptions } from "./tls.js";
import { within } from "./within.js";

const MEDIA_TYPE = "application/dns-message";
const MAX_MESSAGE = 65_535;

/**
 * Asks over HTTPS (RFC 8484): a POST on a connection to `server.address`, whatever the URL's name resolves to. The other
 * side chooses HTTP/2 or 1.1 while shaking hands (ALPN): some resolvers speak only one of them. Redirects aren't followed.
 */
export async function askHttps(server: Server, query: Query, limits: ExchangeLimits): Promise<Message | Failure> {
  const url = URL.canParse(server.url ?? "") ? new URL(server.url ?? "") : undefined;
  if (url?.protocol !== "https:") return { reason: "transport", detail: `"${server.url ?? ""}" is not an https URL` };
  const trust = await readCaFile(server.caFile);
  if (isFailure(trust)) return trust;
  // RFC 8484 §4.1 wants the id 0; who may answer is TLS's affair.
  const sent = { id: 0, name: query.name, query };
  const body = Buffer.from(encodeQuery(query, sent.id));
  const atEnd = (): Failure => ({ reason: "timeout", detail: `no answer over HTTPS within ${limits.tcpMs} ms` });

  const answer = await within<Buffer>({ ms: limits.tcpMs, signal: limits.signal, atEnd }, (done) => {
    const name = server.tlsServerName ?? hostOf(url);
    const fail = (error: unknown): void => done(secureFailureOf(error));
    let session: ClientHttp2Session | undefined;
    const socket = connect({ ...tlsOptions(server, name, trust.ca), ALPNProtocols: ["h2", "http/1.1"] }, () => {
      limits.onSend?.();
      try {
        if (socket.alpnProtocol === "h2") session = post2(url, socket, body, done, fail);
        else post1(url, socket, body, done, fail);
      } catch (error) {
        fail(error);
      }
    });
    socket.on("error", fail);
    socket.on("close", () => done(CLOSED));
    return () => {
      session?.destroy();
      socket.destroy();
    };
  });
  return isFailure(answer) ? answer : readAnswer(answer, sent);
}

const CLOSED: Failure = { reason: "refused", detail: "the connection was closed without an answer" };

type Done = (outcome: Buffer | Failure) => void;

function post1(url: URL, socket: TLSSocket, body: Buffer, done: Done, fail: (error: unknown) => void): void {
  const headers = { host: url.host, accept: MEDIA_TYPE, "content-type": MEDIA_TYPE, "content-length": body.length };
  const path = url.pathname + url.search;
  // Without an agent: one would ignore `createConnection` and resolve the name.
  const posted = request({ createConnection: () => socket, method: "POST", path, headers });
  posted.on("error", fail);
  posted.on("response", (response) => {
    readBody(response, response.statusCode, response.headers["content-type"], done, fail);
  });
  posted.end(body);
}

function post2(url: URL, socket: TLSSocket, body: Buffer, done: Done, fail: (error: unknown) => void) {
  const session = connectHttp2(url.origin, { createConnection: () => socket, settings: { enablePush: false } });
  session.on("error", fail);
  session.on("close", () => done(CLOSED));
  const stream = session.request({
    ":method": "POST",
    ":path": url.pathname + url.search,
    accept: MEDIA_TYPE,
    "content-type": MEDIA_TYPE,
    "content-length": body.length,
  });
  stream.on("error", fail);
  stream.on("response", (headers) => {
    readBody(stream, headers[":status"], headers["content-type"], done, fail);
  });
  stream.end(body);
  return session;
}

function readBody(
  body: Readable,
  status: number | undefined,
  type: string | undefined,
  done: Done,
  fail: (error: unknown) => void,
): void {
  const refuse = (detail: string): void => done({ reason: "transport", detail });
  if (status !== 200) return refuse(`HTTP status ${status}`);
  if (type?.split(";")[0].trim().toLowerCase() !== MEDIA_TYPE) {
    return refuse(`the answer is of type "${type ?? ""}", not ${MEDIA_TYPE}`);
  }
  const pieces: Buffer[] = [];
  let length = 0;
  body.on("data", (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_MESSAGE) refuse(`the answer is over ${MAX_MESSAGE} octets`);
  });
  body.on("error", fail);
  body.on("aborted", () => refuse("the answer broke off"));
  body.on("end", () => done(Buffer.concat(pieces)));
}
