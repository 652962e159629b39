import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "./ask.js";

// Debian puts named where only root's PATH looks.
process.env.PATH = `${process.env.PATH}:/usr/sbin`;

/** BIND's own tools make the zones, serve them and give the second opinion. */
const missing = ["named", "delv", "dnssec-keygen", "dnssec-signzone", "dnssec-dsfromkey", "unbound-host"].filter(
  (tool) => spawnSync(tool, ["-V"]).error !== undefined,
);
if (missing.length > 0 && process.env.DCVLINT_REQUIRE_TOOLS === "1") throw new Error(`not installed: ${missing}`);
export const canSign = missing.length === 0;

/** Seconds since 1970. */
export const NOW = Math.floor(Date.now() / 1000);
const DAY = 86_400;
export const EXPIRES_AT = NOW + 10 * DAY;

interface Signing {
  readonly algorithm?: string;
  /** Arguments for NSEC3. */
  readonly nsec3?: readonly string[];
  /** Days from now. */
  readonly from?: number;
  readonly until?: number;
  /** `false`: the zone is served as it was written. */
  readonly signed?: boolean;
  /** What the parent has; else the DS of the zone's key. */
  readonly ds?: (own: string, stranger: () => string) => string;
  readonly digest?: string;
  /** Changes the signed zone's text. */
  readonly tamper?: (text: string) => string;
}

/** The zones below `test.` that only differ in how they are signed. */
export const ZONES: Record<string, Signing> = {
  n5: { algorithm: "RSASHA1" },
  n8: { algorithm: "RSASHA256" },
  n10: { algorithm: "RSASHA512" },
  n13: { algorithm: "ECDSAP256SHA256" },
  n14: { algorithm: "ECDSAP384SHA384" },
  n15: { algorithm: "ED25519" },
  n16: { algorithm: "ED448" },
  h7: { algorithm: "NSEC3RSASHA1", nsec3: ["-3", "-"] },
  h8: { algorithm: "RSASHA256", nsec3: ["-3", "abcd", "-H", "10"] },
  h10: { algorithm: "RSASHA512", nsec3: ["-3", "-"] },
  h13: { nsec3: ["-3", "-", "-H", "0"] },
  h14: { algorithm: "ECDSAP384SHA384", nsec3: ["-3", "00"] },
  h15: { algorithm: "ED25519", nsec3: ["-3", "-"] },
  h16: { algorithm: "ED448", nsec3: ["-3", "aabbccdd", "-H", "1"] },
  o13: { nsec3: ["-3", "-", "-A"] },
  o15: { algorithm: "ED25519", nsec3: ["-3", "cafe", "-H", "5", "-A"] },
  sha1ds: { digest: "-1" },
  sha384ds: { digest: "-a SHA-384" },
  expired: { from: -20, until: -3 },
  future: { from: 2, until: 9 },
  wrongds: { ds: (_own, stranger) => stranger() },
  nodnskey: { signed: false },
  nods: { ds: () => "" },
  unsigned: { signed: false, ds: () => "" },
  unknownalg: { ds: (own) => own.replace(/(DS \d+) 13/, "$1 12") },
  unknowndigest: { ds: (own) => own.replace(/(DS \d+ 13) 2/, "$1 3") },
  tampered: { tamper: (text) => text.replace(/192\.0\.2\.11\b/, "192.0.2.66") },
};

const CONTENT = `
@ 300 SOA ns hostmaster 1 3600 600 86400 300
@ NS ns
ns A 192.0.2.1
@ A 192.0.2.2
@ TXT "apex"
@ CAA 0 issue "letsencrypt.org"
@ MX 10 MAIL.Example.
@ MX 5 www
WwW A 192.0.2.11
www A 192.0.2.12
www A 192.0.2.9
srv SRV 1 2 443 WWW.Example.
naptr NAPTR 1 1 "u" "x" "" Foo.EXAMPLE.
long TXT "0123456789" "more" "" "x"
alias CNAME www
twice CNAME alias
out CNAME www.n13.test.
gone CNAME nothing
*.wild A 192.0.2.20
other.wild TXT "other"
deep.below.other.wild TXT "deep"
*.cw CNAME www
a.b.c.ent TXT "leaf"
x.*.ew TXT "below an asterisk"
dn DNAME target
x.target TXT "behind a DNAME"
signed NS ns.signed
signed DS 4711 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF
ns.signed A 192.0.2.3
insecure NS ns.insecure
ns.insecure A 192.0.2.4
under.nothing NS ns.insecure
`;

export type Opinion = "secure" | "insecure" | "bogus";

export interface Servers {
  readonly port: number;
  /** DNSKEY line of `test.`. */
  readonly anchor: string;
  /** What delv says of a question, aliases followed. */
  delv(name: string, type: string): Opinion;
  /** What unbound-host says of it. */
  unbound(name: string, type: string): Opinion;
  stop(): void;
}

export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), "dcvlint-dnssec-"));
  const named: ChildProcess[] = [];
  const stop = (): void => {
    for (const child of named) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const ds: string[] = [];
    for (const [label, signing] of Object.entries(ZONES)) {
      const { dsLine } = sign(folder, `${label}.test.`, CONTENT, signing);
      ds.push(`${label} NS ns.${label}`, `ns.${label} A 192.0.2.1`, dsLine);
    }
    const { key } = sign(
      folder,
      "test.",
      ["@ 300 SOA ns hm 1 3600 600 86400 300", "@ NS ns", "ns A 192.0.2.1", ...ds].join("\n"),
      {},
    );
    const anchor = readFileSync(join(folder, `${key}.key`), "utf8").match(/^test\. .*DNSKEY.*$/m)![0];
    const port = await freePort();
    writeFileSync(join(folder, "named.conf"), namedConf(folder, port));
    const [, ...fields] = anchor.split(/\s+DNSKEY\s+/)[1].match(/^(\d+) (\d+) (\d+) (.*)$/)!;
    const anchors = join(folder, "anchors");
    writeFileSync(
      anchors,
      `trust-anchors { test. static-key ${fields.slice(0, 3).join(" ")} "${fields[3].replaceAll(" ", "")}"; };\n`,
    );
    named.push(spawn("named", ["-g", "-4", "-n", "1", "-c", join(folder, "named.conf")], { stdio: "ignore" }));
    await untilAnswers(port);
    const unboundConf = join(folder, "unbound.conf");
    writeFileSync(unboundConf, unboundFor(port, anchor));
    return {
      port,
      anchor,
      stop,
      unbound: (name, type) => unbound(unboundConf, name, type),
      delv: (name, type) => delv(port, anchors, name, type),
    };
  } catch (error) {
    stop();
    throw error;
  }
}

function sign(folder: string, zone: string, content: string, signing: Signing): { key: string; dsLine: string } {
  const { algorithm = "ECDSAP256SHA256", nsec3 = [], from = -1, until = 10, digest = "-2" } = signing;
  const file = join(folder, `${zone}zone`);
  const bits = algorithm.includes("RSA") ? ["-b", "2048"] : [];
  const newKey = (): string =>
    run(folder, "dnssec-keygen", ["-q", "-K", folder, "-a", algorithm, ...bits, "-f", "KSK", zone]).trim();
  const dsOf = (key: string): string =>
    run(folder, "dnssec-dsfromkey", [...digest.split(" "), join(folder, `${key}.key`)])
      .trim()
      .replace(" IN ", " ");
  const key = newKey();
  const dnskey = signing.signed === false ? "" : readFileSync(join(folder, `${key}.key`), "utf8");
  writeFileSync(file, `$ORIGIN ${zone}\n$TTL 300\n${content}\n${dnskey}`);
  const window = ["-s", stamp(NOW + from * DAY), "-e", stamp(NOW + until * DAY)];
  const signed = `${file}.signed`;
  if (signing.signed !== false) {
    run(folder, "dnssec-signzone", ["-q", "-P", "-z", "-o", zone, "-f", signed, ...window, ...nsec3, file, key]);
    const text = readFileSync(signed, "utf8");
    const changed = signing.tamper?.(text) ?? text;
    if (signing.tamper !== undefined && changed === text) throw new Error(`${zone} wasn't tampered with`);
    writeFileSync(signed, changed);
  } else {
    writeFileSync(signed, readFileSync(file));
  }
  const own = dsOf(key);
  return { key, dsLine: signing.ds?.(own, () => dsOf(newKey())) ?? own };
}

/** `YYYYMMDDHHMMSS` in UTC. */
const stamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\D/g, "").slice(0, 14);

function run(folder: string, command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

function namedConf(folder: string, port: number): string {
  const zones = ["test.", ...Object.keys(ZONES).map((label) => `${label}.test.`)];
  return `
    options { directory "${folder}"; port ${port}; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
      recursion no; dnssec-validation no; notify no; pid-file none; session-keyfile none; minimal-responses yes; };
    controls {};
    ${zones.map((zone) => `zone "${zone}" { type primary; file "${zone}zone.signed"; check-names ignore; };`).join("\n")}
  `;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilAnswers(port: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      if ((await ask(port, "test.", 6)).rcode === 0) return;
    } catch (error) {
      if (tries > 300) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function delv(port: number, anchors: string, name: string, type: string): Opinion {
  const args = ["@127.0.0.1", "-p", `${port}`, "-a", anchors, "+root=test.", "+nocrypto", name, type];
  const { stdout, stderr } = spawnSync("delv", args, { encoding: "utf8", timeout: 20_000 });
  const said = `${stdout}${stderr}`;
  // With an alias there is a verdict for each part; that nothing is there comes as a failure, too.
  if (/resolution failed: (?!ncache)/.test(said)) return "bogus";
  if (/^; (negative response, )?unsigned answer/m.test(said)) return "insecure";
  if (/^; (negative response, )?fully validated/m.test(said)) return "secure";
  throw new Error(`delv ${name} ${type}: ${said}`);
}

/** Each zone is a stub of its own: the addresses in the delegations aren't on loopback. */
function unboundFor(port: number, anchor: string): string {
  const zones = ["test.", ...Object.keys(ZONES).map((label) => `${label}.test.`)];
  return `
server:
  trust-anchor: "${anchor.replaceAll('"', "")}"
  do-not-query-localhost: no
  local-zone: "test." nodefault
  ${zones.map((zone) => `\nstub-zone:\n  name: "${zone}"\n  stub-addr: 127.0.0.1@${port}\n  stub-no-cache: yes`).join("")}
`;
}

function unbound(conf: string, name: string, type: string): Opinion {
  const { stdout, stderr } = spawnSync("unbound-host", ["-v", "-C", conf, "-t", type, name], {
    encoding: "utf8",
    timeout: 20_000,
  });
  const said = [...stdout.matchAll(/\((secure|insecure|BOGUS)/g)].map(([, word]) => word.toLowerCase());
  if (said.length === 0) throw new Error(`unbound-host ${name} ${type}: ${stdout}${stderr}`);
  return said.includes("bogus") ? "bogus" : said.includes("insecure") ? "insecure" : "secure";
}
