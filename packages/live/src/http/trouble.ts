import type { HttpFailureReason, HttpPhase, Trouble } from "./reply.js";

/** The whole of an error that Node, OpenSSL or undici may hand over. */
interface CodedError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  /** What llhttp stumbled at, and all after it. */
  readonly data?: unknown;
}

const REASONS: Readonly<Record<string, HttpFailureReason>> = {
  ECONNREFUSED: "refused",
  ETIMEDOUT: "timeout",
  EHOSTUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ENETUNREACH: "unreachable",
  ENETDOWN: "unreachable",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  ERR_SOCKET_BAD_PORT: "invalid",
  ERR_INVALID_ARG_TYPE: "invalid",
  ERR_INVALID_ARG_VALUE: "invalid",
  ERR_INVALID_IP_ADDRESS: "invalid",
  UND_ERR_HEADERS_OVERFLOW: "headers-too-large",
  UND_ERR_INVALID_ARG: "invalid",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "cut-short",
  // "bad response" and "bad upgrade": an answer of the 1xx class that nobody asked for.
  UND_ERR_SOCKET: "malformed-http",
};

/** What OpenSSL says, in the code or, where that is EPROTO, in the message only. */
const TLS_REASONS: readonly (readonly [words: RegExp, HttpFailureReason])[] = [
  [/no.application.protocol/i, "no-application-protocol"],
  // Of a first record that isn't one.
  [/wrong.version.number|packet.length.too.long|http.request/i, "plain-on-tls-port"],
];

/** What llhttp says: undici 7 hands over its words, but not its codes. */
const PARSER_REASONS: readonly (readonly [words: RegExp, HttpFailureReason])[] = [
  [/Expected HTTP\//, "not-http"],
  [/Invalid EOF state/, "cut-short"],
  [/./, "malformed-http"],
];

/** Makes a failure of anything thrown or emitted. */
export function troubleOf(error: unknown, phase: HttpPhase): Trouble {
  const { name, code: rawCode, message: rawMessage, syscall, data } = (error ?? {}) as CodedError;
  const code = typeof rawCode === "string" ? rawCode : undefined;
  const message =
    typeof rawMessage === "string" && rawMessage !== "" ? withoutTrace(rawMessage) : String(code ?? error);
  const detail = clip(message);
  if (name === "HTTPParserError") return parserTrouble(message, typeof data === "string" ? data : "", phase);
  // Node's word for an end in the middle of a handshake is ECONNRESET, too, but no system call said so.
  if (code === "ECONNRESET" && syscall === undefined && phase === "tls") {
    return { reason: "cut-short", phase, code, detail };
  }
  if (phase === "tls" && /^(?:EPROTO|ERR_SSL_)/.test(code ?? "")) {
    const reason = TLS_REASONS.find(([words]) => words.test(`${code} ${message}`))?.[1] ?? "tls";
    return { reason, phase, code, detail };
  }
  return { reason: reasonOf(code, phase), phase, code, detail };
}

function parserTrouble(message: string, data: string, phase: HttpPhase): Trouble {
  const reason = PARSER_REASONS.find(([words]) => words.test(message))?.[1] ?? "malformed-http";
  // An alert, or a handshake: record types 21 and 22, version 3.x (RFC 8446 §5.1).
  if (reason === "not-http" && /^[\x15\x16]\x03/.test(data)) {
    return { reason: "tls-on-plain-port", phase, detail: "what answers speaks TLS, not plain HTTP" };
  }
  const words = /\(([^)]*)\)$/.exec(message)?.[1] ?? message;
  const found = data === "" ? "" : `, found ${JSON.stringify(data.slice(0, 40))}`;
  return { reason, phase, detail: clip(`${words}${found}`) };
}

function reasonOf(code: string | undefined, phase: HttpPhase): HttpFailureReason {
  // undici says so of whatever its parser stumbles at once it has seen a length; the body can't be short before it begins.
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH" && phase === "headers") return "malformed-http";
  if (code !== undefined && Object.hasOwn(REASONS, code)) return REASONS[code];
  // What is left at the beginning: EADDRNOTAVAIL, EMFILE, EACCES and the like.
  if (phase === "connect") return "local";
  // With TLS 1.3 a server may still turn away after the handshake.
  return phase === "tls" || /^(?:EPROTO|ERR_SSL_)/.test(code ?? "") ? "tls" : "malformed-http";
}

/** OpenSSL's own words, without the thread and the line of its source. */
const withoutTrace = (message: string): string =>
  /^[0-9A-F]+:error:\w+:[^:]*:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;

export const clip = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
