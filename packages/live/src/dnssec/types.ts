/** Numbers of the RR types that validation treats in a way of their own. */
export { CNAME, DNAME, DNSKEY, DS, NS, NSEC, NSEC3, RRSIG, SOA } from "@dcvlint/core";
/** RFC 9824 §3.2: in an NSEC record, "this name doesn't exist". */
export const NXNAME = 128;
