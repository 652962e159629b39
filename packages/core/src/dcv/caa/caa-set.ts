import { CA_SHAPES } from "../../knowledge/cas-shapes.gen.js";
import { findIssuer } from "../../knowledge/issuers.js";
import type { CaSummary } from "../../knowledge/schema.js";
import { foldLabel } from "../../name/domain-name.js";
import type { NameId } from "../../name/name-table.js";
import { CAA } from "../../rdata/types.js";
import { RecordView } from "../../zone/record-view.js";
import type { RecordId } from "../../zone/zone.js";
import { perOwner } from "../zone/per-owner.js";
import { type CaaReading, readCaa } from "./caa-record.js";

export interface CaaMember {
  readonly id: RecordId;
  readonly reading: CaaReading;
}

/** The CAA records of an owner, read through a view that is free. `complete` is false where one of its records couldn't be read: it may be one of them. */
export function caaSetAt(
  view: RecordView,
  owner: NameId,
): { readonly members: readonly CaaMember[]; readonly complete: boolean } {
  const members: CaaMember[] = [];
  let complete = true;
  const { zone } = view;
  for (let id = zone.firstRecordAt(owner); id >= 0; id = zone.nextAtOwner[id]) {
    const { type, readable } = view.at(id);
    if (!readable && (type === CAA || type === 0)) complete = false;
    else if (type === CAA) members.push({ id, reading: readCaa(view) });
  }
  return { members, complete };
}

/** The CAs that the issue and issuewild records of an owner permit, as far as they are known, each once. */
export const casPermittedAt = perOwner((zone, owner): readonly CaSummary[] => {
  const ids = new Set<string>();
  for (const { reading } of caaSetAt(new RecordView(zone), owner).members) {
    const { parsed, tag } = reading;
    if (tag === "issuemail" || parsed?.kind !== "issue-value") continue;
    for (const id of findIssuer(foldLabel(parsed.issuer))?.cas ?? []) ids.add(id);
  }
  return CA_SHAPES.filter((ca) => ids.has(ca.id));
});

/** CAs of which it is known that a property with these flags is critical to them and unknown, so that they refuse (RFC 8659 §4.1). */
export const casRefusing = (flags: number, tag: string): readonly CaSummary[] =>
  CAS_OF_KNOWN_TAGS.filter(
    ({ caaBehaviour: { criticalFlags = [128], knownTags = [] } = {} }) =>
      criticalFlags.some((bit) => (flags & bit) !== 0) && !knownTags.includes(tag),
  );
const CAS_OF_KNOWN_TAGS = CA_SHAPES.filter((ca) => ca.caaBehaviour?.knownTags !== undefined);

/** CAs that take a value of the flags as critical although only 128 is. */
export const casThatTakeAsCritical = (flag: number): readonly CaSummary[] =>
  CA_SHAPES.filter((ca) => ca.caaBehaviour?.criticalFlags?.includes(flag));
