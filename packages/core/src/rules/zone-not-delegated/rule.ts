import { knowsAbsence } from "../../dcv/zone/standing.js";
import { specialPurposeOf } from "../../knowledge/special-purpose-addresses.js";
import { DomainName, foldLabel } from "../../name/domain-name.js";
import { parseName } from "../../name/name-table.js";
import { A, AAAA, NS, SOA } from "../../rdata/types.js";
import { defineRule, rfc } from "../../rule.js";
import { RecordView } from "../../zone/record-view.js";
import type { RecordId, Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

const CLASS_IN = 1;

export default defineRule({
  id: "zone-not-delegated",
  group: "Records that contradict each other",
  severity: "error",
  summary: "A zone that the zone above it doesn't delegate",
  sources: [rfc(1034, "4.2.1", "Technical considerations"), rfc(1034, "4.3.2", "Algorithm")],
  messages: {
    noDelegation: ({ child, zone, servers }: { child: string; zone: string; servers: string }) => ({
      what: `"${child}" is a zone of its own on other servers (${servers}), and "${zone}" has no NS records for it.`,
      why: `Whoever looks for a name in it asks the servers of "${zone}", which know nothing of it: no CA finds what stands there.`,
      how: `Add the zone's NS records at "${child}" here.`,
      severity: "warning",
    }),
    /** Found by asking the live parent of a declared zone. */
    notDelegated: ({ zone, parent }: { zone: string; parent: string }) => ({
      what: `"${zone}" is declared as a zone, but "${parent}" doesn't delegate it.`,
      why: `Resolvers stop at "${parent}", so nobody sees the records of "${zone}", no CA either.`,
      how: `Write the NS records of "${zone}" into "${parent}" (with its DS if it is signed), or put the records into "${parent}" itself.`,
    }),
  },
  zone({ zone, facts, other, report }) {
    const children = childrenOf(facts.zones ?? []).get(zone) ?? [];
    if (children.length === 0) return;
    const soa = zone.index.ofType(SOA)[0];
    if (soa === undefined) return;
    const own = serversOf(zone);
    for (const child of children) {
      const servers = serversOf(child);
      // The servers of this zone may hold that one as well, and answer from it.
      if (servers.length === 0 || servers.some((server) => own.includes(server))) continue;
      const apex = child.names.name(child.apex);
      const id = zone.names.lookup(apex);
      if (id !== undefined && (zone.index.cutAt(id) !== undefined || zone.index.dnameAbove(id) !== undefined)) continue;
      if (id === undefined && isBelowCut(zone, apex.labels)) continue;
      if (isWithinNetwork(servers, [child, zone])) continue;
      const data = {
        child: apex.toString(),
        zone: zone.names.text(zone.apex),
        servers: servers.slice(0, 4).join(", "),
      };
      const start = child.index.ofType(SOA)[0];
      const related = start === undefined ? [] : [{ place: foreign(child, start), note: "the zone" }];
      report(other.at(soa).place, "noDelegation", data, { related });
    }
  },
});

/** Without its number, which means another record in the zone that is reported on. */
function foreign(zone: Zone, id: RecordId) {
  const { source, start, end } = new RecordView(zone).at(id).place;
  return { source, start, end };
}

/** A name that this zone never speaks of: is one of those above it handed to other servers, or rewritten? */
function isBelowCut({ names, index }: Zone, labels: readonly string[]): boolean {
  for (let skipped = 1; skipped < labels.length; skipped++) {
    const id = names.lookup(new DomainName(labels.slice(skipped)));
    if (id === undefined) continue;
    return index.cutAt(id) !== undefined || index.dnameAbove(id) !== undefined;
  }
  return false;
}

/** Every address that is known of its servers is one of a private network: nobody outside is meant to ask them. */
function isWithinNetwork(servers: readonly string[], zones: readonly Zone[]): boolean {
  let some = false;
  for (const zone of zones) {
    const record = new RecordView(zone);
    for (const server of servers) {
      const name = parseName(server);
      const host = name && zone.names.lookup(name);
      if (host === undefined) continue;
      for (const id of recordsAt(zone, host)) {
        if ((zone.type[id] !== A && zone.type[id] !== AAAA) || !record.at(id).readable) continue;
        if (!PRIVATE.has(specialPurposeOf(record.wire())?.block ?? "")) return false;
        some = true;
      }
    }
  }
  return some;
}

/** RFC 1918, RFC 6598, RFC 4193, and loopback. */
const PRIVATE: ReadonlySet<string> = new Set(
  "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 127.0.0.0/8 fc00::/7 ::1/128".split(" "),
);

function serversOf({ names, apex, index, owner, target }: Zone): string[] {
  const servers = index.ofType(NS).filter((id) => owner[id] === apex && target[id] >= 0);
  return Array.from(servers, (id) => foldLabel(names.text(target[id])));
}

/** By zone: whole zones of the run that lie below it and below no other one. Made once a run. */
const made = new WeakMap<readonly Zone[], ReadonlyMap<Zone, readonly Zone[]>>();

function childrenOf(zones: readonly Zone[]): ReadonlyMap<Zone, readonly Zone[]> {
  const known = made.get(zones);
  if (known) return known;
  const byApex = new Map<string, Zone[]>();
  for (const zone of zones) {
    if (zone.isPrivate || zone.class !== CLASS_IN || !zone.originKnown || zone.nameInferred) continue;
    const apex = foldLabel(zone.names.text(zone.apex));
    byApex.set(apex, [...(byApex.get(apex) ?? []), zone]);
  }
  const children = new Map<Zone, Zone[]>();
  // Which of two zones of one name the world sees, nobody knows.
  for (const [apex, [child, ...same]] of byApex) {
    if (same.length > 0 || apex === "." || !knowsAbsence(child)) continue;
    const [parent, ...others] = nearestAbove(apex, byApex) ?? [];
    if (!parent || others.length > 0 || !knowsAbsence(parent)) continue;
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  made.set(zones, children);
  return children;
}

function nearestAbove(apex: string, byApex: ReadonlyMap<string, Zone[]>): Zone[] | undefined {
  for (let at = apex.indexOf("."); at >= 0 && at < apex.length - 1; at = apex.indexOf(".", at + 1)) {
    const found = byApex.get(apex.slice(at + 1));
    if (found) return found;
  }
  return undefined;
}
