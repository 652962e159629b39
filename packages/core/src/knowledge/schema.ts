/** What a file of `knowledge/cas` holds. Facts carry where they come from and when somebody looked. */

/** *verified*: seen in a (near-)primary source. *partial*: some of it seen. *unverified*: from memory; no error may stand on it. */
export type FactStatus = "verified" | "partial" | "unverified";

/** What every fact carries. `sources` are URLs or the titles of pages; `checkedOn` is the day (ISO) somebody looked. */
export interface Sourced {
  readonly status: FactStatus;
  readonly sources: readonly string[];
  readonly checkedOn: string;
  readonly notes?: readonly string[];
}

export interface Fact<T> extends Sourced {
  readonly value: T;
}

/** *former-ca*: issues no public TLS certificates any more. *reseller*: sells what the CAs of `issuesFrom` issue. */
export type CaKind = "ca" | "ca-and-platform" | "platform" | "reseller" | "former-ca";

/** Names of methods as the command line takes them, and two that only platforms have. */
export type MethodId =
  | "dns-01"
  | "http-01"
  | "tls-alpn-01"
  | "dns-account-01"
  | "dns-persist-01"
  | "dns-cname"
  | "dns-txt"
  | "http-file"
  | "email"
  | "load-balancer"
  | "ownership";

/**
 * Why an issuer domain name beside the usual ones is known. *deprecated*: honoured, the CA asks to replace it.
 * *agreement*: honoured for the customers of another CA. *listed*: in the CCADB list, less usual. *seen*: met in the CAA
 * set of a platform. *former*: once listed, honoured no longer as far as is known.
 */
export type OtherDomainState = "deprecated" | "agreement" | "listed" | "seen" | "former";

export interface OtherDomain {
  readonly value: string;
  readonly state: OtherDomainState;
  /** Every name under it counts as well. */
  readonly subdomains?: boolean;
  readonly replacedBy?: string;
  readonly status: FactStatus;
}

/** Where a validation target ends. */
export interface TargetSuffix {
  readonly value: string;
  /** An ordinary domain of the CA as well, so that only hash labels in front of it make a target a validation target. */
  readonly ownDomain?: boolean;
  readonly legacy?: boolean;
  readonly replacedBy?: string;
}

/** The shape of one record that a CA asks for: enough to tell it, and to tell what is nearly it. */
export interface RecordShape {
  readonly id: string;
  readonly method: MethodId;
  /** Regular expression over the labels in front of the authorization domain, joined with dots. */
  readonly ownerLabels: string;
  readonly type: "CNAME" | "TXT";
  /** Regular expression over the value with the origin already appended; a final dot is optional. */
  readonly value: string;
  readonly suffixes?: readonly TargetSuffix[];
  /** Endings that people write instead. */
  readonly misspelt?: readonly string[];
  /** Fits records that are nothing of the sort: it can confirm an expected record, never recognise one. */
  readonly ambiguous?: boolean;
  /** Where the CA looks: at the name itself, or at its parents down to the registrable domain too. Absent: not known. */
  readonly level?: "exact" | "parents";
  /** True when the record may go after issuance, false when renewal needs it. */
  readonly transient: boolean;
  /** The day from which the CA no longer takes it. */
  readonly retired?: string;
  readonly status: FactStatus;
}

/** How this CA's software departs from, or adds to, RFC 8659 and 8657. */
export interface CaaBehaviour {
  /** Values of the flags field any bit of which makes a property critical. */
  readonly criticalFlags?: readonly number[];
  /** The issuer domain name is compared octet by octet, so upper case or a final dot never matches. */
  readonly issuerMatch?: "octets";
  readonly rejectsHyphenInParameterTag?: boolean;
  /** Tags it knows; any other one, when critical, forbids. */
  readonly knownTags?: readonly string[];
  /** `accounturi` and `validationmethods` bind it already (RFC 8657); from 2027-03-15 they bind every CA. */
  readonly heedsParameters?: boolean;
  readonly truncatedAnswer?: "error";
  /** A failed lookup is never taken as permission, not even in an unsigned zone. */
  readonly failedLookup?: "forbids";
  /** IPv4 is tried once when IPv6 can't be connected, before any redirect. */
  readonly retriesIpv4?: boolean;
}

/** What rules need of a CA; small, because every run loads it. */
export interface CaSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: CaKind;
  /** The day of the last public TLS certificate. */
  readonly endedOn?: string;
  readonly issuesFrom?: readonly string[];
  /** Any one of them in a CAA set is enough. The first is the one to write. */
  readonly issuerDomains: { readonly value: readonly string[]; readonly status: FactStatus };
  /** The methods that it surely offers, the foremost first. */
  readonly methods?: readonly MethodId[];
  readonly otherIssuerDomains?: readonly OtherDomain[];
  readonly caaBehaviour?: CaaBehaviour;
  /** Of a name that it certifies, without `*`, where that is surely known. */
  readonly mostLabels?: number;
  readonly shapes?: readonly RecordShape[];
}

export interface RecordKnowledge extends RecordShape, Sourced {
  /** Owner and value in words. */
  readonly owner: string;
  readonly shape: string;
  readonly example: { readonly ownerLabels: string; readonly value: string };
  /** How it is made of a CSR's hashes, where it is (`expect/template.ts`): the owner's labels, and the value without final dot. */
  readonly template?: { readonly owner: string; readonly value: string };
}

export interface MethodKnowledge {
  readonly method: MethodId;
  readonly status?: FactStatus;
  readonly notes?: readonly string[];
}

export interface HttpKnowledge extends Sourced {
  readonly method: "http-01" | "http-file";
  readonly url: string;
  readonly content?: string;
  readonly contentRegex?: string;
  readonly ports?: readonly number[];
  readonly redirectPorts?: readonly number[];
  readonly redirects?: {
    readonly max?: number;
    readonly schemes?: readonly string[];
    readonly ports?: readonly number[];
    readonly codes?: readonly number[];
    readonly httpsCertificateChecked?: boolean;
    readonly minTls?: string;
    readonly host?: string;
    /** Octets. */
    readonly pathMax?: number;
    readonly target?: string;
    readonly requiredTarget?: string;
  };
  readonly successStatus?: readonly number[];
  /** Octets. */
  readonly bodyMaxBytes?: number;
  readonly trailingWhitespace?: "trimmed";
  readonly ipv6?: string;
  /** How the file is made of a CSR's hashes, where it is (`expect/template.ts`); the body without a final line break. */
  readonly template?: { readonly path: string; readonly body: string };
}

export interface EmailKnowledge extends Sourced {
  readonly addresses?: readonly string[];
  readonly codeValid?: string;
  readonly whois?: string;
  readonly whoisAndSoa?: string;
  readonly mxRequired?: boolean;
  readonly sender?: string;
}

/** Everything that is known of a CA or platform: one file of `knowledge/cas`. */
export interface CaKnowledge {
  readonly id: string;
  readonly name: string;
  readonly kind: CaKind;
  readonly endedOn?: string;
  readonly brands?: readonly string[];
  readonly usedBy?: readonly string[];
  readonly issuesFrom?: readonly string[];
  readonly issuerDomains: Fact<readonly string[]>;
  readonly otherIssuerDomains?: readonly (OtherDomain & Sourced)[];
  /** For `issuemail` (RFC 9495). */
  readonly mailIssuerDomains?: Fact<readonly string[]>;
  /** What is known of its CAA parameters, in words. */
  readonly caaParameters?: Readonly<Record<string, string>>;
  readonly caaBehaviour?: CaaBehaviour & Sourced;
  readonly caaNotes?: readonly string[];
  readonly methods: readonly MethodKnowledge[];
  readonly methodNotes?: readonly string[];
  readonly records?: readonly RecordKnowledge[];
  readonly http?: HttpKnowledge;
  readonly email?: EmailKnowledge;
  readonly sourceAddresses?: Sourced & {
    readonly published: boolean;
    readonly examples?: readonly string[];
    readonly userAgents?: readonly string[];
  };
  readonly timeouts?: Sourced & Readonly<Record<string, unknown>>;
  readonly validity?: Sourced & Readonly<Record<string, unknown>>;
  readonly rateLimits?: Fact<readonly { readonly name: string; readonly limit: string }[]>;
  /** Of a name that it certifies, without `*`. */
  readonly mostLabels?: Fact<number>;
  readonly nameLimits?: Fact<readonly string[]>;
  readonly rules?: readonly string[];
  readonly notes?: readonly string[];
  readonly sources: readonly string[];
  readonly checkedOn: string;
}

/** An issuer domain name of a CA that has no file here. */
export interface ListedIssuer {
  readonly value: string;
  readonly name: string;
  readonly ca?: string;
  readonly status: FactStatus;
  readonly notes?: readonly string[];
}

/** What people write into CAA where `meant` would do what they want. */
export interface WrongGuess {
  readonly value: string;
  readonly meant: readonly string[];
  readonly notes?: readonly string[];
}
