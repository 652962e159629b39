import type { DomainName } from "../name/domain-name.js";
import type { RecordId, Zone } from "../zone/zone.js";

/**
 * Where the answers come from that a CA would get: the files, the live DNS, or the one laid over the other
 * (docs/adr/0001). Whoever judges never knows which.
 */
export interface World {
  lookup(name: DomainName, type: number): Promise<Answer>;
  /** The labels directly below a name, as far as they are known. The live world knows of none. */
  labelsBelow?(name: DomainName): { readonly labels: readonly string[]; readonly complete: boolean };
}

export interface Question {
  readonly name: DomainName;
  readonly type: number;
}

/** A record as it was answered. */
export interface AnsweredRecord {
  readonly type: number;
  /** On the wire, names uncompressed. */
  readonly rdata: Uint8Array;
  /** Where it is declared. */
  readonly declared?: Declared;
}

export interface Declared {
  readonly zone: Zone;
  readonly id: RecordId;
}

/** A step on the way to the answer: the name that was asked for is another one's alias. */
export interface Alias {
  readonly type: "CNAME" | "DNAME";
  readonly from: DomainName;
  readonly to: DomainName;
  readonly declared?: Declared;
}

export type FailureReason = "servfail" | "timeout" | "refused" | "bogus" | "truncated" | "notimp" | "alias loop";

export type UnknownReason =
  | "outside the files"
  | "delegated"
  | "not all of the zone is at hand"
  | "known after apply"
  | "depends on who asks"
  | "contradicts itself"
  | "declared more than once";

/** `owner` is where the records stand: the end of the aliases, or the wildcard that covers it. */
export type Answer =
  | {
      readonly kind: "records";
      readonly records: readonly AnsweredRecord[];
      readonly owner: DomainName;
      /** There may be more of them. */
      readonly partial?: UnknownReason;
      readonly via: readonly Alias[];
      readonly from: Evidence;
    }
  | { readonly kind: "nodata" | "nxdomain"; readonly via: readonly Alias[]; readonly from: Evidence }
  | {
      readonly kind: "failure";
      readonly reason: FailureReason;
      readonly via: readonly Alias[];
      readonly from: Evidence;
    }
  | {
      readonly kind: "unknown";
      readonly why: UnknownReason;
      readonly via: readonly Alias[];
      readonly from: Evidence;
    };

/** What was asked and what came back, for whoever wants to see it with his own eyes. */
export interface Evidence {
  /** `CAA example.com.` */
  readonly ask: string;
  /** Whom: a server, or a file. Absent where nobody was to be asked. */
  readonly of?: string;
  /** Absent where there was no answer. */
  readonly rcode?: "NOERROR" | "NXDOMAIN" | "SERVFAIL" | "REFUSED" | "NOTIMP";
  /** Records as a zone file has them, aliases on the way first. */
  readonly answer: readonly string[];
  /** Why there is no answer, or why this one was assumed. */
  readonly note?: string;
  /** Extended DNS errors (RFC 8914). */
  readonly ede: readonly string[];
  readonly ms?: number;
  readonly source: "live" | "declared";
}
