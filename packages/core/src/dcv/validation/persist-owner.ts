import { type NameId, type NameTable, ROOT } from "../../name/name-table.js";
import { TXT } from "../../rdata/types.js";
import { RecordView } from "../../zone/record-view.js";
import type { RecordId, Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";
import { isLabel } from "../zone/label-text.js";
import { type PersistRecord, parsePersistRecord } from "./persist-record.js";

const PERSIST = "_validation-persist";

/** Is its first label `_validation-persist`, where a CA looks for dns-persist-01? */
export const isPersistOwner = (names: NameTable, owner: NameId): boolean =>
  owner > ROOT && isLabel(names, owner, PERSIST);

/** The sound dns-persist-01 records of an owner. */
export function* persistRecordsAt(zone: Zone, owner: NameId): Generator<{ id: RecordId; parsed: PersistRecord }> {
  const view = new RecordView(zone);
  for (const id of recordsAt(zone, owner)) {
    const { type, readable } = view.at(id);
    if (type !== TXT || !readable) continue;
    const parsed = parsePersistRecord(view.strings().join(""));
    if (parsed.kind === "persist-record") yield { id, parsed };
  }
}
