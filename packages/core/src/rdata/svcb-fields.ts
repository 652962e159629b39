import { latin1 } from "../name/octets.js";
import { nameAt } from "./basic-fields.js";
import type { Field, Fields } from "./field.js";
import type { RdataMessage } from "./messages.js";
import type { RdataWriter } from "./rdata-writer.js";
import { findParam, keyName, paramOf, printValue, type SvcParam } from "./svcb-values.js";
import { WireReader } from "./wire-reader.js";

const MANDATORY = 0;
const ALPN = 1;
const NO_DEFAULT_ALPN = 2;
const DOHPATH = 7;
const EQUALS = 61;

interface Written {
  readonly key: number;
  readonly value: Uint8Array;
  readonly token: number;
}

/** The one name that BIND takes in quotes too. */
const target: Field = {
  read: (writer) => {
    if (writer.left <= 0) return writer.missing("a target name");
    nameAt(writer, writer.next++);
  },
  print: (wire) => wire.name(),
};

/** The parameters of SVCB and HTTPS: `key`, `key=value` or `key="value"`, in any order; by number on the wire (RFC 9460 §2). */
const svcparams: Field = {
  read: (writer) => {
    const from = writer.length;
    const params = new Map<number, Written>();
    while (writer.left > 0) {
      const param = readParam(writer);
      if (!param) return;
      if (params.has(param.key)) {
        return writer.reject("svcDuplicateKey", param.token, { key: keyName(param.key) });
      }
      params.set(param.key, param);
    }
    checkTogether(writer, params);
    if (writer.problem) return;
    writer.length = from;
    for (const { key, value } of [...params.values()].sort((a, b) => a.key - b.key)) {
      writer.u16(key);
      writer.u16(value.length);
      writer.octets(value);
    }
  },
  print: (wire) => {
    const params = readParams(wire);
    if (!params || wire.failed) return wire.fail();
    return params
      .map(({ key, value }) => keyName(key) + (value.length > 0 ? `=${printValue(paramOf(key), value)}` : ""))
      .join(" ");
  },
};

function readParam(writer: RdataWriter): Written | undefined {
  const token = writer.word("a parameter such as alpn=h2");
  if (token < 0) return undefined;
  const { bytes, start, end } = writer.lexer;
  const equals = bytes.subarray(start[token], end[token]).indexOf(EQUALS);
  const keyEnd = equals < 0 ? end[token] : start[token] + equals;
  const written = latin1(bytes, start[token], keyEnd);
  const param = findParam(written);
  if (!param) {
    const meant = findParam(written.toLowerCase());
    if (meant) writer.reject("svcKeyCase", token, { key: written, meant: written.toLowerCase() });
    else writer.reject("svcUnknownKey", token, { key: written });
    return undefined;
  }
  let valueToken = token;
  let from = equals < 0 ? keyEnd : keyEnd + 1;
  // `key="value"` is two tokens to the lexer: `key=`, and behind it, without a blank, the quoted one.
  const next = token + 1;
  if (
    equals >= 0 &&
    from === end[token] &&
    next < writer.lexer.count &&
    writer.isQuoted(next) &&
    start[next] - 1 === from
  ) {
    valueToken = writer.next++;
    from = start[valueToken];
  }
  return { key: param.key, value: writeValue(writer, param, token, valueToken, from), token };
}

/** The value's octets. They are written behind what is there, and taken back: parameters are sorted before they are kept. */
function writeValue(writer: RdataWriter, param: SvcParam, token: number, valueToken: number, from: number): Uint8Array {
  const before = writer.length;
  const end = writer.lexer.end[valueToken];
  const good = param.write(writer, valueToken, from, end);
  const value = writer.out.slice(before, writer.length);
  writer.length = before;
  if (!good || !param.fits(value)) {
    const data = { key: param.name, expected: param.expected };
    if (from === end && param.expected !== "no value") writer.reject("svcValueMissing", token, data);
    else writer.reject("svcBadValue", valueToken, { ...data, value: writer.textOf(from, end) });
  }
  return value;
}

/** RFC 9460 §7.1.1 and §8: no-default-alpn needs alpn; a mandatory key must be there, and isn't `mandatory` itself. */
function checkTogether(writer: RdataWriter, params: ReadonlyMap<number, Written>): void {
  const alone = params.get(NO_DEFAULT_ALPN);
  if (alone && !params.has(ALPN)) return writer.reject("svcNoAlpn", alone.token);
  const mandatory = params.get(MANDATORY);
  if (!mandatory) return;
  for (const key of keysOf(mandatory.value)) {
    if (key === MANDATORY) return writer.reject("svcMandatorySelf", mandatory.token);
    if (!params.has(key)) return writer.reject("svcMandatoryMissing", mandatory.token, { key: keyName(key) });
  }
}

/** The keys in the value of `mandatory`. */
function* keysOf(value: Uint8Array): Generator<number> {
  for (let at = 0; at < value.length; at += 2) yield value[at] * 256 + value[at + 1];
}

interface Param {
  readonly key: number;
  readonly value: Uint8Array;
}

/** The parameters up to the end; `undefined` where they break a rule. */
function readParams(wire: WireReader): Param[] | undefined {
  const params: Param[] = [];
  while (wire.left > 0) {
    const key = wire.u16();
    const value = wire.octets(wire.u16());
    if (params.length > 0 && key <= params[params.length - 1].key) return undefined;
    if (!paramOf(key).fits(value)) return undefined;
    params.push({ key, value });
  }
  const keys = new Set(params.map(({ key }) => key));
  if (keys.has(NO_DEFAULT_ALPN) && !keys.has(ALPN)) return undefined;
  if (keys.has(MANDATORY)) {
    for (const needed of keysOf(params[0].value)) if (needed === MANDATORY || !keys.has(needed)) return undefined;
  }
  return params;
}

/** ALPN ids that speak HTTP. */
const HTTP = /^(http\/\d+(\.\d+)?|h2c?|h3)$/;

/**
 * What is wrong with an SVCB record at its owner, which the RDATA alone doesn't show: at `_dns` or `_PORT._dns` it must say
 * what it speaks (RFC 9461 §4.1), and where to ask if that is HTTP (§5).
 * BIND from 9.20 on refuses such a zone; 9.18 serves it. `firstLabels` are the owner's first two labels.
 */
export function svcbDnsProblem(firstLabels: readonly string[], rdata: Uint8Array): RdataMessage | undefined {
  const wire = new WireReader(rdata);
  const priority = wire.u16();
  wire.name();
  const params = wire.failed ? undefined : readParams(wire);
  if (!params || wire.failed) return undefined;
  // AliasMode has no parameters to speak of: who reads them ignores them (RFC 9460 §2.4.2).
  if (priority === 0 || !isDnsService(firstLabels)) return undefined;
  const alpn = params.find(({ key }) => key === ALPN);
  if (!alpn) return "svcDnsNoAlpn";
  const ids = new WireReader(alpn.value);
  let http = false;
  while (ids.left > 0) if (HTTP.test(String.fromCharCode(...ids.octets(ids.u8())))) http = true;
  return http && !params.some(({ key }) => key === DOHPATH) ? "svcDnsNoDohpath" : undefined;
}

function isDnsService([first, second]: readonly string[]): boolean {
  const isPort = /^_(0|[1-9]\d{0,4})$/.test(first ?? "") && Number(first.slice(1)) < 65536;
  return ((isPort ? second : first) ?? "").toLowerCase() === "_dns";
}

export const SVCB_FIELDS: Fields = { target, svcparams };
