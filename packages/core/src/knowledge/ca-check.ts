/** The check that a file of `knowledge/cas` holds what `schema.ts` says. Nothing that ships needs it. */
import { fillTemplate } from "../expect/template.js";

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

/** Every way in which a file of `knowledge/cas` is not what `CaKnowledge` says; empty when it is sound. */
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
