import { type DomainName, foldLabel } from "@dcvlint/core";
import type { ResourceRecord } from "../dns/message.js";
import { RRSIG } from "./types.js";

/** The records of a section that belong together, with the RRSIG records that say they cover them. */
export interface SignedRrset {
  readonly owner: DomainName;
  readonly type: number;
  readonly records: readonly ResourceRecord[];
  readonly signatures: readonly ResourceRecord[];
}

const IN = 1;

/** A section's RRsets in the order of their first records. Only class IN; signatures of nothing are left out. */
export function groupRrsets(section: readonly ResourceRecord[]): SignedRrset[] {
  const groups = new Map<string, { records: ResourceRecord[]; signatures: ResourceRecord[] }>();
  for (const record of section) {
    if (record.class !== IN) continue;
    const isSignature = record.type === RRSIG && record.rdata.length >= 2;
    const type = isSignature ? record.rdata[0] * 256 + record.rdata[1] : record.type;
    const key = `${type} ${foldLabel(record.owner.toString())}`;
    const group = groups.get(key) ?? { records: [], signatures: [] };
    groups.set(key, group);
    (isSignature ? group.signatures : group.records).push(record);
  }
  return [...groups.values()]
    .filter(({ records }) => records.length > 0)
    .map((group) => ({ owner: group.records[0].owner, type: group.records[0].type, ...group }));
}

export const findRrset = (rrsets: readonly SignedRrset[], owner: DomainName, type: number): SignedRrset | undefined =>
  rrsets.find((rrset) => rrset.type === type && rrset.owner.equals(owner));
