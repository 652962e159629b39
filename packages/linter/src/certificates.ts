import { type CertificateIntent, DeclaredWorld, foldLabel, type Knowledge, RunIssuance } from "@dcvlint/core";
import type { Loaded } from "./load.js";
import type { LintOptions } from "./options.js";

/** What the run knows of certificates, laid beside all of its zones. */
export function issuanceOf(loaded: Loaded, options: LintOptions, knowledge: Knowledge): RunIssuance {
  const world = new DeclaredWorld(loaded.zones, knowledge.suffixes);
  return new RunIssuance(world, loaded.zones, certificatesAtStake(loaded, options), knowledge, options.now);
}

/** Those of the config and of all resources; with `--ca`, what that CA must be able to issue as well (contract §3). */
export function certificatesAtStake(loaded: Loaded, { config, cas = [] }: LintOptions): CertificateIntent[] {
  const known: CertificateIntent[] = [...config.certificates];
  for (const { certificates } of loaded.terraform?.modules ?? []) known.push(...certificates.stay);
  const names = known.flatMap((certificate) => certificate.names);
  const wanted = names.length > 0 ? names : apexesOf(loaded);
  const asked = cas.map((ca): CertificateIntent => ({ names: wanted, ca, asked: "option" }));
  return [...known, ...asked];
}

function apexesOf({ zones }: Loaded): { name: string; wildcard: boolean }[] {
  const apexes = new Set<string>();
  for (const { zone } of zones) {
    const apex = foldLabel(zone.names.text(zone.apex));
    if (zone.originKnown && !zone.isPrivate && apex !== "." && !apex.endsWith(".arpa.")) apexes.add(apex);
  }
  return [...apexes].map((name) => ({ name, wildcard: false }));
}
