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

/** How far a zone, or what it answers, can be trusted (RFC 4035 §4.3). `unknown`: a key or DS couldn't be had. */
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
        return { kind: "secure", expiresAt: Math.min(expiresAt, verdict.expiresAt) };
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

  private async establish(cut: Cut): Promise<ZoneSecurity> {
    const { apex, parent, referral } = cut;
    const anchors = this.anchors.filter(({ zone }) => zone.equals(apex));
    if (anchors.length > 0) {
      const keys = await this.keysOf(cut);
      if (!keys) return { kind: "unknown", zone: apex };
      const vouchers = anchors.map(({ voucher }) => voucher);
      return this.trust(apex, judgeKeys(vouchers, keys.dnskeys, keys.rrsigs, apex, this.now));
    }
    if (!parent || this.anchors.length === 0) return { kind: "insecure" };
    const above = await this.zone(parent);
    if (above.kind !== "secure") return above;
    const told = referral && judgeReferral(referral, apex, parent.apex, above.keys, this.now);
    if (told && told.kind !== "bogus" && told.kind !== "no-delegation") return this.follow(told, above, apex, cut);
    const below = await this.descend(above, apex, cut);
    return below === "no zone" ? { kind: "insecure" } : below;
  }

  /** By the parent's DS record, asked for. */
  private async descend(above: Trusted, child: DomainName, cut?: Cut): Promise<ZoneSecurity | "no zone"> {
    const { replies } = await this.delegations.askOne(child, DS);
    const message = messageOf(replies);
    if (!message) return { kind: "unknown", zone: child };
    const told = judgeReferral(message, child, above.zone, above.keys, this.now);
    if (told.kind === "no-delegation") return "no zone";
    if (told.kind === "bogus") return { kind: "bogus", zone: above.zone, why: told };
    return this.follow(told, above, child, cut);
  }

  private async follow(
    told: Exclude<ReturnType<typeof judgeReferral>, { kind: "bogus" | "no-delegation" }>,
    above: Trusted,
    apex: DomainName,
    cut: Cut | undefined,
  ): Promise<ZoneSecurity> {
    if (told.kind === "unsigned") return { kind: "insecure" };
    const keys = await this.keysOf(cut ?? { apex });
    if (!keys) return { kind: "unknown", zone: apex };
    const trusted = this.trust(apex, judgeKeys(told.ds, keys.dnskeys, keys.rrsigs, apex, this.now));
    if (trusted.kind !== "secure") return trusted;
    return { ...trusted, expiresAt: Math.min(trusted.expiresAt, told.expiresAt, above.expiresAt) };
  }

  private trust(zone: DomainName, verdict: ReturnType<typeof judgeKeys>): ZoneSecurity {
    if (verdict.kind === "bogus") return { kind: "bogus", zone, why: verdict };
    return verdict.kind === "insecure" ? verdict : { zone, ...verdict };
  }

  private async keysOf({ apex }: { readonly apex: DomainName }) {
    const { replies } = await this.delegations.askOne(apex, DNSKEY);
    const message = messageOf(replies);
    if (!message) return undefined;
    const own = message.answer.filter(({ owner }) => owner.equals(apex));
    return { dnskeys: own.filter(({ type }) => type === DNSKEY), rrsigs: own.filter(({ type }) => type === RRSIG) };
  }
}

/** The first that says something, one way or the other. */
function messageOf(replies: readonly ServerReply[]): Message | undefined {
  const good = replies.find(({ outcome }) =>
    ["records", "nodata", "nxdomain", "alias", "referral"].includes(outcome.kind),
  );
  return good?.reply.kind === "message" ? good.reply.message : undefined;
}
