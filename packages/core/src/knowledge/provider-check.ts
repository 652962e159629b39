import { typeCode } from "../rdata/types.js";
import type { NameMode, ProviderFile, TargetMode } from "./provider-schema.js";
import { type Path, parsePath, parseTemplate } from "./providers/paths.js";
import type { MethodId } from "./schema.js";

/** The check that a file of `knowledge/providers` holds what {@link ProviderFile} says. */

type Check = (where: string, x: unknown) => void;
type Doc = Readonly<Record<string, unknown>>;

const CONFIDENCES = ["verified", "documented", "unverified"];
const METHODS: readonly MethodId[] = [
  ...(["dns-01", "http-01", "tls-alpn-01", "dns-account-01", "dns-persist-01", "dns-cname", "dns-txt"] as const),
  ...(["http-file", "email", "load-balancer", "ownership"] as const),
];
const NAME_MODES: readonly NameMode[] = [
  ...(["suffix_detect", "relative_append", "relative_or_dotted"] as const),
  ...(["fqdn_dot_required", "fqdn_dot_optional", "fqdn_dot_forbidden"] as const),
];
const TARGET_MODES: readonly TargetMode[] = [
  ...(["absolute_dot_optional", "dot_required_rejected_at_plan", "dot_required_rejected_at_apply"] as const),
  ...(["dot_required_silent_append", "provider_adds_dot", "dot_forbidden", "label_heuristic", "unknown"] as const),
];
/** What a rule may make an error of, so that it wants a source. */
const ERRORS = [
  ...["plan_error", "apply_error", "silent_bug", "doubled", "rejected", "silently_appended", "bug"],
  ...["literal", "refused", "required"],
];
const DOT_VERDICTS = ["accepted", "plan_error", "apply_error", "unknown"];
const RESOURCE_TYPE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/;

/** Every way in which a file of `knowledge/providers` is not what {@link ProviderFile} says; empty when it is sound. */
export function findProviderFaults(doc: unknown, id: string, caIds: ReadonlySet<string>): readonly string[] {
  const faults: string[] = [];
  const fault = (where: string, what: string): void => {
    faults.push(`${id}${where === "" ? "" : ` ${where}`}: ${what}`);
  };
  const isDoc = (x: unknown): x is Doc => typeof x === "object" && x !== null && !Array.isArray(x);

  const text: Check = (where, x) => {
    if (typeof x !== "string" || x.trim() === "" || x !== x.trim()) {
      fault(where, "wants a text without blanks at its edges");
    }
  };
  const flag: Check = (where, x) => {
    if (typeof x !== "boolean") fault(where, "wants true or false");
  };
  const number: Check = (where, x) => {
    if (typeof x !== "number" || !Number.isInteger(x) || x < 0) fault(where, "wants a whole number");
  };
  const oneOf =
    (...allowed: readonly (string | boolean | number)[]): Check =>
    (where, x) => {
      if (!allowed.includes(x as string)) fault(where, `${JSON.stringify(x)} is none of ${allowed.join(", ")}`);
    };
  const matching =
    (pattern: RegExp, what: string): Check =>
    (where, x) => {
      if (typeof x !== "string" || !pattern.test(x)) fault(where, `${JSON.stringify(x)} is no ${what}`);
    };
  const list =
    (each: Check, atLeast = 1): Check =>
    (where, x) => {
      if (!Array.isArray(x)) fault(where, "wants a list");
      else if (x.length < atLeast) fault(where, "is empty");
      else for (const [at, item] of x.entries()) each(`${where}[${at}]`, item);
    };
  const mapOf =
    (key: Check, value: Check): Check =>
    (where, x) => {
      if (!isDoc(x)) fault(where, "wants an object");
      else {
        for (const [name, item] of Object.entries(x)) {
          key(`${where} "${name}"`, name);
          value(`${where}.${name}`, item);
        }
      }
    };
  /** Keys that end in `?` may be missing; others than these mayn't be there. */
  const object = (members: Readonly<Record<string, Check>>, also?: (where: string, x: Doc) => void): Check => {
    const checks = new Map(Object.entries(members).map(([key, check]) => [key.replace(/\?$/, ""), check]));
    return (where, x) => {
      if (!isDoc(x)) {
        fault(where, "wants an object");
        return;
      }
      for (const key of Object.keys(x)) if (!checks.has(key)) fault(where, `has an unknown key "${key}"`);
      for (const [key, check] of checks) {
        if (x[key] !== undefined) check(where === "" ? key : `${where}.${key}`, x[key]);
        else if (members[key] !== undefined) fault(where, `lacks "${key}"`);
      }
      also?.(where, x);
    };
  };
  const either =
    (...of: readonly (readonly [is: (x: unknown) => boolean, check: Check])[]): Check =>
    (where, x) => {
      const found = of.find(([is]) => is(x));
      if (found) found[1](where, x);
      else fault(where, `${JSON.stringify(x)} is nothing that is wanted there`);
    };
  const has = (key: string) => (x: unknown) => isDoc(x) && x[key] !== undefined;

  const anyPath =
    (sound: (path: Path) => boolean, what: string): Check =>
    (where, x) => {
      const path = typeof x === "string" ? parsePath(x) : undefined;
      if (!path) fault(where, `${JSON.stringify(x)} is no path`);
      else if (!sound(path)) fault(where, `"${String(x)}" ${what}`);
    };
  const path = anyPath((found) => !found.fields, "leads to several attributes");
  /** To one value, not to each of a list. */
  const single = anyPath((found) => !found.fields && found.steps.every((s) => s.kind !== "each"), "leads to a list");
  const pattern: Check = (where, x) => {
    try {
      if (typeof x === "string" && x.startsWith("^")) new RegExp(x);
      else fault(where, "wants a pattern that begins with ^");
    } catch {
      fault(where, "doesn't compile");
    }
  };
  const rrtype: Check = (where, x) => {
    if (typeof x !== "string" || x !== x.toUpperCase() || typeCode(x) === undefined) {
      fault(where, `${JSON.stringify(x)} is no RR type`);
    }
  };
  const resourceType = matching(RESOURCE_TYPE, "resource type");
  const confidence = oneOf(...CONFIDENCES);
  const day = matching(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "ISO date");
  const documented = { "notes?": list(text), sources: list(text), checkedOn: day };
  const known = (...values: readonly string[]): Check =>
    object({ value: oneOf(...values), confidence, "notes?": list(text) }, (where, x) => {
      if (x.confidence === "unverified" && ERRORS.includes(x.value as string)) {
        fault(where, `"${String(x.value)}" could make an error, so it may not be unverified`);
      }
    });
  const condition = either(
    [has("is"), object({ path, is: oneOf("set") })],
    [has("in"), object({ path: single, in: list(text) })],
    [has("notIn"), object({ path: single, notIn: list(text) })],
  );
  const trueOr = either([(x) => x === true, () => {}], [Array.isArray, list(condition)]);
  const ca: Check = (where, x) => {
    if (typeof x !== "string" || !caIds.has(x)) fault(where, `${JSON.stringify(x)} is no id of knowledge/cas`);
  };

  const zones = isDoc(doc) && Array.isArray(doc.zones) ? doc.zones.filter(isDoc).map((zone) => zone.type) : [];
  const zoneReference = object(
    {
      path: single,
      kind: oneOf("name", "id", "both"),
      of: list((where, x) => {
        if (!zones.includes(x)) fault(where, `${JSON.stringify(x)} is none of its zones`);
      }, 0),
      "idLike?": pattern,
      "endsInName?": flag,
    },
    (where, x) => {
      if ((x.kind === "both") !== (x.idLike !== undefined)) fault(where, "wants idLike exactly where kind is both");
      if (x.kind === "id" && Array.isArray(x.of) && x.of.length === 0) fault(where, "leads to no zone");
    },
  );
  const valuePlace = object(
    {
      "types?": list(rrtype),
      path: anyPath(() => true, ""),
      "rdata?": text,
      "asIs?": pattern,
      "joined?": flag,
      "routed?": flag,
    },
    (where, x) => {
      const fields = parsePath(String(x.path))?.fields;
      if (x.rdata === undefined) {
        if (fields || x.asIs) fault(where, "wants rdata");
        return;
      }
      const parts = parseTemplate(String(x.rdata));
      if (!parts) fault(`${where}.rdata`, "is no template");
      for (const part of parts ?? []) {
        if (part.kind === "text" || part.at === "record") continue;
        const there = part.name === undefined ? !fields : fields?.includes(part.name);
        if (!there) fault(`${where}.rdata`, `"${part.name ?? ""}" isn't in the path`);
      }
      for (const field of fields ?? []) {
        if (!parts?.some((part) => part.kind === "field" && part.name === field)) fault(where, `"${field}" isn't used`);
      }
    },
  );

  const txt = (where: string, x: unknown): void =>
    object({
      quoting: oneOf("provider-adds", "plain", "user-must", "either", "api-raw", "unknown"),
      splits: oneOf(true, false, "unknown"),
      "splitAt?": number,
      spacesSplit: oneOf(true, false, "unknown"),
      escapes: oneOf(true, false, "unknown"),
      "separator?": (at, y) => typeof y === "string" || fault(at, "wants a text"),
      "maxLength?": number,
      confidence,
      "perProvider?": mapOf((at, name) => {
        if (!isDoc(doc) || !Array.isArray(doc.names) || !doc.names.includes(name)) fault(at, "is none of its names");
      }, txt),
      "notes?": list(text),
    })(where, x);
  const caa = object(
    {
      form: oneOf("string", "fields", "none", "unknown"),
      "value?": oneOf("presentation", "quotes-added", "rest", "unknown"),
      issuerDot: known("required", "kept"),
      "dotTags?": list(text),
      "tags?": list(text),
      "blanksInValue?": known("apply_error"),
      confidence,
      "notes?": list(text),
    },
    (where, x) => {
      if ((x.form === "string") !== (x.value !== undefined)) fault(where, "wants value exactly where form is string");
    },
  );
  const verdicts = object({
    missingDot: known("never_a_bug", "plan_error", "apply_error", "silent_bug", "unknown"),
    "missingDotInName?": known("never_a_bug", "plan_error", "apply_error", "unknown"),
    zoneRepeated: known("required", "accepted", "doubled", "likely_doubled", "rejected", "unknown"),
    nameOutsideZone: known("silently_appended", "likely_appended", "rejected", "unknown"),
    singleLabelTarget: known("bug", "relative", "plan_error", "apply_error", "unknown"),
    trailingDotInName: known(...DOT_VERDICTS),
    trailingDotInTarget: known(...DOT_VERDICTS, "permanent_diff"),
    quotedTxt: known("wanted", "accepted", "bug", "warn", "unknown"),
    unquotedTxt: known("wanted", "accepted", "apply_error", "warn", "unknown"),
  });
  const targetMode: Check = (where, x) => {
    const { perType, ...rest } = isDoc(x) ? x : {};
    known(...TARGET_MODES)(where, isDoc(x) ? rest : x);
    if (perType !== undefined) mapOf(rrtype, known(...TARGET_MODES))(`${where}.perType`, perType);
  };

  const specialType = either(
    [(x) => isDoc(x) && x.kind === "served-as", object({ kind: text, type: rrtype })],
    [isDoc, object({ kind: oneOf("alias", "other") })],
  );
  const recordResource = object(
    {
      types: list(object({ type: resourceType, "rrtype?": rrtype })),
      "versions?": matching(/^(?:>=|<=)\d+(?:\.\d+)*$/, "version range"),
      rank: oneOf(1, 2, 3),
      "records?": path,
      name: object({
        paths: list(single),
        "absent?": oneOf("apex", "unknown"),
        "incompleteFor?": list(rrtype),
      }),
      "type?": single,
      "numericTypes?": flag,
      "specialTypes?": mapOf(text, specialType),
      zone: list(zoneReference),
      values: list(valuePlace),
      "undecided?": list(rrtype),
      "alias?": list(
        object({
          "types?": list(rrtype),
          path: single,
          kind: oneOf("name", "resource", "record"),
          "when?": list(condition),
        }),
      ),
      "apexLists?": list(object({ path, rrtype })),
      "ttl?": object({ path, "default?": number, "automatic?": number }),
      "fqdn?": single,
      rrset: flag,
      "wholeZone?": trueOr,
      "setIdentifier?": single,
      "routing?": list(condition),
      "proxied?": list(condition),
      "flattened?": list(condition),
      "unpublished?": list(condition),
      "allowOverwrite?": single,
      "private?": trueOr,
      nameMode: known(...NAME_MODES),
      "suffixInLabel?": flag,
      targetMode,
      atSign: known("translated", "literal", "refused", "unknown"),
      "atSignTarget?": known("zone"),
      emptyName: known("apex", "refused", "unknown"),
      apexCname: known("flattened", "refused", "allowed", "unknown"),
      verdicts,
      txt,
      caa,
      ...documented,
    },
    (where, x) => {
      if (!Array.isArray(x.types)) return;
      const told = x.types.filter((each) => isDoc(each) && each.rrtype !== undefined).length;
      if (told !== (x.type === undefined ? x.types.length : 0)) fault(where, "wants type, or an rrtype for each type");
    },
  );
  const caChoice = either(
    [has("is"), object({ is: ca })],
    [has("paths"), object({ paths: list(single), map: mapOf(text, ca), "otherwise?": ca })],
    [has("provider"), object({ provider: single, map: mapOf(text, ca) })],
  );
  const method = oneOf(...METHODS);
  const methodChoice = either(
    [has("is"), object({ is: method })],
    [has("paths"), object({ paths: list(single), map: mapOf(text, method), "otherwise?": method })],
    [has("blocks"), object({ blocks: mapOf(single, method), "otherwise?": method })],
  );
  const askedRecord = object(
    {
      "path?": path,
      "name?": single,
      "ownerLabels?": text,
      "type?": single,
      "rrtype?": rrtype,
      value: single,
      "domain?": single,
      "ownership?": flag,
    },
    (where, x) => {
      if ((x.name === undefined) === (x.ownerLabels === undefined)) fault(where, "wants name or ownerLabels");
      if ((x.type === undefined) === (x.rrtype === undefined)) fault(where, "wants type or rrtype");
    },
  );

  object({
    id: oneOf(id),
    names: list(matching(/^[A-Za-z0-9-]+\/[a-z0-9-]+$/, "provider name")),
    records: list(recordResource, 0),
    zones: list(
      object({
        type: resourceType,
        modes: list(oneOf("managed", "data")),
        name: list(either([Array.isArray, list(single)], [(x) => typeof x === "string", single])),
        ids: list(single),
        "private?": trueOr,
        "prefilled?": trueOr,
        "nameServers?": path,
        confidence,
        ...documented,
      }),
      0,
    ),
    "zoneSettings?": list(
      object({
        type: resourceType,
        zone: single,
        "flattensAll?": list(condition),
        "makesPrivate?": flag,
        confidence,
        ...documented,
      }),
    ),
    "zoneFiles?": list(object({ type: resourceType, zone: zoneReference, text: single, confidence, ...documented })),
    "certificates?": list(
      object(
        {
          type: resourceType,
          role: oneOf("certificate", "authorization", "wait"),
          names: list(path, 0),
          "wildcard?": trueOr,
          "only?": list(condition),
          "except?": list(condition),
          "ca?": caChoice,
          "method?": methodChoice,
          "records?": list(askedRecord),
          knownBeforeApply: list(single, 0),
          "waitsFor?": object({ certificate: single, "owners?": path }),
          "zone?": single,
          confidence,
          ...documented,
        },
        (where, x) => {
          if ((x.role === "wait") !== (x.waitsFor !== undefined)) fault(where, "wants waitsFor exactly where it waits");
          if (x.role !== "wait" && Array.isArray(x.names) && x.names.length === 0) fault(`${where}.names`, "is empty");
        },
      ),
    ),
    "addsCaa?": object({
      cas: list(ca),
      "nameServers?": list(matching(/^[a-z0-9.-]+$/, "domain name")),
      confidence,
      ...documented,
    }),
    "snapshots?": mapOf(matching(/^[\w.-]+\/[\w.-]+$/, "repository"), text),
  })("", doc);
  if (mentionsSeverity(doc)) fault("", "judges: severities belong to rules");
  return faults;
}

function mentionsSeverity(x: unknown): boolean {
  if (typeof x !== "object" || x === null) return false;
  if (Object.hasOwn(x, "severity")) return true;
  return Object.values(x).some(mentionsSeverity);
}
