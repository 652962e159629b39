import { isAcmeOwner, knownAlias } from "../../dcv/validation/known-validation.js";
import { isHashName, isValidationName } from "../../dcv/validation/validation-label.js";
import { isFlattened } from "../../dcv/zone/flattened.js";
import { type NameId, type NameTable, parseName } from "../../name/name-table.js";
import { A, AAAA, CNAME } from "../../rdata/types.js";
import { defineRule, type RuleContext, source } from "../../rule.js";
import type { Place } from "../../zone/record-view.js";
import { COMMENTED, type RecordId } from "../../zone/zone.js";

interface Details {
  owner: string;
  /** With a blank in front, where it is known. */
  target: string;
  whose: string;
}

const published = ({ owner, target }: Details): string => `The CNAME at "${owner}"${target}`;

const messages = {
  proxied: (d: Details) => ({
    what: `${published(d)} validates for ${d.whose}, and it is proxied.`,
    why: "The provider answers with addresses of its own, so the CNAME is never published: the CA finds nothing, and validation stays pending.",
    how: "Turn the proxy off for this record (DNS only). It carries no traffic.",
  }),
  flattened: (d: Details) => ({
    what: `${published(d)} validates for ${d.whose}, and it is flattened.`,
    why: "The provider answers with the target's addresses, so the CNAME is never published: the CA finds nothing, and validation stays pending.",
    how: "Turn flattening off for this record.",
  }),
  awaitedProxied: (d: { domain: string; certificate: string }) => ({
    what: `The record that "${d.certificate}" asks for to validate "${d.domain}" will be proxied.`,
    why: "The provider answers with addresses of its own, so the CNAME is never published: the CA finds nothing, and validation stays pending.",
    how: "Turn the proxy off for these records (DNS only). They carry no traffic.",
  }),
  awaitedFlattened: (d: { domain: string; certificate: string }) => ({
    what: `The record that "${d.certificate}" asks for to validate "${d.domain}" will be flattened.`,
    why: "The provider answers with the target's addresses, so the CNAME is never published: the CA finds nothing, and validation stays pending.",
    how: "Turn flattening off for these records.",
  }),
  alpn: ({ host }: { host: string }) => ({
    what: `The certificate for "${host}" is validated by tls-alpn-01, and the host is proxied.`,
    why: "The CA connects to port 443 and gets the provider's proxy, which ends TLS itself and knows no acme-tls/1: the server behind it is never asked.",
    how: "Validate by dns-01, or turn the proxy off for this record.",
  }),
};
type Context = RuleContext<typeof messages>;

export default defineRule({
  id: "validation-record-proxied",
  group: "Validation records",
  severity: "error",
  summary: "A proxy stands before a validation record or a host that the CA must see itself",
  sources: [
    source("Cloudflare, Proxy status", "https://developers.cloudflare.com/dns/proxy-status/"),
    source("Cloudflare, CNAME flattening", "https://developers.cloudflare.com/dns/cname-flattening/"),
  ],
  seed: "sectigo-cname-dcv",
  messages,
  zone(context) {
    const { zone, index } = context;
    if (zone.made) {
      const hosts = hostsByAlpn(context);
      checkAwaited(context);
      for (const type of [A, AAAA]) for (const id of index.ofType(type)) checkHidden(id, hosts, context);
    }
    for (const id of index.ofType(CNAME)) if ((zone.flags[id] & COMMENTED) !== 0) checkExported(id, context);
  },
});

/** What one `for_each` makes has one cause. */
function checkAwaited({ zone, report }: Context): void {
  const groups = new Set<string>();
  for (const awaited of zone.awaited) {
    const { hidden, group, certificate, domain } = awaited;
    if (!hidden || groups.has(group)) continue;
    groups.add(group);
    const place = { source: zone.sources[0], ...hidden.at };
    const message = hidden.by === "proxied" ? "awaitedProxied" : "awaitedFlattened";
    report(place, message, { domain, certificate }, { awaited });
  }
}

/** A record of a resource: addresses stand in its place. */
function checkHidden(id: RecordId, hosts: ReadonlySet<NameId>, context: Context): void {
  const record = context.other.at(id);
  const hidden = record.origin?.hidden;
  if (!hidden) return;
  const { source, ownerId } = record;
  if (hidden.by === "proxied" && hosts.has(ownerId)) {
    const place = { source, ...hidden.at, record: id };
    context.report(place, "alpn", { host: context.zone.names.text(ownerId) });
    return;
  }
  if (hidden.type !== "CNAME") return;
  judge(ownerId, hidden.target, hidden.by, { source, ...hidden.at, record: id }, context);
}

/** The certificates' names here for which the CA connects to port 443 of the host itself. */
function hostsByAlpn({ zone, facts }: Context): ReadonlySet<NameId> {
  const hosts = facts.certificates.filter(({ method }) => method === "tls-alpn-01").flatMap(({ names }) => names);
  const names = hosts.flatMap(({ name }) => parseName(name) ?? []);
  return new Set(names.flatMap((name) => zone.names.lookup(name) ?? []));
}

/** A line of a provider's export, which says so in a comment. */
function checkExported(id: RecordId, context: Context): void {
  const record = context.other.at(id);
  const comment = record.comment();
  const by = /\bcf-(?:(proxied)|flatten-cname):true\b/.exec(comment?.text ?? "");
  if (!comment || !by || !record.readable || !isFlattened(record)) return;
  judge(record.ownerId, record.targetText, by[1] ? "proxied" : "flattened", record.place, context);
}

function judge(
  owner: NameId,
  target: string | undefined,
  by: "proxied" | "flattened",
  place: Place,
  { zone, report }: Context,
): void {
  const whose = validates(zone.names, owner, target);
  if (whose === undefined) return;
  const shown = target === undefined ? "" : ` to "${target}"`;
  const data = { owner: zone.names.text(owner), target: shown, whose: whose.text };
  report(place, by, data, { severity: whose.certain ? undefined : "warning" });
}

/** For whom; `undefined` where it validates nothing as far as can be told. */
function validates(names: NameTable, owner: NameId, target: string | undefined) {
  const known = target === undefined ? undefined : knownAlias(names, owner, target);
  if (known) return { text: known.whose, certain: known.certain };
  if (isAcmeOwner(names, owner)) return { text: "an ACME CA", certain: true };
  // A hash may be another service's; where the target isn't known yet, it is a CA's more often than not.
  const isLikely = target === undefined && (isHashName(names, owner) || isValidationName(names, owner));
  return isLikely ? { text: "a CA, as its owner says", certain: false } : undefined;
}
