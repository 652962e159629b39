import { setMaxListeners } from "node:events";
import { type Failure, failureOf } from "./failure.js";

export interface TimeLimit {
  /** Milliseconds. */
  readonly ms: number;
  readonly signal?: AbortSignal;
  /** What it is when the time is over; silence, if this doesn't say otherwise. */
  readonly atEnd?: () => Failure;
}

/**
 * Runs something that calls `done` when it is done. Whatever ends it (an outcome, the time, the signal, an exception),
 * the first one counts, and what `run` returned is called once to close what it opened. Never rejects.
 */
export function within<T>(
  { ms, signal, atEnd }: TimeLimit,
  run: (done: (outcome: T | Failure) => void) => () => void,
): Promise<T | Failure> {
  return new Promise((resolve) => {
    let close: (() => void) | undefined;
    let over = false;
    const done = (outcome: T | Failure): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      close?.();
      resolve(outcome);
    };
    const giveUp = (): void => done(GIVEN_UP);
    const timer = setTimeout(() => done(atEnd?.() ?? { reason: "timeout", detail: `silent for ${ms} ms` }), ms);
    if (signal) {
      // One signal for all that is under way is what it is for: no reason for Node to warn.
      setMaxListeners(0, signal);
      signal.addEventListener("abort", giveUp);
    }
    if (signal?.aborted) {
      giveUp();
      return;
    }
    try {
      close = run(done);
      // It may have been done before it could say how to close.
      if (over) close();
    } catch (error) {
      done(failureOf(error));
    }
  });
}

/** The run as a whole was called off. */
const GIVEN_UP: Failure = { reason: "timeout", detail: "given up: the time for the whole run is over" };
