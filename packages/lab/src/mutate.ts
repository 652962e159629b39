import { randomBytes } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { RESOLVERS, serverName, TLD } from "./addresses.js";
import type { LabInfo } from "./profile.js";
import { mustRun, run } from "./run.js";
import type { Scenario } from "./scenario.js";
import { dotted, head } from "./zones.js";

/** The lab that this process runs in. */
export function readLab(file = process.env.DCVLINT_LAB): LabInfo {
  if (file === undefined) throw new Error("not inside a lab: DCVLINT_LAB isn't set (run this by `lab exec -- …`)");
  return JSON.parse(readFileSync(file, "utf8")) as LabInfo;
}

/** Adds a TXT record (TTL 0) to a dynamic zone, and makes sure that it is there. */
export async function setTxt(lab: LabInfo, name: string, value: string): Promise<void> {
  await update(lab, [`update add ${dotted(name)} 0 TXT ${quoted(value)}`]);
  // The server ignores a TXT beside a CNAME without a word (RFC 2136 §3.4.2.2), and nsupdate says that all is well.
  if (!(await readTxt(lab, name)).includes(value)) throw new Error(`${name} didn't take the TXT record`);
}

/** Deletes one TXT record, or all at the name. */
export async function deleteTxt(lab: LabInfo, name: string, value?: string): Promise<void> {
  await update(lab, [`update delete ${dotted(name)} TXT${value === undefined ? "" : ` ${quoted(value)}`}`]);
  const left = await readTxt(lab, name);
  if (value === undefined ? left.length > 0 : left.includes(value)) throw new Error(`${name} kept its TXT record`);
}

/** What the authoritative server has at the name. */
async function readTxt(lab: LabInfo, name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 1000, tries: 3 });
  resolver.setServers([lab.updateServer]);
  try {
    return (await resolver.resolveTxt(name)).map((strings) => strings.join(""));
  } catch (error) {
    if (["ENOTFOUND", "ENODATA"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

async function update(lab: LabInfo, lines: readonly string[]): Promise<void> {
  await mustRun("nsupdate", [], { input: [`server ${lab.updateServer}`, ...lines, "send", ""].join("\n") });
}

/**
 * Replaces the zone's text on the servers that have it, and makes the resolvers forget what they knew. Text without an SOA
 * gets one, and the NS records of `one` and `two`. For zones that aren't signed, dynamic or different from place to place;
 * `preview.test` is there for it.
 */
export async function loadZone(lab: LabInfo, name: string, text: string): Promise<void> {
  const zone = dotted(name);
  const at = lab.zoneFiles[zone];
  if (at === undefined) throw new Error(`no server of the lab has a zone ${zone}`);
  const serial = Math.floor(Date.now() / 1000);
  const whole = /\sSOA\s/i.test(text)
    ? text
    : [...head(zone, [serverName("one"), serverName("two")], serial), text, ""].join("\n");
  // rndc doesn't wait for the zone to be loaded; this record tells.
  const mark = randomBytes(8).toString("hex");
  const draft = `${at.file}.draft`;
  writeFileSync(draft, `${whole}\n_loaded.${zone} 0 TXT ${mark}\n`);
  const checked = await run("named-checkzone", ["-i", "none", "-k", "ignore", zone, draft]);
  if (checked.code !== 0) throw new Error(`named would not load ${zone}: ${checked.stdout}${checked.stderr}`);
  renameSync(draft, at.file);
  await mustRun("rndc", ["-c", lab.rndcConfig, "reload", zone, "IN", at.view]);
  for (const end = Date.now() + 5000; !(await readTxt(lab, `_loaded.${zone}`)).includes(mark); )
    if (Date.now() > end) throw new Error(`named didn't load ${zone}`);
  await flush(lab, zone);
}

/** Makes the resolvers forget a name and all below it; `stale` goes on remembering. */
export async function flush(lab: LabInfo, name = `${TLD}.`): Promise<void> {
  const views = ["resolver", "resolver-p1", "resolver-p2", "resolver-p3"];
  await Promise.all([
    ...views.map((view) => mustRun("rndc", ["-c", lab.rndcConfig, "flushtree", name, view])),
    ...["unbound", "non-validating"].map((id) =>
      mustRun("unbound-control", ["-c", lab.unboundConfigs[id], "flush_zone", name]),
    ),
  ]);
}

/** A resolver asks for a TXT record, and then it is changed. */
export async function primeAndChange(lab: LabInfo, changed: NonNullable<Scenario["changed"]>): Promise<void> {
  const resolver = new Resolver({ timeout: 1000, tries: 3 });
  resolver.setServers([RESOLVERS[changed.cachedBy]]);
  await setTxt(lab, changed.name, changed.from);
  const cached = (await resolver.resolveTxt(changed.name)).flat();
  if (!cached.includes(changed.from)) throw new Error(`${changed.cachedBy} doesn't see ${changed.name}`);
  await deleteTxt(lab, changed.name);
  await setTxt(lab, changed.name, changed.to);
}

const quoted = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;
