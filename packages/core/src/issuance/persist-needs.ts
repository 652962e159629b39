import { isPersistOwner } from "../dcv/validation/persist-owner.js";
import { parsePersistRecord } from "../dcv/validation/persist-record.js";
import type { CaSummary } from "../knowledge/schema.js";
import type { DomainName } from "../name/domain-name.js";
import { TXT } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import { type RecordId, UNREADABLE, type Zone } from "../zone/zone.js";
import type { Knowledge } from "./judging.js";

/** A record of dns-persist-01 says by itself which CA is to issue, and for which account. */
export interface PersistNeed {
  readonly name: DomainName;
  readonly ca: CaSummary;
  readonly account: string;
}

/**
 * What the dns-persist-01 records of a zone say that is needed. Those that no CA takes say nothing; nor do those that
 * nobody sees, or that may never be.
 */
export function* persistNeedsIn(
  zone: Zone,
  { issuers }: Knowledge,
  now: number,
): Generator<{ readonly id: RecordId; readonly need: PersistNeed }> {
  const { names, index, owner, flags } = zone;
  const view = new RecordView(zone);
  const texts = index.ofType(TXT);
  for (let i = 0; i < texts.length; i++) {
    const id = texts[i];
    if (!isPersistOwner(names, owner[id]) || (flags[id] & UNREADABLE) !== 0) continue;
    const validated = names.parent[owner[id]];
    if (names.isWildcard(validated) || view.at(id).origin?.uncertain) continue;
    if (index.cutAt(owner[id]) !== undefined || index.dnameAbove(owner[id]) !== undefined) continue;
    const parsed = parsePersistRecord(view.strings().join(""));
    if (parsed.kind === "problem" || (parsed.until !== undefined && parsed.until <= now)) continue;
    const ca = issuers.findCa(parsed.issuer);
    if (ca) yield { id, need: { name: names.name(validated), ca, account: parsed.account } };
  }
}
