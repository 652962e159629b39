import type { RecordView } from "../../zone/record-view.js";
import { UNKNOWN_DATA } from "../../zonefile/reader.js";

/** Will it be published with data that isn't known yet? One that merely can't be read is blamed for that. */
export const isDataUnknown = ({ zone, id, readable, source }: RecordView): boolean =>
  zone.made && !readable && source.bytes[zone.start[id]] === UNKNOWN_DATA.charCodeAt(0);
