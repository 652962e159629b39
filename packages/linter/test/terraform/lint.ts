import { type Facts, type Finding, issuerDirectory, RULES, runRules, type Zone } from "@dcvlint/core";
import { publicSuffixes } from "../../src/suffixes.js";
import { readTerraform } from "../../src/terraform/source.js";
import { zonesOfSource } from "../../src/terraform/source-zones.js";
import { NOW } from "../zone-text.js";

/** Sources as zones, judged by all rules: each root module by itself. `facts` by zone. */
export async function lintSources(
  files: Readonly<Record<string, string | Uint8Array>>,
  facts: (zone: Zone) => Partial<Facts> = () => ({}),
): Promise<{ findings: Finding[]; zones: readonly Zone[]; undecided: ReadonlyMap<string, number> }> {
  const read = readTerraform({
    files: Object.entries(files).map(([path, text]) => ({
      path,
      bytes: typeof text === "string" ? new TextEncoder().encode(text) : text,
    })),
  });
  const roots = read.roots.map(({ resources }) => zonesOfSource(resources, publicSuffixes));
  const zones = roots.flatMap((root) => root.zones.map(({ zone }) => zone));
  const findings = zones.flatMap((zone) => {
    const own = zone.originKnown ? zone.names.text(zone.apex) : undefined;
    const names = new Set(zones.filter(({ originKnown }) => originKnown).map(({ names, apex }) => names.text(apex)));
    const all: Facts = {
      suffixes: publicSuffixes,
      issuers: issuerDirectory(),
      isDeclaredZone: (name) => name !== own && names.has(name),
      isAliasTarget: () => false,
      certificates: [],
      now: NOW,
      zones,
      ...facts(zone),
    };
    return runRules(zone, { rules: RULES, facts: all });
  });
  return {
    findings,
    zones,
    undecided: new Map(
      roots.flatMap(({ undecided }) => [...undecided].map(([why, { count }]) => [why, count] as const)),
    ),
  };
}

/** `main.tf:4:13 missing-trailing-dot error` */
export const shown = (findings: readonly Finding[]): string[] =>
  findings.map(
    ({ rule, severity, span }) => `${span?.file}:${span?.start.line}:${span?.start.column} ${rule} ${severity}`,
  );
