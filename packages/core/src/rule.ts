import { clip } from "./dcv/written/rewrite.js";
import type { RunIssuance } from "./issuance/exclusions.js";
import type { ExpectedRecord } from "./issuance/judging.js";
import type { IssuerDirectory } from "./knowledge/issuers.js";
import type { PublicSuffixes } from "./knowledge/public-suffixes.js";
import type {
  Citation,
  Explanation,
  Finding,
  FindingRecord,
  Fix,
  RuleGroup,
  RuleMeta,
  Severity,
  Span,
} from "./model.js";
import type { NameId } from "./name/name-table.js";
import type { AwaitedRecord } from "./zone/record-origin.js";
import type { Place, RecordView } from "./zone/record-view.js";
import type { Problem, RecordId, Zone } from "./zone/zone.js";
import type { ZoneIndex } from "./zone/zone-index.js";

/** What rules know beside the zone; handed in, because core asks nobody. */
export interface Facts {
  readonly suffixes: PublicSuffixes;
  /** The CAs that are known, those of the config included. */
  readonly issuers: IssuerDirectory;
  /** Is this name (presentation form, lower case, final dot) the apex of another zone of the same run? */
  isDeclaredZone(name: string): boolean;
  /** Does a CNAME of the same run point at this name (presentation form, lower case, final dot)? */
  isAliasTarget(name: string): boolean;
  /** Certificates that must go on working, from the config and from resources that ask a CA for them. */
  readonly certificates: readonly CertificateIntent[];
  /** Certificates that the change deletes. */
  readonly goneCertificates?: readonly CertificateIntent[];
  /** The same zone as it was before the change, where that is known. */
  readonly before?: Zone;
  /** Every zone of the run, this one included. */
  readonly zones?: readonly Zone[];
  /** What CAA keeps from the certificates that the run knows of. */
  readonly issuance?: RunIssuance;
  /** Seconds since 1970; core has no clock of its own. */
  readonly now: number;
}

/** A certificate that is needed. Names in presentation form, lower case, with the final dot. */
export interface CertificateIntent {
  readonly names: readonly { readonly name: string; readonly wildcard: boolean }[];
  readonly ca?: string;
  readonly method?: string;
  readonly account?: string;
  /** It rests on what is guessed of a resource: no error may. */
  readonly unverified?: boolean;
  /** Of the resource that asks for it, where it isn't the config: `aws_acm_certificate.main`. */
  readonly address?: string;
  /** Where that resource stands. */
  readonly span?: Span;
  /** The command line asks for it. */
  readonly asked?: "option";
  /** What the CA asked for, where that is known. */
  readonly expected?: readonly ExpectedRecord[];
}

// biome-ignore lint/suspicious/noExplicitAny: the data's type is each message's own; `report` checks it by key.
export type Message = (data: any) => Explanation & { readonly severity?: Severity };

export interface Extras {
  readonly related?: readonly RelatedPlace[];
  readonly fix?: Draft;
  /** What the reader met, for the rule to find a fix for. */
  readonly problem?: Problem;
  /** Where the message's severity depends on the case. */
  readonly severity?: Severity;
  /** The record that the finding is about, where it isn't the place's: one that is gone, say. */
  readonly about?: RecordView;
  /** Or one that will stand here, of which only the name is known that it validates. */
  readonly awaited?: AwaitedRecord;
  /** What is known of a record that couldn't be read. */
  readonly unread?: FindingRecord;
}

/** A place in a zone's text, or one of which only the span is known. */
export type RelatedPlace = { readonly note: string } & ({ readonly place: Place } | { readonly span: Span });

/** A fix in places; the frame makes spans of them. */
export interface Draft {
  readonly title: string;
  readonly safety: Fix["safety"];
  readonly edits: readonly { readonly place: Place; readonly newText: string }[];
}

export interface RuleContext<M extends Record<string, Message>> {
  readonly zone: Zone;
  readonly index: ZoneIndex;
  readonly facts: Facts;
  /** A second view, free for the rule's use while the first stays where it is. */
  readonly other: RecordView;
  report<K extends keyof M & string>(place: Place, message: K, data: Parameters<M[K]>[0], extras?: Extras): void;
}

/** One owner: its name and its records. The frame hands the same view on from owner to owner. */
export interface OwnerView {
  readonly name: NameId;
  /** `HAS_…` bits of the types it holds. */
  readonly types: number;
  /** Its records, in the order of the source, unreadable ones included. */
  records(): RecordId[];
}

export interface RuleDefinition<M extends Record<string, Message>> {
  readonly id: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  readonly summary: string;
  readonly sources: readonly Citation[];
  /** The guide or report that taught us this. */
  readonly seed?: string;
  /** Ids that it had before; suppressions with them go on working. */
  readonly formerly?: readonly string[];
  readonly fixable?: boolean;
  /** It is about how zone files are written or loaded, and has nothing to say of records that a provider publishes. */
  readonly zoneFilesOnly?: boolean;
  /** What comes of it where the record is a resource: no name server reads that, the provider's API does. */
  readonly whyOfResources?: string;
  /** On records of resources it is no graver: what the provider makes of them isn't known well enough. */
  readonly mostOnResources?: Severity;
  readonly messages: M;
  /** Called for every readable record of these types. */
  readonly records?: {
    readonly types: readonly number[];
    /** Of these types, what it says depends on nothing but the RDATA as written: what was right once is right again. */
    readonly byRdata?: readonly number[];
    check(record: RecordView, context: RuleContext<M>): void;
  };
  /** Called for every owner whose type bits pass `where`, which depends on nothing but them. */
  readonly owners?: {
    where(types: number): boolean;
    check(owner: OwnerView, context: RuleContext<M>): void;
  };
  /** A fix for trouble that the reader met. */
  fixProblem?(problem: Problem): Draft | undefined;
  /** Called once a zone. */
  zone?(context: RuleContext<M>): void;
}

// biome-ignore lint/suspicious/noExplicitAny: rules of all message sets in one list.
export type Rule = RuleDefinition<any> & { readonly meta: RuleMeta };

export const DOCS = "https://github.com/dcvlint/dcvlint/blob/main/docs/rules";

/** Types a rule's messages, and adds what reports want to know of it. */
export function defineRule<M extends Record<string, Message>>(definition: RuleDefinition<M>): Rule {
  const { id, severity, summary, group, sources, fixable = false, formerly = [] } = definition;
  return {
    ...definition,
    messages: Object.fromEntries(Object.entries(definition.messages).map(([key, message]) => [key, quoting(message)])),
    meta: { id, severity, summary, group, sources, fixable, formerly, docs: `${DOCS}/${id}.md` },
  };
}

/** The message with the texts of its data cut short, where they are longer than anybody reads. */
const quoting =
  (message: Message): Message =>
  (data) =>
    message(isPlain(data) ? clipTexts(data) : data);

/** Others give their text when they are asked for it, and they know names only, which aren't long. */
const isPlain = (data: unknown): data is object =>
  typeof data === "object" && data !== null && Object.getPrototypeOf(data) === Object.prototype;

function clipTexts(data: object): object {
  let copy: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== "string") continue;
    const clipped = clip(value);
    if (clipped === value) continue;
    copy ??= { ...data };
    copy[key] = clipped;
  }
  return copy ?? data;
}

/** A citation. The section's title stands beside its number so that a wrong number shows. */
export function rfc(number: number, section: string, title: string): Citation {
  return {
    label: `RFC ${number} §${section}`,
    title,
    url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
  };
}

/** A source that isn't an RFC. */
export function source(label: string, url?: string): Citation {
  return { label, url };
}

/** A finding with what suppression and precedence need to know. */
export interface RawFinding extends Finding {
  readonly place: Place;
}
