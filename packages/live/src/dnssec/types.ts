/** Numbers of the RR types that validation treats in a way of their own (IANA "Resource Record (RR) TYPEs"). */
export const NS = 2;
export const CNAME = 5;
export const SOA = 6;
export const DNAME = 39;
export const DS = 43;
export const RRSIG = 46;
export const NSEC = 47;
export const DNSKEY = 48;
export const NSEC3 = 50;
/** RFC 9824 §3.2: in an NSEC record, "this name doesn't exist". */
export const NXNAME = 128;
