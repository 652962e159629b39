import { answeringName } from "../../dcv/zone/answering-name.js";
import { firstByOwner } from "../../dcv/zone/first-record.js";
import { specialPurposeOf } from "../../knowledge/special-purpose-addresses.js";
import { foldLabel } from "../../name/domain-name.js";
import { type NameId, parseName } from "../../name/name-table.js";
import { A, AAAA, CNAME } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";
import { RecordView } from "../../zone/record-view.js";
import { HAS_CNAME, type RecordId, type Zone } from "../../zone/zone.js";
import { recordsAt } from "../../zone/zone-index.js";

interface Address {
  host: string;
  address: string;
  block: string;
  kind: string;
}

const what = ({ host, address, block, kind }: Address) =>
  `The certificate host "${host}" has the address ${address}, which is ${kind}, ${block}.`;

export default defineRule({
  id: "reserved-address",
  group: "Records that contradict each other",
  severity: "warning",
  summary: "A certificate host has an address that no CA can reach",
  sources: [
    rfc(6890, "2.2", "Information Requirements"),
    source("IANA IPv4 Special-Purpose Address Registry", "https://www.iana.org/assignments/iana-ipv4-special-registry"),
    source("IANA IPv6 Special-Purpose Address Registry", "https://www.iana.org/assignments/iana-ipv6-special-registry"),
  ],
  messages: {
    unreachable: (d: Address & { method: string }) => ({
      what: what(d),
      why: `With ${d.method} the CA connects to the host from the Internet. It can't reach that address, and refuses to try.`,
      how: "Write the public address that requests arrive at, or validate by DNS.",
    }),
    perhapsUnreachable: (d: Address) => ({
      what: what(d),
      why: "A CA that validates over HTTP or TLS connects to the host from the Internet, and refuses to try such an address.",
      how: "Write the public address, or validate by DNS and say so with `method: dns-01` in the config.",
    }),
  },
  zone({ zone, facts, other, report }) {
    const reported = new Set<RecordId>();
    let made: readonly Zone[] | undefined;
    const views = () => (made ??= viewsOf(zone, facts.zones ?? []));
    for (const { names, method } of facts.certificates) {
      if (method !== undefined && !CONNECTING.has(method)) continue;
      for (const { name, wildcard } of names) {
        // A wildcard can only be validated by DNS.
        if (wildcard) continue;
        for (const id of addressesOf(name, zone)) {
          if (reported.has(id) || !other.at(id).readable) continue;
          const special = specialPurposeOf(other.wire());
          if (!special) continue;
          reported.add(id);
          if (views().some((view) => isPublicIn(name, view))) break;
          const data = { host: name, address: other.presentation, block: special.block, kind: special.what };
          if (method === undefined) report(other.rdataPlace, "perhapsUnreachable", data);
          else report(other.rdataPlace, "unreachable", { ...data, method });
        }
      }
    }
  },
});

/** Methods by which the CA connects to the host. */
const CONNECTING: ReadonlySet<string> = new Set(["http-01", "http-file", "tls-alpn-01"]);

/** Other zones of this one's name: where there are several, the world sees one of them and a network another (split horizon). */
function viewsOf(zone: Zone, zones: readonly Zone[]): readonly Zone[] {
  if (!zone.originKnown) return [];
  const apex = foldLabel(zone.names.text(zone.apex));
  return zones.filter(
    (other) => other !== zone && other.originKnown && foldLabel(other.names.text(other.apex)) === apex,
  );
}

/** Has the host there an address that a CA can reach, or an alias to somewhere else? */
function isPublicIn(name: string, view: Zone): boolean {
  const addresses = addressesOf(name, view);
  const record = new RecordView(view);
  if (addresses.length > 0) return addresses.some((id) => record.at(id).readable && !specialPurposeOf(record.wire()));
  const labels = parseName(name)?.labels;
  const at = labels ? answeringName(labels, view) : -1;
  return at > 0 && (view.typesAt(at) & HAS_CNAME) !== 0;
}

/** The address records that a resolver gets for a host from this zone, its aliases within the zone followed. */
function addressesOf(name: string, zone: Zone): RecordId[] {
  const labels = parseName(name)?.labels;
  if (!labels) return [];
  let cnameAt: ((name: NameId) => RecordId) | undefined;
  let at = answeringName(labels, zone);
  for (let hops = 0; at > 0 && (zone.typesAt(at) & HAS_CNAME) !== 0; hops++) {
    cnameAt ??= firstByOwner(zone, CNAME);
    const cname = cnameAt(at);
    if (cname < 0 || hops === MOST_HOPS) return [];
    at = answeringName(zone.names.name(zone.target[cname]).labels, zone);
  }
  if (at <= 0) return [];
  return [...recordsAt(zone, at)].filter((id) => zone.type[id] === A || zone.type[id] === AAAA);
}

const MOST_HOPS = 16;
