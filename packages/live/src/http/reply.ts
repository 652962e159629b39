/** How far a request came. Before `tls` and `headers` the connection stood; a CA that retries over IPv4 looks at that. */
export type HttpPhase = "connect" | "tls" | "headers" | "body";

export type HttpFailureReason =
  /** Nobody listens. */
  | "refused"
  | "timeout"
  /** No route. ENETUNREACH in `code` may be a lack of ours: a machine without IPv6 says it of every IPv6 address. */
  | "unreachable"
  | "reset"
  /** Closed in good order, without an octet of an answer. */
  | "empty-reply"
  /** Closed in good order, in the middle of the handshake, the headers or the body. */
  | "cut-short"
  | "not-http"
  /** HTTP, but such that a strict parser gives up; a lenient client may still read it. */
  | "malformed-http"
  /** We spoke TLS; what answers doesn't. */
  | "plain-on-tls-port"
  /** We spoke plain HTTP; what answers speaks TLS. */
  | "tls-on-plain-port"
  | "tls"
  /** The server has none of the protocols that we offered (RFC 7301 §3.2). */
  | "no-application-protocol"
  /** Not trusted, or for another name; only where the certificate is verified. */
  | "certificate"
  | "headers-too-large"
  | "aborted"
  /** What was to be asked can't be: no address, no such port, a path or host that doesn't fit in a request. */
  | "invalid"
  /** Our own side: a source address that isn't ours, no socket left, a CA file that can't be read. */
  | "local";

export interface HttpFailure {
  readonly kind: "failure";
  readonly reason: HttpFailureReason;
  readonly phase: HttpPhase;
  /** Of the system, TLS or HTTP library: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly code?: string;
  /** At most 200 characters; what the server said in it is quoted. */
  readonly detail: string;
  /** Of the answer whose body broke off. */
  readonly status?: number;
  readonly ms: number;
}

export interface HttpResponse {
  readonly kind: "response";
  readonly status: number;
  /** The few that matter, names in lower case, octets as Latin-1, the first where a header is there twice. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent: chunks joined, but no content coding undone. */
  readonly body: Uint8Array;
  /** There was more than `maxBytes`. */
  readonly bodyTruncated: boolean;
  /** The coding that the body is still in, though none was asked for (RFC 9110 §8.4). */
  readonly contentCoding?: string;
  /** Why the certificate isn't trusted; it was accepted because `verify` was false. */
  readonly tlsError?: string;
  readonly ms: number;
}

export type HttpReply = HttpResponse | HttpFailure;

/** A failure before anybody has looked at the clock. */
export type Trouble = Omit<HttpFailure, "kind" | "ms">;

export interface HttpLimits {
  /** Milliseconds for the whole, from the first packet to the last octet of the body. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}
