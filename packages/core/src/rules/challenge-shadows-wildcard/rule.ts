import { validatedName } from "../../dcv/validation/validation-owner.js";
import { knowsAbsence, standingOf } from "../../dcv/zone/standing.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { UNDERSCORE } from "../../name/octets.js";
import { defineRule, rfc, source } from "../../rule.js";
import { HAS_ADDRESS, HAS_CNAME, type RecordId, typeBit, UNREADABLE, type Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

const REACHABLE = HAS_ADDRESS | HAS_CNAME;

export default defineRule({
  id: "challenge-shadows-wildcard",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "A validation record makes its host exist, and a wildcard stops answering for it",
  sources: [
    rfc(4592, "2.2.2", "Empty Non-terminals"),
    source("cert-manager issue 806", "https://github.com/cert-manager/cert-manager/issues/806"),
  ],
  messages: {
    switchedOff: ({
      host,
      owner,
      wildcard,
      copy,
    }: {
      host: string;
      owner: string;
      wildcard: string;
      copy: string;
    }) => ({
      what: `"${host}" exists because of "${owner}" below it and has no records, so "${wildcard}" doesn't answer for it.`,
      why: `Whoever asks for the address of "${host}" gets NODATA: the site is gone for as long as the validation record stands.`,
      how: `Give the host records of its own, such as what the wildcard says: ${copy}`,
    }),
  },
  zone({ zone, index, other, report }) {
    if (!index.hasWildcards || !knowsAbsence(zone)) return;
    const { names, types } = zone;
    const hosts = new Map<NameId, RecordId[]>();
    for (let name = 1; name < names.count; name++) {
      if (types[name] === 0 || names.labelOctet(name, 0) !== UNDERSCORE || !hasWildcardAbove(name, zone)) continue;
      const host = validatedName(names, name);
      if (host === undefined || types[host] !== 0 || names.labelOctet(host, 0) === UNDERSCORE || names.isWildcard(host))
        continue;
      const list = hosts.get(host) ?? [];
      for (const id of recordsAt(zone, name)) if ((zone.flags[id] & UNREADABLE) === 0) list.push(id);
      if (list.length > 0) hosts.set(host, list);
    }
    if (hosts.size === 0) return;
    const needed = namesOfOthers(zone);
    for (const [host, [first, ...more]] of hosts) {
      if (needed[host] === 1 || standingOf(zone, host) !== "empty") continue;
      const wildcard = findWildcard(host, zone, needed);
      if (wildcard === undefined || (types[wildcard] & REACHABLE) === 0 || index.cutAt(wildcard) !== undefined)
        continue;
      const source = [...recordsAt(zone, wildcard)].find(
        (id) => (typeBit(zone.type[id]) & REACHABLE) !== 0 && other.at(id).readable,
      );
      if (source === undefined) continue;
      const { typeName, presentation, place: wildcardPlace } = other.at(source);
      const related = [
        { place: wildcardPlace, note: "the wildcard" },
        ...more
          .slice(0, MOST_RELATED)
          .map((id) => ({ place: other.at(id).place, note: "another validation record there" })),
      ];
      const { place, ownerText: owner } = other.at(first);
      const text = names.text(host);
      report(
        place,
        "switchedOff",
        { host: text, owner, wildcard: names.text(wildcard), copy: `${text} ${typeName} ${presentation}` },
        { related },
      );
    }
  },
});

/** Most zones have no wildcard above anything: a few steps tell. */
function hasWildcardAbove(name: NameId, { names, index, apex }: Zone): boolean {
  for (let at = names.parent[name]; at > ROOT; at = names.parent[at]) {
    if (index.wildcardBelow(at) !== undefined) return true;
    if (at === apex) return false;
  }
  return false;
}

/** By name: 1 where it would exist without any validation record, for itself or for names below it. */
function namesOfOthers({ names, types }: Zone): Uint8Array {
  const needed = new Uint8Array(names.count);
  // Children have higher numbers than their parents.
  for (let name = names.count - 1; name > ROOT; name--) {
    if (types[name] !== 0 && validatedName(names, name) === undefined) needed[name] = 1;
    if (needed[name] === 1) needed[names.parent[name]] = 1;
  }
  return needed;
}

/** The wildcard that would answer for the host if no validation record stood below it (RFC 4592 §3.3.1). */
function findWildcard(host: NameId, { names, index, apex }: Zone, needed: Uint8Array): NameId | undefined {
  for (let at = names.parent[host]; ; at = names.parent[at]) {
    const wildcard = index.wildcardBelow(at);
    if (wildcard !== undefined || at === apex || at <= ROOT || needed[at] === 1) return wildcard;
  }
}

const MOST_RELATED = 20;
