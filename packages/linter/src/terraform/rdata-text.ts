import { encodeUtf8, type RecordOrigin, type Span } from "@dcvlint/core";
import {
  parseTemplate,
  type RecordResource,
  type TargetMode,
  type TemplatePart,
  type TxtReading,
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
  /** The text stands at the span character by character; *whole*: a literal stands there, in another form. */
  readonly exact: boolean | "whole";
}

export interface RdataText {
  readonly pieces: readonly Piece[];
  /** What the provider will make of it, where the text alone doesn't tell. */
  readonly verdict?: Pick<RecordOrigin, "targetRefused" | "issuerRefused" | "writtenText" | "tooLong">;
}

/** RDATA whose value will be known only after apply, or that can't be made up from what is known of the provider. */
export type Rdata = RdataText | "unknown";

/** Types whose RDATA ends with the name of a host, and those in which parameters follow it. */
const TARGET_LAST = new Set(["CNAME", "NS", "PTR", "DNAME", "MX", "SRV", "AFSDB", "KX", "LP", "NAPTR", "RT"]);
const TARGET_SECOND = new Set(["SVCB", "HTTPS"]);
/** Of these it is known that an API which wants the final dot wants it here. */
const REFUSABLE = new Set(["CNAME", "NS", "PTR", "DNAME", "MX", "SRV"]);

/** The RDATA that one value of a record comes to, in the form of a master file. */
export function readRdataText(
  type: string,
  place: ValuePlace,
  value: Value,
  record: Value,
  reading: RecordResource,
  provider?: string,
): Rdata {
  if (value.kind === "unknown" || isSecret(value)) return "unknown";
  const read = readPlain(type, place, value, record, reading, provider);
  if (read !== "unknown" && !isWhole(read.pieces)) return "unknown";
  return type === "CAA" && reading.caa.issuerDot.value === "required" && read !== "unknown"
    ? withoutIssuerDot(read, reading)
    : read;
}

/** Would it be read as the one entry that it is? A stray quote, parenthesis or semicolon leaves no telling what is meant. */
function isWhole(pieces: readonly Piece[]): boolean {
  let text = "";
  for (const piece of pieces) text += typeof piece === "string" ? piece : piece.text;
  // As nearly all are.
  if (PLAIN_ENTRY.test(text)) return true;
  const rest = text.replace(QUOTED_OR_ESCAPED, "");
  return !/["();\\\p{Cc}]/u.test(rest.replace(/\t/g, " "));
}

/** Without anything that a zone file's reader minds, or all of that in quotes. */
const PLAIN_ENTRY = /^(?:[^"();\\\x00-\x1f\x7f-\x9f]*|"[^"\\]*")$/;

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
  if (!given.text.endsWith(".")) return { pieces, verdict: { issuerRefused: true } };
  return { pieces: pieces.with(last, { ...given, text: given.text.slice(0, -1), exact: false }) };
}

function readPlain(
  type: string,
  place: ValuePlace,
  value: Value,
  record: Value,
  reading: RecordResource,
  provider: string | undefined,
): Rdata {
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
  if (type === "TXT" || type === "SPF") {
    const txt = (provider === undefined ? undefined : reading.txt.perProvider?.[provider]) ?? reading.txt;
    return { pieces: textPieces(value, plain, txt), verdict: { writtenText: plain, tooLong: tooLong(plain, txt) } };
  }
  if (type === "CAA") return { pieces: caaPieces(value, plain) };
  if (TARGET_LAST.has(type)) return withTarget(type, value, targetParts(type, plain), reading);
  if (TARGET_SECOND.has(type)) return withTarget(type, value, /^(\s*\S+\s+)(\S+)(.*)$/s.exec(plain), reading);
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
  let verdict: RdataText["verdict"];
  const fields = parts.filter((part) => part.kind === "field");
  const targetField = TARGET_LAST.has(type) ? fields.at(-1) : TARGET_SECOND.has(type) ? fields[1] : undefined;
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
    else if (part === targetField) {
      const target = withTarget(type, found, WHOLE.exec(textOf(found) ?? ""), reading);
      if (target === "unknown") return target;
      pieces.push(...target.pieces);
      verdict = target.verdict;
    } else pieces.push(given(found));
  }
  return { pieces, verdict };
}

/** What stands in front of the target, the target, and what follows. */
const targetParts = (type: string, text: string): RegExpExecArray | null =>
  (NAME_ALONE.has(type) ? WHOLE : /^(.*?)(\S+)(\s*)$/s).exec(text);
/** A name and nothing else: a blank inside it is part of the name. */
const WHOLE = /^(\s*)(\S(?:.*\S)?)(\s*)$/s;
const NAME_ALONE = new Set(["CNAME", "NS", "PTR", "DNAME"]);

/** A value with a host name in it (the second of `parts`), read as the provider reads it. */
function withTarget(type: string, value: Value, parts: RegExpExecArray | null, reading: RecordResource): Rdata {
  if (!parts) return { pieces: [given(value)] };
  const [, before, target, after] = parts;
  const { value: mode } = reading.targetMode.perType?.[type] ?? reading.targetMode;
  if (target === "@") {
    // A mere "@" is the zone where that is known, else nobody knows what.
    return reading.atSignTarget ? { pieces: [given(value, () => `${before}@${after}`)] } : "unknown";
  }
  const token = `${before}${nameToken(target)}`;
  const end = after.trimEnd();
  if (target.endsWith(".") || isAppended(mode, target)) return { pieces: [given(value, () => `${token}${end}`)] };
  // What follows the name would have to be a piece of its own.
  if (end !== "") return { pieces: [given(value, () => `${token}.${end}`)] };
  const missing = reading.verdicts.missingDot.value;
  const isRefused = REFUSABLE.has(type) && (missing === "plan_error" || missing === "apply_error");
  const verdict = isRefused && mode.startsWith("dot_required_rejected") ? { targetRefused: missing } : undefined;
  return { pieces: [given(value, () => token), "."], verdict };
}

const isAppended = (mode: TargetMode, target: string): boolean =>
  mode === "dot_required_silent_append" || (mode === "label_heuristic" && !target.includes("."));

/** The strings of a TXT record, quoted as a zone file wants them; longer ones than a string holds are cut. */
function textPieces(value: Value, text: string, txt: TxtReading): Piece[] {
  const most = txt.splits === true ? (txt.splitAt ?? MOST_OCTETS) : MOST_OCTETS;
  if (isQuoted(text) && txt.quoting !== "provider-adds")
    return [given(value, (raw) => (isTidy(raw) ? raw : requote(stringsOf(raw, txt).map(keepEscapes), most)))];
  const parts = stringsOf(text, txt);
  if (parts.length > 1 || octetsOf(parts[0] ?? "") > most)
    return [
      given(value, () =>
        requote(
          parts.map((part) => escapeText(part, txt)),
          most,
        ),
      ),
    ];
  return ['"', given(value, (raw) => escapeText(raw, txt)), '"'];
}

const MOST_OCTETS = 255;
const isQuoted = (text: string): boolean => /^\s*"[\s\S]*"\s*$/.test(text);

/** Strings in quotes, parted by blanks, none of them too long: nothing to be done. */
const isTidy = (text: string): boolean =>
  /^\s*"(?:[^"\\]|\\\D){0,255}"(?:\s+"(?:[^"\\]|\\\D){0,255}")*\s*$/s.test(text) && isPlainAscii(text);

/** What the provider makes strings of their own of; of text in quotes, what is between them. */
function stringsOf(text: string, txt: TxtReading): string[] {
  if (isQuoted(text) && txt.quoting !== "provider-adds") {
    const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, inner]) => inner);
    return strings.length > 0 ? strings : [text.replace(/"/g, "")];
  }
  // Words without quotes.
  if (txt.quoting === "api-raw" && txt.spacesSplit === true) return text.split(/\s+/).filter(Boolean);
  // `first\"\"second` inside of what the provider puts into quotes.
  if (!isQuoted(text) && (txt.separator !== undefined || txt.escapes === false)) return text.split(/"\s*"/);
  return [text];
}

/** Octets of the longest string, where it is longer than a string holds and nobody will cut it. */
function tooLong(text: string, txt: TxtReading): number | undefined {
  if (txt.splits !== false || isSurelyShort(text)) return undefined;
  const longest = Math.max(...stringsOf(text, txt).map((part) => atoms(part).reduce((sum, [, size]) => sum + size, 0)));
  return longest > MOST_OCTETS ? longest : undefined;
}

/** Characters and escapes (one octet each), with their octets. */
const atoms = (text: string): (readonly [string, number])[] =>
  (text.match(/\\\d{3}|\\.|[\s\S]/gu) ?? []).map((atom) => [
    atom,
    atom.length > 1 && atom[0] === "\\" ? 1 : octetsOf(atom),
  ]);

/** Three octets are the most that a UTF-16 unit takes. */
const isSurelyShort = (text: string): boolean => text.length * 3 <= MOST_OCTETS;

const octetsOf = (text: string): number => encodeUtf8(text).length;

/** Puts escaped texts into quotes, in pieces of so many octets. */
function requote(parts: readonly string[], most: number): string {
  const strings: string[] = [];
  for (const part of parts) {
    let string = "";
    let length = 0;
    for (const [atom, size] of atoms(part)) {
      if (length + size > most) {
        strings.push(string);
        [string, length] = ["", 0];
      }
      string += atom;
      length += size;
    }
    strings.push(string);
  }
  return strings
    .map((string) => `"${string.replace(/[\r\n]/g, (char) => (char === "\n" ? "\\010" : "\\013"))}"`)
    .join(" ");
}

/** Where the provider doesn't escape, a backslash is an escape already. */
const escapeText = (text: string, { escapes }: TxtReading): string =>
  escapes === false ? keepEscapes(text).replace(/\n/g, "\\010") : escapeQuoted(text);

/** An escape of a zone file (RFC 1035 §5.1). */
const ESCAPE = "\\\\(?:[01]\\d{2}|2[0-4]\\d|25[0-5]|\\D)";
const QUOTED_OR_ESCAPED = new RegExp(`"(?:[^"\\\\]|${ESCAPE})*"|${ESCAPE}`, "g");
const HALF_ESCAPED = new RegExp(`${ESCAPE}|["\\\\]`, "g");

/** Escapes what would end a string or is half an escape. */
const keepEscapes = (text: string): string =>
  text.replace(HALF_ESCAPED, (found) => (found.length > 1 ? found : `\\${found}`));

/** `0 issue "ca.example"`, whatever quotes were written. */
function caaPieces(value: Value, text: string): Piece[] {
  const parts = /^(\s*\S+\s+\S+\s+)([\s\S]*?)\s*$/.exec(text);
  if (!parts) return [given(value)];
  const [, head, rest] = parts;
  const bare = rest.replace(/^"([\s\S]*)"$/, "$1");
  if (bare !== rest) return [given(value)];
  return [given(value, () => `${head}"${escapeQuoted(bare)}"`)];
}

const escapeQuoted = (text: string): string =>
  text.replace(/["\\]/g, "\\$&").replace(/[\r\n]/g, (char) => (char === "\n" ? "\\010" : "\\013"));

/** The text of a scalar, changed by `make` where the zone file needs another form. */
function given(value: Value, make: (text: string) => string = (text) => text): Given {
  const written = textOf(value) ?? "";
  const made = make(written);
  const text = LINE_END.test(made) ? made.replace(/[\r\n]+/g, " ") : made;
  const literal = value.kind === "string" && value.literal === true;
  return { text, written, span: value.span, exact: literal && ((text === written && isPlain(text)) || "whole") };
}

const LINE_END = /[\r\n]/;

/** Octets, characters and columns count alike, in HCL as in the made text. */
const isPlain = (text: string): boolean => isPlainAscii(text) && !/["\\$%]/.test(text);

const isPlainAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
