import { readIpv4, readIpv6 } from "./address-fields.js";
import { printIpv4, printIpv6 } from "./addresses.js";
import { number, readName } from "./basic-fields.js";
import { restBase64, wordBase64, wordHex } from "./encoded-fields.js";
import { printBase64, printHex } from "./encodings.js";
import type { Field, Fields } from "./field.js";
import type { RdataWriter } from "./rdata-writer.js";
import type { WireReader } from "./wire-reader.js";

/** A gateway of the kind that its number tells: none, written ".", an IPv4 or IPv6 address, or a name (RFC 4025 §2.3). */
function readGateway(writer: RdataWriter, kind: number): void {
  if (kind === 1) return readIpv4(writer);
  if (kind === 2) return readIpv6(writer);
  if (kind === 3) return readName(writer);
  const text = writer.take("a dot in place of a gateway");
  if (text !== undefined && text !== ".") writer.reject("gatewayNotEmpty", writer.next - 1);
}

function printGateway(wire: WireReader, kind: number): string {
  if (kind === 1) return printIpv4(wire.octets(4));
  if (kind === 2) return printIpv6(wire.octets(16));
  return kind === 3 ? wire.name() : ".";
}

/**
 * IPSECKEY behind its precedence: the gateway's kind, the key's algorithm, the gateway, the key (RFC 4025 §2.1). There may
 * be no key where the algorithm is 0 (§2.4, §3.1); BIND 9.18 refuses that, others don't.
 */
const gateway: Field = {
  read: (writer) => {
    const kind = number(writer, 3, "a gateway type from 0 to 3");
    if (kind < 0) return;
    writer.byte(kind);
    const algorithm = number(writer, 255, "an algorithm number");
    if (algorithm < 0) return;
    writer.byte(algorithm);
    readGateway(writer, kind);
    if (!writer.problem && (writer.left > 0 || algorithm > 0)) restBase64(writer);
  },
  print: (wire) => {
    const kind = wire.u8();
    const algorithm = wire.u8();
    if (kind > 3) return wire.fail();
    const text = `${kind} ${algorithm} ${printGateway(wire, kind)}`;
    if (wire.left === 0) return algorithm === 0 ? text : wire.fail();
    return `${text} ${printBase64(wire.rest())}`;
  },
};

/** AMTRELAY behind its precedence: the discovery bit, the relay's kind, the relay (RFC 8777 §4.2). */
const amtrelay: Field = {
  read: (writer) => {
    const discovery = number(writer, 1, "0 or 1 for the discovery bit");
    if (discovery < 0) return;
    const kind = number(writer, 3, "a relay type from 0 to 3");
    if (kind < 0) return;
    writer.byte(discovery * 128 + kind);
    readGateway(writer, kind);
  },
  print: (wire) => {
    const octet = wire.u8();
    const kind = octet & 127;
    if (kind > 3) {
      wire.rest();
      wire.generic = true;
      return "";
    }
    return `${octet >> 7} ${kind} ${printGateway(wire, kind)}`;
  },
};

/** Algorithm, HIT, public key, rendezvous servers; on the wire the two lengths come first (RFC 8005 §5, §6). */
const hip: Field = {
  read: (writer) => {
    writer.byte(0);
    const algorithm = number(writer, 255, "an algorithm number");
    if (algorithm < 0) return;
    writer.byte(algorithm);
    writer.u16(0);
    const hitAt = writer.length;
    const hitToken = writer.next;
    wordHex(writer);
    if (writer.problem) return;
    const keyAt = writer.length;
    if (keyAt - hitAt > 255) return writer.reject("hitTooLong", hitToken);
    wordBase64(writer);
    writer.out[0] = keyAt - hitAt;
    writer.out[2] = (writer.length - keyAt) >> 8;
    writer.out[3] = (writer.length - keyAt) & 255;
    while (writer.left > 0 && !writer.problem) readName(writer);
  },
  print: (wire) => {
    const hitLength = wire.u8();
    const algorithm = wire.u8();
    const keyLength = wire.u16();
    if (hitLength === 0 || keyLength === 0) return wire.fail();
    const parts = [String(algorithm), printHex(wire.octets(hitLength)), printBase64(wire.octets(keyLength))];
    while (wire.left > 0) parts.push(wire.name());
    return parts.join(" ");
  },
};

export const GATEWAY_FIELDS: Fields = { gateway, amtrelay, hip };
