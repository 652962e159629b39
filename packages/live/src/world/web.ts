import { type Evidence, printRdata, type WebAnswer, type WebQuestion } from "@dcvlint/core";
import { A, AAAA } from "../dns/codes.js";
import { type Cidr, isPublicAddress } from "../http/addresses.js";
import { get } from "../http/get.js";
import { recogniseAnswer } from "../http/recognise.js";
import type { HttpFailure } from "../http/reply.js";
import { probeTlsAlpn } from "../http/tls-alpn.js";

export interface WebOptions {
  readonly port: number;
  readonly tlsPort: number;
  readonly caFile?: string;
  /** Milliseconds for one request. */
  readonly timeoutMs: number;
  readonly treatAsPublic: readonly Cidr[];
  /** Private and loopback addresses may be probed. */
  readonly allowPrivate: boolean;
  readonly hasIpv6: boolean;
  /** The profile says so: then an address that there is no way to is the address's fault. */
  readonly isIpv6Sure: boolean;
  /** Does IPv6 work here at all? Asked where an IPv6 address doesn't answer. */
  readonly ipv6Works: () => Promise<boolean>;
  readonly localAddress4?: string;
  readonly localAddress6?: string;
  /** Calls everything off. */
  readonly signal?: AbortSignal;
}

/** Octets of a body: more than any file that a CA asks for. */
const MOST_BODY = 64 * 1024;

/** Asks web servers, once each question. */
export function askWeb(options: WebOptions): (question: WebQuestion) => Promise<WebAnswer> {
  const known = new Map<string, Promise<WebAnswer>>();
  return (question) => {
    const key = JSON.stringify([...question.address, question.tls, question.host, question.path, question.port]);
    let asked = known.get(key);
    if (!asked) {
      asked = ask(question, options);
      known.set(key, asked);
    }
    return asked;
  };
}

async function ask(question: WebQuestion, options: WebOptions): Promise<WebAnswer> {
  const answer = await askOnce(question, options);
  const isNoWay =
    answer.kind === "failure" && answer.isConnect && (answer.reason === "timeout" || answer.reason === "unreachable");
  if (!isNoWay || question.address.length !== 16 || (await options.ipv6Works())) return answer;
  return { ...answer, reason: "not asked", detail: "IPv6 doesn't work from here" };
}

async function askOnce(question: WebQuestion, options: WebOptions): Promise<WebAnswer> {
  const { address: octets, tls, host, path, port: wanted = tls ? 443 : 80 } = question;
  const isSix = octets.length === 16;
  const address = printRdata(isSix ? AAAA : A, octets) ?? "";
  // A URL may name the other scheme's port.
  const port = wanted === 443 ? options.tlsPort : options.port;
  const localAddress = isSix ? options.localAddress6 : options.localAddress4;
  const of = `${isSix ? `[${address}]` : address}:${port}`;
  const what = path === undefined ? `TLS ${host} with acme-tls/1` : `GET ${tls ? "https" : "http"}://${host}${path}`;
  const evidence = (more: Partial<Evidence>): readonly Evidence[] => [
    { ask: what, of, answer: [], ede: [], source: "live", ...more },
  ];
  const notAsked = (reason: "not public" | "not asked", detail: string): WebAnswer => ({
    kind: "failure",
    reason,
    isConnect: true,
    detail,
    ms: 0,
    from: evidence({ note: detail }),
  });
  if (!options.allowPrivate && !isPublicAddress(address, options.treatAsPublic))
    return notAsked("not public", "it isn't a public address; --allow-private permits asking it");
  if (isSix && !options.hasIpv6) return notAsked("not asked", "this machine has no IPv6");
  if (path === undefined) {
    const seen = await probeTlsAlpn({ address, port, host, localAddress }, options);
    if (seen.kind === "failure") return failed(seen, isSix && !options.isIpv6Sure, evidence);
    const protocol = seen.protocol === false ? undefined : seen.protocol;
    const from = evidence({ answer: [protocol ?? "no acme-tls/1"], ms: Math.round(seen.ms) });
    return { kind: "alpn", protocol, hasAcmeIdentifier: seen.certificate.hasAcmeIdentifier, from };
  }
  const asked = { address, port, tls, host, path, localAddress, caFile: options.caFile, verify: false };
  const reply = await get(asked, { timeoutMs: options.timeoutMs, signal: options.signal, maxBytes: MOST_BODY });
  if (reply.kind === "failure") return failed(reply, isSix && !options.isIpv6Sure, evidence);
  const recognised = recogniseAnswer(reply);
  const { status, headers, ms, bodyTruncated } = reply;
  const { location } = headers;
  const answer = [`${status}${location === undefined ? "" : ` to ${location}`}`];
  return {
    kind: "response",
    status,
    location,
    contentType: headers["content-type"],
    body: Buffer.from(reply.body).toString("latin1"),
    isCut: bodyTruncated,
    ms: Math.round(ms),
    recognised:
      recognised && BLOCKING.has(recognised.kind)
        ? { what: recognised.kind, by: recognised.vendor ?? recognised.kind }
        : undefined,
    from: evidence({ answer, ms: Math.round(ms) }),
  };
}

/** What keeps a CA out. Other pages are judged by their status and content. */
const BLOCKING: ReadonlySet<string> = new Set(["block-page", "challenge-page"]);

function failed(
  { reason, phase, detail, code, ms }: HttpFailure,
  mayLackIpv6: boolean,
  evidence: (more: Partial<Evidence>) => readonly Evidence[],
): WebAnswer {
  const from = evidence({ note: `${reason}${detail ? `: ${detail}` : ""}`, ms: Math.round(ms) });
  const isLocal = UNSURE.has(reason) || (mayLackIpv6 && code === "ENETUNREACH");
  const kinds = { refused: "refused", timeout: "timeout", unreachable: "unreachable" } as const;
  const kind =
    reason === "plain-on-tls-port" ? "plain on the TLS port" : (kinds[reason as keyof typeof kinds] ?? "broken");
  return {
    kind: "failure",
    reason: isLocal ? "not asked" : kind,
    isConnect: phase === "connect",
    detail: detail || reason,
    ms: Math.round(ms),
    from,
  };
}

/** Our own trouble, or a parser stricter than a CA's may be. */
const UNSURE: ReadonlySet<string> = new Set(["local", "aborted", "malformed-http", "headers-too-large"]);
