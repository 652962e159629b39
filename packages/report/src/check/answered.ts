import type { Evidence } from "@dcvlint/core";
import type { VoiceKind } from "./evidence-path.js";

/** One answer in short. All text is as it came, so it must be escaped. */
export interface Answered {
  /** `NOERROR`, `NODATA`, `NXDOMAIN`, another RCODE, or `no answer`; empty for the web. */
  readonly outcome: string;
  /** The records, aliases first, or why there are none. Empty where the outcome says it all. */
  readonly said: string;
  /** Equal where the answers are. */
  readonly content: string;
  /** RDATA at the end of all aliases, sorted. */
  readonly data: readonly string[];
  /** Where the answer ends in an alias: its target. */
  readonly leadsTo?: string;
  /** There was an answer, be it that nothing is there. */
  readonly isAnswer: boolean;
}

/** A page is no place for more; the JSON report has them all. */
const MOST_RECORDS = 12;

export function answeredOf(evidence: Evidence, type: string, kind: VoiceKind): Answered {
  const { rcode, answer, note = "" } = evidence;
  if (kind === "web") {
    const said = answer.join(", ") || note;
    return { outcome: "", said, content: said, data: [], isAnswer: answer.length > 0 };
  }
  if (rcode === undefined && answer.length === 0) {
    // Whoever is silent is, whatever transport he was asked by and however long one waited.
    const outcome = kind === "file" || kind === "nobody" ? "" : NO_ANSWER;
    const said = outcome === "" ? note : note.replace(/^no answer /, "");
    return { outcome, said, content: outcome || note, data: [], isAnswer: false };
  }
  const { aliases, records } = split(answer, type);
  const target = aliases.length > 0 && records.length === 0 ? aliases[aliases.length - 1].data : undefined;
  // A resolver follows to the end; where a server's answer ends, another zone's servers may be asked.
  const isNothing = rcode === "NOERROR" && note === "" && records.length === 0 && (!target || kind === "resolver");
  const outcome = isNothing ? "NODATA" : (rcode ?? "");
  const shown = records.slice(0, MOST_RECORDS).map(({ text }) => text);
  if (records.length > shown.length) shown.push(`… and ${records.length - shown.length} more`);
  const chain = [
    ...aliases.map((alias) => `${alias.type} ${alias.data}`),
    ...(shown.length > 0 ? [shown.join(", ")] : []),
  ];
  const said = [chain.join(" → "), note].filter(Boolean).join(" – ");
  const data = records.map((record) => record.key);
  return {
    outcome,
    said,
    content: JSON.stringify([outcome, aliases.map((alias) => alias.key), data, note]),
    data,
    leadsTo: target,
    isAnswer: rcode === "NOERROR" || rcode === "NXDOMAIN",
  };
}

export const NO_ANSWER = "no answer";

interface Shown {
  readonly owner: string;
  readonly type: string;
  readonly data: string;
  /** What is compared: names without regard to case (RFC 4343). */
  readonly key: string;
  readonly text: string;
}

const ALIAS = new Set(["CNAME", "DNAME"]);
const OF_NAMES = new Set(["CNAME", "DNAME", "NS", "MX", "PTR", "SRV"]);

/** Aliases as they follow one another; the order of an RRset means nothing, so it is sorted. */
function split(answer: readonly string[], type: string): { aliases: readonly Shown[]; records: readonly Shown[] } {
  const all = answer.map((line) => read(line, type));
  const isAlias = (record: Shown) => record.type !== type && ALIAS.has(record.type);
  const records = all.filter((record) => !isAlias(record));
  records.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { aliases: all.filter(isAlias), records };
}

/** `example.com. CAA 0 issue "ca.example"`; owners hold no blanks, for those are written `\032`. */
function read(line: string, asked: string): Shown {
  const parts = /^(\S+) (\S+) (.*)$/s.exec(line);
  if (!parts) return { owner: "", type: "", data: line, key: line, text: line };
  const [, owner, type, data] = parts;
  const key = OF_NAMES.has(type) ? data.toLowerCase() : data;
  return { owner, type, data, key, text: type === asked ? data : `${type} ${data}` };
}
