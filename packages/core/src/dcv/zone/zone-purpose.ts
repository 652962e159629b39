import { foldLabel } from "../../name/domain-name.js";
import { type NameId, ROOT } from "../../name/name-table.js";
import { A, CNAME } from "../../rdata/types.js";
import { RecordView } from "../../zone/record-view.js";
import type { Zone } from "../../zone/zone.js";
import { isValidationName } from "../validation/validation-label.js";
import { nameServerMarks } from "./name-servers.js";

/**
 * What a zone's names stand for. In a *policy* (RPZ), a *blocklist* (RFC 5782) and a *challenges* zone they are full
 * names of the world written in front of the apex, on purpose; in a *reverse* zone they are addresses.
 */
export type ZonePurpose = "ordinary" | "reverse" | "policy" | "blocklist" | "challenges";

/** Told from the apex, then from what the zone holds. The first answer isn't cheap: ask when something is about to be reported. */
export function purposeOf(zone: Zone): ZonePurpose {
  let purpose = known.get(zone);
  if (!purpose) {
    purpose = tellPurpose(zone);
    known.set(zone, purpose);
  }
  return purpose;
}

const known = new WeakMap<Zone, ZonePurpose>();

function tellPurpose(zone: Zone): ZonePurpose {
  const labels = foldLabel(zone.names.text(zone.apex)).split(".").slice(0, -1);
  const top = labels.slice(-2).join(".");
  if (top === "in-addr.arpa" || top === "ip6.arpa") return "reverse";
  if (labels.some((label) => label.includes("rpz")) || holdsPolicies(zone)) return "policy";
  const words = labels.flatMap((label) => label.split(/[-_0-9]+/));
  if (words.some((word) => BLOCKLIST_WORDS.has(word)) || holdsListings(zone)) return "blocklist";
  // Not the two last labels: "acme.com" is somebody's name.
  const own = labels.slice(0, -2).flatMap((label) => label.split(/[-_0-9]+/));
  return own.some((word) => CHALLENGE_WORDS.has(word)) ? "challenges" : "ordinary";
}

const BLOCKLIST_WORDS = new Set(["dnsbl", "dnswl", "rbl", "rhsbl", "surbl", "uribl"]);
/** Zones that `_acme-challenge` records of other names are delegated to. */
const CHALLENGE_WORDS = new Set(["acme", "challenge", "challenges", "dcv", "letsencrypt", "validation", "validations"]);

/**
 * May names of others be at home in this zone, because it is there for their validation? Its name says so, if only
 * perhaps, or it holds nothing else below its apex.
 */
export function mayServeChallenges(zone: Zone): boolean {
  const { names, apex, owner, count } = zone;
  const labels = foldLabel(names.text(apex)).split(".").slice(0, -2);
  const words = labels.flatMap((label) => label.split(/[-_0-9]+/));
  if (words.some((word) => CHALLENGE_WORDS.has(word) || CERTIFICATE_WORDS.has(word))) return true;
  const servers = nameServerMarks(zone);
  for (let id = 0; id < count; id++) {
    const name = owner[id];
    if (name !== apex && servers[name] === 0 && !isValidationName(names, name)) return false;
  }
  return true;
}

const CERTIFICATE_WORDS = new Set(["auth", "cert", "certs", "le", "ssl", "tls"]);

/** Are most of its owners those that only response-policy zones have (draft-vixie-dnsop-dns-rpz §3 and §4), or their targets? */
function holdsPolicies(zone: Zone): boolean {
  const { names, apex, owner, target } = zone;
  const find = (parent: NameId, labels: readonly string[]) =>
    labels.map((label) => names.find(parent, octetsOf(label), 0, label.length)).filter((id) => id !== undefined);
  const actions = new Set([ROOT, ...find(ROOT, ["*", "rpz-passthru", "rpz-drop", "rpz-tcp-only"])]);
  const triggers = new Set(find(apex, ["rpz-ip", "rpz-client-ip", "rpz-nsip", "rpz-nsdname"]));
  const policies = new Set<NameId>();
  for (const id of zone.index.ofType(CNAME)) if (actions.has(target[id])) policies.add(owner[id]);
  if (policies.size === 0 && triggers.size === 0) return false;
  let owners = 0;
  let ofPolicy = 0;
  const depth = names.depth[apex] + 1;
  for (let name = 1; name < names.count; name++) {
    if (zone.typesAt(name) === 0 || name === apex) continue;
    owners++;
    const isTrigger = triggers.size > 0 && names.depth[name] >= depth && triggers.has(names.ancestor(name, depth));
    if (isTrigger || policies.has(name)) ofPolicy++;
  }
  return ofPolicy * 2 > owners;
}

const octetsOf = (label: string): Uint8Array => Uint8Array.from(label, (char) => char.charCodeAt(0));

/** Are most of its owners listed with an address in 127.0.0.0/8, as lists give them (RFC 5782 §2.1)? */
function holdsListings(zone: Zone): boolean {
  const { names, index, owner } = zone;
  const addresses = index.ofType(A);
  if (addresses.length < 2) return false;
  const view = new RecordView(zone);
  const listed = new Set<NameId>();
  let listings = 0;
  let seen = 0;
  // From all over the zone: what stands at its top isn't the rest.
  const step = Math.ceil(addresses.length / SAMPLE);
  for (let i = 0; i < addresses.length; i += step) {
    if (!view.at(addresses[i]).readable) continue;
    seen++;
    if (view.wire()[0] === 127) listings++;
  }
  if (listings < 2 || listings * 2 <= seen) return false;
  for (const id of addresses) listed.add(owner[id]);
  let owners = 0;
  for (let name = 1; name < names.count; name++) if (zone.typesAt(name) !== 0 && name !== zone.apex) owners++;
  return listed.size * 2 > owners;
}

const SAMPLE = 200;
