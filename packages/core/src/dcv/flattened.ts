import { foldLabel } from "../name/domain-name.js";
import { NS } from "../rdata/types.js";
import type { RecordView } from "../zone/record-view.js";
import type { RecordId, Zone } from "../zone/zone.js";

/**
 * Providers that answer a CNAME with its target's addresses ("flattening") mark such records in the zone files that
 * they export. Those may stand at an apex and beside other data; the file is meant for that provider, not for a name server.
 */
export function isFlattened(record: RecordView): boolean {
  if (record.ownerId === record.zone.apex && isAtCloudflare(record.zone)) return true;
  const text = record.comment()?.text ?? "";
  if (!/\bcf_tags=/.test(text)) return false;
  // https://developers.cloudflare.com/dns/cname-flattening/: always at the apex, elsewhere where asked for or proxied.
  return record.ownerId === record.zone.apex || /\bcf-(proxied|flatten-cname):true\b/.test(text);
}

/** Are the apex's name servers Cloudflare's, all of them? The zone isn't loaded anywhere else then. */
function isAtCloudflare({ names, apex, index, owner, target }: Zone): boolean {
  const servers = index.ofType(NS).filter((id) => owner[id] === apex);
  const isTheirs = (id: RecordId) =>
    target[id] >= 0 && /\.ns\.cloudflare\.com\.$/.test(foldLabel(names.text(target[id])));
  return servers.length > 0 && servers.every(isTheirs);
}
