import type { CaSummary } from "../knowledge/schema.js";
import { DomainName } from "../name/domain-name.js";
import { parseName } from "../name/name-table.js";
import type { CertificateIntent } from "../rule.js";
import type { RunIssuance } from "./exclusions.js";
import { runDeclared } from "./judge-issuance.js";
import { Inquiry, type IssuanceFinding, type IssuanceRequest } from "./judging.js";
import { isLasting, judgeMethod, lastingShapes, searchLasting } from "./method-part.js";
import { CONNECTING, judgeName } from "./name-part.js";
import type { Declared } from "./world.js";

/**
 * What is wrong with a certificate itself: its names, its method, and what its CA looks for at each renewal. What CAA says
 * stands with the CAA records. Of several names with the same trouble the first one tells it.
 */
export function* judgeCertificate(run: RunIssuance, certificate: CertificateIntent): Generator<IssuanceFinding> {
  const { knowledge, world, now } = run;
  const { names, method, account, address } = certificate;
  const ca = certificate.ca === undefined ? undefined : knowledge.issuers.findCa(certificate.ca);
  const told = new Set<string>();
  const missing: IssuanceFinding[] = [];
  let good = 0;
  // The CA has said what it wants: that alone counts.
  const expected = (certificate.expected ?? []).filter((record) => ca && isLasting(ca, record));
  const [first] = names;
  const firstName = first && parseName(first.name);
  if (ca && firstName && expected.length > 0) {
    const request: IssuanceRequest = { name: firstName, wildcard: first.wildcard, ca, method, expected, now };
    const inquiry = new Inquiry();
    runDeclared(world, judgeMethod(request, knowledge, inquiry, world));
    const isTold = ({ rule, data }: IssuanceFinding) => {
      const owner = rule === "validation-record-missing" ? parseName((data as { owner: string }).owner) : undefined;
      // The name that it validates stands behind its first label.
      return owner !== undefined && run.isToldAtRecord(certificate, new DomainName(owner.labels.slice(1)));
    };
    yield* inquiry.findings.filter((finding) => !TOLD_AT_RECORDS.has(finding.rule) && !isTold(finding));
  }
  for (const { name: text, wildcard } of names) {
    const name = parseName(text);
    if (!name) continue;
    // A resource of which the CA can't be told may ask a private one.
    const request: IssuanceRequest = { name, wildcard, ca: ca ?? (address ? SOMEBODY : ANYBODY), method, account, now };
    const inquiry = new Inquiry();
    if (judgeName(request, knowledge, inquiry)) {
      const isLooked = method === "email" || (method !== undefined && CONNECTING.has(method));
      if (isLooked || (ca && method && expected.length === 0 && lastingShapes(ca, method).length > 0))
        runDeclared(world, judgeMethod(request, knowledge, inquiry, world));
    }
    for (const finding of inquiry.findings) {
      if (TOLD_AT_RECORDS.has(finding.rule)) continue;
      if (finding.rule === "validation-record-missing") {
        if (!run.isToldAtRecord(certificate, name)) missing.push(finding);
      } else if (!told.has(`${finding.rule} ${finding.message}`) || TOLD_OF_EACH.has(finding.rule)) {
        told.add(`${finding.rule} ${finding.message}`);
        yield finding;
      }
    }
    if (inquiry.findings.length === 0 && inquiry.unknown.length === 0) good++;
  }
  // Where other names have theirs, that is told at one of their records (validation-record-per-name).
  if (good === 0 && missing.length > 0) yield missing[0];
}

/** Rules look at the records themselves. */
const TOLD_AT_RECORDS: ReadonlySet<string> = new Set([
  "reserved-address",
  "cname-and-other-data",
  "cname-loop",
  "cname-chain-too-long",
  "persist-record-malformed",
  "persist-record-expired",
  "persist-without-wildcard",
]);
/** A trouble of each name's own. */
const TOLD_OF_EACH: ReadonlySet<string> = new Set(["name-not-issuable", "name-too-long", "no-address"]);

/** A name of a certificate that has no record, and one of another name that has. */
export interface Unproved {
  readonly certificate: CertificateIntent;
  readonly ca: CaSummary;
  readonly names: readonly string[];
  readonly other: { readonly name: string; readonly record: Declared };
  /** Not all of the zone is at hand. */
  readonly partial: boolean;
}

/** Certificates of which some names have the record that their CA looks for, and others, in the same zones, don't. */
export function* findUnproved(run: RunIssuance): Generator<Unproved> {
  const { knowledge, world, now } = run;
  for (const certificate of run.certificates) {
    const { method } = certificate;
    const ca = certificate.ca === undefined ? undefined : knowledge.issuers.findCa(certificate.ca);
    const shapes = ca && method ? lastingShapes(ca, method) : [];
    const names = [...new Set(certificate.names.map(({ name }) => name))];
    if (!ca || names.length < 2 || shapes.length === 0 || shapes.some(({ status }) => status === "unverified"))
      continue;
    // What answers challenges by itself needs no record.
    if ((ca.shapes ?? []).some((shape) => shape.method === method && shape.transient)) continue;
    let other: Unproved["other"] | undefined;
    const without: { readonly text: string; readonly name: DomainName; readonly unknown: boolean }[] = [];
    for (const text of names) {
      const name = parseName(text);
      if (!name) continue;
      const request: IssuanceRequest = { name, wildcard: false, ca, method, now };
      const found = runDeclared(world, searchLasting(shapes, request, knowledge, new Inquiry(), world));
      const [record] = found.records ?? [];
      if (record) other ??= { name: text, record };
      else if (!found.found && !run.isToldAtRecord(certificate, name))
        without.push({ text, name, unknown: found.unknown !== undefined });
    }
    if (!other) continue;
    const { zone } = other.record;
    // Who knows what other zones hold; and what is known only after the apply may be it.
    const own = without.filter(({ name, unknown }) => {
      const zones = world.zonesFor(name);
      const isHere = zones.length === 1 && zones[0].zone === zone;
      return isHere && zone.unplaced.size === 0 && zone.awaited.length === 0 && (!unknown || world.mayHold(zone, name));
    });
    const partial = own.some(({ unknown }) => unknown);
    if (own.length > 0) yield { certificate, ca, names: own.map(({ text }) => text), other, partial };
  }
}

/** Any public CA: whichever it is, it keeps the Baseline Requirements. */
const ANYBODY = { id: "", name: "", kind: "ca", issuerDomains: { value: [], status: "unverified" } } as const;
const SOMEBODY = { ...ANYBODY, id: "?" } as const;
