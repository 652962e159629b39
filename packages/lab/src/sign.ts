import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.js";
import { mustRun } from "./run.js";
import type { Ds, Signing } from "./scenario.js";

/** The name of the policy by which the server itself signs, and its text. */
export const POLICY = `dnssec-policy "lab" { keys { csk lifetime unlimited algorithm ecdsap256sha256; }; };\n`;

/** The file of the zone as it is served: signed, unless it isn't to be or the server signs. */
export async function signZone(name: string, text: string, sign: Signing): Promise<string> {
  if (sign === "none" || sign === "policy") {
    const folder = await cached([name, text], "for ever", async (draft) => writeFileSync(join(draft, "zone"), text));
    return join(folder, "zone");
  }
  const keys = await keysOf(name, sign);
  const { key, text: keyText } = entryKey(keys);
  const folder = await cached([name, text, nameOf(sign), key, keyText], lifeOf(sign), async (draft) => {
    const file = join(draft, "zone");
    writeFileSync(file, text);
    const args = ["-S", "-K", keys, "-P", "-q", "-O", "full", "-d", draft, "-o", name, "-f", `${file}.signed`];
    await mustRun("dnssec-signzone", [
      ...args,
      ...datesOf(sign),
      ...denialOf(sign),
      ...(isSplit(sign) ? [] : ["-z"]),
      file,
    ]);
    if (typeof sign === "object" && "tamper" in sign) tamper(`${file}.signed`, sign.tamper);
  });
  return join(folder, "zone.signed");
}

/** The parent's DS records for a zone, as `DS …`. */
export async function dsOf(name: string, sign: Signing, ds: Ds): Promise<string[]> {
  if (ds === "none") return [];
  if (ds === "rollover") return [...(await dsOf(name, sign, "good")), ...(await dsOf(name, sign, "wrong"))];
  // A second key of the same name, of which the zone knows nothing.
  const keys = await keysOf(name, sign, ds === "wrong" || ds === "fake" ? "other" : "own");
  const printed = await mustRun("dnssec-dsfromkey", ["-2", join(keys, entryKey(keys).key)]);
  const records = printed.split("\n").flatMap((line) => / IN (DS .+)$/.exec(line)?.[1] ?? []);
  return ds === "unsupported" ? records.map((record) => record.replace(/^(DS \d+) \d+/, "$1 200")) : records;
}

/** The folder of the key, or the two keys, that sign a zone. */
export function keysOf(name: string, sign: Signing, whose: "own" | "other" = "own"): Promise<string> {
  const byPolicy = sign === "policy";
  const algorithm = typeof sign === "object" && "algorithm" in sign ? sign.algorithm : "ECDSAP256SHA256";
  const kind = byPolicy ? POLICY : `${algorithm}${isSplit(sign) ? " split" : ""}`;
  return cached(["key", name, whose, kind], "for ever", async (draft) => {
    const policy = join(draft, "policy.conf");
    if (byPolicy) writeFileSync(policy, POLICY);
    const size = algorithm === "RSASHA256" ? ["-b", "2048"] : [];
    const make = (...args: string[]): Promise<string> => mustRun("dnssec-keygen", ["-q", "-K", draft, ...args, name]);
    if (byPolicy) return void (await make("-k", "lab", "-l", policy));
    await make("-a", algorithm, ...size, "-f", "KSK");
    if (isSplit(sign)) await make("-a", algorithm, ...size);
  });
}

const isSplit = (sign: Signing): boolean => typeof sign === "object" && "split" in sign && sign.split === true;
/** A regular expression is nothing in JSON. */
const nameOf = (sign: Signing): string =>
  JSON.stringify(sign, (_, value) => (value instanceof RegExp ? String(value) : value));

/** The key's DNSKEY record as it stands in its file: `NAME IN DNSKEY FLAGS 3 ALGORITHM KEY`. */
export async function keyRecord(name: string): Promise<string> {
  const keys = await keysOf(name, "good");
  const lines = entryKey(keys).text.split("\n");
  return lines.find((line) => line !== "" && !line.startsWith(";")) ?? "";
}

/** The file of the key that the DS is made of, and its text (RFC 4034 §2.1.1: the SEP flag). */
function entryKey(folder: string): { key: string; text: string } {
  for (const key of readdirSync(folder).filter((file) => file.endsWith(".key"))) {
    const text = readFileSync(join(folder, key), "utf8");
    if (/ DNSKEY 257 /.test(text)) return { key, text };
  }
  throw new Error(`no key in ${folder}`);
}

function denialOf(sign: Signing): string[] {
  if (sign === "nsec3") return ["-3", "-", "-H", "0"];
  if (sign === "nsec3-salted") return ["-3", "AABBCCDD", "-H", "10"];
  return sign === "nsec3-optout" ? ["-3", "-", "-H", "0", "-A"] : [];
}

const DAY = 86_400;
function datesOf(sign: Signing): string[] {
  const between = (start: string, end: string): string[] => ["-s", start, "-e", end, "-X", end];
  if (sign === "expired") return between("20240101000000", "20240201000000");
  if (sign === "future") return between("20900101000000", "20900201000000");
  if (sign === "expiring") return between(`now-${8 * DAY}`, `now+${2 * DAY}`);
  return between(`now-${DAY}`, `now+${10 * DAY}`);
}

function lifeOf(sign: Signing): Parameters<typeof cached>[1] {
  if (sign === "expired" || sign === "future") return "for ever";
  return sign === "expiring" ? { days: 2, spareDays: 1 } : { days: 10, spareDays: 5 };
}

function tamper(file: string, { find, replace }: { find: RegExp; replace: string }): void {
  const text = readFileSync(file, "utf8");
  const changed = text.replace(find, replace);
  if (changed === text) throw new Error(`${file} has no ${find} to tamper with`);
  writeFileSync(file, changed);
}
