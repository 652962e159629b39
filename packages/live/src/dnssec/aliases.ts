import type { DomainName } from "@dcvlint/core";
import { isBelow, readName, substitute } from "./names.js";
import { findRrset, type SignedRrset } from "./rrsets.js";
import { CNAME, DNAME } from "./types.js";

/** The one name that a CNAME or DNAME RRset holds; `undefined` where it doesn't hold exactly one. */
export function targetOf(rrset: SignedRrset): DomainName | undefined {
  const [{ rdata }] = rrset.records;
  const target = readName(rdata, 0);
  return rrset.records.length === 1 && target?.end === rdata.length ? target.name : undefined;
}

/** The DNAME of the answer that the name is below, in the zone; the nearest to the apex, for below it are no others. */
export function findDname(rrsets: readonly SignedRrset[], name: DomainName, zone: DomainName): SignedRrset | undefined {
  return rrsets
    .filter(({ type, owner }) => type === DNAME && isBelow(name, owner) && owner.isSubdomainOf(zone))
    .sort((a, b) => a.owner.labels.length - b.owner.labels.length)[0];
}

export type Synthesis =
  | { readonly kind: "target"; readonly target: DomainName }
  /** The name would be over 255 octets: YXDOMAIN (RFC 6672 §2.2). */
  | { readonly kind: "too-long" }
  /** There is a CNAME, and it isn't what the DNAME makes of the name. */
  | { readonly kind: "mismatch" };

/** What a DNAME makes of a name below it; the CNAME that comes with it needs no signature (RFC 6672 §5.3.1). */
export function synthesize(dname: SignedRrset, name: DomainName, rrsets: readonly SignedRrset[]): Synthesis {
  const redirect = targetOf(dname);
  if (redirect === undefined) return { kind: "mismatch" };
  const target = substitute(name, dname.owner, redirect);
  const cname = findRrset(rrsets, name, CNAME);
  if (target === undefined) return { kind: cname === undefined ? "too-long" : "mismatch" };
  const matches = cname === undefined || targetOf(cname)?.equals(target);
  return matches ? { kind: "target", target } : { kind: "mismatch" };
}
