import { randomBytes } from "node:crypto";
import { DomainName } from "@dcvlint/core";
import { CLASS_IN } from "./encode-query.js";
import type { Message, Query } from "./message.js";

/** The name with each letter's case tossed for: bits that a forger must guess (draft-vixie-dnsext-dns0x20-00). */
export function mixLetters(name: DomainName): DomainName {
  return new DomainName(
    name.labels.map((label) => {
      const coins = randomBytes(label.length);
      return label.replace(/[A-Za-z]/g, (letter, at: number) =>
        (coins[at] & 1) === 0 ? letter.toLowerCase() : letter.toUpperCase(),
      );
    }),
  );
}

/** What was sent, as far as an answer has to repeat it. */
export interface Sent {
  readonly id: number;
  readonly name: DomainName;
  readonly query: Query;
}

/**
 * Is it the answer to what was sent? `letters`: yes, but for the case of the question's letters.
 * FORMERR and NOTIMP may come without a question, from servers that couldn't read it (RFC 6891 §7): nothing but the id
 * tells then, and nothing but a failure can be forged.
 */
export function matchAnswer(message: Message, sent: Sent): "yes" | "letters" | "no" {
  if (message.id !== sent.id || !message.isResponse || message.opcode !== 0) return "no";
  const { questions, rcode } = message;
  const bare = questions.length + message.answer.length + message.authority.length === 0;
  if (bare && (rcode === FORMERR || rcode === NOTIMP)) return "yes";
  const [question] = questions;
  if (questions.length !== 1 || question.type !== sent.query.type || question.class !== CLASS_IN) return "no";
  if (!question.name.equals(sent.name)) return "no";
  return question.name.labels.every((label, i) => label === sent.name.labels[i]) ? "yes" : "letters";
}

const FORMERR = 1;
const NOTIMP = 4;
