import {
  type Answer,
  type AnsweredRecord,
  type DeclaredHop,
  type DeclaredWorld,
  type DomainName,
  foldLabel,
  type Observation,
  printRdata,
  type WebAnswer,
  type WebQuestion,
  type World,
} from "@dcvlint/core";
import { A, AAAA, CAA, DNSKEY, NS, SOA } from "../dns/codes.js";
import { canonicalRdata } from "../dnssec/canonical.js";
import { readName } from "../dnssec/names.js";
import { observeBogus } from "./bogus-text.js";
import { chase, type Hop, type LiveWorld } from "./live-world.js";
import type { Network } from "./network.js";

/**
 * The declared world laid over the live one: what the CA will see once these files are applied (docs/adr/0001). What the
 * files don't tell is asked live; aliases lead from the one into the other.
 */
export class PreviewWorld implements World {
  constructor(
    private readonly declared: DeclaredWorld,
    private readonly live: Pick<LiveWorld, "one" | "fetch">,
    private readonly network: Network,
    /** By apex; one of a run, because the network is. */
    private readonly handedOn: Map<string, Promise<void>>,
  ) {}

  lookup(name: DomainName, type: number): Promise<Answer> {
    return chase(name, (at) => this.hop(at, type));
  }

  fetch(question: WebQuestion): Promise<WebAnswer> {
    return this.live.fetch(question);
  }

  labelsBelow(name: DomainName): ReturnType<NonNullable<World["labelsBelow"]>> {
    return this.declared.labelsBelow(name);
  }

  private async hop(name: DomainName, type: number): Promise<Hop> {
    const told = this.declared.hop(name, type);
    if (told.kind === "unknown" && told.why === "delegated") await this.handOn(name);
    // What no file says is assumed where nobody can be asked.
    const isAssumed = told.from.every(({ of }) => of === undefined);
    if (isAssumed || (told.kind === "unknown" && LIVE_KNOWS.has(told.why))) return this.live.one(name, type);
    const delegation = await this.compareDelegation(name);
    if (delegation && !delegation.isThere)
      return { kind: "failure", reason: "not delegated", isExplained: true, from: told.from, seen: [delegation.seen] };
    const trouble = await this.troubleOf(name, delegation !== undefined);
    if (trouble) return { ...trouble, from: [...trouble.from, ...told.from] };
    if (type === CAA && (await this.failsOnCaa(name)))
      return { kind: "unknown", why: TODAY, from: told.from, seen: [] };
    const known: Hop = delegation && told.kind !== "alias" ? { ...told, seen: [delegation.seen] } : told;
    if (told.kind !== "records" || told.partial !== "not all of the zone is at hand") return known;
    return this.together(told, await this.live.one(name, type));
  }

  /** What the declared zone delegates is asked of the servers that it will name. */
  private async handOn(name: DomainName): Promise<void> {
    const delegation = this.declared.delegationOf(name);
    if (!delegation) return;
    const key = foldLabel(delegation.apex.toString());
    let known = this.handedOn.get(key);
    if (!known) {
      const servers = delegation.servers.map((server) => ({
        name: server.name,
        addresses: server.addresses.flatMap((octets) => printRdata(octets.length === 4 ? A : AAAA, octets) ?? []),
      }));
      known = this.network.delegations.declare(delegation.apex, servers);
      this.handedOn.set(key, known);
    }
    await known;
  }

  /** A resource may be one record of a set, the rest of which stays as it is. */
  private together(told: Extract<DeclaredHop, { kind: "records" }>, live: Hop): Hop {
    const from = [...told.from, ...live.from];
    if (live.kind === "records") {
      const keyOf = ({ type, rdata }: AnsweredRecord) => canonicalRdata(type, rdata).join();
      const known = new Set(told.records.map(keyOf));
      const records = [...told.records, ...live.records.filter((record) => !known.has(keyOf(record)))];
      return { ...told, partial: live.partial, records, from };
    }
    if (live.kind === "nodata" || live.kind === "nxdomain") return { ...told, partial: undefined, from };
    return { ...told, from };
  }

  /** Files don't make a zone: its parent must delegate it, and to the servers that they are for. */
  private async compareDelegation(
    name: DomainName,
  ): Promise<{ readonly isThere: boolean; readonly seen: Observation } | undefined> {
    const [first] = this.declared.zonesFor(name);
    if (!first) return undefined;
    const apex = first.zone.names.name(first.zone.apex);
    // The root's delegation nobody doubts, nor that of a zone whose parent is declared beside it.
    if (apex.labels.length === 0 || this.declared.isBelowAnother(first.zone)) return undefined;
    const { cut, weighed } = await this.network.step(apex, NS);
    const [group] = weighed.groups;
    const isThere = cut.apex.equals(apex) || (group?.outcome.kind !== "nxdomain" && group?.outcome.kind !== "nodata");
    const found = (rule: string, message: string, data: object) => ({
      isThere,
      seen: { rule, message, data, evidence: [] },
    });
    if (isThere) {
      const declared = this.serversOf(apex);
      const parent = cut.apex.equals(apex) ? cut.nameServers.map((server) => foldLabel(server.toString())) : [];
      // Who has some in common has a mismatch to be found once it is live, and no other provider.
      if (declared.length === 0 || parent.length === 0 || declared.some((server) => parent.includes(server)))
        return undefined;
      const data = { zone: apex.toString(), parent: parent.join(", "), declared: declared.join(", ") };
      return found("parent-child-ns-mismatch", "declared", data);
    }
    const data = { zone: apex.toString(), parent: cut.apex.toString() };
    if (cut.isUpper && group.outcome.kind === "nxdomain")
      return found("not-registered", "none", { domain: foldLabel(apex.toString()), parent: data.parent });
    return found("zone-not-delegated", "notDelegated", data);
  }

  /** The declared zone that a name is in, where its parent's delegation isn't the files' own affair. */
  private apexOf(name: DomainName): DomainName | undefined {
    const [first] = this.declared.zonesFor(name);
    if (!first || this.declared.isBelowAnother(first.zone)) return undefined;
    const apex = first.zone.names.name(first.zone.apex);
    return apex.labels.length === 0 ? undefined : apex;
  }

  /**
   * What no zone file mends: servers that nobody reaches, and keys that the parent doesn't vouch for. Whether a zone that is
   * refused today, or whose signatures ran out, is well once the files are there can't be told; nor where the files are for
   * other servers (`isForOthers`).
   */
  private async troubleOf(name: DomainName, isForOthers: boolean): Promise<Trouble | undefined> {
    const apex = this.apexOf(name);
    if (!apex || this.network.isCutOff) return undefined;
    // Some servers fail on one of the two types alone, which no CA asks for.
    const steps = await Promise.all([NS, SOA].map((type) => this.network.step(apex, type)));
    if (this.network.isOver() || steps.some(({ isGivenUp }) => isGivenUp)) return undefined;
    const [step] = steps;
    const { cut, weighed, evidence: from } = step;
    const unknown = (seen: readonly Observation[]): Trouble => ({ kind: "unknown", why: TODAY, from, seen });
    if (steps.every(({ weighed: { groups } }) => groups.length === 0)) {
      const { reason = "no name server answers", seen } = weighed;
      const isMendable = isForOthers || weighed.isTaken || step.isHalfSeen || MENDABLE.has(reason);
      if (isMendable) return unknown(seen);
      return { kind: "failure", reason, isExplained: true, from, seen };
    }
    const [reply] = weighed.groups.flatMap(({ replies }) => replies);
    if (reply?.reply.kind !== "message" || (await this.network.chain.isSound(cut))) return undefined;
    const security = await this.network.chain.judge(cut, apex, NS, reply.reply.message);
    if (security.kind !== "bogus") return undefined;
    const seen = [{ ...observeBogus(security, `NS ${apex}`), evidence: from.map((_, number) => number) }];
    // Who declares keys signs the zone before it is loaded.
    const hasKeys = this.declared.hop(apex, DNSKEY).kind === "records";
    if (isForOthers || hasKeys || security.why.reason.kind === "expired") return unknown(seen);
    return { kind: "failure", reason: "bogus", isExplained: true, isSigned: true, from, seen };
  }

  /** Servers that fail on CAA and answer all else don't read it better from another file; a broken record may be to blame, too. */
  private async failsOnCaa(name: DomainName): Promise<boolean> {
    if (!this.apexOf(name) || this.network.isCutOff) return false;
    const { weighed, isGivenUp } = await this.network.step(name, CAA);
    return weighed.groups.length === 0 && weighed.isExplained === false && !isGivenUp && !this.network.isOver();
  }

  /** The name servers that a declared zone names at its apex, where all of them are known. */
  private serversOf(apex: DomainName): string[] {
    const told = this.declared.hop(apex, NS);
    if (told.kind !== "records" || told.partial !== undefined) return [];
    return told.records.flatMap(({ rdata }) => foldLabel(readName(rdata, 0)?.name.toString() ?? "") || []);
  }
}

type Trouble = Extract<Hop, { kind: "failure" | "unknown" }>;

/** A zone that isn't on its servers, or doesn't load there. */
const MENDABLE: ReadonlySet<string> = new Set(["refused", "servfail"]);
const TODAY = "its name servers fail today, and whether these files mend that can't be told";

/** Why the files don't tell, where the live DNS may. */
const LIVE_KNOWS: ReadonlySet<string> = new Set(["outside the files", "delegated", "not all of the zone is at hand"]);
