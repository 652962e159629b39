import type { ReplyFailure } from "./message.js";

/** How an asking went wrong; `detail` is half a sentence for people. */
export interface Failure {
  readonly reason: ReplyFailure;
  readonly detail: string;
}

export const isFailure = (outcome: object): outcome is Failure => "reason" in outcome;

const REASONS: Readonly<Record<string, ReplyFailure>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "refused",
  EPIPE: "refused",
  ETIMEDOUT: "timeout",
};

/** Of an error of the system's: everything that isn't an answer from the other side means that it wasn't reached. */
export function failureOf(error: unknown): Failure {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const detail = typeof message === "string" ? message : String(error);
  return { reason: REASONS[String(code)] ?? "unreachable", detail };
}

/** Of an error on a connection on which TLS or HTTP is spoken. */
export function secureFailureOf(error: unknown): Failure {
  const failure = failureOf(error);
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  // What the system says has the name of a system call; the rest is OpenSSL's, or the certificate's.
  return typeof syscall === "string" || REASONS[String(code)] ? failure : { ...failure, reason: "transport" };
}
