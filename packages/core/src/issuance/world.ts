import type { Severity } from "../model.js";
import type { DomainName } from "../name/domain-name.js";
import type { RecordId, Zone } from "../zone/zone.js";

/**
 * Where the answers come from that a CA would get: the files, the live DNS, or the one laid over the other
 * (docs/adr/0001). Whoever judges never knows which.
 */
export interface World {
  lookup(name: DomainName, type: number, aside?: boolean): Promise<Answer>;
  /** One request to one address; nothing is followed. Files can't tell. */
  fetch?(question: WebQuestion): Promise<WebAnswer>;
  /** The labels directly below a name, as far as they are known. The live world knows of none. */
  labelsBelow?(name: DomainName): { readonly labels: readonly string[]; readonly complete: boolean };
}

export interface Question {
  readonly name: DomainName;
  readonly type: number;
  /** No CA asks this: it is to explain another answer. */
  readonly aside?: boolean;
}

/** What a CA would ask of a web server, at an address that has been looked up. */
export interface WebQuestion {
  /** As DNS answers it. */
  readonly address: Uint8Array;
  /** Absent: 80, or 443 behind TLS. */
  readonly port?: number;
  readonly tls: boolean;
  /** Name without final dot, or an address, for `Host` and SNI. */
  readonly host: string;
  /** With the query. Absent: ask for the certificate of tls-alpn-01 (RFC 8737). */
  readonly path?: string;
}

export type WebAnswer = { readonly from: readonly Evidence[] } & (
  | {
      readonly kind: "response";
      readonly status: number;
      readonly location?: string;
      readonly contentType?: string;
      /** One character per octet, as much as was read. */
      readonly body: string;
      readonly isCut: boolean;
      readonly ms: number;
      /** What answers in place of the site: a block page, say, with whose it is. */
      readonly recognised?: { readonly what: string; readonly by: string };
    }
  | { readonly kind: "alpn"; readonly protocol: string | undefined; readonly hasAcmeIdentifier: boolean }
  | {
      readonly kind: "failure";
      readonly reason:
        | "refused"
        | "timeout"
        | "unreachable"
        | "not public"
        | "not asked"
        | "plain on the TLS port"
        | "broken";
      /** Nothing was ever connected: some CAs try another address then. */
      readonly isConnect: boolean;
      readonly detail: string;
      readonly ms: number;
    }
);

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

export type FailureReason =
  | "servfail"
  | "timeout"
  | "refused"
  | "bogus"
  | "truncated"
  | "notimp"
  | "unreachable"
  | "no name server answers"
  | "not delegated"
  | "alias loop"
  | "too many aliases";

export type UnknownReason =
  | "outside the files"
  | "delegated"
  | "not all of the zone is at hand"
  | "known after apply"
  | "depends on who asks"
  | "contradicts itself"
  | "declared more than once"
  | "no resolver answers"
  | "the time is up"
  | "too many questions are needed"
  | "what its name servers say they don't say as the zone's own"
  | "its name servers can be reached over IPv6 only, and that doesn't work from here"
  | "the keys that it is signed with can't be had"
  | "its name servers fail today, and whether these files mend that can't be told";

/** Something amiss on the way to an answer, whether it changes the answer or not. A message of a rule, with its data. */
export interface Observation {
  readonly rule: string;
  readonly message: string;
  readonly data: object;
  /** Those of one cause are one, whatever question brought them up. Absent: the data tells. */
  readonly cause?: string;
  /** Numbers in the answer's `from`. */
  readonly evidence: readonly number[];
  /** Where it isn't the message's. */
  readonly severity?: Severity;
  /** Records of files that are to blame. */
  readonly blamed?: readonly Declared[];
}

interface Told {
  readonly via: readonly Alias[];
  readonly from: readonly Evidence[];
  readonly seen?: readonly Observation[];
  /** The zone that it is from is known to be signed. */
  readonly isSigned?: boolean;
}

/** `owner` is where the records stand: the end of the aliases, or the wildcard that covers it. */
export type Answer = Told &
  (
    | {
        readonly kind: "records";
        readonly records: readonly AnsweredRecord[];
        readonly owner: DomainName;
        /** There may be more of them. */
        readonly partial?: UnknownReason;
      }
    | { readonly kind: "nodata" | "nxdomain" }
    | {
        readonly kind: "failure";
        readonly reason: FailureReason;
        /** What was observed says why. */
        readonly isExplained?: boolean;
      }
    | { readonly kind: "unknown"; readonly why: UnknownReason }
  );

/** What was asked and what came back, for whoever wants to see it with his own eyes. */
export interface Evidence {
  /** `CAA example.com.` */
  readonly ask: string;
  /** Whom: a server, or a file. Absent where nobody was to be asked. */
  readonly of?: string;
  /** Absent where there was no answer. */
  readonly rcode?: string;
  /** Records as a zone file has them, aliases on the way first. */
  readonly answer: readonly string[];
  /** Why there is no answer, or why this one was assumed. */
  readonly note?: string;
  /** Extended DNS errors (RFC 8914). */
  readonly ede: readonly string[];
  readonly ms?: number;
  readonly source: "live" | "declared";
}
