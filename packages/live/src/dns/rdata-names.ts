import { MAX_NAME, type MessageReader } from "./message-reader.js";
import { writeName } from "./write-name.js";

/** What RDATA is made of, in order: a count of octets, a name, a character string, or all the rest. */
type Part = number | "name" | "string" | "rest";

/**
 * Types whose RDATA has names that may be compressed: those of RFC 1035, and those that RFC 3597 §4 asks receivers to bear
 * with, to which KX (RFC 2230 §3.1) and DNAME (senders of RFC 2672's day) are added. In all other types a name is never
 * compressed, so their RDATA means the same outside the message as it is. Addresses have the length that they have.
 */
const PARTS: ReadonlyMap<number, readonly Part[]> = new Map<number, readonly Part[]>([
  [1, [4]], // A
  [2, ["name"]], // NS
  [3, ["name"]], // MD
  [4, ["name"]], // MF
  [5, ["name"]], // CNAME
  [6, ["name", "name", 20]], // SOA
  [7, ["name"]], // MB
  [8, ["name"]], // MG
  [9, ["name"]], // MR
  [12, ["name"]], // PTR
  [14, ["name", "name"]], // MINFO
  [15, [2, "name"]], // MX
  [17, ["name", "name"]], // RP
  [18, [2, "name"]], // AFSDB
  [21, [2, "name"]], // RT
  [28, [16]], // AAAA
  [24, [18, "name", "rest"]], // SIG
  [26, [2, "name", "name"]], // PX
  [30, ["name", "rest"]], // NXT
  [33, [6, "name"]], // SRV
  [35, [4, "string", "string", "string", "name"]], // NAPTR
  [36, [2, "name"]], // KX
  [39, ["name"]], // DNAME
]);

/** Reads `length` octets of RDATA, the names in it decompressed. RDATA that its type can't have is a fault of the message. */
export function readRdata(reader: MessageReader, type: number, length: number): Uint8Array {
  if (length > reader.left) reader.fail("a record goes on behind its end");
  const parts = PARTS.get(type);
  if (parts === undefined) return reader.octets(length);
  const end = reader.at + length;
  // A name takes two octets or more here, and 255 at most there; a few more octets than needed don't matter.
  const out = new Uint8Array(length + parts.length * MAX_NAME);
  let used = 0;
  const copy = (count: number): void => {
    if (reader.at + count > end) reader.fail(MISFIT);
    const octets = reader.octets(reader.fault === undefined ? count : 0);
    out.set(octets, used);
    used += octets.length;
  };
  for (const part of parts) {
    if (reader.fault !== undefined) break;
    if (part === "name") used = writeName(reader.name(), out, used);
    else if (part === "string") copy(1 + (reader.at < end ? reader.bytes[reader.at] : 0));
    else copy(part === "rest" ? end - reader.at : part);
    if (reader.at > end) reader.fail(MISFIT);
  }
  if (reader.at !== end) reader.fail(MISFIT);
  return out.slice(0, used);
}

const MISFIT = "RDATA doesn't have the length that the record says";
