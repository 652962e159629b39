import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  BACKEND,
  DOH,
  FAULTS,
  type FaultId,
  PEBBLES,
  type PebbleId,
  RESOLVER_NAME,
  RESOLVERS,
  ROOT_SERVER,
  SERVERS,
} from "./addresses.js";
import { buildZones, laxZones, planViews } from "./layout.js";
import { primeAndChange } from "./mutate.js";
import { type LabInfo, networkProfile } from "./profile.js";
import { untilReady } from "./ready.js";
import { renderDnsdist } from "./render/dnsdist.js";
import { type NamedConfig, renderNamed, renderRndc } from "./render/named.js";
import { renderPdns } from "./render/pdns.js";
import { renderPebble } from "./render/pebble.js";
import { renderUnbound, renderUnboundHost } from "./render/unbound.js";
import type { ProfileId, Scenario } from "./scenario.js";
import { dsOf, keyRecord, POLICY } from "./sign.js";
import { startSilent } from "./silent.js";
import { Supervisor } from "./supervisor.js";
import { makeCertificates } from "./tls.js";
import { startWeb, webFile } from "./web.js";
import { planZones } from "./zones.js";

export interface Lab {
  /** What `DCVLINT_LAB` and `DCVLINT_NETWORK_PROFILE` name. */
  readonly infoFile: string;
  readonly profileFile: string;
  /** Rejects when a server ends unasked. */
  readonly failure: Promise<never>;
  stop(): Promise<void>;
}

/** Starts every server in this network namespace, whose addresses are there already, and waits until all answer. */
export async function startLab(scenarios: readonly Scenario[]): Promise<Lab> {
  // Short, as the path of a socket must be.
  const directory = mkdtempSync(join(tmpdir(), "lab-"));
  const supervisor = new Supervisor(directory);
  const closers: (() => void)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers) close();
    await supervisor.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const info = await startAll(scenarios, directory, supervisor, closers);
    const infoFile = write(directory, "lab.json", `${JSON.stringify(info, null, 2)}\n`);
    return { infoFile, profileFile: info.profiles.default, failure: supervisor.failure, stop };
  } catch (error) {
    const tails = supervisor.tails();
    await stop();
    throw new Error(`the lab didn't start: ${(error as Error).message}\n${tails}`);
  }
}

async function startAll(
  scenarios: readonly Scenario[],
  directory: string,
  supervisor: Supervisor,
  closers: (() => void)[],
): Promise<LabInfo> {
  const plans = planZones(scenarios);
  const [zones, certificates, rootKey, [rootDs]] = await Promise.all([
    buildZones(plans, directory),
    makeCertificates([...Object.values(PEBBLES), RESOLVERS.unbound, DOH], [RESOLVER_NAME]),
    keyRecord("."),
    dsOf(".", "good", "good"),
  ]);
  const rootHints = write(directory, "root.hints", `. 3600 NS ns.root.\nns.root. 3600 A ${ROOT_SERVER}\n`);
  const anchorFile = write(directory, "root.key", `${rootKey}\n`);

  const control: NamedConfig["control"] = { address: ROOT_SERVER, secret: randomBytes(32).toString("base64") };
  const views = planViews(zones, directory);
  const named: NamedConfig = { directory, views, rootKey, rootHints, policy: POLICY, control };
  supervisor.start("named", "named", ["-g", "-4", "-n", "2", "-c", write(directory, "named.conf", renderNamed(named))]);

  const unboundConfigs: Record<string, string> = {};
  for (const id of ["unbound", "stale", "non-validating"] as const) {
    const config = renderUnbound({
      directory,
      address: RESOLVERS[id],
      rootHints,
      anchorFile,
      controlSocket: join(directory, `${id}.sock`),
      validating: id !== "non-validating",
      stale: id === "stale",
      ...(id === "unbound" ? { tls: certificates } : {}),
    });
    unboundConfigs[id] = write(directory, `${id}.conf`, config);
    supervisor.start(id, "unbound", ["-d", "-c", unboundConfigs[id]]);
  }

  const dnsdist = renderDnsdist({
    backend: BACKEND,
    faults: Object.fromEntries(FAULTS.map((id) => [id, SERVERS[id]])) as Record<FaultId, string>,
    denied: plans.flatMap((plan) => plan.denied).map((name) => `${name}.`),
    doh: { address: DOH, resolver: RESOLVERS.unbound, ...certificates },
  });
  const dnsdistFile = write(directory, "dnsdist.conf", dnsdist);
  supervisor.start("dnsdist", "dnsdist", ["--supervised", "--disable-syslog", "-C", dnsdistFile]);

  const pdns = renderPdns({ directory: join(directory, "pdns"), address: SERVERS.lax, zones: laxZones(zones) });
  write(directory, "pdns/pdns.conf", pdns.config);
  write(directory, "pdns/zones.conf", pdns.zoneList);
  supervisor.start("pdns", "pdns_server", [`--config-dir=${join(directory, "pdns")}`]);

  const pebbles = {} as Record<PebbleId, LabInfo["pebbles"][PebbleId]>;
  for (const [id, address] of Object.entries(PEBBLES) as [PebbleId, string][]) {
    const file = write(directory, `pebble-${id}.json`, renderPebble({ address, ...certificates }));
    const resolver = `${RESOLVERS[id]}:53`;
    supervisor.start(`pebble-${id}`, "pebble", ["-config", file, "-dnsserver", resolver], PEBBLE_ENV);
    pebbles[id] = { directoryUrl: `https://${address}:14000/dir`, resolver };
  }

  const webRoot = join(directory, "www");
  for (const { host, path, content } of scenarios.flatMap((scenario) => scenario.web ?? []))
    writeAt(webFile(webRoot, host, path), content);
  closers.push(await startSilent(SERVERS.silent), await startWeb(webRoot, certificates));

  const profiles = {} as Record<ProfileId, string>;
  for (const id of ["default", "stale", "patient"] as const) {
    const profile = networkProfile(id, `. IN ${rootDs}`, certificates.caFile);
    profiles[id] = write(directory, `profile-${id}.json`, `${JSON.stringify(profile, null, 2)}\n`);
  }
  const info: LabInfo = {
    directory,
    servers: SERVERS,
    resolvers: RESOLVERS,
    pebbles,
    caFile: certificates.caFile,
    profiles,
    webRoot,
    rndcConfig: write(directory, "rndc.conf", renderRndc(control)),
    unboundConfigs,
    unboundHostConfig: write(directory, "unbound-host.conf", renderUnboundHost({ rootHints, anchorFile })),
    updateServer: SERVERS.one,
    zoneFiles: Object.fromEntries(
      views.flatMap((view) => view.zones.map(({ name, file }) => [name, { file, view: view.name }] as const)).reverse(),
    ),
  };
  await Promise.race([untilReady(plans, certificates.caFile), supervisor.failure]);
  for (const { changed } of scenarios) if (changed !== undefined) await primeAndChange(info, changed);
  return info;
}

/** No waits and no made-up errors; every order is validated anew. */
const PEBBLE_ENV = { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0", PEBBLE_AUTHZREUSE: "0" };

const write = (directory: string, name: string, text: string): string => writeAt(join(directory, name), text);

function writeAt(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
