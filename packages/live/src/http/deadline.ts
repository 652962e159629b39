import type { HttpFailure, HttpLimits, HttpPhase, Trouble } from "./reply.js";

/** The longest that a timer of Node's can wait; beyond it the timer would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** What was still to come. */
const MISSING: Readonly<Record<HttpPhase, string>> = {
  connect: "connection",
  tls: "end of the TLS handshake",
  headers: "answer",
  body: "end of the body",
};

/** One clock for one request, whatever phase it is in. */
export class Deadline {
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => this.#end("aborted");
  #ended: "timeout" | "aborted" | undefined;
  #listener: (() => void) | undefined;

  constructor({ timeoutMs, signal }: HttpLimits) {
    this.#timer = setTimeout(() => this.#end("timeout"), Math.min(Math.max(timeoutMs, 0), LONGEST_MS));
    this.#signal = signal;
    if (signal?.aborted) this.#ended = "aborted";
    else signal?.addEventListener("abort", this.#abort);
  }

  /** What to do when time is up; one thing at a time. It is done at once where time is up already. */
  onEnd(listener: () => void): void {
    this.#listener = listener;
    if (this.#ended) listener();
  }

  trouble(phase: HttpPhase): Trouble {
    if (this.#ended !== "timeout") return { reason: "aborted", phase, detail: "the asker gave up" };
    return { reason: "timeout", phase, detail: `no ${MISSING[phase]} after ${this.ms()} ms` };
  }

  failure(trouble: Trouble): HttpFailure {
    return { kind: "failure", ...trouble, ms: this.ms() };
  }

  /** Since the request began. */
  ms(): number {
    return Math.round(performance.now() - this.#started);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
    this.#listener = undefined;
  }

  #end(reason: "timeout" | "aborted"): void {
    this.#ended ??= reason;
    this.#listener?.();
  }
}
