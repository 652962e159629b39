/** What a file of `knowledge/cas` holds, and the check that it does. Facts carry where they come from and when somebody looked. */
import { fillTemplate } from "../expect/template.js";

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

/** An addition from the config or the network profile (contract §9). */
export interface CaAddition {
  readonly id: string;
  readonly name?: string;
  readonly issuerDomains: readonly string[];
}

/** The user vouches for it, so it counts as verified. */
export function caFromAddition(added: CaAddition): CaSummary {
  const value = added.issuerDomains.map((domain) => domain.toLowerCase());
  return { id: added.id, name: added.name ?? added.id, kind: "ca", issuerDomains: { value, status: "verified" } };
}

// ── the check ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const STATUSES = ["verified", "partial", "unverified"];
const KINDS = ["ca", "ca-and-platform", "platform", "reseller", "former-ca"];
const STATES = ["deprecated", "agreement", "listed", "seen", "former"];
const METHODS =
  "dns-01 http-01 tls-alpn-01 dns-account-01 dns-persist-01 dns-cname dns-txt http-file email load-balancer ownership".split(
    " ",
  );
const SOURCED = ["status", "sources", "checkedOn", "notes"];
const KEYS: Readonly<Record<string, readonly string[]>> = {
  ca: (
    "id name kind endedOn brands usedBy issuesFrom issuerDomains otherIssuerDomains mailIssuerDomains caaParameters " +
    "caaBehaviour caaNotes methods methodNotes records http email sourceAddresses timeouts validity rateLimits mostLabels nameLimits " +
    "rules notes sources checkedOn"
  ).split(" "),
  fact: ["value", ...SOURCED],
  otherDomain: ["value", "state", "subdomains", "replacedBy", ...SOURCED],
  behaviour: [
    ..."criticalFlags issuerMatch rejectsHyphenInParameterTag knownTags heedsParameters truncatedAnswer failedLookup retriesIpv4".split(
      " ",
    ),
    ...SOURCED,
  ],
  record: [
    ..."id method owner ownerLabels type shape value example template suffixes misspelt ambiguous level transient".split(
      " ",
    ),
    "retired",
    ...SOURCED,
  ],
  suffix: ["value", "ownDomain", "legacy", "replacedBy"],
  method: ["method", "status", "notes"],
  http: [
    ..."method url content contentRegex ports redirectPorts redirects successStatus bodyMaxBytes trailingWhitespace ipv6 template".split(
      " ",
    ),
    ...SOURCED,
  ],
  email: [..."addresses codeValid whois whoisAndSoa mxRequired sender".split(" "), ...SOURCED],
  addresses: ["published", "examples", "userAgents", ...SOURCED],
};

type Doc = Readonly<Record<string, unknown>>;

/** Every way in which a file of `knowledge/cas` is not what {@link CaKnowledge} says; empty when it is sound. */
export function findCaFaults(doc: unknown, id: string): readonly string[] {
  const faults: string[] = [];
  const fault = (where: string, what: string): void => {
    faults.push(`${id}${where === "" ? "" : ` ${where}`}: ${what}`);
  };
  const isDoc = (x: unknown): x is Doc => typeof x === "object" && x !== null && !Array.isArray(x);
  const text = (where: string, x: unknown): x is string => {
    const good = typeof x === "string" && x.trim() !== "" && x === x.trim();
    if (!good) fault(where, "wants a text without blanks at its edges");
    return good;
  };
  const texts = (where: string, x: unknown, atLeast = 1): readonly string[] => {
    if (!Array.isArray(x) || x.length < atLeast) {
      fault(where, "wants a list of texts");
      return [];
    }
    return x.filter((each, at): each is string => text(`${where}[${at}]`, each));
  };
  const keys = (where: string, x: Doc, which: string): void => {
    for (const key of Object.keys(x)) if (!KEYS[which].includes(key)) fault(where, `has an unknown key "${key}"`);
  };
  const oneOf = (where: string, x: unknown, allowed: readonly string[]): void => {
    if (typeof x !== "string" || !allowed.includes(x)) fault(where, `"${String(x)}" is none of ${allowed.join(", ")}`);
  };
  const day = (where: string, x: unknown): void => {
    const parts = typeof x === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(x) : null;
    const sound = parts !== null && Number(parts[2]) >= 1 && Number(parts[2]) <= 12 && Number(parts[3]) <= 31;
    if (!sound) fault(where, `"${String(x)}" is no ISO date`);
  };
  const domain = (where: string, x: unknown): void => {
    if (typeof x !== "string" || !isLdhName(x)) fault(where, `"${String(x)}" is no lower-case host name`);
  };
  const pattern = (where: string, x: unknown): RegExp | undefined => {
    if (!text(where, x)) return undefined;
    try {
      if (x.startsWith("^") && x.endsWith("$")) return new RegExp(x);
      fault(where, "wants anchors at both ends");
    } catch {
      fault(where, "doesn't compile");
    }
    return undefined;
  };
  const sourced = (where: string, x: Doc): void => {
    oneOf(`${where}.status`, x.status, STATUSES);
    texts(`${where}.sources`, x.sources);
    day(`${where}.checkedOn`, x.checkedOn);
    if (x.notes !== undefined) texts(`${where}.notes`, x.notes);
  };
  /** Runs `check` on a part that must be an object. */
  const part = (where: string, x: unknown, which: string, check: (x: Doc) => void): void => {
    if (isDoc(x)) {
      keys(where, x, which);
      check(x);
    } else fault(where, "wants an object");
  };
  const parts = (where: string, x: unknown, which: string, check: (where: string, x: Doc) => void): void => {
    if (x === undefined) return;
    if (!Array.isArray(x)) fault(where, "wants a list");
    else for (const [at, each] of x.entries()) part(`${where}[${at}]`, each, which, (d) => check(`${where}[${at}]`, d));
  };

  /** A template, filled with a unique value and without, must make what the pattern takes. */
  const filled = (where: string, x: unknown, made: RegExp | undefined): void => {
    if (!text(where, x)) return;
    for (const unique of [undefined, "a1B2"]) {
      try {
        const hashes = { md5: "0123456789abcdef".repeat(2), sha256: "0123456789abcdef".repeat(4) };
        if (made && !made.test(fillTemplate(x, hashes, unique))) fault(where, "makes what doesn't fit the pattern");
      } catch {
        fault(where, "names a value that there isn't");
      }
    }
  };

  const record = (where: string, x: Doc): void => {
    for (const key of ["id", "owner", "shape"]) text(`${where}.${key}`, x[key]);
    oneOf(`${where}.method`, x.method, METHODS);
    oneOf(`${where}.type`, x.type, ["CNAME", "TXT"]);
    if (x.level !== undefined) oneOf(`${where}.level`, x.level, ["exact", "parents"]);
    if (x.retired !== undefined) day(`${where}.retired`, x.retired);
    if (typeof x.transient !== "boolean") fault(`${where}.transient`, "wants true or false");
    const owner = pattern(`${where}.ownerLabels`, x.ownerLabels);
    const value = pattern(`${where}.value`, x.value);
    const example = isDoc(x.example) ? x.example : {};
    if (owner && !owner.test(String(example.ownerLabels))) fault(`${where}.example`, "its owner doesn't fit");
    if (value && !value.test(String(example.value))) fault(`${where}.example`, "its value doesn't fit");
    if (isDoc(x.template)) {
      filled(`${where}.template.owner`, x.template.owner, owner);
      filled(`${where}.template.value`, x.template.value, value);
    } else if (x.template !== undefined) fault(`${where}.template`, "wants an object");
    if (x.type === "CNAME" && x.suffixes === undefined && x.ambiguous !== true) fault(where, "wants suffixes");
    parts(`${where}.suffixes`, x.suffixes, "suffix", (at, suffix) => {
      domain(`${at}.value`, suffix.value);
      if (suffix.replacedBy !== undefined) domain(`${at}.replacedBy`, suffix.replacedBy);
    });
    if (x.misspelt !== undefined) {
      for (const wrong of texts(`${where}.misspelt`, x.misspelt)) domain(`${where}.misspelt`, wrong);
    }
    sourced(where, x);
  };
  const fact = (where: string, x: unknown, check: (value: unknown) => void): void =>
    part(where, x, "fact", (doc) => {
      check(doc.value);
      sourced(where, doc);
    });
  const domains = (where: string, value: unknown, atLeast: number): void => {
    for (const each of texts(where, value, atLeast)) domain(where, each);
  };

  part("", doc, "ca", (ca) => {
    if (ca.id !== id) fault("", `its id is "${String(ca.id)}"`);
    text("name", ca.name);
    oneOf("kind", ca.kind, KINDS);
    if (ca.endedOn !== undefined) day("endedOn", ca.endedOn);
    for (const key of ["brands", "usedBy", "issuesFrom", "caaNotes", "methodNotes", "rules", "notes"]) {
      if (ca[key] !== undefined) texts(key, ca[key]);
    }
    fact("issuerDomains", ca.issuerDomains, (value) =>
      domains("issuerDomains", value, ca.kind === "platform" && ca.issuesFrom === undefined ? 0 : 1),
    );
    parts("otherIssuerDomains", ca.otherIssuerDomains, "otherDomain", (where, x) => {
      domain(`${where}.value`, x.value);
      oneOf(`${where}.state`, x.state, STATES);
      if (x.replacedBy !== undefined) domain(`${where}.replacedBy`, x.replacedBy);
      sourced(where, x);
    });
    if (ca.mailIssuerDomains !== undefined) {
      fact("mailIssuerDomains", ca.mailIssuerDomains, (value) => domains("mailIssuerDomains", value, 1));
    }
    if (ca.caaBehaviour !== undefined) {
      part("caaBehaviour", ca.caaBehaviour, "behaviour", (x) => sourced("caaBehaviour", x));
    }
    parts("methods", ca.methods ?? "none", "method", (where, x) => {
      oneOf(`${where}.method`, x.method, METHODS);
      if (x.status !== undefined) oneOf(`${where}.status`, x.status, STATUSES);
      if (x.notes !== undefined) texts(`${where}.notes`, x.notes);
    });
    parts("records", ca.records, "record", record);
    if (ca.http !== undefined) {
      part("http", ca.http, "http", (x) => {
        oneOf("http.method", x.method, ["http-01", "http-file"]);
        text("http.url", x.url);
        const content = x.contentRegex === undefined ? undefined : pattern("http.contentRegex", x.contentRegex);
        if (isDoc(x.template)) {
          filled("http.template.path", x.template.path, /^\/\.well-known\//);
          filled("http.template.body", x.template.body, content);
        } else if (x.template !== undefined) fault("http.template", "wants an object");
        sourced("http", x);
      });
    }
    if (ca.email !== undefined) part("email", ca.email, "email", (x) => sourced("email", x));
    if (ca.sourceAddresses !== undefined) {
      part("sourceAddresses", ca.sourceAddresses, "addresses", (x) => {
        if (typeof x.published !== "boolean") fault("sourceAddresses.published", "wants true or false");
        sourced("sourceAddresses", x);
      });
    }
    for (const key of ["timeouts", "validity"]) {
      const x = ca[key];
      if (isDoc(x)) sourced(key, x);
      else if (x !== undefined) fault(key, "wants an object");
    }
    if (ca.mostLabels !== undefined) {
      const isCount = (value: unknown) => Number.isInteger(value) && Number(value) > 0;
      fact("mostLabels", ca.mostLabels, (value) => isCount(value) || fault("mostLabels", "wants a number"));
    }
    for (const key of ["rateLimits", "nameLimits"]) {
      if (ca[key] !== undefined) fact(key, ca[key], (value) => Array.isArray(value) || fault(key, "wants a list"));
    }
    texts("sources", ca.sources);
    day("checkedOn", ca.checkedOn);
  });
  if (mentionsSeverity(doc)) fault("", "judges: severities belong to rules");
  return faults;
}

/** Letters, digits and inner hyphens, two labels or more, lower case (RFC 8659 §4.2 as it is best written). */
export function isLdhName(name: string): boolean {
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name);
}

function mentionsSeverity(x: unknown): boolean {
  if (typeof x !== "object" || x === null) return false;
  if (Object.hasOwn(x, "severity")) return true;
  return Object.values(x).some(mentionsSeverity);
}
