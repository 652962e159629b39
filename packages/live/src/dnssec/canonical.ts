import type { ResourceRecord } from "../dns/message.js";
import { ancestorOf, nameToWire, readName } from "./names.js";
import type { Rrsig } from "./rdata.js";

/** Before each name that is lower-cased: octets to pass over, or `s` for a character-string. */
type Layout = readonly (number | "s" | "name")[];

/**
 * The types with names in their RDATA that the canonical form lower-cases (RFC 4034 §6.2). NSEC isn't among them, for
 * nobody did it (RFC 6840 §5.1); HINFO, which stands in the list too, has no names. Types newer than RFC 3597 keep
 * their case.
 */
const LAYOUTS = new Map<number, Layout>([
  ...[2, 3, 4, 5, 7, 8, 9, 12, 30, 39].map((type): [number, Layout] => [type, ["name"]]),
  [6, ["name", "name"]],
  [14, ["name", "name"]],
  [15, [2, "name"]],
  [17, ["name", "name"]],
  [18, [2, "name"]],
  [21, [2, "name"]],
  [24, [18, "name"]],
  [26, [2, "name", "name"]],
  [33, [6, "name"]],
  [35, [4, "s", "s", "s", "name"]],
  [36, [2, "name"]],
  [46, [18, "name"]],
]);
const A6 = 38;

/** RDATA in canonical form. What doesn't fit its type is returned as it is: a signer would have signed it so. */
export function canonicalRdata(type: number, rdata: Uint8Array): Uint8Array {
  const layout = type === A6 ? layoutOfA6(rdata) : LAYOUTS.get(type);
  if (layout === undefined) return rdata;
  const folded = rdata.slice();
  let at = 0;
  for (const part of layout) {
    if (part === "name") {
      const read = readName(rdata, at);
      if (read === undefined) return rdata;
      folded.set(nameToWire(read.name, true), at);
      at = read.end;
    } else {
      at += part === "s" ? 1 + (rdata[at] ?? 0) : part;
    }
  }
  return folded;
}

/** RFC 2874 §3.1: a name follows the rest of an address unless the prefix is empty. */
const layoutOfA6 = (rdata: Uint8Array): Layout =>
  rdata[0] > 0 && rdata[0] <= 128 ? [1 + 16 - Math.floor(rdata[0] / 8), "name"] : [];

/** The octets that a signature is made over (RFC 4034 §3.1.8.1). `signature.labels` mustn't exceed the owner's. */
export function signedData(rrset: readonly ResourceRecord[], signature: Rrsig): Uint8Array {
  const { owner, type, class: rrclass } = rrset[0];
  const head = Buffer.alloc(18);
  head.writeUInt16BE(signature.typeCovered, 0);
  head[2] = signature.algorithm;
  head[3] = signature.labels;
  head.writeUInt32BE(signature.originalTtl, 4);
  head.writeUInt32BE(signature.expiration, 8);
  head.writeUInt32BE(signature.inception, 12);
  head.writeUInt16BE(signature.keyTag, 16);

  const ownLabels = labelCount(owner.labels);
  const signedOwner = nameToWire(ancestorOf(owner, Math.min(signature.labels, owner.labels.length)), true);
  // A wildcard's records are signed at the wildcard, and carry the name that was asked for (RFC 4035 §5.3.2).
  const wildcard = signature.labels < ownLabels || ownLabels < owner.labels.length;
  const parts: Uint8Array[] = [head, nameToWire(signature.signer, true)];
  for (const rdata of sortedRdata(type, rrset)) {
    const fixed = Buffer.alloc(10);
    fixed.writeUInt16BE(type, 0);
    fixed.writeUInt16BE(rrclass, 2);
    fixed.writeUInt32BE(signature.originalTtl, 4);
    fixed.writeUInt16BE(rdata.length, 8);
    if (wildcard) parts.push(ASTERISK);
    parts.push(signedOwner, fixed, rdata);
  }
  return Buffer.concat(parts);
}

const ASTERISK = Uint8Array.of(1, 42);

/** In canonical order, each once (RFC 4034 §6.3). */
function sortedRdata(type: number, rrset: readonly ResourceRecord[]): Uint8Array[] {
  const all = rrset.map((record) => canonicalRdata(type, record.rdata)).sort(Buffer.compare);
  return all.filter((rdata, i) => i === 0 || Buffer.compare(rdata, all[i - 1]) !== 0);
}

/** Labels as an RRSIG counts them: without the root and a leading asterisk (RFC 4034 §3.1.3). */
export const labelCount = (labels: readonly string[]): number => labels.length - (labels[0] === "*" ? 1 : 0);
