import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { type DomainName, encodeUtf8, parseName, RecordView, readZoneFile } from "@dcvlint/core";
import type { Message, ResourceRecord } from "../../src/dns/message.js";
import { labelCount, signedData } from "../../src/dnssec/canonical.js";
import { nameToWire } from "../../src/dnssec/names.js";
import { hashName } from "../../src/dnssec/nsec3.js";
import { type Dnskey, parseDnskey, type Rrsig } from "../../src/dnssec/rdata.js";
import { RRSIG } from "../../src/dnssec/types.js";

/** Seconds since 1970; nothing here looks at a clock. */
export const NOW = 1_795_000_000;
export const LATER = NOW + 1000;

/** The records of some lines of zone text below the root. */
export function records(text: string): ResourceRecord[] {
  const zone = readZoneFile(encodeUtf8(`$TTL 300\n${text.replace(/^ +/gm, "")}\n`), { file: "test", origin: "." });
  return Array.from({ length: zone.count }, (_, id) => {
    const view = new RecordView(zone).at(id);
    if (!view.readable) throw new Error(`unreadable: ${text}`);
    return { owner: view.ownerName, type: view.type, class: 1, ttl: view.ttl, rdata: view.wire() };
  });
}

/** Signs what no zone signer would, with Ed25519. */
export class Signer {
  readonly key: Dnskey;
  readonly dnskey: ResourceRecord;
  private readonly secret: KeyObject;

  constructor(
    readonly zone: DomainName = parseName("example.")!,
    flags = 257,
  ) {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.secret = privateKey;
    const octets = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url");
    const rdata = Uint8Array.from([flags >> 8, flags & 255, 3, 15, ...octets]);
    this.key = parseDnskey(rdata)!;
    this.dnskey = { owner: zone, type: 48, class: 1, ttl: 300, rdata };
  }

  /** The RRSIG of an RRset, with what is to be odd about it. */
  sign(rrset: readonly ResourceRecord[], odd: Partial<Rrsig> = {}): ResourceRecord {
    const { owner, type } = rrset[0];
    const rrsig: Rrsig = {
      typeCovered: type,
      algorithm: 15,
      labels: labelCount(owner.labels),
      originalTtl: 300,
      expiration: LATER,
      inception: NOW - 1000,
      keyTag: this.key.keyTag,
      signer: this.zone,
      signature: new Uint8Array(),
      ...odd,
    };
    const signature = sign(null, signedData(rrset, rrsig), this.secret);
    const head = Buffer.alloc(18);
    head.writeUInt16BE(rrsig.typeCovered, 0);
    head.set([rrsig.algorithm, rrsig.labels], 2);
    head.writeUInt32BE(rrsig.originalTtl, 4);
    head.writeUInt32BE(rrsig.expiration, 8);
    head.writeUInt32BE(rrsig.inception, 12);
    head.writeUInt16BE(rrsig.keyTag, 16);
    const rdata = Uint8Array.from([...head, ...nameToWire(rrsig.signer), ...signature]);
    return { owner, type: RRSIG, class: 1, ttl: 300, rdata };
  }

  /** Each line is an RRset of its own, and comes with its signature. */
  signed(text: string, odd: Partial<Rrsig> = {}): ResourceRecord[] {
    return records(text).flatMap((record) => [record, this.sign([record], odd)]);
  }

  /** An NSEC3 record, signed: `name` exists with the types; the gap behind it goes on for `gap` 256ths of the ring. */
  nsec3(name: string, types: string, { flags = 0, iterations = 0, hash = 1, gap = 0 } = {}): ResourceRecord[] {
    const own = hashName(parseName(name)!, new Uint8Array(), Math.min(iterations, 500));
    const next = (BigInt(`0x${own.toString("hex")}`) + (BigInt(gap) << 152n) + 1n) % (1n << 160n);
    return this.signed(
      `${base32(own)}.${this.zone} NSEC3 ${hash} ${flags} ${iterations} - ${base32(toOctets(next))} ${types}`,
    );
  }
}

const toOctets = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(40, "0"), "hex");

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((octet) => octet.toString(2).padStart(8, "0")).join("");
  return bits
    .match(/.{5}/g)!
    .map((five) => Number.parseInt(five, 2).toString(32))
    .join("");
}

export function message(
  rcode: number,
  answer: readonly ResourceRecord[],
  authority: readonly ResourceRecord[],
): Message {
  return {
    id: 0,
    isResponse: true,
    opcode: 0,
    authoritative: true,
    truncated: false,
    recursionAvailable: false,
    authenticData: false,
    rcode,
    questions: [],
    answer,
    authority,
    additional: [],
    errors: [],
  };
}
