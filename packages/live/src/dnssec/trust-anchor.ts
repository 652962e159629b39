import { type DomainName, encodeUtf8, RecordView, readZoneFile } from "@dcvlint/core";
import type { Voucher } from "./judge-keys.js";
import { parseDnskey, parseDs } from "./rdata.js";
import { DNSKEY, DS } from "./types.js";

/** What a zone's keys are trusted for without a parent's word. */
export interface TrustAnchor {
  readonly zone: DomainName;
  readonly voucher: Voucher;
}

const IN = 1;

/** Characters; a DNSKEY line with the longest key has 800. */
export const MAX_ANCHOR = 4096;

/** A line as in a zone file: `. IN DS 20326 8 2 E06D…` or `. 172800 IN DNSKEY 257 3 8 AwEA…`, with TTL and class or without. */
export function parseTrustAnchor(text: string): TrustAnchor | undefined {
  // Not a place for $INCLUDE or $GENERATE.
  if (text.length > MAX_ANCHOR || text.includes("$")) return undefined;
  // Without a TTL of its own a record takes this one; it says nothing here.
  const zone = readZoneFile(encodeUtf8(`$TTL 0\n${text.trim()}\n`), { file: "trust-anchor", origin: "." });
  const record = new RecordView(zone).at(0);
  if (zone.count !== 1 || !record.readable || zone.class !== IN) return undefined;
  const rdata = record.wire();
  const voucher = record.type === DS ? parseDs(rdata) : record.type === DNSKEY ? parseDnskey(rdata) : undefined;
  return voucher && { zone: record.ownerName, voucher };
}
