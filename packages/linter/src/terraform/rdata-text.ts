import type { Span } from "@dcvlint/core";
import {
  parseTemplate,
  type RecordResource,
  type TargetMode,
  type TemplatePart,
  type ValuePlace,
} from "@dcvlint/core/providers";
import { at, fieldsOf, textOf } from "./lookup.js";
import { nameToken } from "./owner.js";
import type { Value } from "./value.js";

/** A piece of RDATA: text of ours, or text that a value gave. */
export type Piece = string | Given;
interface Given {
  readonly text: string;
  readonly written: string;
  readonly span?: Span;
  /** The text stands at the span character by character. */
  readonly exact: boolean;
}

export interface RdataText {
  readonly pieces: readonly Piece[];
  readonly targetRefused?: "plan_error" | "apply_error";
  /** The API wants a final dot behind the issuer of a CAA record, and it isn't there. */
  readonly issuerRefused?: boolean;
}

/** RDATA whose value will be known only after apply, or that can't be made up from what is known of the provider. */
export type Rdata = RdataText | "unknown";

/** Types whose RDATA ends with the name of a host. */
const WITH_TARGET = new Set(["CNAME", "NS", "PTR", "DNAME", "MX", "SRV"]);

/** The RDATA that one value of a record comes to, in the form of a master file. */
export function readRdataText(
  type: string,
  place: ValuePlace,
  value: Value,
  record: Value,
  reading: RecordResource,
): Rdata {
  if (value.kind === "unknown" || isSecret(value)) return "unknown";
  const read = readPlain(type, place, value, record, reading);
  return type === "CAA" && reading.caa.issuerDot.value === "required" && read !== "unknown"
    ? withoutIssuerDot(read, reading)
    : read;
}

/** Whatever holds a secret isn't looked into: a finding would print it. */
function isSecret(value: Value): boolean {
  if (value.sensitive) return true;
  if (value.kind === "list") return value.items.some(isSecret);
  return value.kind === "object" && [...value.entries.values()].some(isSecret);
}

/** What is published of an issuer that the API takes with a final dot only. */
function withoutIssuerDot({ pieces }: RdataText, { caa }: RecordResource): RdataText {
  const text = pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
  const [, tag, value] = /^\s*\d+\s+"?([A-Za-z0-9]+)"?\s+"?([^";]*)/.exec(text) ?? [];
  const last = pieces.findLastIndex((piece) => typeof piece !== "string");
  const given = pieces[last];
  if (tag === undefined || !(caa.dotTags ?? []).includes(tag.toLowerCase())) return { pieces };
  if (typeof given === "string" || given === undefined || value.trim() === "" || text.includes(";")) return { pieces };
  if (!given.text.endsWith(".")) return { pieces, issuerRefused: true };
  return { pieces: pieces.with(last, { ...given, text: given.text.slice(0, -1), exact: false }) };
}

function readPlain(type: string, place: ValuePlace, value: Value, record: Value, reading: RecordResource): Rdata {
  const fields = fieldsOf(place.path);
  const plain = textOf(value);
  const asIs = place.asIs !== undefined && plain !== undefined && new RegExp(place.asIs).test(plain);
  if (place.rdata !== undefined && !asIs)
    return fromTemplate(parseTemplate(place.rdata)!, type, value, record, reading);
  if (fields && value.kind === "object") {
    const parts = fields.map((name) => value.entries.get(name));
    if (parts.some((part) => part === undefined || part.kind === "unknown")) return "unknown";
    return { pieces: parts.flatMap((part, i) => [i > 0 ? " " : "", given(part!)]) };
  }
  if (plain === undefined) return "unknown";
  if (type === "TXT" || type === "SPF") return { pieces: textPieces(value, plain, reading) };
  if (type === "CAA") return { pieces: caaPieces(value, plain, reading) };
  if (WITH_TARGET.has(type)) return withTarget(type, value, plain, reading);
  return { pieces: [given(value)] };
}

function fromTemplate(
  parts: readonly TemplatePart[],
  type: string,
  value: Value,
  record: Value,
  reading: RecordResource,
): Rdata {
  const pieces: Piece[] = [];
  let targetRefused: RdataText["targetRefused"];
  const lastField = parts.findLast((part) => part.kind === "field");
  for (const part of parts) {
    if (part.kind === "text") {
      pieces.push(part.text);
      continue;
    }
    const found = part.name === undefined ? value : at(part.at === "record" ? record : value, part.name)[0];
    if (found !== undefined && isSecret(found)) return "unknown";
    if (found === undefined && part.otherwise !== undefined) pieces.push(part.otherwise);
    else if (found === undefined || found.kind === "unknown") return "unknown";
    else if (part.quoted) pieces.push(given(found, escapeQuoted));
    else if (WITH_TARGET.has(type) && part === lastField) {
      const target = withTarget(type, found, textOf(found) ?? "", reading);
      if (target === "unknown") return target;
      pieces.push(...target.pieces);
      targetRefused = target.targetRefused;
    } else pieces.push(given(found));
  }
  return { pieces, targetRefused };
}

/** A value whose last word is a host name, read as the provider reads it. */
function withTarget(type: string, value: Value, text: string, reading: RecordResource): Rdata {
  const parts = /^(.*?)(\S+)(\s*)$/s.exec(text);
  if (!parts) return { pieces: [given(value)] };
  const [, before, target] = parts;
  const { value: mode } = reading.targetMode.perType?.[type] ?? reading.targetMode;
  if (target === "@") {
    // A mere "@" is the zone where that is known, else a label that nobody means.
    return { pieces: [given(value, () => `${before}${reading.atSignTarget ? "@" : "\\@."}`)] };
  }
  const dotted = target.endsWith(".");
  const token = `${before}${nameToken(target)}`;
  const name = given(value, () => token);
  if (dotted || isAppended(mode, target)) return { pieces: [name] };
  const missing = reading.verdicts.missingDot.value;
  const targetRefused = missing === "plan_error" || missing === "apply_error" ? missing : undefined;
  return { pieces: [name, "."], targetRefused };
}

const isAppended = (mode: TargetMode, target: string): boolean =>
  mode === "dot_required_silent_append" || (mode === "label_heuristic" && !target.includes("."));

/** The strings of a TXT record, quoted as a zone file wants them. */
function textPieces(value: Value, text: string, { txt }: RecordResource): Piece[] {
  const quoted = /^\s*"[\s\S]*"\s*$/.test(text);
  const asWritten = txt.quoting === "user-must" || txt.quoting === "api-raw" || txt.quoting === "either";
  if (quoted && asWritten) return [given(value)];
  if (txt.quoting === "api-raw" && txt.spacesSplit === true) {
    // Words without quotes are strings of their own.
    return [
      given(value, (raw) =>
        raw
          .split(/\s+/)
          .filter(Boolean)
          .map((word) => `"${escapeQuoted(word)}"`)
          .join(" "),
      ),
    ];
  }
  const { separator } = txt;
  if (separator !== undefined && text.includes(separator)) {
    return [
      given(value, (raw) =>
        raw
          .split(/"\s*"/)
          .map((part) => `"${escapeQuoted(part)}"`)
          .join(" "),
      ),
    ];
  }
  // Longer text than a string holds: cut where the provider cuts, else left whole, which the rule about it sees.
  const cut = txt.splits === true ? (txt.splitAt ?? 255) : Number.POSITIVE_INFINITY;
  if (text.length > cut) {
    return [
      given(value, (raw) =>
        (raw.match(new RegExp(`[\\s\\S]{1,${cut}}`, "g")) ?? []).map((part) => `"${escapeQuoted(part)}"`).join(" "),
      ),
    ];
  }
  return ['"', given(value, escapeQuoted), '"'];
}

/** `0 issue "ca.example"`, whatever quotes were written. */
function caaPieces(value: Value, text: string, { caa }: RecordResource): Piece[] {
  const parts = /^(\s*\S+\s+\S+\s+)([\s\S]*?)\s*$/.exec(text);
  if (!parts) return [given(value)];
  const [, head, rest] = parts;
  const bare = caa.value === "rest" ? rest : rest.replace(/^"([\s\S]*)"$/, "$1");
  if (bare !== rest) return [given(value)];
  return [given(value, () => `${head}"${escapeQuoted(bare)}"`)];
}

const escapeQuoted = (text: string): string => text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\010");

/** The text of a scalar, changed by `make` where the zone file needs another form. */
function given(value: Value, make: (text: string) => string = (text) => text): Given {
  const written = textOf(value) ?? "";
  const text = make(written.replace(/[\r\n]+/g, " "));
  const literal = value.kind === "string" && value.literal === true;
  return { text, written, span: value.span, exact: literal && text === written && isPlain(text) };
}

/** Octets, characters and columns count alike, in HCL as in the made text. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text) && !/["\\$%]/.test(text);
