import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { DomainName, foldLabel } from "@dcvlint/core";
import { decodeMessage } from "./decode-message.js";
import { encodeQuery } from "./encode-query.js";
import { type Failure, failureOf, isFailure } from "./failure.js";
import type { ExchangeLimits } from "./limits.js";
import { matchAnswer, mixLetters, type Sent } from "./match.js";
import type { Message, Query, Server } from "./message.js";
import { HEADER } from "./message-reader.js";
import { familyOf } from "./server-address.js";
import { within } from "./within.js";
import { writeName } from "./write-name.js";

/** Datagrams of one try that may be passed over; past it somebody is guessing, and another port and id are due. */
const MAX_IGNORED = 64;

/** The answer doesn't have the letters of the question as they were sent, and is right otherwise. */
const OTHER_LETTERS: Failure = { reason: "malformed", detail: "the answer doesn't repeat the letters of the question" };

/**
 * Asks over UDP, `limits.tries` times, each with a new socket (so a new source port: the kernel's choice, which is random),
 * a new id and new letters (RFC 5452 §9.2, §9.3). A datagram that doesn't answer the question is passed over and the
 * waiting goes on. A refusal is final.
 *
 * A server that gives back other letters than it was sent gets one more query, in lower case, of whose answer the letters
 * don't count; everything else must be right as ever. A forger who wants to get there has to guess id and port first, and
 * again afterwards, so this costs no more than asking without mixed letters does. The failure it would be otherwise would
 * cry wolf: RFC 1035 doesn't ask servers to keep letters.
 */
export async function askUdp(server: Server, query: Query, limits: ExchangeLimits): Promise<Message | Failure> {
  let last: Failure = { reason: "timeout", detail: "never asked" };
  for (let i = 0; i < Math.max(1, limits.tries); i++) {
    const outcome = await tryOnce(server, query, mixLetters(query.name), limits, true);
    if (outcome === OTHER_LETTERS) return tryOnce(server, query, lowerCase(query.name), limits, false);
    if (!isFailure(outcome)) return outcome;
    last = outcome;
    if (outcome.reason === "refused" || outcome.reason === "unreachable" || limits.signal?.aborted) break;
  }
  return last;
}

function tryOnce(
  server: Server,
  query: Query,
  name: DomainName,
  { queryMs, signal, onSend }: ExchangeLimits,
  lettersCount: boolean,
): Promise<Message | Failure> {
  const sent: Sent = { id: randomInt(0x10000), name, query };
  const bytes = encodeQuery(query, sent.id, name);
  let ignored = 0;
  let why = "";
  const strays = (): Failure => ({ reason: "malformed", detail: `${ignored} datagrams came, no answer: ${why}` });
  const atEnd = (): Failure =>
    ignored > 0 ? strays() : { reason: "timeout", detail: `no answer over UDP within ${queryMs} ms` };

  return within({ ms: queryMs, signal, atEnd }, (done) => {
    const socket = createSocket(familyOf(server) === 6 ? "udp6" : "udp4");
    const fail = (error: unknown): void => done(failureOf(error));
    socket.on("error", fail);
    socket.on("message", (datagram) => {
      const message = decodeMessage(datagram);
      const match = typeof message === "string" ? message : matchAnswer(message, sent);
      if (typeof message !== "string" && (match === "yes" || (match === "letters" && !lettersCount))) {
        done(withLettersOf(query.name, datagram, message));
      } else if (match === "letters") done(OTHER_LETTERS);
      else {
        ignored++;
        why = match === "no" ? "the id or the question is another" : match;
        if (ignored > MAX_IGNORED) done(strays());
      }
    });
    // Connected, so that the kernel drops what other addresses send, and tells of ICMP errors.
    socket.bind({ address: server.localAddress, port: 0 }, () => {
      socket.connect(server.port, server.address, (failed?: Error) => {
        if (failed) return fail(failed);
        onSend?.();
        try {
          socket.send(bytes, (error) => error && fail(error));
        } catch (error) {
          fail(error); // closed in the meantime
        }
      });
    });
    return () => socket.close();
  });
}

/**
 * The message with the question's name as the caller wrote it, and with it every name that is compressed onto the question:
 * mixed letters are between us and the server, and shouldn't be seen in reports.
 */
function withLettersOf(name: DomainName, datagram: Uint8Array, message: Message): Message {
  if (message.questions.length === 0) return message;
  // No message that has been decoded has a pointer here, so the name is whole and as long as the one that was sent.
  writeName(name, datagram, HEADER);
  const restored = decodeMessage(datagram);
  return typeof restored === "string" ? message : restored;
}

const lowerCase = (name: DomainName): DomainName => new DomainName(name.labels.map(foldLabel));
