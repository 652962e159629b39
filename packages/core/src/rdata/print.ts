import { fieldsOf } from "./all-fields.js";
import { printGeneric } from "./basic-fields.js";
import { WireReader } from "./wire-reader.js";

/**
 * RDATA in presentation form as named-compilezone writes it: names absolute, text quoted, base64 and hexadecimal digits in
 * one run. `undefined` where the octets don't fit the type. Times are of 1970 to 2106: core has no clock to tell the era by.
 */
export function printRdata(type: number, rdata: Uint8Array): string | undefined {
  return printWire(type, new WireReader(rdata));
}

/** The same for the RDATA that `wire` stands at the beginning of; it notes what it meets. */
export function printWire(type: number, wire: WireReader): string | undefined {
  const parts: string[] = [];
  for (const field of fieldsOf(type)) {
    const text = field.print(wire);
    if (text !== "") parts.push(text);
  }
  if (wire.failed || wire.left > 0 || wire.end > 65535) return undefined;
  return wire.generic ? printGeneric(wire.bytes.subarray(0, wire.end)) : parts.join(" ");
}
