import { foldLabel } from "@dcvlint/core";
import { exchange } from "./exchange.js";
import type { ExchangeLimits } from "./limits.js";
import type { Query, Reply, Server } from "./message.js";

export interface ClientOptions extends Omit<ExchangeLimits, "onSend"> {
  /** Questions under way at once, at least one. */
  readonly concurrency: number;
  /** Queries beyond which nothing is asked any more; may grow while the run goes on. None: no end. */
  readonly mostSent?: () => number;
}

/**
 * Asks servers for one run: a question that was asked of a server isn't asked of it again, whatever came of it, and equal
 * questions at the same time are one. When the signal calls the run off, everything still open is a failure at once.
 */
export class DnsClient {
  /** Queries that were sent so far: datagrams, and streams that were opened for one. */
  sent = 0;

  private readonly replies = new Map<string, Promise<Reply>>();
  private readonly waiting: (() => void)[] = [];
  private free: number;
  private readonly limits: ExchangeLimits;
  private readonly mostSent: () => number;

  /** `askOne`: how one question is asked; tests hand in their own. */
  constructor(
    { concurrency, mostSent = () => Number.POSITIVE_INFINITY, ...limits }: ClientOptions,
    private readonly askOne: typeof exchange = exchange,
  ) {
    this.free = Math.max(1, concurrency);
    this.mostSent = mostSent;
    this.limits = {
      ...limits,
      onSend: () => {
        this.sent++;
      },
    };
  }

  /** Is everything used up that may be sent? Then no failure says anything. */
  get isSpent(): boolean {
    return this.sent >= this.mostSent();
  }

  /** See `exchange`; `patience` in place of the run's. Two queries are equal when their names are, ignoring case; the first one's letters are given back. */
  ask(server: Server, query: Query, patience?: Pick<ExchangeLimits, "queryMs" | "tries">): Promise<Reply> {
    const key = `${keyOf(server, query)} ${patience ? `${patience.queryMs} ${patience.tries}` : ""}`;
    let reply = this.replies.get(key);
    if (reply === undefined) {
      reply = this.inTurn(async () =>
        this.isSpent ? SPENT : this.askOne(server, query, { ...this.limits, ...patience }),
      );
      this.replies.set(key, reply);
    }
    return reply;
  }

  private async inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await run();
    } finally {
      // Whoever waits takes over the place, so that nobody else can slip in.
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}

const SPENT: Reply = { kind: "failure", reason: "timeout", detail: "too many questions were asked already", ms: 0 };

function keyOf(server: Server, query: Query): string {
  const { transport, address, port, url, tlsServerName, caFile, localAddress } = server;
  const { name, type, recursionDesired, checkingDisabled = false, edns = true } = query;
  return JSON.stringify([
    [transport, address, port, url, tlsServerName, caFile, localAddress],
    [name.labels.map(foldLabel), type, recursionDesired, checkingDisabled, edns],
  ]);
}
