/** What the tls-alpn-01 method looks at in a certificate. */
export interface CertificateNames {
  /** dNSName and iPAddress entries, at most 100; octets as Latin-1. */
  readonly subjectAltNames: readonly string[];
  /** The acmeIdentifier extension is there, critical, and holds a digest of 32 octets (RFC 8737 §3). */
  readonly hasAcmeIdentifier: boolean;
}

const MAX_NAMES = 100;

const SEQUENCE = 0x30;
const BOOLEAN = 0x01;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
/** [3] EXPLICIT, in TBSCertificate (RFC 5280 §4.1). */
const EXTENSIONS = 0xa3;
/** [2] and [7], in GeneralName (RFC 5280 §4.2.1.6). */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** 1.3.6.1.5.5.7.1.31 and 2.5.29.17. */
const ACME_IDENTIFIER = "2b0601050507011f";
const SUBJECT_ALT_NAME = "551d11";

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Reads a certificate in DER. What isn't one has no names and no extension. */
export function readCertificate(der: Uint8Array): CertificateNames {
  const names: string[] = [];
  let hasAcmeIdentifier = false;
  for (const { id, critical, value } of extensions(der)) {
    if (id === ACME_IDENTIFIER) {
      const digest = elements(value)[0];
      hasAcmeIdentifier = critical && digest?.tag === OCTET_STRING && digest.content.length === 32;
    } else if (id === SUBJECT_ALT_NAME) {
      for (const { tag, content } of elements(elements(value)[0]?.content)) {
        if (names.length === MAX_NAMES) break;
        if (tag === DNS_NAME) names.push(Buffer.from(content).toString("latin1"));
        else if (tag === IP_ADDRESS) names.push(printAddress(content));
      }
    }
  }
  return { subjectAltNames: names, hasAcmeIdentifier };
}

function* extensions(der: Uint8Array): Generator<{ id: string; critical: boolean; value: Uint8Array }> {
  const certificate = elements(der)[0];
  const signed = elements(certificate?.content)[0];
  const wrapper = elements(signed?.content).find(({ tag }) => tag === EXTENSIONS);
  const list = elements(wrapper?.content)[0];
  for (const { tag, content } of elements(list?.content)) {
    const [id, ...rest] = elements(content);
    const value = rest.at(-1);
    if (tag !== SEQUENCE || id?.tag !== OBJECT_IDENTIFIER || value?.tag !== OCTET_STRING) continue;
    const critical = rest.length === 2 && rest[0].tag === BOOLEAN && rest[0].content[0] === 0xff;
    yield { id: Buffer.from(id.content).toString("hex"), critical, value: value.content };
  }
}

/** The elements side by side in some octets (X.690 §8.1), as many as are whole. */
function elements(bytes: Uint8Array = new Uint8Array()): Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const tag = bytes[at];
    let length = bytes[at + 1];
    at += 2;
    if (length >= 0x80) {
      // Three octets of length are 16 MiB, more than any handshake carries.
      const octets = length & 0x7f;
      if (octets === 0 || octets > 3 || at + octets > bytes.length) break;
      length = 0;
      for (let i = 0; i < octets; i++) length = length * 256 + bytes[at++];
    }
    if (at + length > bytes.length) break;
    found.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return found;
}

function printAddress(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join(".");
  const hex = Buffer.from(octets).toString("hex");
  return octets.length === 16 ? (hex.match(/.{4}/g) ?? []).join(":") : hex;
}
