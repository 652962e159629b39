import { ROOT } from "../name/name-table.js";
import { FOLD, isDigit } from "../name/octets.js";
import { FIELDS, fieldsOf } from "./all-fields.js";
import { number } from "./basic-fields.js";
import { restHex } from "./encoded-fields.js";
import { printWire } from "./print.js";
import type { RdataWriter } from "./rdata-writer.js";
import { AAAA, CAA, CNAME, DNAME, MX, NS, PTR, SPF, SRV, TXT, typeInfo } from "./types.js";
import { WireReader } from "./wire-reader.js";

/** Reads a record's RDATA from `writer.next` on. Leaves wire form in `writer.out`, trouble in `writer.problem`. */
export function readRdata(writer: RdataWriter, type: number): void {
  writer.measuring = false;
  read(writer, type);
}

/**
 * The same for whoever wants nothing but the target and the trouble: of the types that zones are made of, names and
 * texts are measured and not copied.
 */
export function checkRdata(writer: RdataWriter, type: number): void {
  writer.measuring = MEASURED[type] === 1;
  read(writer, type);
}

/** Types whose fields don't look back at the octets of those in front of them. */
const MEASURED = new Uint8Array(65536);
for (const type of [NS, CNAME, PTR, MX, TXT, AAAA, SRV, DNAME, SPF, CAA]) MEASURED[type] = 1;

function read(writer: RdataWriter, type: number): void {
  const { lexer } = writer;
  writer.length = 0;
  writer.type = type;
  writer.target = -1;
  writer.targetToken = -1;
  writer.generic = false;
  writer.problem = undefined;
  if (writer.left > 0 && isGenericMark(writer, type)) return readGeneric(writer, type);
  for (const field of fieldsOf(type)) {
    field.read(writer);
    if (writer.problem) return;
  }
  if (writer.left > 0) {
    const token = writer.next;
    const quote = lexer.kind[token] & 1;
    const last = lexer.count - 1;
    const written = writer.textOf(lexer.start[token], lexer.end[token]);
    writer.fail("extraField", { written }, lexer.start[token] - quote, lexer.end[last] + (lexer.kind[last] & 1));
  } else if (writer.length > 65535) {
    writer.fail("rdataTooLong", { length: String(writer.length) }, lexer.start[0], lexer.end[lexer.count - 1]);
  }
}

/** `\#` opens the generic form of RFC 3597 §5. In TXT it may be an escaped "#", where no number follows. */
function isGenericMark({ lexer, next }: RdataWriter, type: number): boolean {
  const { bytes, start, end, kind, count } = lexer;
  const at = start[next];
  if (end[next] - at !== 2 || bytes[at] !== 92 || bytes[at + 1] !== 35 || (kind[next] & 1) === 1) return false;
  if (type !== TXT) return true;
  if (next + 1 === count || (kind[next + 1] & 1) === 1) return false;
  for (let i = start[next + 1]; i < end[next + 1]; i++) if (!isDigit(bytes[i])) return false;
  return true;
}

function readGeneric(writer: RdataWriter, type: number): void {
  const [first] = typeInfo(type).fields;
  if (first === "none" || first === "obsolete") return FIELDS[first].read(writer);
  writer.measuring = false;
  const mark = writer.next++;
  const length = number(writer, 65535, "the length in octets");
  if (length < 0) return;
  const token = writer.next - 1;
  if (length > 0 || writer.left > 0) restHex(writer);
  if (writer.problem) return;
  if (writer.length !== length) return writer.reject("genericLength", token, { actual: String(writer.length) });
  const wire = new WireReader(writer.out, length);
  if (printWire(type, wire) === undefined)
    return writer.reject("genericMalformed", mark, { type: typeInfo(type).mnemonic });
  writer.generic = true;
  keepNames(writer, wire);
}

/** Lower case where it is asked for, and the last name as the record's target, as if the names had been written as names. */
function keepNames(writer: RdataWriter, { names: starts }: WireReader): void {
  const { out, names } = writer;
  for (const start of starts) {
    const labels: number[] = [];
    let at = start;
    for (; out[at] > 0; at += out[at] + 1) {
      labels.push(at);
      if (writer.fold) for (let i = at + 1; i <= at + out[at]; i++) out[i] = FOLD[out[i]];
    }
    let id = ROOT;
    for (const label of labels.reverse()) id = names.intern(id, out, label + 1, label + 1 + out[label]);
    writer.target = id;
    writer.targetToken = writer.next - 1;
  }
}
