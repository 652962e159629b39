import type { RecordView } from "../zone/record-view.js";

/**
 * Providers that answer a CNAME with its target's addresses ("flattening") mark such records in the zone files that
 * they export. Those may stand at an apex and beside other data; the file is meant for that provider, not for a name server.
 */
export function isFlattened(record: RecordView): boolean {
  const text = record.comment()?.text ?? "";
  if (!/\bcf_tags=/.test(text)) return false;
  // https://developers.cloudflare.com/dns/cname-flattening/: always at the apex, elsewhere where asked for or proxied.
  return record.ownerId === record.zone.apex || /\bcf-(proxied|flatten-cname):true\b/.test(text);
}
