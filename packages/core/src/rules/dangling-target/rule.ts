import { isChallengeLabel } from "../../dcv/validation/challenge-owner.js";
import { validatedName } from "../../dcv/validation/validation-owner.js";
import { HIGH, lettersOf } from "../../dcv/zone/name-letters.js";
import { isInOtherZone, knowsAbsence, standingOf } from "../../dcv/zone/standing.js";
import { purposeOf } from "../../dcv/zone/zone-purpose.js";
import { findNearest } from "../../knowledge/edit-distance.js";
import { isCertainEnding } from "../../knowledge/public-suffixes.js";
import { foldLabel } from "../../name/domain-name.js";
import type { NameId } from "../../name/name-table.js";
import { CNAME, DNAME, HTTPS, MX, SRV, SVCB } from "../../rdata/types.js";
import { defineRule, type Facts, rfc } from "../../rule.js";
import type { RecordView } from "../../zone/record-view.js";
import { type RecordId, UNREADABLE, type Zone } from "../../zone/zone.js";

interface Pointer {
  owner: string;
  type: string;
  target: string;
  /** A name beside it that differs by a letter or two, or the target without the zone behind it. */
  near?: string;
}

const how = ({ target, near }: Pointer) =>
  near
    ? `Did you mean "${near}"? Else add the records of "${target}".`
    : `Add the records of "${target}", or write the name that holds them.`;

export default defineRule({
  id: "dangling-target",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "A record points to a name of this zone that doesn't exist",
  sources: [
    rfc(1034, "3.6.2", "Aliases and canonical names"),
    rfc(9460, "2.4.2", "AliasMode"),
    rfc(2308, "2", "Negative Responses"),
    rfc(8555, "8.4", "DNS Challenge"),
  ],
  messages: {
    absent: (pointer: Pointer) => ({
      what: `The ${pointer.type} of "${pointer.owner}" points to "${pointer.target}", which doesn't exist in this zone.`,
      why: "Whoever follows it gets NXDOMAIN.",
      how: how(pointer),
    }),
    empty: (pointer: Pointer) => ({
      what: `The ${pointer.type} of "${pointer.owner}" points to "${pointer.target}", which holds no records: there are only names below it.`,
      why: "Whoever follows it gets NODATA for every type.",
      how: how(pointer),
    }),
    validation: (pointer: Pointer & { certified: string }) => ({
      what: `"${pointer.owner}" hands the validation of "${pointer.certified}" to "${pointer.target}", which doesn't exist in this zone.`,
      why: "The CA follows the CNAME, gets NXDOMAIN, and the certificate stays pending, unless a client adds the record there in time.",
      how: how(pointer),
    }),
    /** Seen live. `hops`: the names on the way, joined. */
    challenge: ({ owner, target, hops }: { owner: string; target: string; hops: string }) => ({
      what: `The alias at "${owner}" leads to "${target}", which doesn't exist (${hops}).`,
      why: "The CA follows it and gets NXDOMAIN, so the challenge fails, unless a client adds the record there in time.",
      how: `Let "${owner}" point to the name where your client writes, or set up what answers at "${target}".`,
    }),
  },
  zone(context) {
    const { zone, index, facts, other, report } = context;
    if (!knowsAbsence(zone)) return;
    const { names } = zone;
    const dangling: RecordId[] = [];
    for (const type of [CNAME, DNAME, MX, SRV, SVCB, HTTPS]) {
      const ids = index.ofType(type);
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i];
        const target = zone.target[id];
        // Another name server's affair, or there: nearly all end here.
        if (target < 0 || zone.types[target] !== 0 || !index.inZone(target)) continue;
        const standing = standingOf(zone, target);
        if (standing !== "absent" && standing !== "empty") continue;
        // Of a zone of resources the provider writes what stands at the apex: NS and SOA at the least.
        if (zone.made && target === zone.apex) continue;
        // What a DNAME moves lies below its target.
        if (type === DNAME && standing === "empty") continue;
        if ((zone.flags[id] & UNREADABLE) !== 0 || standingOf(zone, zone.owner[id]) !== "there") continue;
        if (isInOtherZone(zone, target, facts)) continue;
        // That its letters are no host's is said already.
        if ((lettersOf(zone).bits[target] & HIGH) !== 0) continue;
        // The TXT there comes and goes with each order: that it isn't in the file says nothing.
        if (isChallengeLabel(names, target)) continue;
        if ((type === SVCB || type === HTTPS) && !isAliasMode(other.at(id))) continue;
        dangling.push(id);
      }
    }
    // The names of a policy zone are triggers; a challenge zone is filled as orders come.
    if (dangling.length === 0 || !["ordinary", "reverse"].includes(purposeOf(zone))) return;
    const near = findNearby(dangling, zone);
    for (const id of dangling) {
      const target = zone.target[id];
      const { typeName: type, ownerText: owner, targetText } = other.at(id);
      const pointer = {
        owner,
        type,
        target: targetText,
        near: near.get(target) ?? fullNameIn(zone, targetText, facts),
      };
      const certified = type === "CNAME" ? validatedName(names, zone.owner[id]) : undefined;
      if (certified !== undefined) report(other.place, "validation", { ...pointer, certified: names.text(certified) });
      else report(other.place, index.exists(target) ? "empty" : "absent", pointer);
    }
  },
});

/** "d111111abcdef8.cloudfront.net" of "d111111abcdef8.cloudfront.net.example.com.": a console put the zone behind a full name. */
function fullNameIn(zone: Zone, target: string, { suffixes }: Facts): string | undefined {
  const front = target.slice(0, -zone.names.text(zone.apex).length - 1);
  const isFull =
    front.split(".").length > 2 && suffixes.endsInPublicSuffix(front) && isCertainEnding(lastLabels(front));
  return isFull ? `${front}.` : undefined;
}

const lastLabels = (name: string): string => foldLabel(name.slice(name.lastIndexOf(".") + 1));

/** SvcPriority 0 (RFC 9460 §2.4.2): the record says nothing but where else to look. */
function isAliasMode(record: RecordView): boolean {
  const [high, low] = record.wire();
  return high === 0 && low === 0;
}

/** For the first few targets, a name with the same parent that holds records and is spelt nearly alike. */
function findNearby(dangling: readonly RecordId[], zone: Zone): Map<NameId, string> {
  const { names } = zone;
  const near = new Map<NameId, string>();
  const targets = new Set(dangling.slice(0, MOST_SUGGESTIONS).map((id) => zone.target[id]));
  const siblings = new Map<NameId, string[]>();
  for (const target of targets) siblings.set(names.parent[target], []);
  for (let name = 1; name < names.count; name++) {
    if (zone.typesAt(name) === 0) continue;
    const list = siblings.get(names.parent[name]);
    if (list && list.length < MOST_SIBLINGS) list.push(foldLabel(names.label(name)));
  }
  for (const target of targets) {
    const label = foldLabel(names.label(target));
    // In a short label two slips make another word.
    const limit = label.length < 4 ? 0 : label.length < 8 ? 1 : 2;
    const parent = names.parent[target];
    const found = limit > 0 ? findNearest(label, siblings.get(parent)!, limit) : undefined;
    if (found !== undefined) near.set(target, `${found}.${names.text(parent)}`);
  }
  return near;
}

const MOST_SUGGESTIONS = 20;
const MOST_SIBLINGS = 2_000;
