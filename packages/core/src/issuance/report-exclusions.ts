import { readCaa, writtenCaa } from "../dcv/caa/caa-record.js";
import { listTexts } from "../dcv/written/list-texts.js";
import type { Draft, Facts, Message, RelatedPlace, RuleContext } from "../rule.js";
import { RecordView } from "../zone/record-view.js";
import type { Zone } from "../zone/zone.js";
import { statusOfIssuers, WILDCARD_METHOD } from "./caa-judgement.js";
import { certifiedName, type Exclusion } from "./caa-part.js";
import { DeclaredWorld } from "./declared-world.js";
import { type ExclusionGroup, RunIssuance } from "./exclusions.js";
import type { Need } from "./needs.js";

/** What the messages of the rules say beside: who needs the CA. */
export interface Excluded extends Exclusion {
  /** A sentence; absent where the reader asked himself. */
  because?: string;
  /** ` and 3 more names` */
  more?: string;
  /** Known from a validation record alone. */
  inferred?: boolean;
}

/** Reports what a zone's CAA sets keep from certificates, as far as it is this rule's. */
export function reportExclusions<M extends Record<"excluded", Message>>(rule: string, context: RuleContext<M>): void {
  const { zone } = context;
  for (const group of issuanceOf(context).exclusionsIn(zone)) {
    if (group.rule !== rule) continue;
    const [{ id }] = group.blamed;
    const record = new RecordView(zone).at(id);
    const isUnsure =
      group.presumed ||
      group.needs.every(({ unverified }) => unverified) ||
      statusOfIssuers(group.request.ca) === "unverified";
    const related = [...group.needs.slice(0, MOST_RELATED).flatMap(placeOfNeed)];
    // A resource is a whole RRset: the value tells which of its records it is.
    context.report(zone.made ? record.rdataPlace : record.place, "excluded", dataOf(group) as never, {
      related,
      fix: fixOf(group, zone),
      severity: isUnsure ? "warning" : undefined,
    });
  }
}

const MOST_RELATED = 50;

const made = new WeakMap<Facts, RunIssuance>();

/** The run's, or one of what a single zone's facts tell. */
export function issuanceOf({ zone, facts }: Pick<RuleContext<never>, "zone" | "facts">): RunIssuance {
  const { issuance, issuers, suffixes, certificates, before, now } = facts;
  const known = issuance ?? made.get(facts);
  if (known) return known;
  const zones = (facts.zones ?? [zone]).map((each) => (each === zone ? { zone, before } : { zone: each }));
  const world = new DeclaredWorld(zones, suffixes);
  const own = new RunIssuance(world, zones, certificates, { issuers, suffixes }, now);
  made.set(facts, own);
  return own;
}

function dataOf({ data, needs, more, presumed }: ExclusionGroup): Excluded {
  const names = [...new Set(needs.map(certifiedName))];
  const explicit = needs.find(({ why }) => why.kind !== "record") ?? needs[0];
  const others = names.filter((name) => name !== certifiedName(explicit)).length + more;
  return {
    ...data,
    certified: certifiedName(explicit),
    because: [because(explicit, needs), presumed ? PRESUMED : ""].filter((text) => text !== "").join(" "),
    more: others > 0 ? ` and ${others} more ${others === 1 ? "name" : "names"}` : "",
    inferred: explicit.why.kind === "record",
  };
}

const PRESUMED =
  "Not all of the zone is in these files: should it hold other CAA records, nearer by or beside these, they count.";

function because({ why, ca }: Need, needs: readonly Need[]): string {
  switch (why.kind) {
    case "config":
      return "The config says that a certificate is to come from there.";
    case "option":
      return `--ca asks whether ${ca.name} may.`;
    case "resource":
      return `${listTexts([...new Set(needs.flatMap((need) => ("address" in need.why ? need.why.address : [])))])} asks for the certificate.`;
    case "record": {
      const { zone, id } = why.record;
      return `The validation record at "${zone.names.text(zone.owner[id])}" is there for a certificate from ${why.whose}.`;
    }
  }
}

/** Where it is said that a certificate is needed. */
export function placeOfNeed({ why, name, wildcard }: Need): RelatedPlace[] {
  if (why.kind === "record") {
    const { zone, id } = why.record;
    // Without its number, which means another record in the zone that is reported on.
    const { source, start, end } = new RecordView(zone).at(id).place;
    return [{ place: { source, start, end }, note: `the validation record of ${why.whose}` }];
  }
  if (!why.span) return [];
  const address = why.kind === "resource" ? `, ${why.address}` : "";
  return [{ span: why.span, note: `the certificate for "${certifiedName({ name, wildcard })}"${address}` }];
}

/** In a zone file: a line beside those that are there, or a method added to the record that lacks it. */
function fixOf({ rule, data, blamed, request }: ExclusionGroup, zone: Zone): Draft | undefined {
  if (zone.made || data.alternatives !== "") return undefined;
  const view = new RecordView(zone).at(blamed[0].id);
  if (rule === "caa-excludes-method") return addMethod(view, request.method ?? WILDCARD_METHOD);
  const last = blamed[blamed.length - 1];
  return addLine(view.at(last.id), data.record.slice(data.record.indexOf(" ") + 1));
}

function addLine(record: RecordView, text: string): Draft | undefined {
  const { source, zone, id } = record;
  const { owner, ownerInherited, hasOwnTtl, ttl, ownerText } = record;
  if (source.madeBy) return undefined;
  const start = zone.start[id];
  const end = zone.rdataEnd[id];
  const line = `${ownerInherited ? ownerText : owner.text} ${hasOwnTtl ? `${ttl} ` : ""}${text}`;
  // A parenthesis may close lines below: in front there is always a line's beginning.
  const isOneLine = !source.text(start, end).includes("(");
  const at = isOneLine ? source.lineEnd(end) : source.lineStart(start);
  const place = { source, start: at, end: at, record: id };
  return {
    title: `Add ${text}`,
    safety: "suggestion",
    edits: [{ place, newText: isOneLine ? `\n${line}` : `${line}\n` }],
  };
}

function addMethod(record: RecordView, method: string | undefined): Draft | undefined {
  const { parsed } = readCaa(record);
  if (parsed?.kind !== "issue-value" || method === undefined) return undefined;
  const list = parsed.parameters.find(({ tag }) => tag.toLowerCase() === "validationmethods");
  if (!list) return undefined;
  const edits = writtenCaa(record).value.edit(list.end, list.end, list.value === "" ? method : `,${method}`);
  return edits && { title: `Add ${method} to the methods`, safety: "suggestion", edits };
}
