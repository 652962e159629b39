import { DomainName } from "@dcvlint/core";
import { CNAME, DNAME, NOERROR, NS, NXDOMAIN, RCODES, SOA } from "../dns/codes.js";
import { CLASS_IN as IN } from "../dns/encode-query.js";
import type { Message, Reply, ReplyFailure, ResourceRecord } from "../dns/message.js";
import { fitsMessage } from "../dns/write-name.js";
import { canonicalRdata } from "../dnssec/canonical.js";
import { readName } from "../dnssec/names.js";

/** What one server's answer to one question comes to. */
export type Outcome =
  | { readonly kind: "records"; readonly records: readonly ResourceRecord[] }
  | { readonly kind: "alias"; readonly type: "CNAME" | "DNAME"; readonly to: DomainName }
  | { readonly kind: "nodata" | "nxdomain" }
  /** The name lies in or below a child zone, which others serve. */
  | { readonly kind: "referral"; readonly child: DomainName; readonly nameServers: readonly DomainName[] }
  /** It doesn't serve the zone: another RCODE, or an answer that it has no authority for. */
  | { readonly kind: "lame"; readonly says: string; readonly isTaken?: boolean }
  | { readonly kind: "rcode"; readonly rcode: string }
  | { readonly kind: "truncated"; readonly why: string }
  | { readonly kind: "silent"; readonly reason: ReplyFailure; readonly detail: string };

/**
 * RFC 1034 §4.3.2, from the asker's side; NODATA and referrals are told apart as RFC 2308 §2.2 does. `zone` is the one
 * that the server was asked as a server of.
 */
export function classify(reply: Reply, name: DomainName, type: number, zone: DomainName): Outcome {
  if (reply.kind === "failure") return { kind: "silent", reason: reply.reason, detail: reply.detail };
  const { message, tcpFailure } = reply;
  // Over TCP nothing needs to be truncated, so what is can't be told from what there is.
  if (message.truncated) return { kind: "truncated", why: tcpFailure ?? "truncated over TCP too" };
  const rcode = RCODES[message.rcode] ?? `RCODE ${message.rcode}`;
  if (message.rcode !== NOERROR && message.rcode !== NXDOMAIN)
    return rcode === "REFUSED" || rcode === "NOTAUTH" ? { kind: "lame", says: rcode } : { kind: "rcode", rcode };
  const own = message.answer.filter((record) => record.class === IN && record.owner.equals(name));
  const found = own.filter((record) => record.type === type);
  const referral = message.rcode === NOERROR && own.length === 0 ? referralIn(message, name, zone) : undefined;
  if (referral) return referral;
  // Load balancers forget the AA bit, and resolvers bear with that; what a resolver says isn't the zone's word.
  const isOwnWord =
    message.authoritative ||
    (!message.recursionAvailable && (message.rcode === NXDOMAIN || own.length > 0 || isBareNodata(message, name)));
  if (!isOwnWord) return { kind: "lame", says: "an answer without authority", isTaken: isTakenAnyway(message) };
  if (found.length > 0) return { kind: "records", records: found };
  const dname = message.answer.find(
    ({ owner, type: other, class: otherClass }) =>
      other === DNAME && otherClass === IN && name.isSubdomainOf(owner) && !name.equals(owner),
  );
  if (dname) {
    const target = readName(dname.rdata, 0)?.name;
    const front = name.labels.slice(0, name.labels.length - dname.owner.labels.length);
    const to = target && new DomainName([...front, ...target.labels]);
    // RFC 6672 §2.2
    if (to && !fitsMessage(to)) return { kind: "rcode", rcode: "YXDOMAIN" };
    if (to) return { kind: "alias", type: "DNAME", to };
  }
  const cname = own.find((record) => record.type === CNAME);
  const to = cname && readName(cname.rdata, 0)?.name;
  if (to) return { kind: "alias", type: "CNAME", to };
  // BIND takes it for broken, Unbound throws it away: it isn't the proof that there is nothing.
  const isAstray = own.length === 0 && (message.answer.length > 0 || hasElsewhere(message, name, type));
  if (isAstray) return { kind: "lame", says: "an answer to something else" };
  return { kind: message.rcode === NXDOMAIN ? "nxdomain" : "nodata" };
}

/** NODATA without the AA bit: Unbound and BIND take it as long as it has an SOA above the name (measured). */
const isBareNodata = ({ answer, authority }: Message, name: DomainName): boolean =>
  answer.length === 0 && authority.some(({ type, owner }) => type === SOA && name.isSubdomainOf(owner));

/** A resolver's answer, or one that is empty altogether: they take these too, though nobody vouches for it (measured). */
const isTakenAnyway = ({ recursionAvailable, authority }: Message): boolean =>
  recursionAvailable || authority.every(({ type }) => type !== NS);

const hasElsewhere = ({ authority, additional }: Message, name: DomainName, type: number): boolean =>
  [...authority, ...additional].some((record) => record.type === type && record.owner.equals(name));

function referralIn(message: Message, name: DomainName, zone: DomainName): Outcome | undefined {
  if (message.authoritative && message.authority.some(({ type }) => type === SOA)) return undefined;
  const cuts = message.authority.filter(
    ({ type, owner, class: ownClass }) =>
      type === NS && ownClass === IN && name.isSubdomainOf(owner) && owner.isSubdomainOf(zone) && !owner.equals(zone),
  );
  const [first] = cuts;
  // With the AA bit, too, which some set by mistake: no word of the zone names a child's servers in place of an answer.
  if (!first) return undefined;
  const nameServers = cuts
    .filter(({ owner }) => owner.equals(first.owner))
    .slice(0, MOST_NAME_SERVERS)
    .flatMap(({ rdata }) => readName(rdata, 0)?.name ?? []);
  return { kind: "referral", child: first.owner, nameServers };
}

/** More of one zone aren't asked. */
const MOST_NAME_SERVERS = 16;

/** Did the server say what the zone holds? */
export const isAnswer = ({ kind }: Outcome): boolean =>
  kind === "records" || kind === "alias" || kind === "nodata" || kind === "nxdomain";

/**
 * Equal for servers that say the same. TTLs and the order of records don't count, nor does the case of names in RDATA (RFC
 * 4343 §3): one that is compressed by the question's name has the case that the asker happened to write.
 */
export function contentOf(outcome: Outcome): string {
  if (outcome.kind === "alias") return `alias ${outcome.to.toString().toLowerCase()}`;
  if (outcome.kind !== "records") return outcome.kind;
  const rdata = outcome.records.map((record) => Buffer.from(canonicalRdata(record.type, record.rdata)).toString("hex"));
  return `records ${[...new Set(rdata)].sort().join(" ")}`;
}
