import type { RecordResource } from "../knowledge/provider-schema.js";

/**
 * What a record came from where it wasn't a line of a zone file: a resource of a provider, which reads names in its own
 * way. `reading` is what is known of that way; rules speak of the provider only by it.
 */
export interface RecordOrigin {
  /** `aws_route53_record.www["a"]` */
  readonly address: string;
  /** Namespace and type of the provider: `hashicorp/aws`. */
  readonly provider: string;
  readonly reading: RecordResource;
  /** The owner as its author wrote it, before the provider read it. */
  readonly writtenOwner: string;
  /** How the owner came about: the provider appended the zone, took the text as absolute, or will refuse it. */
  readonly ownerReading: "appended" | "absolute" | "apex" | "refused" | "unknown";
  /** The provider will refuse the target because it lacks its final dot. */
  readonly targetRefused?: "plan_error" | "apply_error";
  /** The API will refuse the issuer of a CAA record because it lacks the final dot that this provider wants. */
  readonly issuerRefused?: boolean;
  /** The value of a TXT record as its author wrote it, quotes included. */
  readonly writtenText?: string;
  /** Octets of the longest string of a TXT record, where it is over 255 and the provider doesn't split it. */
  readonly tooLong?: number;
  /** Several records with one owner and type are told apart by it (weighted answers). */
  readonly setIdentifier?: string;
  /** Where a plan says: what it will do with the resource. */
  readonly action?: string;
  /** Whether there will be such a resource can't be told: it may be the alternative to another one. */
  readonly uncertain?: boolean;
  readonly routed: boolean;
  /** Where the resource says that it is routed. */
  readonly routedAt?: MadePlace;
  /** A record that exists already is no error to the provider. */
  readonly allowOverwrite: boolean;
  /** The record isn't published as such: the provider answers with addresses in its place. */
  readonly hidden?: Hidden;
}

/** Octets of the made text that the record stands in. */
export interface MadePlace {
  readonly start: number;
  readonly end: number;
}

export interface Hidden {
  /** RR type as its author wrote it. */
  readonly type: string;
  /** Absolute, with the final dot; absent where it isn't known. */
  readonly target?: string;
  readonly by: "proxied" | "flattened";
  /** Where the resource says so. */
  readonly at: MadePlace;
}

/**
 * A record that a certificate resource asks for and another resource makes. Its owner and value are known only after
 * apply, but not the name that it validates.
 */
export interface AwaitedRecord {
  /** As the certificate names it, perhaps with `*.` in front. */
  readonly domain: string;
  /** `aws_route53_record.validation["example.com"]` */
  readonly address: string;
  /** The address without its key: what one `for_each` makes is one group. */
  readonly group: string;
  /** Of the certificate resource. */
  readonly certificate: string;
  readonly allowOverwrite: boolean;
  /** The resource is the whole RRset, so that a second one of the same owner is refused. */
  readonly rrset: boolean;
  /** Where a plan says: what it will do with the resource. */
  readonly action?: string;
  readonly at: MadePlace;
  /** The provider will answer with addresses in its place. */
  readonly hidden?: Pick<Hidden, "by" | "at">;
  /** Its owner is made of what the certificate wants as its value: the attribute's name. */
  readonly ownerFrom?: string;
}
