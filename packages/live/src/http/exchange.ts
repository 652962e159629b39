import type { Socket } from "node:net";
import { Client, type Dispatcher } from "undici";
import type { Deadline } from "./deadline.js";
import { contentCodingOf, keepHeaders, LONGEST_LOCATION } from "./headers.js";
import type { HttpPhase, HttpResponse, Trouble } from "./reply.js";
import { clip, troubleOf } from "./trouble.js";
import { USER_AGENT } from "./user-agent.js";

/** Octets. More than any server sends in earnest; Go, in which Boulder is written, would read ten million. */
const MAX_HEADER_BYTES = 256 * 1024;

/** Answers of the 1xx class before the real one. Go gives up after five. */
const MAX_INFORMATIONAL = 16;

/** Octets on the wire for one of the body, which chunks of a single octet need six of. */
const CHUNKING = 8;

type End = { readonly response: Omit<HttpResponse, "kind" | "ms" | "tlsError"> } | { readonly trouble: Trouble };

/**
 * One GET over a connection that stands. `wire` is the TCP socket below it, on which octets are counted: extensions of
 * chunks and trailers are bounded by nothing else.
 */
export function exchange(
  socket: Socket,
  wire: Socket,
  request: { readonly host: string; readonly path: string },
  maxBytes: number,
  deadline: Deadline,
): Promise<End> {
  let client: Client | undefined;
  const ended = new Promise<End>((resolve) => {
    const answer = new Answer(maxBytes, resolve);
    deadline.onEnd(() => resolve({ trouble: { ...deadline.trouble(answer.phase), status: answer.status } }));
    const allowance = wire.bytesRead + MAX_HEADER_BYTES + CHUNKING * maxBytes;
    socket.on("readable", () => {
      if (wire.bytesRead > allowance) answer.overflow();
    });
    let given = false;
    try {
      // The origin is never connected to: the socket is given.
      client = new Client("http://0.0.0.0", {
        connect: (_, callback) => {
          if (given) return callback(new Error("the connection is gone"), null);
          given = true;
          // Not at once: undici takes no notice of a connection that stands before it has asked for one.
          queueMicrotask(() => callback(null, socket));
        },
        maxHeaderSize: MAX_HEADER_BYTES,
        // The deadline stands for these.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const headers = { host: request.host, "user-agent": USER_AGENT, accept: "*/*", "accept-encoding": "identity" };
      client.dispatch({ path: request.path, method: "GET", headers, reset: true }, answer.handler(wire));
    } catch (error) {
      resolve({ trouble: troubleOf(error, answer.phase) });
    }
  });
  return ended.finally(() => {
    // Destroys the socket; to wait for it would be to wait for the server.
    client?.destroy().catch(() => {});
  });
}

/** What has come of an answer. The first call to `resolve` counts, so that nothing here minds what comes later. */
class Answer {
  phase: HttpPhase = "headers";
  status: number | undefined;
  #headers: Record<string, string> = {};
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #informational = 0;

  constructor(
    readonly maxBytes: number,
    readonly resolve: (end: End) => void,
  ) {}

  handler(wire: Socket): Dispatcher.DispatchHandler {
    const before = wire.bytesRead;
    return {
      onRequestStart: () => {},
      onResponseStart: (_, status, headers) => this.#start(status, headers),
      onResponseData: (_, chunk) => this.#data(chunk),
      onResponseEnd: () => this.#finish(false),
      onResponseError: (_, error) => this.#fail(this.#explain(error, wire.bytesRead > before)),
    };
  }

  /** Too many octets went into headers, trailers and the seams between chunks. */
  overflow(): void {
    if (this.status !== undefined) this.#finish(true);
    else this.#fail({ reason: "headers-too-large", phase: this.phase, detail: `over ${MAX_HEADER_BYTES} octets` });
  }

  #start(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    if (status < 200) {
      if (++this.#informational <= MAX_INFORMATIONAL) return;
      const detail = `over ${MAX_INFORMATIONAL} answers of the 1xx class`;
      this.#fail({ reason: "malformed-http", phase: this.phase, detail });
      return;
    }
    this.status = status;
    this.phase = "body";
    this.#headers = keepHeaders(headers);
    // Half a target would lead somewhere else.
    if ((this.#headers.location ?? "").length > LONGEST_LOCATION) {
      const detail = `a Location of over ${LONGEST_LOCATION} octets`;
      this.#fail({ reason: "headers-too-large", phase: "headers", status, detail });
    }
  }

  #data(chunk: Uint8Array): void {
    const room = this.maxBytes - this.#length;
    // A copy: undici reads the next packet into the same memory.
    this.#chunks.push(Uint8Array.from(chunk.subarray(0, room)));
    this.#length += Math.min(room, chunk.length);
    if (chunk.length > room) this.#finish(true);
  }

  #finish(bodyTruncated: boolean): void {
    const body = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      body.set(chunk, at);
      at += chunk.length;
    }
    const headers = this.#headers;
    const status = this.status ?? 0;
    this.resolve({ response: { status, headers, body, bodyTruncated, contentCoding: contentCodingOf(headers) } });
  }

  #explain(error: Error, hasAnswered: boolean): Trouble {
    if (error.message !== "other side closed") return troubleOf(error, this.phase);
    const detail = clip(hasAnswered ? "closed in the middle of the answer" : "closed without an answer");
    return { reason: hasAnswered ? "cut-short" : "empty-reply", phase: this.phase, detail };
  }

  #fail(trouble: Trouble): void {
    this.resolve({ trouble: { status: this.status, ...trouble } });
  }
}
