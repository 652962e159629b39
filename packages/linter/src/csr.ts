/** Reads a certificate signing request (RFC 2986). An entry of its own: ASN.1 is loaded only where a CSR is given. */
import { AltName, type AttributeTypeAndValue, CertificationRequest, Extensions } from "pkijs";

export interface Csr {
  /** The request's octets: what a CA's hashes are made of. */
  readonly der: Uint8Array<ArrayBuffer>;
  /** The common name where it reads as a host's, then the DNS names of the subject alternative name; as written, each once. */
  readonly names: readonly string[];
  /** The addresses that it asks for: no DNS name stands for them. */
  readonly addresses: readonly string[];
}

export interface CsrTrouble {
  readonly kind: "trouble";
  /** What is wrong, to stand after "the file …". */
  readonly what: string;
}

/** Octets. A request for 2,000 names is half of it; a larger file is something else. */
export const MAX_CSR = 256 * 1024;

/** PEM or DER. Whatever the octets, it answers; it never throws. */
export function readCsr(bytes: Uint8Array): Csr | CsrTrouble {
  if (bytes.length > MAX_CSR) return trouble(`is larger than ${MAX_CSR / 1024} KiB, so it is no CSR`);
  const found = derOf(bytes);
  if ("kind" in found) return found;
  const length = sequenceLength(found);
  if (length === undefined) return trouble("holds no CSR: what it holds isn't one DER sequence");
  const der = found.slice(0, length);
  try {
    return { der, ...contentOf(CertificationRequest.fromBER(der)) };
  } catch {
    return trouble("holds no CSR that can be read (PKCS #10, RFC 2986)");
  }
}

const trouble = (what: string): CsrTrouble => ({ kind: "trouble", what });

// "NEW" is what older tools of Microsoft and Netscape write.
const LABELS = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];

function derOf(bytes: Uint8Array): Uint8Array | CsrTrouble {
  // A DER request begins with a SEQUENCE; text that begins with a zero ("0") is no PEM either.
  if (bytes[0] === 0x30) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  for (const label of LABELS) {
    const begin = `-----BEGIN ${label}-----`;
    const at = text.indexOf(begin);
    if (at < 0) continue;
    const end = text.indexOf(`-----END ${label}-----`, at);
    if (end < 0) return trouble("breaks off: the CSR's END line is missing");
    const body = text.slice(at + begin.length, end).replace(/\s+/g, "");
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return trouble("holds a CSR whose base64 is damaged");
    return Buffer.from(body, "base64");
  }
  const other = /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1];
  return trouble(other ? `holds a ${other.toLowerCase()}, no CSR` : "holds no CSR, neither PEM nor DER");
}

/**
 * Octets of the sequence that stands first, header included: `openssl req` passes over what follows it, and so does a CA's
 * hash. Only DER's definite lengths (X.690 §10.1): of another encoding a CA would hash other octets than these.
 */
function sequenceLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 2 || bytes[0] !== 0x30) return undefined;
  let length = bytes[1];
  let header = 2;
  if (length >= 0x80) {
    const octets = length & 0x7f;
    if (octets === 0 || octets > 4) return undefined;
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (bytes[header++] ?? 0);
  }
  return header + length <= bytes.length ? header + length : undefined;
}

const COMMON_NAME = "2.5.4.3";
const ALTERNATIVE_NAME = "2.5.29.17";
/** PKCS #9's extensionRequest, and the one that Microsoft's tools wrote before. */
const EXTENSION_REQUESTS = ["1.2.840.113549.1.9.14", "1.3.6.1.4.1.311.2.1.14"];
const DNS_NAME = 2;
const IP_ADDRESS = 7;

function contentOf(request: CertificationRequest): Pick<Csr, "names" | "addresses"> {
  const names = new Set<string>();
  const addresses = new Set<string>();
  const common = request.subject.typesAndValues.filter(({ type }) => type === COMMON_NAME).map(textOf);
  const alternatives = [...alternativesOf(request)];
  // A name in both is one name. A common name such as "Example Ltd" is none; alone, it is left for the reader to be told of.
  const inList = alternatives.some(({ type }) => type === DNS_NAME);
  for (const name of common) if (name !== "" && (!inList || isHostLike(name))) names.add(name);
  for (const { type, value } of alternatives) {
    if (type === DNS_NAME && typeof value === "string") names.add(fromUtf8(value));
    if (type === IP_ADDRESS) addresses.add(addressText(new Uint8Array(value.valueBlock.valueHexView)));
  }
  return { names: [...names], addresses: [...addresses] };
}

function* alternativesOf(request: CertificationRequest) {
  for (const { type, values } of request.attributes ?? []) {
    if (!EXTENSION_REQUESTS.includes(type)) continue;
    for (const { extnID, extnValue } of new Extensions({ schema: values[0] }).extensions) {
      if (extnID === ALTERNATIVE_NAME) yield* AltName.fromBER(extnValue.valueBlock.valueHexView).altNames;
    }
  }
}

/** A DNS name is ASCII there; of those that aren't, most were written in UTF-8. One octet a character comes in. */
function fromUtf8(octets: string): string {
  if (!/[^\0-\x7f]/.test(octets)) return octets;
  const text = Buffer.from(octets, "latin1").toString("utf8");
  return text.includes("\ufffd") ? octets : text;
}

const textOf = ({ value }: AttributeTypeAndValue): string => String(value.valueBlock.value ?? "").trim();

const isHostLike = (text: string): boolean => text.includes(".") && !/[\s/@:]/.test(text);

function addressText(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join(".");
  const groups = Array.from({ length: octets.length >> 1 }, (_, i) =>
    (octets[2 * i] * 256 + octets[2 * i + 1]).toString(16),
  );
  return groups.join(":");
}
