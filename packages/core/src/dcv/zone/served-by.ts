import { foldLabel } from "../../name/domain-name.js";
import { NS } from "../../rdata/types.js";
import type { Zone } from "../../zone/zone.js";

/** Do the apex's name servers stand under this domain (lower case, no final dot), all of them? Then nobody else serves the zone. */
export function isServedBy(zone: Zone, domain: string): boolean {
  let servers = known.get(zone);
  if (!servers) {
    servers = serversOf(zone);
    known.set(zone, servers);
  }
  return servers.length > 0 && servers.every((server) => server.endsWith(`.${domain}.`));
}

/** Zones are asked for each of their records. */
const known = new WeakMap<Zone, readonly string[]>();

function serversOf({ names, apex, index, owner, target }: Zone): string[] {
  const servers = index.ofType(NS).filter((id) => owner[id] === apex);
  return Array.from(servers, (id) => (target[id] < 0 ? "" : foldLabel(names.text(target[id]))));
}
