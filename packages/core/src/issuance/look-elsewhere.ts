import { findNearest } from "../knowledge/edit-distance.js";
import { DomainName, foldLabel } from "../name/domain-name.js";
import { TXT } from "../rdata/types.js";
import type { Inquiry, IssuanceRequest, Judging, Knowledge } from "./judging.js";
import type { Answer, Declared, World } from "./world.js";

/** Files show by themselves what stands elsewhere; servers have to be asked. */
export const isLive = ({ from }: Answer): boolean => from.some(({ source }) => source === "live");

/**
 * Where a record isn't, it may be at the name with its zone added once more: what comes of a name that was written in full
 * where the zone is added to it. Returns that name and the zone.
 */
export function* findDoubled(
  owner: DomainName,
  type: number,
  isWanted: (answer: Extract<Answer, { kind: "records" }>) => boolean,
  { name }: IssuanceRequest,
  { suffixes }: Knowledge,
  inquiry: Inquiry,
): Judging<{ readonly found: DomainName; readonly zone: DomainName; readonly numbers: readonly number[] } | undefined> {
  for (const zone of zonesAbove(name, suffixes)) {
    const found = new DomainName([...owner.labels, ...zone.labels]);
    const { answer, numbers } = yield* inquiry.ask(found, type, true);
    // A wildcard would answer there for anything.
    if (answer.kind === "records" && answer.via.length === 0 && isWanted(answer)) return { found, zone, numbers };
  }
  return undefined;
}

/** Where a zone may have been put behind a target without its final dot: that zone. In files the dot itself shows. */
export function appendedTo(
  wanted: string,
  found: string,
  { name }: IssuanceRequest,
  { suffixes }: Knowledge,
): DomainName | undefined {
  return zonesAbove(name, suffixes).find((zone) => foldLabel(found) === foldLabel(`${wanted}${zone}`));
}

/** A record may have lost the underscore of its owner, or another character of it, on the way from the order to the zone. */
export function* findBeside(
  owner: DomainName,
  type: number,
  isWanted: (answer: Extract<Answer, { kind: "records" }>) => boolean,
  world: World,
  inquiry: Inquiry,
): Judging<
  { readonly found: DomainName; readonly numbers: readonly number[]; readonly blamed: readonly Declared[] } | undefined
> {
  const [label, ...parent] = owner.labels;
  const known = world.labelsBelow?.(new DomainName(parent)).labels ?? [];
  const near = findNearest(foldLabel(label), known.slice(0, MOST_LABELS).map(foldLabel), MOST_SLIPS);
  const others = [label.startsWith("_") ? label.slice(1) : "", near ?? ""];
  for (const other of new Set(others.filter((text) => text !== "" && text !== foldLabel(label)))) {
    const found = new DomainName([other, ...parent]);
    const { answer, numbers } = yield* inquiry.ask(found, type, true);
    if (answer.kind !== "records" || answer.via.length > 0 || !isWanted(answer)) continue;
    return { found, numbers, blamed: answer.records.flatMap(({ declared }) => declared ?? []) };
  }
  return undefined;
}
const MOST_SLIPS = 3;
/** Comparing each of a large zone takes longer than the hint is worth. */
const MOST_LABELS = 10_000;

/** Words for whoever published a TXT where a CNAME belongs. */
export function* seesText(owner: DomainName, inquiry: Inquiry): Judging<string> {
  const { answer } = yield* inquiry.ask(owner, TXT, true);
  return answer.kind === "records" && answer.via.length === 0 ? ", though there is a TXT" : "";
}

/** A CA that climbs takes the record at a name above as well, down to the registrable domain (BR 1.6.1, "Authorization Domain Name"). */
export function* isAbove(
  owner: DomainName,
  type: number,
  isWanted: (answer: Extract<Answer, { kind: "records" }>) => boolean,
  { name }: IssuanceRequest,
  { suffixes }: Knowledge,
  inquiry: Inquiry,
): Judging<boolean> {
  if (!owner.isSubdomainOf(name)) return false;
  const front = owner.labels.slice(0, owner.labels.length - name.labels.length);
  for (let skipped = 1; skipped < name.labels.length; skipped++) {
    const above = new DomainName(name.labels.slice(skipped));
    if (!suffixes.endsInPublicSuffix(foldLabel(above.toString()).slice(0, -1))) break;
    const { answer } = yield* inquiry.ask(new DomainName([...front, ...above.labels]), type);
    if (answer.kind === "records" && isWanted(answer)) return true;
  }
  return false;
}

/** The name, if it may be a zone of its own, and the registrable domain, which mostly is. */
function zonesAbove(name: DomainName, suffixes: Knowledge["suffixes"]): DomainName[] {
  const text = foldLabel(name.toString()).slice(0, -1);
  const registrable = suffixes.registrableDomain(text);
  if (registrable === undefined) return [name];
  const count = registrable.split(".").length;
  const domain = new DomainName(name.labels.slice(name.labels.length - count));
  return domain.equals(name) ? [name] : [domain, name];
}

/** A label that nobody has a record at. */
const UNUSED = "_dcvlint-asks-for-nothing";

/** Does the alias at this owner come of a wildcard? Other names beside it have the same one then. */
export function* seeWildcard(
  owner: DomainName,
  answer: Answer,
  type: number,
  { name }: IssuanceRequest,
  inquiry: Inquiry,
): Judging<void> {
  const [first] = answer.via;
  if (!first?.from.equals(owner) || first.type !== "CNAME" || !isLive(answer)) return;
  let wildcard: DomainName | undefined;
  // At the name and above, as long as it answers: the last that does holds the wildcard.
  const { labels } = name;
  const start = owner.labels.length - labels.length;
  for (let skipped = 1; skipped < Math.min(start + labels.length - 1, MOST_LEVELS); skipped++) {
    const parent = owner.labels.slice(skipped);
    const { answer: beside } = yield* inquiry.ask(new DomainName([UNUSED, ...parent]), type, true);
    if (!beside.via[0]?.to.equals(first.to)) break;
    wildcard = new DomainName(["*", ...parent]);
  }
  if (!wildcard) return;
  const data = { owner: owner.toString(), wildcard: wildcard.toString(), target: first.to.toString() };
  inquiry.observe({
    rule: "wildcard-catches-challenge",
    message: "live",
    data,
    severity: "info",
    evidence: [],
    blamed: [],
  });
}

const MOST_LEVELS = 6;
