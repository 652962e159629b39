import type { PublicSuffixes, Span } from "@dcvlint/core";
import type { ZonesOf } from "./homes.js";
import type { ResourceInstance } from "./value.js";

/** What a reader of plans or sources knows beside the instances. */
export interface Resolver {
  readonly zonesOf: ZonesOf;
  /** Where a finding about the instance stands when nothing more exact is known. */
  placeOf(instance: ResourceInstance): Span;
  /** The certificate whose asked-for records the instance's `for_each` goes over. */
  certificateOf?(record: ResourceInstance): Certificate | undefined;
  readonly suffixes: PublicSuffixes;
}

export interface Certificate {
  readonly address: string;
  /** In lower case, as the certificate names them. */
  readonly names: readonly string[];
  /** The attribute of its records that says what their value must be. */
  readonly value?: string;
}
