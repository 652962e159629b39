import { findPlaceholder } from "../../knowledge/placeholders.js";
import { foldLabel } from "../../name/domain-name.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { isDigit } from "../../name/octets.js";
import { CNAME, DNAME, HTTPS, MX, NS, SRV, SVCB } from "../../rdata/types.js";
import type { RecordView } from "../../zone/record-view.js";
import type { RecordId, Zone } from "../../zone/zone.js";
import { isValidationName } from "../validation/validation-label.js";
import { lettersOf, ODD } from "./name-letters.js";

/** Types that point to a host, or to what stands in for one. */
export const HOST_TARGET_TYPES: readonly number[] = [CNAME, DNAME, NS, MX, SRV, SVCB, HTTPS];

/** What stands where the name of a host belongs. */
export type Misfit =
  | { readonly kind: "address"; readonly address: string; readonly version: 4 | 6 }
  | { readonly kind: "url"; readonly host: string | undefined }
  | { readonly kind: "odd"; readonly octets: readonly string[] };

/** Records whose target is no name of a host. `view` stands at the record while it is handed out. */
export function* misfitTargets(zone: Zone, view: RecordView): Generator<Misfit> {
  for (const id of candidates(zone)) {
    const misfit = judgeTarget(zone, view.at(id));
    if (misfit) yield misfit;
  }
}

/** Targets that are worth reading as text: told by numbers, for the many that aren't, and once for all rules that ask. */
function candidates(zone: Zone): readonly RecordId[] {
  let found = known.get(zone);
  if (!found) {
    found = findCandidates(zone);
    known.set(zone, found);
  }
  return found;
}

const known = new WeakMap<Zone, readonly RecordId[]>();

function findCandidates(zone: Zone): readonly RecordId[] {
  const found: RecordId[] = [];
  const { bits } = lettersOf(zone);
  const { names, index } = zone;
  for (const type of HOST_TARGET_TYPES) {
    const ids = index.ofType(type);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i];
      const target = zone.target[id];
      if (target < 0) continue;
      const odd = (bits[target] & ODD) !== 0;
      const address =
        names.labelLengthOf(target) <= 3 && names.depth[target] >= 4 && isDigit(names.labelOctet(target, 0));
      if (odd || address) found.push(id);
    }
  }
  return found;
}

function judgeTarget(zone: Zone, record: RecordView): Misfit | undefined {
  const { target } = record;
  const { text } = target;
  if (text === "@") return undefined;
  // A template isn't DNS yet, and what instructions left in has a rule of its own.
  if (/\{\{|\$\{|\{%|<%|@@/.test(text)) return undefined;
  if (findPlaceholder(text, { validation: isValidationName(zone.names, record.ownerId) })) return undefined;
  const reverse = isReverse(zone, target.id) || isReverse(zone, zone.apex);
  const address = findAddress(text);
  // "4.3.2.1" may be a relative name: in a reverse zone, or in a zone that has it.
  if (address && !(record.targetIsRelative && (reverse || zone.index.exists(target.id)))) return address;
  if ((lettersOf(zone).bits[target.id] & ODD) !== 0) {
    const octets = oddOctets(zone, record, reverse);
    if (octets.length > 0) return findUrl(text) ?? { kind: "odd", octets };
  }
  return undefined;
}

function findAddress(text: string): Misfit | undefined {
  const bare = text.replace(/\.$/, "");
  const v4 = /^(\d{1,3}(?:\.\d{1,3}){3})(?:[:/]\d+)?$/.exec(bare);
  if (v4) return { kind: "address", address: v4[1], version: 4 };
  const v6 = /^\[?((?=.*:.*:)[0-9a-f:]+(?:\d{1,3}(?:\.\d{1,3}){3})?)(?:\/\d+|\](?::\d+)?)?$/i.exec(bare);
  return v6 ? { kind: "address", address: v6[1], version: 6 } : undefined;
}

/** A scheme, a port or a path gives it away. */
function findUrl(text: string): Misfit | undefined {
  const parts = /^((?:[a-z][a-z0-9+-]*:)?\/\/)?([^/:?#]*)(:\d+)?\.?(\/.*)?$/i.exec(text);
  if (!parts) return undefined;
  const [, scheme, host, port, path] = parts;
  if (scheme === undefined && (!/[a-z]/i.test(host) || (port ?? path) === undefined)) return undefined;
  return { kind: "url", host: /^[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?$/i.test(host) ? host.replace(/\.?$/, ".") : undefined };
}

const isReverse = ({ names }: Zone, name: NameId): boolean =>
  names.depth[name] > 0 && foldLabel(names.label(names.ancestor(name, 1))) === "arpa";

/** The characters of the written labels that no host has, each once. */
function oddOctets(zone: Zone, record: RecordView, reverse: boolean): string[] {
  const { names } = zone;
  const top = record.targetIsRelative ? zone.originOf(record.id) : ROOT;
  const found = new Set<string>();
  for (let at = record.targetId; at !== top && at !== ROOT; at = names.parent[at]) {
    const label = names.label(at);
    const below = names.parent[at];
    if (label === "*") continue;
    // A service instance may be named in any octets: "Printer\032(2nd)._ipp._tcp" (RFC 6763 §4.1.1).
    if (below !== ROOT && names.label(below)[0] === "_") continue;
    // Parts of an IPv4 block are delegated under names such as "0/25" (RFC 2317 §4), and others do it like that.
    if (/^\d[\d-]*\/\d[\d-]*$/.test(label) || (reverse && label.includes("/"))) continue;
    if (below !== top && below !== ROOT && /^[a-z0-9-]+\/\d+$/i.test(label)) continue;
    for (const octet of label) if (!/[a-z0-9_\x80-\xff-]/i.test(octet)) found.add(octet);
  }
  return [...found];
}
