import { type CaaGrant, type CaaPermission, judgeGrant, relevantCaa } from "../../dcv/caa/caa-permission.js";
import { listTexts } from "../../dcv/written/list-texts.js";
import type { DomainName } from "../../name/domain-name.js";
import { CAA } from "../../rdata/types.js";
import { defineRule, type RuleContext, rfc } from "../../rule.js";
import { type Place, RecordView } from "../../zone/record-view.js";
import type { RecordId, Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

interface Tightened {
  owner: string;
  /** "certificates" or "wildcard certificates" */
  what: string;
  issuers: string;
}

const RENEWAL = "A certificate that comes from there is refused at its next renewal, weeks after the change.";

const messages = {
  lost: ({ owner, what, issuers }: Tightened) => ({
    what: `From this change on, ${issuers} may no longer issue ${what} for "${owner}" and what lies below it.`,
    why: RENEWAL,
    how: "Keep the record until the last certificate of that CA is replaced.",
  }),
  narrower: ({ owner, what, issuers }: Tightened) => ({
    what: `From this change on, ${issuers} may issue ${what} for "${owner}" and what lies below it only for other accounts or by fewer methods.`,
    why: "A client with the account or the method of before is refused at its next renewal, weeks after the change.",
    how: "Make sure that every client has the account and a method that the record names, or keep the record of before beside it.",
  }),
  restricted: ({ owner, what, issuers }: Tightened) => ({
    what: `From this change on, ${issuers || "no CA"} may issue ${what} for "${owner}" and what lies below it; before, the records there named none, so any CA could.`,
    why: "A certificate of any other CA is refused at its next renewal, weeks after the change.",
    how: "Add a record for every other CA that certificates come from.",
  }),
  first: ({ owner, what, issuers }: Tightened) => ({
    what: `"${owner}" gets its first CAA: from this change on, ${issuers || "no CA"} may issue ${what} for it and what lies below it.`,
    why: "A certificate of any other CA, one that a CDN or a host got for itself included, is refused at its next renewal.",
    how: "Add a record for every other CA that certificates come from. Certificate Transparency logs list them.",
    severity: "info" as const,
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "caa-tightened",
  group: "CAA",
  severity: "warning",
  summary: "A CA that was permitted before the change no longer is, or only for less",
  sources: [
    rfc(8659, "3", "Relevant Resource Record Set"),
    rfc(8659, "4.3", "CAA issuewild Property"),
    rfc(8657, "3", "Extensions to the CAA Record: The accounturi Parameter"),
  ],
  messages,
  zone(context) {
    const { before } = context.facts;
    if (!before || context.zone.isPrivate) return;
    const owners = new Map<string, DomainName>();
    for (const zone of [context.zone, before]) {
      const view = new RecordView(zone);
      for (const id of zone.index.ofType(CAA)) {
        const { ownerName, ownerId } = view.at(id);
        if (zone.index.inZone(ownerId) && zone.index.cutAt(ownerId) === undefined)
          owners.set(ownerName.toString().toLowerCase(), ownerName);
      }
    }
    for (const owner of owners.values()) compare(owner, before, context);
  },
});

function compare(owner: DomainName, before: Zone, context: Context): void {
  const was = relevantCaa(before, owner);
  const is = relevantCaa(context.zone, owner);
  // One that goes away is only told of where another one takes its place.
  if (!is.owner) return;
  const told = new Set<string>();
  for (const wildcard of [false, true]) {
    for (const { message, grants, issuers } of differences(was.permits(wildcard), is.permits(wildcard), context)) {
      const isFirst = message === "restricted" && !was.owner;
      // What is told of all names needn't be told of wildcards again.
      const key = `${message} ${issuers}`;
      if (told.has(key)) continue;
      told.add(key);
      const place = placeOf(context.zone, owner) ?? placeOf(before, owner);
      if (!place) continue;
      const data = {
        owner: owner.toString(),
        what: wildcard ? "wildcard certificates" : "certificates",
        issuers,
      };
      const view = new RecordView(before);
      const related = grants.map(({ id }) => ({ place: bare(view.at(id).place), note: "what permitted it before" }));
      // A record that is gone has its number in the zone before.
      const isGone = place.zone === before;
      context.report(isGone ? bare(place.view.place) : place.view.place, isFirst ? "first" : message, data, {
        related: related.slice(0, MOST_RELATED),
        about: isGone ? place.view : undefined,
      });
    }
  }
}

const MOST_RELATED = 10;

interface Difference {
  readonly message: "lost" | "narrower" | "restricted";
  readonly issuers: string;
  /** Of before. */
  readonly grants: readonly CaaGrant[];
}

function* differences(was: CaaPermission, is: CaaPermission, { facts }: Context): Generator<Difference> {
  if (is.kind !== "listed" || was.kind === "unknown") return;
  if (was.kind === "any") {
    yield { message: "restricted", issuers: namesOf(is.grants, "only "), grants: [] };
    return;
  }
  const { issuers } = facts;
  const lost: CaaGrant[] = [];
  const narrower: CaaGrant[] = [];
  for (const grant of was.grants) {
    // Nothing is lost with a CA that issues no more.
    if (issuers.findIssuer(grant.issuer)?.endedOn !== undefined) continue;
    const verdict = judgeGrant(grant, is.grants, issuers);
    if (verdict === "lost") lost.push(grant);
    else if (verdict !== "kept") narrower.push(grant);
  }
  if (lost.length > 0) yield { message: "lost", issuers: namesOf(lost), grants: lost };
  if (narrower.length > 0) yield { message: "narrower", issuers: namesOf(narrower), grants: narrower };
}

const namesOf = (grants: readonly CaaGrant[], before = ""): string => {
  const names = [...new Set(grants.map(({ issuer }) => issuer))];
  return names.length === 0 ? "" : `${before}${listTexts(names)}`;
};

/** The first CAA record of an owner. */
function placeOf(zone: Zone, owner: DomainName): { readonly zone: Zone; readonly view: RecordView } | undefined {
  const id = zone.names.lookup(owner);
  if (id === undefined) return undefined;
  const first = findCaa(zone, id);
  return first === undefined ? undefined : { zone, view: new RecordView(zone).at(first) };
}

function findCaa(zone: Zone, owner: number): RecordId | undefined {
  for (const id of recordsAt(zone, owner)) if (zone.type[id] === CAA) return id;
  return undefined;
}

/** Without the record's number, which means another one in this zone. */
const bare = ({ source, start, end }: Place): Place => ({ source, start, end });
