import { foldLabel } from "../name/domain-name.js";
import { ROOT } from "../name/name-table.js";
import { A, CNAME } from "../rdata/types.js";
import { RecordView } from "../zone/record-view.js";
import type { Zone } from "../zone/zone.js";
import { nameServerMarks } from "./name-servers.js";
import { isValidationName } from "./validation-label.js";

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

/** Targets and owners that only response-policy zones have (draft-vixie-dnsop-dns-rpz §3 and §4). */
function holdsPolicies(zone: Zone): boolean {
  const { names, apex } = zone;
  const has = (parent: number, label: string) => {
    const octets = Uint8Array.from(label, (char) => char.charCodeAt(0));
    return names.find(parent, octets, 0, octets.length) !== undefined;
  };
  if (["*", "rpz-passthru", "rpz-drop", "rpz-tcp-only"].some((label) => has(ROOT, label))) return true;
  if (["rpz-ip", "rpz-client-ip", "rpz-nsip", "rpz-nsdname"].some((label) => has(apex, label))) return true;
  return zone.index.ofType(CNAME).some((id) => zone.target[id] === ROOT);
}

/** Are the addresses answers in 127.0.0.0/8, as lists give them (RFC 5782 §2.1)? */
function holdsListings(zone: Zone): boolean {
  const view = new RecordView(zone);
  let listings = 0;
  let seen = 0;
  for (const id of zone.index.ofType(A)) {
    if (!view.at(id).readable) continue;
    if (view.wire()[0] === 127) listings++;
    if (++seen === SAMPLE) break;
  }
  return listings >= 2 && listings * 2 >= seen;
}

const SAMPLE = 200;
