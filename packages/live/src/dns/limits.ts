/** What one asking may cost. */
export interface ExchangeLimits {
  /** Milliseconds that a datagram is waited for. */
  readonly queryMs: number;
  /** Datagrams that are sent, at least one; streams are tried once. */
  readonly tries: number;
  /** Milliseconds for everything on a stream: connecting, shaking hands, asking, and the answer's last octet. */
  readonly tcpMs: number;
  /** Calls everything off. */
  readonly signal?: AbortSignal;
  /** Called for each query that is sent: a datagram, or a stream. */
  readonly onSend?: () => void;
}
