import { excerpt } from "../../dcv/written/rewrite.js";
import { BACKSLASH, LF, QUOTE, SEMICOLON, SPACE, TAB } from "../../name/octets.js";
import { CAA, SPF, TXT } from "../../rdata/types.js";
import { type Draft, defineRule, rfc } from "../../rule.js";
import type { Place, RdataToken, RecordView } from "../../zone/record-view.js";
import { COMMENTED } from "../../zone/zone.js";

interface Cut {
  type: string;
  /** What is published, and what a name server takes as a comment. */
  kept: string;
  lost: string;
}

const cut = ({ type, kept, lost }: Cut) => ({
  what: `The value ends at the ";": "${kept}" is published, and "${lost}" is a comment.`,
  why:
    type === "CAA"
      ? "A CA never sees what stands behind the semicolon: a method or an account that was to be required isn't."
      : "Whoever looks for the text finds the first part only: a key, a policy or a proof that isn't whole.",
  how: "Put the whole value in quotes. If a comment was meant, leave a blank in front of the semicolon.",
});

export default defineRule({
  id: "unquoted-semicolon",
  group: "Reading the source",
  severity: "error",
  summary: "A semicolon outside quotes begins a comment and cuts a CAA or TXT value short",
  sources: [rfc(1035, "5.1", "Format"), rfc(8659, "4.1.1", "Canonical Presentation Format")],
  fixable: true,
  zoneFilesOnly: true,
  messages: {
    cutShort: ({ rest }: { rest: string }) => ({
      what: `The record ends in front of the ";", before its value: "${excerpt(rest)}" is a comment.`,
      why: "A semicolon outside quotes begins a comment. A name server finds no value and refuses the whole zone.",
      how: 'Put the value in quotes; to forbid every CA, write ";" with its quotes.',
    }),
    touches: cut,
    readsAsParameter: cut,
    endsValue: ({ kept }: { kept: string }) => ({
      what: `The ";" behind "${kept}" begins a comment and isn't published.`,
      why: `What is published is "${kept}", which means the same as long as nothing is written behind the semicolon.`,
      how: "Put the whole value in quotes, or leave the semicolon out.",
      severity: "warning" as const,
    }),
  },
  records: {
    types: [CAA, TXT, SPF],
    check(record, { report }) {
      if (!hasComment(record)) return;
      const tokens = record.tokens().slice(record.type === CAA ? 2 : 0);
      for (const token of tokens) {
        if (token.quoted || /^["'`\u2018-\u201f]/.test(token.text)) continue;
        const found = findLost(record, token, token === tokens[tokens.length - 1]);
        if (!found) continue;
        const { place, message, lost } = found;
        const data = { type: record.typeName, kept: excerpt(token.text), lost: excerpt(lost) };
        report(place, message, data, { fix: quoteAll(record.type, tokens, token, found) });
        return;
      }
    },
  },
  fixProblem({ source, start, data: { rest } }) {
    // Nothing but the semicolon, and perhaps a comment behind it: only one value can have been meant.
    const line = source.text(source.lineStart(start), start);
    if (!/^;\s*(;|$)/.test(rest) || !/\bCAA\s+\S+\s+issue(wild|mail)?\s+$/i.test(line)) return undefined;
    const place = { source, start, end: start + 1 };
    return { title: "Put the semicolon in quotes", safety: "suggestion", edits: [{ place, newText: '";"' }] };
  },
});

/** Does a semicolon stand outside quotes, up to the end of the line where the record ends? Nearly all have none. */
function hasComment({ source, zone, id }: RecordView): boolean {
  if ((zone.flags[id] & COMMENTED) === 0) return false;
  const { bytes } = source;
  const start = zone.rdataStart[id];
  const end = zone.rdataEnd[id];
  // Quoted from start to end, as most are; the value of a CAA is its last part.
  if (bytes[end - 1] === QUOTE && (bytes[start] === QUOTE || zone.type[id] === CAA)) return false;
  let quoted = false;
  for (let at = start; at < bytes.length; at++) {
    const octet = bytes[at];
    if (octet === QUOTE) quoted = !quoted;
    else if (octet === BACKSLASH) at++;
    else if (octet === SEMICOLON && !quoted) return true;
    else if (octet === LF && at >= end) return false;
  }
  return false;
}

interface Lost {
  readonly message: "touches" | "readsAsParameter" | "endsValue";
  readonly lost: string;
  /** From the semicolon to the end of the line. */
  readonly place: Place;
}

/** The comment behind a token, where it is part of the value. */
function findLost(record: RecordView, { text, place }: RdataToken, last: boolean): Lost | undefined {
  const { source } = record;
  let start = place.end;
  while (source.bytes[start] === SPACE || source.bytes[start] === TAB) start++;
  if (source.bytes[start] !== SEMICOLON) return undefined;
  const end = source.lineEnd(start);
  const lost = source.text(start, end).trimEnd();
  if (/^[;\s]*dcvlint-/.test(lost)) return undefined;
  const found = { lost, place: { ...place, start, end } };
  if (start === place.end) return { ...found, message: /^;\s*(;|$)/.test(lost) && last ? "endsValue" : "touches" };
  // With a blank in front it is a note, unless it goes on where the value stops.
  const tag = PARAMETER.exec(lost)?.[1];
  if (tag === undefined) return undefined;
  const goesOn = record.type === CAA || /^v=/i.test(text) || PERSIST.has(tag.toLowerCase());
  return goesOn ? { ...found, message: "readsAsParameter" } : undefined;
}

/** `; tag=value`, alone or followed by another. */
const PARAMETER = /^;\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*[^\s;]+\s*(?:;|$)/;
/** RFC 8657 and draft-ietf-acme-dns-persist. */
const PERSIST = new Set(["accounturi", "validationmethods", "policy", "persistuntil"]);

/** The value with the parameters that follow, in quotes; a note behind them stays one. */
function quoteAll(
  type: number,
  tokens: readonly RdataToken[],
  token: RdataToken,
  { message, lost, place }: Lost,
): Draft | undefined {
  if (tokens.length !== 1) return undefined;
  // A text that ends in a semicolon says something else; a CAA value doesn't.
  if (message === "endsValue" && type !== CAA) return undefined;
  // Where it doesn't read as tag=value it may be a note: what to keep of it is the author's choice.
  const taken = message === "endsValue" ? ";" : TAKEN.exec(lost)![0].trimEnd();
  if (taken === "" || /[^ !#-~]/.test(taken + token.text) || lost.includes('"')) return undefined;
  const { source } = place;
  const end = place.start + taken.length;
  const value = source.text(token.place.start, end);
  // A longer text needs several strings, and where to part it is the author's choice.
  if (end - token.place.start > 255 || value.includes("\\")) return undefined;
  const edits = [{ place: { ...token.place, end }, newText: `"${value}"` }];
  return { title: "Put the whole value in quotes", safety: "suggestion", edits };
}

/** As many `; tag=value` as follow one another. */
const TAKEN = /^(?:;\s*[A-Za-z][A-Za-z0-9-]*\s*=\s*[^\s;]+\s*(?=;|$))*/;
