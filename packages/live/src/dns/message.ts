import type { DomainName } from "@dcvlint/core";

/** A record as it came over the wire. */
export interface ResourceRecord {
  readonly owner: DomainName;
  readonly type: number;
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
  /** Names in it uncompressed, so that it means the same outside the message. */
  readonly rdata: Uint8Array;
}

export interface MessageQuestion {
  readonly name: DomainName;
  readonly type: number;
  readonly class: number;
}

/** A DNS message (RFC 1035 §4), its OPT record (RFC 6891) taken apart. */
export interface Message {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionAvailable: boolean;
  readonly authenticData: boolean;
  /** With the upper bits that an OPT record holds. */
  readonly rcode: number;
  readonly questions: readonly MessageQuestion[];
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  /** Without the OPT record. */
  readonly additional: readonly ResourceRecord[];
  /** Absent where the sender doesn't speak EDNS. */
  readonly edns?: { readonly version: number; readonly udpSize: number; readonly dnssecOk: boolean };
  /** Extended DNS errors (RFC 8914). */
  readonly errors: readonly { readonly code: number; readonly text: string }[];
}

/** What is asked; id, port and 0x20 letters are the sender's own affair. */
export interface Query {
  readonly name: DomainName;
  readonly type: number;
  /** To a resolver. */
  readonly recursionDesired: boolean;
  /** The resolver should not validate (RFC 4035 §3.2.2). */
  readonly checkingDisabled?: boolean;
  /** `false` asks without an OPT record, to tell a server that drops EDNS from one that is silent. */
  readonly edns?: boolean;
}

export type Transport = "udp" | "tcp" | "tls" | "https";

/** One server, one way to it. `udp` goes on over TCP by itself when the answer is truncated. */
export interface Server {
  readonly transport: Transport;
  /** IPv4 or IPv6, never a name. Of `https` too, where `url` has a name. */
  readonly address: string;
  readonly port: number;
  /** RFC 8484 endpoint, of `https`. */
  readonly url?: string;
  readonly tlsServerName?: string;
  readonly caFile?: string;
  /** Source address. */
  readonly localAddress?: string;
}

export type ReplyFailure =
  | "timeout"
  /** Nobody listens: ICMP port unreachable, or a TCP reset. */
  | "refused"
  /** No route, or a socket that the system doesn't give. */
  | "unreachable"
  /** What came isn't a DNS message, or none that answers this question. */
  | "malformed"
  /** Of TLS, or HTTP. */
  | "transport"
  /** A private address or the like, which wasn't asked. */
  | "not public";

export type Reply =
  | {
      readonly kind: "message";
      readonly message: Message;
      readonly ms: number;
      /** `tcp` where a `udp` answer was truncated. */
      readonly transport: Transport;
      /** A truncated answer over UDP of which TCP gave no more: `message` is what UDP gave. */
      readonly tcpFailure?: ReplyFailure;
    }
  | { readonly kind: "failure"; readonly reason: ReplyFailure; readonly detail: string; readonly ms: number };
