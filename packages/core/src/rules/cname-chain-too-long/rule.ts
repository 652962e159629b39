import { type AliasLinks, aliasLinks } from "../../dcv/zone/alias-links.js";
import { defineRule, rfc, source } from "../../rule.js";
import type { RecordId } from "../../zone/zone.js";

/** Unbound followed 8 until 2021 and follows 11 since, as BIND does: measured, the 12th gives SERVFAIL. */
const SAFE = 8;
const FATAL = 12;

interface Chain {
  owner: string;
  hops: number;
  end: string;
}

const how = ({ owner, end }: Chain) => `Let "${owner}" point straight to "${end}".`;

export default defineRule({
  id: "cname-chain-too-long",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "A CNAME leads over so many others that resolvers give up",
  sources: [
    rfc(1034, "3.6.2", "Aliases and canonical names"),
    source("Unbound issue 438: names behind more than 8 CNAMEs", "https://github.com/NLnetLabs/unbound/issues/438"),
  ],
  messages: {
    long: (chain: Chain) => ({
      what: `"${chain.owner}" leads over ${chain.hops} CNAMEs to "${chain.end}".`,
      why: `Some resolvers follow no more than ${SAFE} and answer SERVFAIL; CAs look from several places, with resolvers of several kinds.`,
      how: how(chain),
      severity: "warning",
    }),
    tooLong: (chain: Chain) => ({
      what: `"${chain.owner}" leads over ${chain.hops} CNAMEs to "${chain.end}".`,
      why: `Resolvers give up at the ${FATAL}th and answer SERVFAIL, so neither a CA nor anybody else gets an answer.`,
      how: how(chain),
      severity: "error",
    }),
  },
  zone({ zone, other, report }) {
    const links = aliasLinks(zone);
    if (links.size < SAFE) return;
    const { names, owner, target } = zone;
    const followed = new Set(links.values());
    const known = new Map<RecordId, Tail>();
    for (const start of links.keys()) {
      // Those in the middle are said with the one that begins.
      if (followed.has(start)) continue;
      const { hops, last } = measure(start, links, known);
      if (hops <= SAFE || hops === ENDLESS.hops) continue;
      const related = follow(start, links).map((id) => ({ place: other.at(id).place, note: "the next CNAME" }));
      const data = { owner: names.text(owner[start]), hops, end: names.text(target[last]) };
      report(other.at(start).place, hops < FATAL ? "long" : "tooLong", data, { related });
    }
  },
});

/** What follows from a record on: how many CNAMEs, itself included, and which one is the last. */
interface Tail {
  readonly hops: number;
  readonly last: RecordId;
}

/** It runs into a circle, which is another rule's. */
const ENDLESS: Tail = { hops: Number.POSITIVE_INFINITY, last: -1 };

function measure(start: RecordId, links: AliasLinks, known: Map<RecordId, Tail>): Tail {
  const path: RecordId[] = [];
  let at: RecordId | undefined = start;
  while (at !== undefined && !known.has(at)) {
    path.push(at);
    // Until more is known of it, whoever comes back to it goes round in a circle.
    known.set(at, ENDLESS);
    at = links.get(at);
  }
  let tail = at === undefined ? { hops: 0, last: path[path.length - 1] } : known.get(at)!;
  for (let i = path.length - 1; i >= 0; i--) {
    tail = { hops: tail.hops + 1, last: tail.last };
    known.set(path[i], tail);
  }
  return tail;
}

function follow(start: RecordId, links: AliasLinks): RecordId[] {
  const records: RecordId[] = [];
  for (let at = links.get(start); at !== undefined && records.length < MOST_RELATED; at = links.get(at))
    records.push(at);
  return records;
}

const MOST_RELATED = 20;
