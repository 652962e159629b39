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
  readonly ownerReading: "appended" | "absolute" | "apex" | "refused";
  /** The provider will refuse the target because it lacks its final dot. */
  readonly targetRefused?: "plan_error" | "apply_error";
  /** Several records with one owner and type are told apart by it (weighted answers). */
  readonly setIdentifier?: string;
  /** Where a plan says: what it will do with the resource. */
  readonly action?: string;
  readonly routed: boolean;
}
