import type { LabInfo } from "./profile.js";
import type { Probe } from "./scenario.js";

/** The arguments of `dcvlint` that ask it about a probe, with its report as JSON. */
export function checkArgs(probe: Probe, lab: Pick<LabInfo, "profiles">): string[] {
  return [
    "check",
    probe.name,
    ...["--ca", probe.ca, "--method", probe.method],
    ...(probe.records ?? []).flatMap((record) => ["--record", record]),
    ...(probe.httpFile === undefined ? [] : ["--http-file", probe.httpFile]),
    ...["--network-profile", lab.profiles[probe.profile ?? "default"]],
    ...["--format", "json"],
  ];
}
