import type { RecordView } from "../../zone/record-view.js";
import type { Zone } from "../../zone/zone.js";
import { findOriginHints } from "../../zonefile/origin.js";
import type { Source } from "../../zonefile/source.js";
import { isServedBy } from "./served-by.js";

/**
 * Providers that answer a CNAME with its target's addresses ("flattening") mark such records in the zone files that
 * they export. Those may stand at an apex and beside other data; the file is meant for that provider, not for a name
 * server. A comment alone says nothing of who serves the zone: the export's header does, or the zone's name servers.
 */
export function isFlattened(record: RecordView): boolean {
  const atApex = record.ownerId === record.zone.apex;
  const { origin } = record;
  if (origin) return atApex && origin.reading.apexCname.value === "flattened";
  if (atApex && isAtCloudflare(record.zone)) return true;
  const text = record.comment()?.text ?? "";
  if (!/\bcf_tags=/.test(text) || !(isAtCloudflare(record.zone) || isExport(record.source))) return false;
  // https://developers.cloudflare.com/dns/cname-flattening/: always at the apex, elsewhere where asked for or proxied.
  return atApex || /\bcf-(proxied|flatten-cname):true\b/.test(text);
}

/** The zone isn't loaded anywhere else then. */
const isAtCloudflare = (zone: Zone): boolean => isServedBy(zone, "ns.cloudflare.com");

/** Does the file begin with the header of Cloudflare's exports, `;; Domain:` and `;; Exported:`? */
function isExport(source: Source): boolean {
  let known = exported.get(source);
  if (known === undefined) {
    known = findOriginHints(source.bytes, 0).exported !== undefined;
    exported.set(source, known);
  }
  return known;
}

const exported = new WeakMap<Source, boolean>();
