import { utf8 } from "../../name/octets.js";
import type { RecordView } from "../../zone/record-view.js";

/** The strings of a TXT record joined, as their author sees them. */
export const textValue = (record: RecordView): string => decodeOctets(record.strings().join(""));

/** UTF-8 in text of one character an octet. */
export const decodeOctets = (octets: string): string =>
  /[\x80-\xff]/.test(octets)
    ? utf8(
        Uint8Array.from(octets, (char) => char.charCodeAt(0)),
        0,
        octets.length,
      )
    : octets;
