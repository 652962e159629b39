import {
  type CertificateIntent,
  DeclaredWorld,
  describeRecord,
  explainFinding,
  foldLabel,
  judgeCertificate,
  type Knowledge,
  type Level,
  type RawFinding,
  RecordView,
  RunIssuance,
  Source,
  spanOf,
} from "@dcvlint/core";
import type { Loaded } from "./load.js";
import type { LintOptions } from "./options.js";
import { relativePath } from "./paths.js";

/** What the run knows of certificates, laid beside all of its zones. */
export function issuanceOf(loaded: Loaded, options: LintOptions, knowledge: Knowledge): RunIssuance {
  const world = new DeclaredWorld(loaded.zones, knowledge.suffixes);
  return new RunIssuance(world, loaded.zones, certificatesAtStake(loaded, options), knowledge, options.now);
}

/** Those of the config and of all resources; with `--ca`, what that CA must be able to issue as well (contract §3). */
export function certificatesAtStake(
  loaded: Loaded,
  { config, cas = [] }: Pick<LintOptions, "config" | "cas">,
): CertificateIntent[] {
  const known = config.certificates.map((certificate): CertificateIntent => {
    const { span } = certificate;
    return span ? { ...certificate, span: { ...span, file: relativePath(loaded.root, span.file) } } : certificate;
  });
  for (const { certificates } of loaded.terraform?.modules ?? []) known.push(...certificates.stay);
  const names = known.flatMap((certificate) => certificate.names);
  const wanted = names.length > 0 ? names : apexesOf(loaded);
  const asked = cas.map((ca): CertificateIntent => ({ names: wanted, ca, asked: "option" }));
  return [...known, ...asked];
}

/**
 * What is wrong with certificates themselves, at the place that asks for them. Those of the command line stand nowhere.
 * `resources` says which of the two kinds is wanted.
 */
export function* findingsOnCertificates(
  issuance: RunIssuance,
  levels: ReadonlyMap<string, Level>,
  resources: boolean,
): Generator<RawFinding> {
  for (const certificate of issuance.certificates) {
    const { span, unverified, address } = certificate;
    if (!span || (address !== undefined) !== resources) continue;
    for (const finding of judgeCertificate(issuance, certificate)) {
      const { rule, message } = finding;
      const level = levels.get(rule);
      if (level === "off") continue;
      const { severity: own, ...explanation } = explainFinding(finding);
      const severity = level ?? (unverified && own === "error" ? "warning" : own);
      const [blamed] = finding.blamed;
      if (blamed) {
        // Two that contradict each other: the record and the certificate.
        const record = new RecordView(blamed.zone).at(blamed.id);
        const { place } = record;
        const related = [{ span, note: `the certificate${address ? ` ${address}` : ""}` }];
        yield {
          rule,
          message,
          severity,
          explanation,
          place,
          span: spanOf(place),
          record: describeRecord(record),
          related,
        };
        continue;
      }
      const place = { source: new Source(span.file, new Uint8Array()), start: 0, end: 0 };
      yield { rule, message, severity, explanation, place, span, related: [] };
    }
  }
}

function apexesOf({ zones }: Loaded): { name: string; wildcard: boolean }[] {
  const apexes = new Set<string>();
  for (const { zone } of zones) {
    const apex = foldLabel(zone.names.text(zone.apex));
    if (zone.originKnown && !zone.isPrivate && apex !== "." && !apex.endsWith(".arpa.")) apexes.add(apex);
  }
  return [...apexes].map((name) => ({ name, wildcard: false }));
}
