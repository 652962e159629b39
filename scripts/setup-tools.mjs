// Installs the name servers' own checkers, against which the tests and the bench compare ours.
//   node scripts/setup-tools.mjs [test|bench]   (both, when no group is named)
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** `packages` are alternatives, tried in turn: releases of Debian and Ubuntu don't agree on where a tool lives. */
export const TOOLS = [
  { command: "named-compilezone", packages: ["bind9-utils", "bind9utils"], group: "test" },
  { command: "named-checkzone", packages: ["bind9-utils", "bind9utils"], group: "test" },
  { command: "dnssec-keygen", packages: ["bind9-utils", "bind9utils"], group: "test" },
  { command: "named", packages: ["bind9"], group: "test" },
  { command: "delv", packages: ["bind9-dnsutils", "dnsutils"], group: "test" },
  { command: "unbound-host", packages: ["unbound-host"], group: "test" },
  { command: "git", packages: ["git"], group: "test" },
  { command: "openssl", packages: ["openssl"], group: "test" },
  // The lab's servers, and what asks and changes them (packages/lab).
  { command: "rndc", packages: ["bind9-utils", "bind9utils"], group: "test" },
  { command: "dnssec-signzone", packages: ["bind9-utils", "bind9utils"], group: "test" },
  { command: "dig", packages: ["bind9-dnsutils", "dnsutils"], group: "test" },
  { command: "nsupdate", packages: ["bind9-dnsutils", "dnsutils"], group: "test" },
  { command: "unbound", packages: ["unbound"], group: "test" },
  { command: "dnsdist", packages: ["dnsdist"], group: "test" },
  // Brings the server along.
  { command: "pdns_server", packages: ["pdns-backend-bind"], group: "test" },
  { command: "pebble", packages: ["pebble"], group: "test" },
  { command: "ip", packages: ["iproute2"], group: "test" },
  { command: "unshare", packages: ["util-linux"], group: "test" },
  { command: "named-checkzone", packages: ["bind9-utils", "bind9utils"], group: "bench" },
  { command: "kzonecheck", packages: ["knot-dnssecutils", "knot-dnsutils", "knot"], group: "bench" },
  { command: "nsd-checkzone", packages: ["nsd"], group: "bench" },
  { command: "validns", packages: ["validns"], group: "bench" },
  { command: "ldns-read-zone", packages: ["ldnsutils"], group: "bench" },
  { command: "/usr/bin/time", packages: ["time"], group: "bench" },
];

/** Debian puts some checkers where only root's PATH looks. */
export const SBIN = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The command's path, or undefined. */
export function findTool(command, path = process.env.PATH ?? "") {
  const places = isAbsolute(command) ? [command] : [...path.split(delimiter), ...SBIN].map((dir) => join(dir, command));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return statSync(place).isFile();
    } catch {
      return false;
    }
  });
}

/**
 * Installs what is missing where that can be done without asking, and else says how. Returns whether the run may go on:
 * false only where DCVLINT_REQUIRE_TOOLS=1 and a tool is still missing. Tests that miss a tool skip, visibly.
 */
export function setUpTools(groups) {
  const wanted = TOOLS.filter((tool) => groups.includes(tool.group));
  const missing = () => wanted.filter((tool) => findTool(tool.command) === undefined);
  if (missing().length === 0) return true;

  if (canInstall()) install(missing());
  const still = missing();
  if (still.length === 0) return true;

  const commands = unique(still.map((tool) => tool.command)).join(", ");
  const packages = unique(still.map((tool) => tool.packages[0])).join(" ");
  console.error(`Not installed: ${commands}. What needs them is skipped. On Debian or Ubuntu this installs them:`);
  console.error(`  sudo apt-get install --no-install-recommends ${packages}`);
  if (process.env.DCVLINT_REQUIRE_TOOLS !== "1") return true;
  console.error("DCVLINT_REQUIRE_TOOLS=1 asks for all of them, so this run fails.");
  return false;
}

function canInstall() {
  if (process.getuid?.() !== 0 || findTool("apt-get") === undefined) return false;
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

function install(tools) {
  const allowServices = forbidServices();
  try {
    // Without a network the lists at hand may still do.
    aptGet("update");
    // One tool at a time, so that a package that this release lacks doesn't keep the others away.
    for (const { command, packages } of tools) {
      for (const name of packages) {
        if (findTool(command) !== undefined) break;
        aptGet("install", "-y", "--no-install-recommends", name);
      }
    }
  } finally {
    allowServices();
  }
}

function aptGet(...args) {
  const child = spawnSync("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=120", ...args], {
    // apt is chatty even when quiet; what it says matters only when it fails.
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (child.status === 0) return;
  const said = (child.stderr || child.error?.message || "").trim().split("\n").slice(-3).join("\n  ");
  console.error(`apt-get ${args.join(" ")} failed:\n  ${said}`);
  // Ctrl-C reaches apt-get first; going on to the next package would not be what was meant.
  if (child.signal) process.exit(130);
}

const POLICY = "/usr/sbin/policy-rc.d";
const POLICY_TEXT = "#!/bin/sh\n# Put here by dcvlint's setup-tools while it installs; safe to delete.\nexit 101\n";

/** Debian starts a name server as soon as it is installed. A policy-rc.d that answers 101 keeps it from doing so. */
function forbidServices() {
  // One that is there already is the owner's policy, unless an earlier run of ours was killed before it could tidy up.
  if (existsSync(POLICY) && readFileSync(POLICY, "utf8") !== POLICY_TEXT) return () => {};
  writeFileSync(POLICY, POLICY_TEXT, { mode: 0o755 });
  const remove = () => rmSync(POLICY, { force: true });
  // "exit" comes after errors and process.exit, too; signals have to be turned into one.
  const stop = () => process.exit(130);
  process.on("exit", remove).on("SIGINT", stop).on("SIGTERM", stop);
  return () => {
    remove();
    process.off("exit", remove).off("SIGINT", stop).off("SIGTERM", stop);
  };
}

const unique = (list) => [...new Set(list)];

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const groups = process.argv.slice(2);
  process.exitCode = setUpTools(groups.length > 0 ? groups : ["test", "bench"]) ? 0 : 1;
}
