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
  const keyText = readFileSync(join(keys, keyFile(keys)), "utf8");
  const folder = await cached([name, text, JSON.stringify(sign), keyText], lifeOf(sign), async (draft) => {
    const file = join(draft, "zone");
    writeFileSync(file, text);
    const args = [
      "-S",
      "-K",
      keys,
      "-z",
      "-P",
      "-q",
      "-d",
      draft,
      "-o",
      name,
      "-f",
      `${file}.signed`,
      ...datesOf(sign),
    ];
    await mustRun("dnssec-signzone", [...args, ...(sign === "nsec3" ? ["-3", "-", "-H", "0"] : []), file]);
    if (typeof sign === "object") tamper(`${file}.signed`, sign.tamper);
  });
  return join(folder, "zone.signed");
}

/** The parent's DS records for a zone, as `DS …`. */
export async function dsOf(name: string, sign: Signing, ds: Ds): Promise<string[]> {
  if (ds === "none") return [];
  // A second key of the same name, of which the zone knows nothing.
  const keys = await keysOf(name, sign, ds === "good" ? "own" : "other");
  const printed = await mustRun("dnssec-dsfromkey", ["-2", join(keys, keyFile(keys))]);
  return printed.split("\n").flatMap((line) => / IN (DS .+)$/.exec(line)?.[1] ?? []);
}

/** The folder of the one key that signs everything in a zone. */
export function keysOf(name: string, sign: Signing, whose: "own" | "other" = "own"): Promise<string> {
  const byPolicy = sign === "policy";
  return cached(["key", name, whose, byPolicy ? POLICY : ""], "for ever", async (draft) => {
    const policy = join(draft, "policy.conf");
    if (byPolicy) writeFileSync(policy, POLICY);
    const kind = byPolicy ? ["-k", "lab", "-l", policy] : ["-a", "ECDSAP256SHA256", "-f", "KSK"];
    await mustRun("dnssec-keygen", ["-q", "-K", draft, ...kind, name]);
  });
}

/** The key's DNSKEY record as it stands in its file: `NAME IN DNSKEY FLAGS 3 ALGORITHM KEY`. */
export async function keyRecord(name: string): Promise<string> {
  const keys = await keysOf(name, "good");
  const lines = readFileSync(join(keys, keyFile(keys)), "utf8").split("\n");
  return lines.find((line) => line !== "" && !line.startsWith(";")) ?? "";
}

function keyFile(folder: string): string {
  const file = readdirSync(folder).find((name) => name.endsWith(".key"));
  if (file === undefined) throw new Error(`no key in ${folder}`);
  return file;
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

function tamper(file: string, { find, replace }: { find: string; replace: string }): void {
  const text = readFileSync(file, "utf8");
  if (!text.includes(find)) throw new Error(`${file} has no ${find} to tamper with`);
  writeFileSync(file, text.replace(find, replace));
}
