import { CA_SHAPES } from "../knowledge/cas-shapes.gen.js";
import { findIssuer } from "../knowledge/issuers.js";
import type { CaSummary } from "../knowledge/schema.js";
import { foldLabel } from "../name/domain-name.js";
import type { NameId } from "../name/name-table.js";
import { CAA } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import type { RecordId, Zone } from "../zone/zone.js";
import { recordsAt } from "../zone/zone-index.js";
import { type CaaReading, readCaa } from "./caa-record.js";

export interface CaaMember {
  readonly id: RecordId;
  readonly reading: CaaReading;
}

/** The CAA records of an owner. `complete` is false where one of its records couldn't be read: it may be one of them. */
export function caaSetAt(
  zone: Zone,
  owner: NameId,
): { readonly members: readonly CaaMember[]; readonly complete: boolean } {
  const members: CaaMember[] = [];
  let complete = true;
  const view = new RecordView(zone);
  for (const id of recordsAt(zone, owner)) {
    const { type, readable } = view.at(id);
    if (!readable && (type === CAA || type === 0)) complete = false;
    else if (type === CAA) members.push({ id, reading: readCaa(view) });
  }
  return { members, complete };
}

/** The CAs that the issue and issuewild records of an owner permit, as far as they are known, each once. */
export function casPermittedAt(zone: Zone, owner: NameId): readonly CaSummary[] {
  const ids = new Set<string>();
  for (const { reading } of caaSetAt(zone, owner).members) {
    const { parsed, tag } = reading;
    if (tag === "issuemail" || parsed?.kind !== "issue-value") continue;
    for (const id of findIssuer(foldLabel(parsed.issuer))?.cas ?? []) ids.add(id);
  }
  return CA_SHAPES.filter((ca) => ids.has(ca.id));
}

/** Does this CA, for which a record with these flags is critical, not know the property and so refuse (RFC 8659 §4.1)? */
export function refusesCritical(ca: CaSummary, flags: number, tag: string): boolean {
  const { criticalFlags = [128], knownTags } = ca.caaBehaviour ?? {};
  return criticalFlags.some((bit) => (flags & bit) !== 0) && knownTags !== undefined && !knownTags.includes(tag);
}

/** CAs that take a value of the flags as critical although only 128 is. */
export const casThatTakeAsCritical = (flag: number): readonly CaSummary[] =>
  CA_SHAPES.filter((ca) => ca.caaBehaviour?.criticalFlags?.includes(flag));
