import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { findMode } from "./namespace.js";
import { PATH } from "./run.js";

/** Debian's package by the command that is needed of it. */
export const NEEDED: Readonly<Record<string, string>> = {
  named: "bind9",
  rndc: "bind9-utils",
  "named-checkzone": "bind9-utils",
  "dnssec-keygen": "bind9-utils",
  "dnssec-signzone": "bind9-utils",
  "dnssec-dsfromkey": "bind9-utils",
  dig: "bind9-dnsutils",
  nsupdate: "bind9-dnsutils",
  unbound: "unbound",
  "unbound-control": "unbound",
  "unbound-host": "unbound-host",
  dnsdist: "dnsdist",
  pdns_server: "pdns-backend-bind",
  pebble: "pebble",
  openssl: "openssl",
  ip: "iproute2",
  unshare: "util-linux",
};

/** Commands that aren't installed. */
export const missingTools = (): string[] => Object.keys(NEEDED).filter((command) => !isThere(command));

/** What has to be installed before the lab can run, as one sentence, or undefined. */
export function explainMissing(): string | undefined {
  const missing = missingTools();
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map((command) => NEEDED[command]))].join(" ");
  return `not installed: ${missing.join(", ")} (on Debian: apt-get install --no-install-recommends ${packages})`;
}

/** Prints what is there and what isn't; true when the lab can run. */
export function doctor(): boolean {
  for (const command of Object.keys(NEEDED)) {
    const at = isThere(command);
    console.log(at ? `ok       ${command} (${at})` : `missing  ${command} (Debian: ${NEEDED[command]})`);
  }
  const mode = findMode();
  if (mode.kind === "none") console.log(`missing  namespaces: ${mode.why}`);
  else
    console.log(
      `ok       namespaces, made ${mode.kind === "root" ? "by root" : "by an ordinary user"}: unshare ${mode.flags.join(" ")}`,
    );
  return missingTools().length === 0 && mode.kind !== "none";
}

function isThere(command: string): string | undefined {
  return PATH.split(":")
    .map((directory) => join(directory, command))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
