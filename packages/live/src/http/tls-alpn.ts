import type { X509Certificate } from "node:crypto";
import { isIP, isIPv4, type Socket } from "node:net";
import { parseAddress } from "./addresses.js";
import { type CertificateNames, readCertificate } from "./certificate.js";
import { type Endpoint, openTcp, openTls } from "./connection.js";
import { Deadline } from "./deadline.js";
import { serverName } from "./get.js";
import type { HttpFailure, HttpLimits } from "./reply.js";

export interface TlsAlpnQuestion extends Endpoint {
  /** The name to be certified, or an address (RFC 8738). */
  readonly host: string;
}

export interface AlpnCertificate extends CertificateNames {
  /** By its own key, as RFC 8737 §3 has it. */
  readonly selfSigned: boolean;
}

export interface Negotiated {
  readonly kind: "negotiated";
  /** `acme-tls/1`; `false` where the server took no notice of the offer, and a CA would turn away. */
  readonly protocol: string | false;
  readonly certificate: AlpnCertificate;
  readonly ms: number;
}

/** RFC 8737 §6.2. */
export const ACME_PROTOCOL = "acme-tls/1";

/** What a CA would see that asks by tls-alpn-01 (RFC 8737 §3). The certificate is looked at, never trusted. Never rejects. */
export async function probeTlsAlpn(question: TlsAlpnQuestion, limits: HttpLimits): Promise<Negotiated | HttpFailure> {
  const deadline = new Deadline(limits);
  let socket: Socket | undefined;
  try {
    const tcp = await openTcp(question, deadline);
    if ("trouble" in tcp) return deadline.failure(tcp.trouble);
    socket = tcp.socket;
    const { host } = question;
    const handshake = { host, servername: alpnServerName(host), protocols: [ACME_PROTOCOL], verify: false };
    const tls = await openTls(tcp.socket, handshake, deadline);
    if ("trouble" in tls) return deadline.failure(tls.trouble);
    const certificate = judge(tls.socket.getPeerX509Certificate());
    return { kind: "negotiated", protocol: tls.socket.alpnProtocol || false, certificate, ms: deadline.ms() };
  } finally {
    deadline.clear();
    socket?.destroy();
  }
}

function judge(certificate: X509Certificate | undefined): AlpnCertificate {
  if (certificate === undefined) return { subjectAltNames: [], hasAcmeIdentifier: false, selfSigned: false };
  return { ...readCertificate(certificate.raw), selfSigned: isSelfSigned(certificate) };
}

function isSelfSigned(certificate: X509Certificate): boolean {
  try {
    return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
  } catch {
    // A kind of key that OpenSSL can't verify with.
    return false;
  }
}

/** An address is asked for by the name of its reverse mapping (RFC 8738 §6). */
export function alpnServerName(host: string): string | undefined {
  const octets = isIP(host) ? parseAddress(host) : undefined;
  if (octets === undefined) return serverName(host);
  if (isIPv4(host)) return `${[...octets].reverse().join(".")}.in-addr.arpa`;
  const nibbles = [...octets].flatMap((octet) => [octet >> 4, octet & 15]).reverse();
  return `${nibbles.map((nibble) => nibble.toString(16)).join(".")}.ip6.arpa`;
}
