import { parseName } from "../name/name-table.js";
import { fallsBack, findAddresses, type HostAddresses, printAddress, reservedOf } from "./host-addresses.js";
import type { Inquiry, IssuanceFinding, IssuanceRequest, Judging, Knowledge } from "./judging.js";
import type { WebAnswer } from "./world.js";

/** Redirects that a CA may follow (BR 3.2.2.4.18 and .19), and what they may lead to. */
const FOLLOWED: readonly number[] = [301, 302, 307, 308];
const PORTS: readonly number[] = [80, 443];
const MOST_HOPS = 10;
/** More addresses than that of one host, IPv4 or IPv6, aren't asked. */
const MOST_ADDRESSES = 8;
/** Milliseconds. Let's Encrypt gives each step about ten seconds. */
const LIMIT = 10_000;
/** A path that nobody has put a file at. */
const UNUSED = "dcvlint-asks-for-nothing";

interface Place {
  readonly tls: boolean;
  /** For `Host`: without final dot. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/**
 * What came of one way to the file, redirects included. `unknown`: the sentence why. `onward`: where the host redirected to
 * itself.
 */
type Outcome =
  | { readonly kind: "good"; readonly shown: string; readonly onward?: Place }
  | { readonly kind: "unknown"; readonly why: string; readonly shown: string }
  | {
      readonly kind: "bad";
      readonly finding: Omit<IssuanceFinding, "blamed">;
      readonly isConnect: boolean;
      readonly shown: string;
    };

/** Does the CA find the file by HTTP? Where no file is known: would one be found that is put there? */
export function* judgeWeb(
  request: IssuanceRequest,
  method: string,
  hosts: HostAddresses,
  knowledge: Knowledge,
  inquiry: Inquiry,
): Judging<void> {
  const folder = method === "http-01" ? "/.well-known/acme-challenge/" : "/.well-known/pki-validation/";
  const path = request.file?.path ?? `${folder}${UNUSED}${method === "http-01" ? "" : ".txt"}`;
  const start: Place = { tls: false, host: request.name.toString().replace(/\.$/, ""), port: 80, path };
  const open = (addresses: readonly Uint8Array[]) => addresses.filter((address) => !reservedOf(address, knowledge));
  const v6 = yield* tryAll(open(hosts.v6), start, request, knowledge, inquiry);
  const v4 = yield* tryAll(open(hosts.v4), start, request, knowledge, inquiry);
  const blamed = { blamed: [] as const };
  for (const group of [v6, v4]) {
    const differing = new Set(group.map(({ outcome }) => outcome.shown));
    if (differing.size < 2) continue;
    const groups = group.map(({ address, outcome }) => `${printAddress(address)} ${outcome.shown}`).join("; ");
    inquiry.observe({
      rule: "addresses-differ",
      message: "differ",
      data: { host: start.host, groups },
      evidence: hosts.evidence,
      ...blamed,
    });
  }
  const six = summarise(v6, open(hosts.v6).length - v6.length);
  const four = summarise(v4, open(hosts.v4).length - v4.length);
  if (!six && !four) return;
  if (!six || !four) {
    const only = six ?? four!;
    const [{ address }] = six ? v6 : v4;
    const elsewhere =
      only.kind === "bad" ? yield* lookElsewhere(only, address, start, request, knowledge, inquiry) : only;
    return conclude(elsewhere, inquiry);
  }
  const contrast = () => ({
    host: start.host,
    v4: `${printAddress(v4[0].address)} ${four.shown}`,
    v6: `${printAddress(v6[0].address)} ${six.shown}`,
  });
  if (six.kind === "bad" && six.isConnect && four.kind !== "bad") {
    const address = printAddress(v6[0].address);
    const data = { host: start.host, address, why: six.shown, falls: fallsBack(request) };
    inquiry.observe({ rule: "aaaa-differs", message: "unreachable", data, evidence: six.finding.evidence, ...blamed });
    if (!request.ca.caaBehaviour?.retriesIpv4)
      inquiry.unknown.push(`IPv6 can't be connected at "${start.host}"; ${fallsBack(request)}.`);
    // Let's Encrypt looks the host up again for a redirect, takes IPv6 again, and tries nothing else then (boulder va/http.go).
    const onward = v4.flatMap(({ outcome }) => (outcome.kind === "good" ? (outcome.onward ?? []) : []))[0];
    const there = onward && (yield* follow(v6[0].address, onward, request, knowledge, inquiry));
    return conclude(there?.kind === "bad" ? there : four, inquiry);
  }
  if (six.kind === "bad" && !six.isConnect && four.kind === "good") {
    const data = contrast();
    inquiry.findings.push({
      rule: "aaaa-differs",
      message: "content",
      data,
      evidence: six.finding.evidence,
      ...blamed,
    });
    return;
  }
  // IPv6 comes first; where it serves, IPv4 is never asked.
  conclude(
    six.kind === "bad" ? yield* lookElsewhere(six, v6[0].address, start, request, knowledge, inquiry) : six,
    inquiry,
  );
  // IPv6 answers for a file that nobody has put there, and IPv4 doesn't: it may well be another server.
  if (six.kind === "unknown" && six.shown.startsWith("answers") && four.kind === "good") {
    const evidence = hosts.evidence;
    const data = contrast();
    inquiry.observe({ rule: "aaaa-differs", message: "content", data, evidence, severity: "warning", ...blamed });
  }
  if (six.kind === "good" && four.kind === "bad" && !four.isConnect) {
    const data = contrast();
    inquiry.observe({ rule: "aaaa-differs", message: "content", data, evidence: four.finding.evidence, ...blamed });
  }
}

/** Where people put the file instead: in other letters, with another ending, at the top, or in another folder. */
function* lookElsewhere(
  missing: Extract<Outcome, { kind: "bad" }>,
  address: Uint8Array,
  start: Place,
  request: IssuanceRequest,
  knowledge: Knowledge,
  inquiry: Inquiry,
): Judging<Outcome> {
  if (!request.file || missing.isConnect || !MISPLACED.has(missing.finding.rule)) return missing;
  const file = start.path.slice(start.path.lastIndexOf("/") + 1);
  const folder = start.path.slice(0, -file.length);
  const bare = file.replace(/\.txt$/i, "");
  const paths = [
    ...[file.toLowerCase(), file.toUpperCase(), bare === file ? `${file}.txt` : bare].map((other) => folder + other),
    ...["/", "/.well-known/", "/.well-known/pki-validation/", "/.well-known/acme-challenge/"].map(
      (other) => other + file,
    ),
  ];
  for (const path of paths) {
    const place = { ...start, path };
    if (path === start.path) continue;
    const found = yield* follow(address, place, request, knowledge, inquiry);
    if (found.kind !== "good") continue;
    const data = { url: urlOf(start), found: urlOf(place) };
    const { evidence } = missing.finding;
    return { ...missing, finding: { rule: "http-wrong-path", message: "elsewhere", data, evidence } };
  }
  return missing;
}

const MISPLACED: ReadonlySet<string> = new Set(["http-status", "http-content"]);

function conclude(outcome: Outcome, inquiry: Inquiry): void {
  if (outcome.kind === "unknown") inquiry.unknown.push(outcome.why);
  if (outcome.kind === "bad") inquiry.findings.push({ ...outcome.finding, blamed: [], forbids: true });
}

interface Tried {
  readonly address: Uint8Array;
  readonly outcome: Outcome;
}

function* tryAll(
  addresses: readonly Uint8Array[],
  start: Place,
  request: IssuanceRequest,
  knowledge: Knowledge,
  inquiry: Inquiry,
): Judging<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const address of addresses.slice(0, MOST_ADDRESSES))
    tried.push({ address, outcome: yield* follow(address, start, request, knowledge, inquiry) });
  return tried;
}

/** A CA takes one address of several: when some serve and some don't, which it is can't be told. */
function summarise(tried: readonly Tried[], unasked: number): Outcome | undefined {
  const [first] = tried;
  if (!first) return undefined;
  const outcomes = tried.map(({ outcome }) => outcome);
  const bad = outcomes.find(({ kind }) => kind === "bad");
  if (!bad && unasked > 0) {
    const why = `${unasked} more addresses weren't asked, and the CA may take one of them.`;
    return { kind: "unknown", why, shown: first.outcome.shown };
  }
  if (!bad || outcomes.every(({ kind }) => kind === "bad"))
    return outcomes.find(({ kind }) => kind === "unknown") ?? first.outcome;
  const shown = [...new Set(outcomes.map((outcome) => outcome.shown))].join(", or ");
  return { kind: "unknown", why: `The addresses answer differently, and the CA takes one of them: ${shown}.`, shown };
}

/** From one address on, over redirects. */
function* follow(
  first: Uint8Array,
  start: Place,
  request: IssuanceRequest,
  knowledge: Knowledge,
  inquiry: Inquiry,
): Judging<Outcome> {
  let place = start;
  let address = first;
  let onward: Place | undefined;
  const most = knowledge.mostRedirects ?? MOST_HOPS;
  const evidence: number[] = [];
  const bad = (rule: string, message: string, data: object, shown: string, isConnect = false): Outcome => ({
    kind: "bad",
    finding: { rule, message, data, evidence: [...evidence] },
    isConnect,
    shown,
  });
  for (let hops = 0; ; hops++) {
    const url = urlOf(place);
    const { answer, numbers } = yield* inquiry.fetch({ address, ...place });
    evidence.push(...numbers);
    if (answer.kind !== "response") return failed(answer, url, printAddress(address), hops === 0, bad);
    const { status, location } = answer;
    if (status < 300 || status > 399 || status === 304 || location === undefined) {
      const outcome = judgeAnswer(answer, url, place.path, request, bad);
      return outcome.kind === "good" ? { ...outcome, onward } : outcome;
    }
    const redirect = (message: string, more: object, shown: string) =>
      bad("http-redirect", message, { url, ...more }, shown);
    if (hops >= most) return redirect("loop", { hops }, `redirects more than ${most} times`);
    const target = resolveReference(location, place);
    const shown = `redirects to ${location}`;
    if (!FOLLOWED.includes(status))
      return redirect(
        "notFollowed",
        { code: status, target: location, why: `a CA follows ${FOLLOWED.join(", ")} only` },
        shown,
      );
    if (target === "scheme") return redirect("scheme", { target: location }, shown);
    if (!target) return redirect("notFollowed", { code: status, target: location, why: "it isn't a URL" }, shown);
    if (!PORTS.includes(target.port)) return redirect("port", { target: location, port: target.port }, shown);
    if (
      target.path === place.path &&
      target.host === place.host &&
      target.tls === place.tls &&
      target.port === place.port
    )
      return redirect("loop", { hops: hops + 1 }, "redirects to itself");
    if (target.host !== place.host) {
      const next = yield* addressOf(target.host, request, knowledge, inquiry);
      if (next === "failed")
        return { kind: "unknown", why: `"${target.host}", where ${url} leads, can't be looked up.`, shown };
      if (next.kind === "none")
        return bad("no-address", "none", { host: `${target.host}.`, method: request.method ?? "" }, shown);
      if (next.kind === "reserved")
        return redirect("privateTarget", { target: location, address: next.address, block: next.block }, shown);
      // Let's Encrypt follows none (boulder va/http.go); of others it isn't known.
      if (isAddress(target.host)) {
        const why = `${url} redirects to an address in place of a name, and CAs need not follow that.`;
        return { kind: "unknown", why, shown };
      }
      address = next.address;
    } else if (target.host === start.host) onward ??= target;
    place = target;
  }
}

type NextAddress =
  | { readonly kind: "address"; readonly address: Uint8Array }
  | { readonly kind: "reserved"; readonly address: string; readonly block: string }
  | { readonly kind: "none" };

function* addressOf(
  host: string,
  request: IssuanceRequest,
  knowledge: Knowledge,
  inquiry: Inquiry,
): Judging<NextAddress | "failed"> {
  const literal = parseIpv4(host);
  let addresses: readonly Uint8Array[];
  if (literal) addresses = [literal];
  else {
    const name = parseName(host);
    if (!name) return { kind: "none" };
    const refused = inquiry.refused;
    const found = yield* findAddresses(name, request, inquiry);
    // Whose failure it was is told; that the CA refuses is the redirect's affair.
    inquiry.refused = refused;
    if (!found) return "failed";
    addresses = [...found.v6, ...found.v4];
  }
  const [first] = addresses;
  if (!first) return { kind: "none" };
  const reserved = reservedOf(first, knowledge);
  if (!reserved) return { kind: "address", address: first };
  return { kind: "reserved", address: reserved.address, block: reserved.block };
}

const isAddress = (host: string): boolean => host.startsWith("[") || parseIpv4(host) !== undefined;

function parseIpv4(host: string): Uint8Array | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1).map(Number);
  return parts?.every((part) => part < 256) ? Uint8Array.from(parts) : undefined;
}

type Bad = (rule: string, message: string, data: object, shown: string, isConnect?: boolean) => Outcome;

function failed(
  answer: Exclude<WebAnswer, { kind: "response" }>,
  url: string,
  address: string,
  isFirst: boolean,
  bad: Bad,
): Outcome {
  if (answer.kind === "alpn") return { kind: "unknown", why: `${url} wasn't asked.`, shown: "wasn't asked" };
  const { reason, detail, isConnect, ms } = answer;
  const why = detail || reason;
  switch (reason) {
    case "not public":
      return { kind: "unknown", why: `${address} wasn't asked: ${why}.`, shown: "wasn't asked" };
    case "not asked":
      return { kind: "unknown", why: `${address} couldn't be asked from here: ${why}.`, shown: "couldn't be asked" };
    case "plain on the TLS port":
      return bad("http-plain-on-tls-port", "plain", { url }, "speaks plain HTTP on the TLS port");
    case "timeout":
      if (!isConnect) return bad("http-timeout", "slow", { url, ms, limit: LIMIT }, "doesn't answer in time");
  }
  return bad(
    "http-unreachable",
    "none",
    { url, addresses: address, why },
    `can't be reached (${why})`,
    isConnect && isFirst,
  );
}

function judgeAnswer(
  answer: Extract<WebAnswer, { kind: "response" }>,
  url: string,
  path: string,
  { file }: IssuanceRequest,
  bad: Bad,
): Outcome {
  const { status, body, contentType = "", recognised, ms, isCut } = answer;
  const shown = `answers ${status}`;
  const isPage = /html/i.test(contentType) || /^\s*<(?:!doctype|html)/i.test(body);
  if (recognised)
    return bad("http-blocked", "blocked", { url, status, by: recognised.by }, `${shown} (${recognised.by})`);
  if (!file) {
    // What answers any token with the account's thumbprint needs no file.
    const isStateless = status === 200 && body.startsWith(`${UNUSED}.`);
    if (status === 404 || status === 410 || isStateless) return { kind: "good", shown };
    const what = status !== 200 ? shown : `answers with ${isPage ? "a page" : "something"} for a file that isn't there`;
    return { kind: "unknown", why: `${url} ${what}; whether the CA's file would be found can't be told.`, shown };
  }
  if (status !== 200) return bad("http-status", "status", { url, status, wanted: 200 }, shown);
  const wanted = file.content.trimEnd();
  // Files are made on Windows too; what CAs ask for has no other line breaks than those between its lines.
  const lines = (text: string) => text.replaceAll("\r\n", "\n").trimEnd();
  if (!isCut && lines(body) === lines(wanted)) {
    return ms > LIMIT
      ? bad("http-timeout", "slow", { url, ms, limit: LIMIT }, "answers too late")
      : { kind: "good", shown: `${shown} with the right content` };
  }
  const found = body.slice(0, 100);
  if (isPage) return bad("http-content", "html", { url, found }, `${shown} with a web page`);
  return bad("http-content", "differs", { url, wanted, found }, `${shown} with other content at ${path}`);
}

const urlOf = ({ tls, host, port, path }: Place): string =>
  `${tls ? "https" : "http"}://${host}${port === (tls ? 443 : 80) ? "" : `:${port}`}${path}`;

/** The target of a `Location` (RFC 3986 §5.2, as far as a redirect needs it): core has no URL of its own. */
export function resolveReference(reference: string, from: Place): Place | "scheme" | undefined {
  const text = reference.trim().replace(/#.*$/s, "");
  if (/[\s\0\\]/.test(text) || text === "") return undefined;
  const [, scheme] = /^([a-z][a-z0-9+.-]*):/i.exec(text) ?? [];
  const lower = scheme?.toLowerCase();
  if (lower !== undefined && lower !== "http" && lower !== "https") return "scheme";
  const absolute = /^(?:(https?):)?\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:@]+)(?::(\d{1,5}))?([/?].*)?$/i.exec(text);
  if (absolute) {
    const [, ownScheme, host, port, rest = "/"] = absolute;
    const tls = ownScheme === undefined ? from.tls : ownScheme.toLowerCase() === "https";
    const path = rest.startsWith("?") ? `/${rest}` : rest;
    return {
      tls,
      host: host.toLowerCase().replace(/\.$/, ""),
      port: port === undefined ? (tls ? 443 : 80) : Number(port),
      path,
    };
  }
  if (lower !== undefined) return undefined;
  if (text.startsWith("/")) return { ...from, path: text };
  const folder = from.path.replace(/\?.*$/s, "").replace(/[^/]*$/, "");
  return { ...from, path: text.startsWith("?") ? from.path.replace(/\?.*$/s, "") + text : folder + text };
}

/** tls-alpn-01 (RFC 8737): before the order only that somebody speaks TLS there can be told. */
export function* judgeAlpn(request: IssuanceRequest, { v4, v6 }: HostAddresses, inquiry: Inquiry): Judging<void> {
  const host = request.name.toString().replace(/\.$/, "");
  const address = v6[0] ?? v4[0];
  const { answer, numbers } = yield* inquiry.fetch({ address, tls: true, host });
  if (answer.kind === "failure" && answer.reason !== "not asked" && answer.reason !== "not public") {
    const isSix = address.length === 16 && v4.length > 0 && answer.isConnect;
    const data = { host, address: printAddress(address), why: answer.detail || answer.reason };
    const finding = { rule: "http-unreachable", message: "tlsAlpn", data, evidence: numbers, blamed: [] };
    if (!isSix) inquiry.findings.push(finding);
    else inquiry.unknown.push(`IPv6 can't be connected at "${host}"; ${fallsBack(request)}.`);
    return;
  }
  if (answer.kind === "alpn" && answer.protocol === "acme-tls/1") return;
  inquiry.unknown.push(`Whether the server at "${host}" answers acme-tls/1 once the order comes can't be told.`);
}
