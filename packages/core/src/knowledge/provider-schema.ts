/**
 * What a file of `knowledge/providers` holds: where a Terraform provider's resources keep
 * their records, and what the provider and its API make of what is written there. Enough that a reader needs no
 * provider's name in an `if`.
 *
 * Texts called *path* and *template* are in the language of `providers/paths.ts`.
 */

import type { MethodId } from "./schema.js";

/**
 * *verified*: read in the source of the provider or server, or an error text of theirs. *documented*: said by the vendor,
 * the project, a maintainer, or the code of another client of the same API. *unverified*: inferred or remembered; no
 * error may stand on it, and what it says of a name is a guess.
 */
export type Confidence = "verified" | "documented" | "unverified";

/** A fact and how well it is known. `notes` are in the files only. */
export interface Known<T> {
  readonly value: T;
  readonly confidence: Confidence;
  readonly notes?: readonly string[];
}

/** Where an entry comes from; in the files only. Sources are `owner/repo:path@line`, or addresses of pages. */
export interface Documented {
  readonly notes?: readonly string[];
  readonly sources: readonly string[];
  /** The day (ISO) somebody looked. */
  readonly checkedOn: string;
}

// ── what it says ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** How an owner is read. The zone's name may be written with or without its final dot; letter case never counts. */
export type NameMode =
  /** Relative or in full: one that ends with the zone's name is taken as it is, to any other the zone is appended. */
  | "suffix_detect"
  /** Always relative: a full name comes out doubled. */
  | "relative_append"
  /** As in a zone file: relative without, absolute with a final dot. */
  | "relative_or_dotted"
  /** In full, with a final dot; anything else is refused. */
  | "fqdn_dot_required"
  /** In full; a final dot makes no difference. A relative name is refused. */
  | "fqdn_dot_optional"
  /** In full; a final dot is refused. */
  | "fqdn_dot_forbidden";

/** How a host name in the data is read. */
export type TargetMode =
  /** Always absolute. */
  | "absolute_dot_optional"
  /** Absolute; without a final dot it is refused: by the provider's schema, or by the API. */
  | "dot_required_rejected_at_plan"
  | "dot_required_rejected_at_apply"
  /** As in a zone file: the zone is appended to what has no final dot, and nobody says so. */
  | "dot_required_silent_append"
  /** Absolute: the provider itself adds the dot before it calls the API. */
  | "provider_adds_dot"
  /** Absolute; a final dot is refused. */
  | "dot_forbidden"
  /** Absolute when there is a dot inside, else relative. */
  | "label_heuristic"
  | "unknown";

/** `@` as an owner. *literal*: a label of that name. */
export type AtSign = "translated" | "literal" | "refused" | "unknown";
/** `""` as an owner. */
export type EmptyName = "apex" | "refused" | "unknown";
/** A CNAME at the apex. *flattened*: answered with the target's addresses. */
export type ApexCname = "flattened" | "refused" | "allowed" | "unknown";

/** What comes of what people write. Absent members don't arise, or nobody knows. */
export interface Verdicts {
  /** A host name in the data without its final dot, where a full name was meant. */
  readonly missingDot: Known<"never_a_bug" | "plan_error" | "apply_error" | "silent_bug" | "unknown">;
  /** An owner in full without its final dot. */
  readonly missingDotInName?: Known<"never_a_bug" | "plan_error" | "apply_error" | "unknown">;
  /** An owner written as `host.zone` without a final dot. *likely_doubled*: nobody has shown the doubled record. */
  readonly zoneRepeated: Known<"required" | "accepted" | "doubled" | "likely_doubled" | "rejected" | "unknown">;
  /** An owner that is a full name of another domain, without a final dot. */
  readonly nameOutsideZone: Known<"silently_appended" | "likely_appended" | "rejected" | "unknown">;
  /** `www` as a host name in the data. *bug*: it becomes `www.`. *relative*: the zone is appended, as meant. */
  readonly singleLabelTarget: Known<"bug" | "relative" | "plan_error" | "apply_error" | "unknown">;
  readonly trailingDotInName: Known<DotVerdict>;
  /** *permanent_diff*: the API drops the dot, so that every plan shows a change. */
  readonly trailingDotInTarget: Known<DotVerdict | "permanent_diff">;
  /** TXT data in double quotes. *bug*: they become part of the data, or break the request. *warn*: perhaps they do. */
  readonly quotedTxt: Known<"wanted" | "accepted" | "bug" | "warn" | "unknown">;
  /** TXT data without quotes. *warn*: quotes are documented as wanted, what happens without isn't known. */
  readonly unquotedTxt: Known<"wanted" | "accepted" | "apply_error" | "warn" | "unknown">;
}
export type DotVerdict = "accepted" | "plan_error" | "apply_error" | "unknown";

/**
 * *provider-adds*: text; the provider adds the quotes, so quotes that are written become data. *plain*: text as well, but
 * what quotes would become isn't known. *user-must*: strings in quotes, as in a zone file. *either*: both come to the
 * same. *api-raw*: handed on to an API that reads it like a zone file, so that words without quotes are strings of
 * their own.
 */
export type TxtQuoting = "provider-adds" | "plain" | "user-must" | "either" | "api-raw" | "unknown";

export interface TxtReading {
  readonly quoting: TxtQuoting;
  /** Longer text is cut into several strings by the provider or its API. */
  readonly splits: boolean | "unknown";
  /** Octets of each piece; 255 where it isn't given. */
  readonly splitAt?: number;
  /** Text without quotes is cut at blanks, which are lost. */
  readonly spacesSplit: boolean | "unknown";
  /** Quotes and backslashes inside are escaped for the author. */
  readonly escapes: boolean | "unknown";
  /** What ends one string and begins the next inside one value: `""` (in the data, as it is handed to the API). */
  readonly separator?: string;
  /** Octets of one value that the provider takes. */
  readonly maxLength?: number;
  readonly confidence: Confidence;
  /** Where providers of one resource type differ; by name, as in {@link Provider.names}. */
  readonly perProvider?: Readonly<Record<string, Omit<TxtReading, "perProvider">>>;
  readonly notes?: readonly string[];
}

export interface CaaReading {
  /**
   * *string*: `0 issue "ca.example"` in the value. *fields*: attributes of their own; whether a string does as well isn't
   * known. *none*: it has no CAA.
   */
  readonly form: "string" | "fields" | "none" | "unknown";
  /**
   * How the issuer stands in a string. *presentation*: in quotes or bare, as in a zone file. *quotes-added*: the provider
   * adds quotes that aren't there. *rest*: all that follows the tag is the value; what quotes become isn't known.
   */
  readonly value?: "presentation" | "quotes-added" | "rest" | "unknown";
  /** A final dot of the issuer domain name. *required*: the API refuses the value without, and serves it without. *kept*: it is data. */
  readonly issuerDot: Known<"required" | "kept">;
  /** The tags that `required` is about. */
  readonly dotTags?: readonly string[];
  /** Tags that the provider's schema takes; others are refused at plan. */
  readonly tags?: readonly string[];
  /** A value with blanks inside, as in `ca.example; validationmethods=dns-01`. */
  readonly blanksInValue?: Known<"apply_error">;
  readonly confidence: Confidence;
  readonly notes?: readonly string[];
}

// ── where it stands ────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Holds of a resource whose attribute is set (not null, nor empty), is one of some values, or is set to none of them.
 * Booleans and numbers count as their texts; letter case doesn't. Unknown until apply: neither holds nor doesn't.
 */
export type Condition =
  | { readonly path: string; readonly is: "set" }
  | { readonly path: string; readonly in: readonly string[] }
  | { readonly path: string; readonly notIn: readonly string[] };

/** How a record names its zone. Of several, the first that is set counts. */
export interface ZoneReference {
  readonly path: string;
  /** *id*: a reference, or a value that one of `ids` of a zone at hand has. *both*: an id where `idLike` fits, else a name. */
  readonly kind: "name" | "id" | "both";
  /** Types of {@link ZoneResource}, as resources and data sources. */
  readonly of: readonly string[];
  /** Regular expression. */
  readonly idLike?: string;
  /** The id ends with `/` and the zone's name. */
  readonly endsInName?: boolean;
}

/**
 * Where the data of records is. Of the places that name the RR type, and then of those that name none, the first that
 * holds anything counts; `routed` ones add to it. One of several attributes holds something where any of them is set.
 */
export interface ValuePlace {
  readonly types?: readonly string[];
  readonly path: string;
  /** RDATA in presentation form. Without, the value is RDATA, or (TXT, CAA) what `txt` and `caa` say. */
  readonly rdata?: string;
  /** Regular expression: a value that fits is RDATA already, whatever `rdata` says. */
  readonly asIs?: string;
  /** The list at `path` holds the fields of one record. */
  readonly joined?: boolean;
  /** One of several answers: who asks, or chance, decides. */
  readonly routed?: boolean;
}

/** An answer made by the provider of the day's addresses (or data) of something else. Such an owner has no CNAME. */
export interface AliasPlace {
  /** RR types that it replaces; absent: whichever the record has. */
  readonly types?: readonly string[];
  readonly path: string;
  /** *name*: a host name. *resource*: an id of the provider's. *record*: all data of another owner. */
  readonly kind: "name" | "resource" | "record";
  /** Counts only where all hold. */
  readonly when?: readonly Condition[];
}

/** Types that no registry has, or that are served as another. *other*: a web redirect, a script, a CDN. */
export type SpecialType =
  | { readonly kind: "alias" }
  | { readonly kind: "served-as"; readonly type: string }
  | { readonly kind: "other" };

/** Resource types that hold records, alike in everything but the RR type. */
export interface RecordResource {
  /** With the RR type each holds, where the resource type tells. */
  readonly types: readonly { readonly type: string; readonly rrtype?: string }[];
  /** Releases of the provider that have it: `>=5`, `<=4`. */
  readonly versions?: string;
  /** 1: among the dozen most used. 2: common. 3: rare. */
  readonly rank: 1 | 2 | 3;

  /**
   * A list of objects, each of them a record or RRset. All paths begin there but those of `zone`, `private`, `wholeZone`
   * and `apexLists`.
   */
  readonly records?: string;
  readonly name: {
    /** The first that is set counts. */
    readonly paths: readonly string[];
    /** What it means when none is set. */
    readonly absent?: "apex" | "unknown";
    /** RR types whose owner isn't that attribute alone (service and protocol are attributes of their own): not known. */
    readonly incompleteFor?: readonly string[];
  };
  /** Where the RR type is, unless `types` says it. */
  readonly type?: string;
  /** RR types may be written as numbers. */
  readonly numericTypes?: boolean;
  /** By the text at `type`; letter case doesn't count. */
  readonly specialTypes?: Readonly<Record<string, SpecialType>>;
  readonly zone: readonly ZoneReference[];
  readonly values: readonly ValuePlace[];
  /** RR types whose data can't be made up from what is known of the provider: there, but unknown. */
  readonly undecided?: readonly string[];
  readonly alias?: readonly AliasPlace[];
  /** Lists of data that stand at the apex. */
  readonly apexLists?: readonly { readonly path: string; readonly rrtype: string }[];
  readonly ttl?: {
    readonly path: string;
    /** Seconds. */
    readonly default?: number;
    /** The value that leaves it to the provider. */
    readonly automatic?: number;
  };
  /** The owner in full, computed by the provider: known in prior state. */
  readonly fqdn?: string;

  /** The resource is the whole RRset: what it doesn't list isn't there. Else each is one record beside others. */
  readonly rrset: boolean;
  /** It owns the whole zone (where any of these holds): records that it doesn't list are deleted, except NS and SOA at the apex. */
  readonly wholeZone?: true | readonly Condition[];
  /** Records with different values here may share owner and type. */
  readonly setIdentifier?: string;
  /** Where any holds, the answer depends on who asks. */
  readonly routing?: readonly Condition[];
  /** Where any holds, the provider's own addresses are published instead of the data. */
  readonly proxied?: readonly Condition[];
  /** Where any holds, a CNAME is answered with its target's addresses. */
  readonly flattened?: readonly Condition[];
  /** Where any holds, the record isn't published at all. */
  readonly unpublished?: readonly Condition[];
  /** True there: a record that exists already isn't an error. */
  readonly allowOverwrite?: string;
  /** Never visible in public (where any of these holds). */
  readonly private?: true | readonly Condition[];

  readonly nameMode: Known<NameMode>;
  /** `suffix_detect` by plain text: `myexample.com` counts as ending with `example.com`. */
  readonly suffixInLabel?: boolean;
  readonly targetMode: Known<TargetMode> & { readonly perType?: Readonly<Record<string, Known<TargetMode>>> };
  readonly atSign: Known<AtSign>;
  /** `@` as a host name in the data means the zone. */
  readonly atSignTarget?: Known<"zone">;
  readonly emptyName: Known<EmptyName>;
  readonly apexCname: Known<ApexCname>;
  readonly verdicts: Verdicts;
  readonly txt: TxtReading;
  readonly caa: CaaReading;
}

/** A resource type or data source that stands for a zone. */
export interface ZoneResource {
  readonly type: string;
  readonly modes: readonly ("managed" | "data")[];
  /** Where its name is; the first that is set counts. A list of paths: labels to be joined with dots, empty ones left out. */
  readonly name: readonly (string | readonly string[])[];
  /** Attributes by which records refer to it. */
  readonly ids: readonly string[];
  /** Never visible in public (where any of these holds). */
  readonly private?: true | readonly Condition[];
  /** A new one holds records that nobody wrote: of an address given for it, copied, or from elsewhere (where any of these holds). */
  readonly prefilled?: true | readonly Condition[];
  /** The name servers that the parent has to delegate to. */
  readonly nameServers?: string;
  readonly confidence: Confidence;
}

/** A resource that changes what a zone's records come to. */
export interface ZoneSetting {
  readonly type: string;
  /** Path of the zone's id. */
  readonly zone: string;
  /** Where any holds, every CNAME of the zone is answered with its target's addresses. */
  readonly flattensAll?: readonly Condition[];
  /** The zone is private. */
  readonly makesPrivate?: boolean;
  readonly confidence: Confidence;
}

/** A resource that carries a whole zone as the text of a zone file (RFC 1035 §5). */
export interface ZoneFileResource {
  readonly type: string;
  readonly zone: ZoneReference;
  readonly text: string;
  readonly confidence: Confidence;
}

/** CAA records that the provider publishes of its own accord as soon as the zone has any. */
export interface AddedCaa {
  /** The CAs that they permit: ids of `knowledge/cas`. */
  readonly cas: readonly string[];
  readonly confidence: Confidence;
  /** Its name servers stand under one of these: so a zone file tells that it will serve the zone. */
  readonly nameServers?: readonly string[];
}

/** Which CA: always the same, told by an attribute of the resource, or by one of the provider's configuration. */
export type CaChoice =
  | { readonly is: string }
  | { readonly paths: readonly string[]; readonly map: Readonly<Record<string, string>>; readonly otherwise?: string }
  | { readonly provider: string; readonly map: Readonly<Record<string, string>> };

/** Which method: always the same, told by a value, or by which block is there. */
export type MethodChoice =
  | { readonly is: MethodId }
  | {
      readonly paths: readonly string[];
      readonly map: Readonly<Record<string, MethodId>>;
      readonly otherwise?: MethodId;
    }
  | { readonly blocks: Readonly<Record<string, MethodId>>; readonly otherwise?: MethodId };

/** A record that a resource asks for: its parts are attributes of the objects at `path`, or of the resource, or fixed. */
export interface AskedRecord {
  readonly path?: string;
  readonly name?: string;
  /** Labels in front of the certificate's name, where no attribute holds the owner. */
  readonly ownerLabels?: string;
  readonly type?: string;
  readonly rrtype?: string;
  readonly value: string;
  /** The name of the certificate that it is for. */
  readonly domain?: string;
  /** Shows the platform who owns the name; the CA doesn't ask for it. */
  readonly ownership?: boolean;
}

/** A resource that asks a CA for a certificate, asks for the records that validate it, or waits for them. */
export interface CertificateResource {
  readonly type: string;
  /** *authorization*: validates names for certificates made elsewhere. *wait*: only waits for another's validation. */
  readonly role: "certificate" | "authorization" | "wait";
  /** Paths of the names. */
  readonly names: readonly string[];
  /** The wildcard of each name is covered as well (where any holds). */
  readonly wildcard?: true | readonly Condition[];
  /** Counts only where all hold. */
  readonly only?: readonly Condition[];
  /** Doesn't count where any holds: imported, or from a private CA. */
  readonly except?: readonly Condition[];
  readonly ca?: CaChoice;
  readonly method?: MethodChoice;
  readonly records?: readonly AskedRecord[];
  /** Parts of `records` that are known before the certificate exists, by attribute. */
  readonly knownBeforeApply: readonly string[];
  /** For *wait*: what it waits for, and the owners of the records (paths). */
  readonly waitsFor?: { readonly certificate: string; readonly owners?: string };
  /** Path of the id of the zone that has to hold its names. */
  readonly zone?: string;
  readonly confidence: Confidence;
}

/** A provider as readers load it. */
export interface Provider {
  readonly id: string;
  /** Namespace and type: the last two segments of a plan's `provider_name`. The first is the usual one. */
  readonly names: readonly string[];
  readonly records: readonly RecordResource[];
  readonly zones: readonly ZoneResource[];
  readonly zoneSettings?: readonly ZoneSetting[];
  readonly zoneFiles?: readonly ZoneFileResource[];
  readonly certificates?: readonly CertificateResource[];
  readonly addsCaa?: AddedCaa;
}

/** A provider as its file has it: with the notes, and where everything comes from. */
export interface ProviderFile extends Provider {
  readonly records: readonly (RecordResource & Documented)[];
  readonly zones: readonly (ZoneResource & Documented)[];
  readonly zoneSettings?: readonly (ZoneSetting & Documented)[];
  readonly zoneFiles?: readonly (ZoneFileResource & Documented)[];
  readonly certificates?: readonly (CertificateResource & Documented)[];
  readonly addsCaa?: AddedCaa & Documented;
  /** The commits at which the repositories of its sources were read. */
  readonly snapshots?: Readonly<Record<string, string>>;
}
