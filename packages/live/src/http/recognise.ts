import { type AnswerKind, MARKS, type Mark } from "./recognise-marks.js";
import type { HttpReply, HttpResponse } from "./reply.js";

export interface RecognisedAnswer {
  readonly kind: AnswerKind;
  /** Whose it is. */
  readonly vendor?: string;
}

/** Octets of a body that are looked at. */
const ENOUGH = 16 * 1024;

/** What answered, where that can be said for certain. Pure. */
export function recogniseAnswer(reply: HttpReply): RecognisedAnswer | undefined {
  if (reply.kind === "failure") return undefined;
  // Nothing can be read in a body that is compressed.
  const text = reply.contentCoding ? "" : Buffer.from(reply.body.subarray(0, ENOUGH)).toString("latin1");
  const body = text.replace(/^\xef\xbb\xbf/, "");
  const mark = MARKS.find((each) => fits(each, reply, body));
  return mark && { kind: mark.kind, vendor: mark.vendor };
}

const fits = ({ statuses, headers = {}, body = [] }: Mark, reply: HttpResponse, text: string): boolean =>
  (statuses === undefined || statuses.includes(reply.status)) &&
  Object.entries(headers).every(([name, value]) => value.test(reply.headers[name] ?? "")) &&
  body.every((words) => words.test(text));
