import { answeringName } from "../../dcv/zone/answering-name.js";
import { firstByOwner } from "../../dcv/zone/first-record.js";
import { knowsAbsence } from "../../dcv/zone/standing.js";
import { purposeOf } from "../../dcv/zone/zone-purpose.js";
import { parseName } from "../../name/name-table.js";
import { CNAME } from "../../rdata/types.js";
import { defineRule, type Facts, rfc, source } from "../../rule.js";
import type { RecordId, Zone } from "../../zone/zone.js";

export default defineRule({
  id: "wildcard-catches-challenge",
  group: "Records that contradict each other",
  severity: "info",
  summary: "A wildcard CNAME answers where a CA asks for a challenge",
  sources: [
    rfc(4592, "3.3.1", "Closest Encloser and the Source of Synthesis"),
    source("cert-manager issue 3534", "https://github.com/cert-manager/cert-manager/issues/3534"),
  ],
  messages: {
    caught: ({
      wildcard,
      target,
      names,
      example,
    }: {
      wildcard: string;
      target: string;
      names: string;
      example: string;
    }) => ({
      what: `"${wildcard}" is an alias of "${target}", and since nothing stands at ${names}, that is the answer there too.`,
      why: "ACME clients that follow CNAMEs try to write the token where the alias leads. Others are well: once the TXT is published, the wildcard no longer answers there.",
      how: `Tell the client not to follow CNAMEs, or write a record of its own: ${example} CNAME … to where your client may write.`,
    }),
    /** Seen live. */
    live: ({ owner, wildcard, target }: { owner: string; wildcard: string; target: string }) => ({
      what: `Nothing stands at "${owner}" by now, so "${wildcard}" answers there: an alias of "${target}".`,
      why: "ACME clients that follow CNAMEs try to write the token where the alias leads. Others are well: once the TXT is published, the wildcard no longer answers there.",
      how: `Tell the client not to follow CNAMEs, or write a record of its own: ${owner} CNAME … to where your client may write.`,
    }),
  },
  zone({ zone, facts, other, report }) {
    if (!knowsAbsence(zone)) return;
    const caught = facts.certificates.length > 0 ? caughtOfCertificates(zone, facts) : caughtAtParents(zone);
    if (caught.size === 0 || purposeOf(zone) !== "ordinary") return;
    for (const [id, challenges] of caught) {
      const { place, ownerText: wildcard, targetText: target } = other.at(id);
      const more = challenges.length > 1 ? ` (and ${challenges.length - 1} more)` : "";
      report(place, "caught", { wildcard, target, names: `"${challenges[0]}"${more}`, example: challenges[0] });
    }
  },
});

const CHALLENGE = "_acme-challenge";

/** By wildcard CNAME: the challenges, of certificates in the config, that it answers for. */
function caughtOfCertificates(zone: Zone, { certificates }: Facts): Map<RecordId, string[]> {
  const caught = new Map<RecordId, string[]>();
  const cnameAt = firstByOwner(zone, CNAME);
  for (const { names, method } of certificates) {
    if (method !== undefined && method !== "dns-01") continue;
    for (const { name } of names) {
      const labels = parseName(name)?.labels;
      const answering = labels ? answeringName([CHALLENGE, ...labels], zone) : -1;
      const id = answering > 0 && zone.names.isWildcard(answering) ? cnameAt(answering) : -1;
      if (id < 0) continue;
      const challenge = `${CHALLENGE}.${name}`;
      const list = caught.get(id) ?? [];
      if (!list.includes(challenge)) caught.set(id, [...list, challenge]);
    }
  }
  return caught;
}

/** By wildcard CNAME: the challenge of the wildcard's own certificate, `_acme-challenge` below the wildcard's parent. */
function caughtAtParents(zone: Zone): Map<RecordId, string[]> {
  const { names, index } = zone;
  const caught = new Map<RecordId, string[]>();
  if (!index.hasWildcards) return caught;
  const cnameAt = firstByOwner(zone, CNAME);
  for (const id of index.ofType(CNAME)) {
    const owner = zone.owner[id];
    if (!names.isWildcard(owner) || cnameAt(owner) !== id) continue;
    const { labels } = names.name(names.parent[owner]);
    // No CA certifies a name with an underscore or another asterisk in it.
    if (labels.some((label) => label.startsWith("_") || label === "*")) continue;
    if (answeringName([CHALLENGE, ...labels], zone) === owner)
      caught.set(id, [`${CHALLENGE}.${names.text(names.parent[owner])}`]);
  }
  return caught;
}
