import { ADDRESS_FIELDS } from "./address-fields.js";
import { BASIC_FIELDS } from "./basic-fields.js";
import { DNSSEC_FIELDS } from "./dnssec-fields.js";
import { ENCODED_FIELDS } from "./encoded-fields.js";
import type { Field, Fields } from "./field.js";
import { GATEWAY_FIELDS } from "./gateway-fields.js";
import { NAPTR_FIELDS } from "./naptr-regexp.js";
import { PLACE_FIELDS } from "./place-fields.js";
import { SVCB_FIELDS } from "./svcb-fields.js";
import { typeInfo } from "./types.js";

/** Every field that the table of types names. */
export const FIELDS: Fields = {
  ...BASIC_FIELDS,
  ...ENCODED_FIELDS,
  ...ADDRESS_FIELDS,
  ...DNSSEC_FIELDS,
  ...PLACE_FIELDS,
  ...GATEWAY_FIELDS,
  ...SVCB_FIELDS,
  ...NAPTR_FIELDS,
};

/** By type; those that zones are made of have low numbers, so the list has few holes. */
const programs: (readonly Field[] | undefined)[] = new Array(512);

/** The fields of a type's RDATA, in order. */
export function fieldsOf(type: number): readonly Field[] {
  return programs[type] ?? compile(type);
}

function compile(type: number): readonly Field[] {
  const fields = typeInfo(type).fields.map((name) => FIELDS[name]);
  if (type < programs.length) programs[type] = fields;
  return fields;
}
