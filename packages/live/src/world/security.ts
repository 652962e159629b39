import { DomainName, foldLabel } from "@dcvlint/core";
import { DNSKEY, DS } from "../dns/codes.js";
import type { Message } from "../dns/message.js";
import { judgeKeys } from "../dnssec/judge-keys.js";
import { judgeReferral } from "../dnssec/judge-referral.js";
import type { Dnskey } from "../dnssec/rdata.js";
import type { TrustAnchor } from "../dnssec/trust-anchor.js";
import { RRSIG } from "../dnssec/types.js";
import { validateAnswer } from "../dnssec/validate-answer.js";
import type { Bogus } from "../dnssec/verdicts.js";
import type { Cut, Delegations, ServerReply } from "../walk/delegations.js";
import { dueAt } from "./due-at.js";

/**
 * How far a zone, or what it answers, can be trusted (RFC 4035 §4.3). `unknown`: a key or DS couldn't be had. `expiresAt` is
 * of the zone's own signatures, as far as somebody must see to them (`dueAt`): those above it are the registry's affair.
 */
export type Security =
  | { readonly kind: "secure"; readonly expiresAt: number }
  | { readonly kind: "insecure" }
  | { readonly kind: "bogus"; readonly zone: DomainName; readonly why: Bogus }
  | { readonly kind: "unknown"; readonly zone: DomainName };

type ZoneSecurity = Exclude<Security, { kind: "secure" }> | Trusted;

interface Trusted {
  readonly kind: "secure";
  readonly zone: DomainName;
  readonly keys: readonly Dnskey[];
  readonly expiresAt: number;
}

/** Zones that may hide between a cut and a name of which one server serves all. */
const MOST_HIDDEN = 12;

/** Checks answers from the trust anchors down, by what the authoritative servers say. One chain serves a whole run. */
export class Chain {
  private readonly zones = new Map<string, Promise<ZoneSecurity>>();

  /** No anchors: everything is insecure. `now` in seconds since 1970. */
  constructor(
    private readonly delegations: Delegations,
    private readonly anchors: readonly TrustAnchor[],
    private readonly now: number,
  ) {}

  /** Is the zone signed, as far as is known? */
  async isSigned(cut: Cut): Promise<boolean | undefined> {
    const { kind } = await this.zone(cut);
    return kind === "unknown" ? undefined : kind !== "insecure";
  }

  /** `false`: nothing in the zone can be trusted. */
  async isSound(cut: Cut): Promise<boolean> {
    return (await this.zone(cut)).kind !== "bogus";
  }

  async judge(cut: Cut, name: DomainName, type: number, response: Message): Promise<Security> {
    let trusted = await this.zone(cut);
    if (trusted.kind !== "secure") return trusted;
    const first = this.validate(trusted, name, type, response);
    if (first.kind !== "bogus") return first;
    // The server may be one of a child zone, too, and have answered as that: then there was no referral to see.
    const { labels } = name;
    const depth = cut.apex.labels.length;
    for (let count = depth + 1; count <= Math.min(labels.length, depth + MOST_HIDDEN); count++) {
      const child = new DomainName(labels.slice(labels.length - count));
      // What is asked for may itself be the DS.
      if (type === DS && child.equals(name)) break;
      const below = await this.descend(trusted, child);
      if (below === "no zone") continue;
      // That the parent can't prove what is below doesn't say that it is a zone.
      if (below.kind === "bogus") return below.zone.equals(child) ? below : first;
      if (below.kind !== "secure") return below;
      trusted = below;
    }
    return trusted.zone.equals(cut.apex) ? first : this.validate(trusted, name, type, response);
  }

  private validate({ zone, keys, expiresAt }: Trusted, name: DomainName, type: number, response: Message): Security {
    const verdict = validateAnswer({ question: { name, type }, response, zone, keys, now: this.now });
    switch (verdict.kind) {
      case "secure":
        return {
          kind: "secure",
          expiresAt: Math.min(
            expiresAt,
            dueAt(verdict.expiresAt, [...response.answer, ...response.authority], this.now),
          ),
        };
      case "insecure":
        return { kind: "insecure" };
      case "bogus":
        return { kind: "bogus", zone, why: verdict };
      default:
        return { kind: "unknown", zone };
    }
  }

  private zone(cut: Cut): Promise<ZoneSecurity> {
    const key = foldLabel(cut.apex.toString());
    let known = this.zones.get(key);
    if (!known) {
      known = this.establish(cut);
      this.zones.set(key, known);
    }
    return known;
  }

  private async establish({ apex, parent, referral }: Cut): Promise<ZoneSecurity> {
    const anchors = this.anchors.filter(({ zone }) => zone.equals(apex));
    if (anchors.length > 0) {
      const vouchers = anchors.map(({ voucher }) => voucher);
      return this.trust(apex, vouchers);
    }
    if (!parent || this.anchors.length === 0) return { kind: "insecure" };
    const above = await this.zone(parent);
    if (above.kind !== "secure") return above;
    const told = referral && judgeReferral(referral, apex, parent.apex, above.keys, this.now);
    if (told && told.kind !== "bogus" && told.kind !== "no-delegation") return this.follow(told, apex);
    const below = await this.descend(above, apex);
    if (below === "no zone") return { kind: "insecure" };
    return below.kind === "bogus" ? ((await this.throughHidden(above, apex)) ?? below) : below;
  }

  /** By the zones in between that the servers of `above` serve too, so that nobody refers to them: one of those vouches for it. */
  private async throughHidden(above: Trusted, apex: DomainName): Promise<ZoneSecurity | undefined> {
    const { labels } = apex;
    const depth = above.zone.labels.length;
    let trusted = above;
    for (let count = depth + 1; count < Math.min(labels.length, depth + MOST_HIDDEN); count++) {
      const below = await this.descend(trusted, new DomainName(labels.slice(labels.length - count)));
      if (below === "no zone") continue;
      if (below.kind === "bogus") return undefined;
      if (below.kind !== "secure") return below;
      trusted = below;
    }
    if (trusted === above) return undefined;
    const below = await this.descend(trusted, apex);
    return below === "no zone" ? undefined : below;
  }

  /** By the parent's DS record, asked for. */
  private async descend(above: Trusted, child: DomainName): Promise<ZoneSecurity | "no zone"> {
    const told = await this.firstGood(child, DS, (message) =>
      judgeReferral(message, child, above.zone, above.keys, this.now),
    );
    if (!told) return { kind: "unknown", zone: child };
    if (told.kind === "no-delegation") return "no zone";
    if (told.kind === "bogus") return { kind: "bogus", zone: above.zone, why: told };
    return this.follow(told, child);
  }

  private async follow(
    told: Exclude<ReturnType<typeof judgeReferral>, { kind: "bogus" | "no-delegation" }>,
    apex: DomainName,
  ): Promise<ZoneSecurity> {
    return told.kind === "unsigned" ? { kind: "insecure" } : this.trust(apex, told.ds);
  }

  private async trust(zone: DomainName, vouchers: Parameters<typeof judgeKeys>[0]): Promise<ZoneSecurity> {
    const verdict = await this.firstGood(zone, DNSKEY, ({ answer }) => {
      const own = answer.filter(({ owner }) => owner.equals(zone));
      const ofType = (wanted: number) => own.filter(({ type }) => type === wanted);
      const judged = judgeKeys(vouchers, ofType(DNSKEY), ofType(RRSIG), zone, this.now);
      return judged.kind === "secure" ? { ...judged, expiresAt: dueAt(judged.expiresAt, own, this.now) } : judged;
    });
    if (!verdict) return { kind: "unknown", zone };
    if (verdict.kind === "bogus") return { kind: "bogus", zone, why: verdict };
    return verdict.kind === "insecure" ? verdict : { zone, ...verdict };
  }

  /**
   * What one server says, and where that is bogus, what the others say: resolvers ask on, so that a copy that went stale
   * beside good ones breaks nothing.
   */
  private async firstGood<T extends { readonly kind: string }>(
    name: DomainName,
    type: number,
    judge: (message: Message) => T,
  ): Promise<T | undefined> {
    const [message] = messagesOf((await this.delegations.askOne(name, type)).replies);
    if (!message) return undefined;
    const first = judge(message);
    if (first.kind !== "bogus") return first;
    const others = messagesOf((await this.delegations.askAll(name, type)).replies).map(judge);
    return others.find(({ kind }) => kind !== "bogus") ?? first;
  }
}

/** Those that say something, one way or the other. */
function messagesOf(replies: readonly ServerReply[]): Message[] {
  return replies.flatMap(({ outcome, reply }) =>
    SAYING.has(outcome.kind) && reply.kind === "message" ? [reply.message] : [],
  );
}

const SAYING: ReadonlySet<string> = new Set(["records", "nodata", "nxdomain", "alias", "referral"]);
