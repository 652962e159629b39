import { codePointAt } from "../name/octets.js";
import { printIpv4, printIpv6, writeIpv4, writeIpv6 } from "./addresses.js";
import { Base64Decoder, decimalEscape, printBase64, printQuoted } from "./encodings.js";
import type { RdataWriter } from "./rdata-writer.js";

/** What a service parameter's value looks like, in text and on the wire (RFC 9460 §7). */
export interface SvcParam {
  readonly key: number;
  readonly name: string;
  /** What a value looks like, for the message. */
  readonly expected: string;
  /** Writes the value at `bytes[start, end)` of the token; `false` where it isn't one. */
  readonly write: (writer: RdataWriter, token: number, start: number, end: number) => boolean;
  readonly fits: (value: Uint8Array) => boolean;
  /** The value in presentation form; absent where it is shown as text. */
  readonly print?: (value: Uint8Array) => string;
}

/** Keys of the IANA registry "DNS SVCB Service Parameter Keys (SvcParamKeys)" whose values have a form. */
const PARAMS: readonly SvcParam[] = [
  {
    key: 0,
    name: "mandatory",
    expected: "a list of other keys of the record, such as mandatory=alpn,port",
    write: writeKeys,
    fits: (value) => value.length > 0 && value.length % 2 === 0 && rises(value),
    print: (value) =>
      Array.from({ length: value.length / 2 }, (_, i) => keyName(value[i * 2] * 256 + value[i * 2 + 1])).join(","),
  },
  {
    key: 1,
    name: "alpn",
    expected: "protocol names with commas between them, such as alpn=h2,h3",
    write: (writer, token, start, end) => writeList(writer, token, start, end),
    fits: (value) => value.length > 0 && isList(value, 1),
    print: (value) => `"${items(value).map(printItem).join(",")}"`,
  },
  { key: 2, name: "no-default-alpn", expected: "no value", write: writeNothing, fits: (value) => value.length === 0 },
  {
    key: 3,
    name: "port",
    expected: "a number from 0 to 65535, such as port=8443",
    write: writePort,
    fits: (value) => value.length === 2,
    print: (value) => String(value[0] * 256 + value[1]),
  },
  addresses(
    4,
    "ipv4hint",
    "IPv4 addresses with commas between them, such as ipv4hint=192.0.2.1",
    4,
    writeIpv4,
    printIpv4,
  ),
  {
    key: 5,
    name: "ech",
    expected: "an ECHConfigList in base64",
    write: writeBase64,
    fits: () => true,
    print: printBase64,
  },
  addresses(
    6,
    "ipv6hint",
    "IPv6 addresses with commas between them, such as ipv6hint=2001:db8::1",
    16,
    writeIpv6,
    printIpv6,
  ),
  {
    key: 7,
    name: "dohpath",
    expected: "a relative URI template with the variable dns, such as dohpath=/dns-query{?dns}",
    write: writeText,
    fits: isDohPath,
  },
  // RFC 9540 §4, draft-ietf-tls-key-share-prediction, RFC 9953 §3. BIND 9.18 knows them by number only.
  { key: 8, name: "ohttp", expected: "no value", write: writeNothing, fits: () => true },
  {
    key: 9,
    name: "tls-supported-groups",
    expected: "different numbers with commas between them",
    write: writeGroups,
    fits: () => true,
  },
  {
    key: 10,
    name: "docpath",
    expected: "path segments with commas between them",
    write: (writer, token, start, end) => start === end || writeList(writer, token, start, end),
    fits: () => true,
  },
];

const byName = new Map(PARAMS.map((param) => [param.name, param]));
const byKey = new Map(PARAMS.map((param) => [param.key, param]));

/**
 * The parameter of a name, or of `keyNNNNN` (RFC 9460 §2.1): the form by number takes any octets that fit the key. Names
 * are lower case. BIND takes others for the form by number, so that it publishes PORT=80 as port 14384.
 */
export function findParam(text: string): SvcParam | undefined {
  const known = byName.get(text);
  if (known) return known;
  const key = numberedKey(text);
  return key < 0 ? undefined : { ...paramOf(key), write: writeText };
}

function numberedKey(text: string): number {
  const number = /^key(0|[1-9]\d{0,4})$/.exec(text);
  return number && Number(number[1]) < 65536 ? Number(number[1]) : -1;
}

/** The number of a key in a list of keys, in any case there; -1 where it isn't one. */
const keyNumber = (text: string): number => byName.get(text.toLowerCase())?.key ?? numberedKey(text);

export const paramOf = (key: number): SvcParam =>
  byKey.get(key) ?? { key, name: `key${key}`, expected: "octets", write: writeText, fits: () => true };

/** The keys that RFC 9460 itself defines by their names, later ones by number, so that every server reads them. */
export const keyName = (key: number): string => (key < 7 ? paramOf(key).name : `key${key}`);

export const knownKeys = (): readonly string[] => PARAMS.map(({ name }) => name);

export function printValue({ print }: SvcParam, value: Uint8Array): string {
  return print ? print(value) : printQuoted(value);
}

function writeText(writer: RdataWriter, token: number, start: number, end: number): boolean {
  return writer.unescapeRange(token, start, end) >= 0;
}

function writeNothing(_writer: RdataWriter, _token: number, start: number, end: number): boolean {
  return start === end;
}

/** The raw text: values of these forms have no escapes. */
function rawText(writer: RdataWriter, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(writer.lexer.bytes[at]);
  return text;
}

function writePort(writer: RdataWriter, _token: number, start: number, end: number): boolean {
  const text = rawText(writer, start, end);
  if (!/^\d+$/.test(text) || Number(text) > 65535) return false;
  writer.u16(Number(text));
  return true;
}

function writeKeys(writer: RdataWriter, _token: number, start: number, end: number): boolean {
  const keys = rawText(writer, start, end).split(",").map(keyNumber);
  if (keys.includes(-1) || new Set(keys).size < keys.length) return false;
  for (const key of keys.sort((a, b) => a - b)) writer.u16(key);
  return true;
}

function writeGroups(writer: RdataWriter, _token: number, start: number, end: number): boolean {
  const groups = rawText(writer, start, end).split(",");
  if (!groups.every((group) => /^\d{1,5}$/.test(group) && Number(group) < 65536)) return false;
  if (new Set(groups.map(Number)).size < groups.length) return false;
  for (const group of groups) writer.u16(Number(group));
  return true;
}

const decoder = new Base64Decoder();

function writeBase64(writer: RdataWriter, _token: number, start: number, end: number): boolean {
  const { bytes } = writer.lexer;
  decoder.reset();
  for (let at = start; at < end; at++) {
    if (bytes[at] === 32 || bytes[at] === 9) continue;
    const octet = decoder.feed(bytes[at]);
    if (octet === -2) return false;
    if (octet >= 0) writer.byte(octet);
  }
  return decoder.complete;
}

function addresses(
  key: number,
  name: string,
  expected: string,
  octets: number,
  write: typeof writeIpv4,
  print: (octets: Uint8Array) => string,
): SvcParam {
  return {
    key,
    name,
    expected,
    write: (writer, _token, start, end) => {
      const { bytes } = writer.lexer;
      for (let from = start; from <= end; ) {
        let to = from;
        while (to < end && bytes[to] !== COMMA) to++;
        if (!write(writer, bytes, from, to)) return false;
        from = to + 1;
      }
      return true;
    },
    fits: (value) => value.length > 0 && value.length % octets === 0,
    print: (value) => {
      const texts: string[] = [];
      for (let at = 0; at < value.length; at += octets) texts.push(print(value.subarray(at, at + octets)));
      return texts.join(",");
    },
  };
}

const COMMA = 44;
const BACKSLASH = 92;
const QUOTE = 34;

/** A value list (RFC 9460 appendix A.1): the text without its escapes, then items with commas, `\` before a comma in one. */
function writeList(writer: RdataWriter, token: number, start: number, end: number): boolean {
  const from = writer.length;
  if (writer.unescapeRange(token, start, end) < 0) return false;
  const text = writer.out.slice(from, writer.length);
  writer.length = from;
  writer.byte(0);
  let lengthAt = from;
  const closeItem = () => {
    const length = writer.length - lengthAt - 1;
    writer.out[lengthAt] = length;
    return length > 0 && length < 256;
  };
  for (let at = 0; at < text.length; at++) {
    if (text[at] === COMMA) {
      if (!closeItem()) return false;
      lengthAt = writer.length;
      writer.byte(0);
    } else {
      if (text[at] === BACKSLASH && ++at === text.length) return false;
      writer.byte(text[at]);
    }
  }
  return closeItem();
}

function items(value: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < value.length; at += value[at] + 1) found.push(value.subarray(at + 1, at + 1 + value[at]));
  return found;
}

/** Is it a sequence of length octets and that many octets each, at least `least`? */
function isList(value: Uint8Array, least: number): boolean {
  let at = 0;
  while (at < value.length) {
    if (value[at] < least) return false;
    at += value[at] + 1;
  }
  return at === value.length;
}

/** An item between the quotes of a list: escaped once for the list, once more for the text. */
function printItem(item: Uint8Array): string {
  let text = "";
  for (const octet of item) {
    if (octet === COMMA) text += "\\\\,";
    else if (octet === BACKSLASH) text += "\\\\\\\\";
    else if (octet === QUOTE) text += '\\"';
    else text += octet > 32 && octet < 127 ? String.fromCharCode(octet) : decimalEscape(octet);
  }
  return text;
}

function rises(value: Uint8Array): boolean {
  for (let at = 2; at < value.length; at += 2) {
    if (value[at] * 256 + value[at + 1] <= value[at - 2] * 256 + value[at - 1]) return false;
  }
  return true;
}

const VARIABLE = "(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})+(?:\\*|:[1-9][0-9]{0,3})?";
const TEMPLATE = new RegExp(`^/(?:[^{%]|%[0-9A-Fa-f]{2}|\\{[+#./;?&]?${VARIABLE}(?:,${VARIABLE})*\\})*$`, "s");

/** RFC 9461 §5: a URI template (RFC 6570) in UTF-8 that begins with "/" and has the variable "dns". */
function isDohPath(value: Uint8Array): boolean {
  let text = "";
  for (let at = 0; at < value.length; ) {
    const { point, length } = codePointAt(value, at, value.length);
    if (point > 127 && length === 1) return false;
    text += String.fromCodePoint(point);
    at += length;
  }
  if (!TEMPLATE.test(text)) return false;
  const expressions = text.match(/\{[^}]*\}/g) ?? [];
  return expressions.some((expression) =>
    expression
      .slice(1, -1)
      .split(",")
      .some((variable) => /^[+#./;?&]?dns(\*|:\d+)?$/.test(variable)),
  );
}
