import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACM } from "./guides/acm.js";
import type { GuideCase } from "./guides/case.js";
import { CLOUDFLARE } from "./guides/cloudflare.js";
import { SECTIGO } from "./guides/sectigo.js";
import { TENCENT } from "./guides/tencent.js";
import { TRUSTICO } from "./guides/trustico.js";
import { findObstacle, inLab } from "./in-lab.js";

const GUIDES: readonly (readonly [guide: string, cases: readonly GuideCase[]])[] = [
  ["Sectigo", SECTIGO],
  ["AWS", ACM],
  ["Tencent Cloud", TENCENT],
  ["Cloudflare", CLOUDFLARE],
  ["Trustico", TRUSTICO],
];
const CASES = GUIDES.flatMap(([guide, cases]) => cases.map((one) => ({ guide, ...one })));

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
interface Finding {
  readonly rule: string;
  readonly what: string;
  readonly why: string;
  readonly how: string;
}

const obstacle = findObstacle();
const folder = mkdtempSync(join(tmpdir(), "dcvlint-guides-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A request, and what the guides' hashes are made of: its DER form. */
function makeCsr(): Record<string, string> {
  const csr = join(folder, "request.der");
  const key = join(folder, "key.pem");
  const args = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=preview.test"];
  execFileSync("openssl", ["req", "-new", ...args, "-keyout", key, "-outform", "DER", "-out", csr], { stdio: "pipe" });
  const hash = (algorithm: string) =>
    execFileSync("openssl", ["dgst", `-${algorithm}`, "-r", csr], { encoding: "utf8" }).split(" ")[0];
  const [md5, sha256] = [hash("md5"), hash("sha256")];
  return { csr, md5, MD5: md5.toUpperCase(), first: sha256.slice(0, 32), last: sha256.slice(32) };
}

const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** What the command said: each verdict, the rules, and all that a reader is told. */
function read({ stdout, stderr }: Said, [command]: readonly string[]) {
  if (stderr !== "") throw new Error(stderr);
  if (command === "explain" || command === "expect") {
    const rules = stdout
      .split("\n")
      .flatMap((line) => line.match(/^(?:\d+\. )?([a-z0-9]+(?:-[a-z0-9]+)*)$/)?.[1] ?? []);
    return { verdicts: [], rules, text: stdout };
  }
  const { names, findings } = JSON.parse(stdout) as {
    names?: { verdict: string; findings: Finding[] }[];
    findings?: Finding[];
  };
  const all = [...(findings ?? []), ...(names ?? []).flatMap((name) => name.findings)];
  return {
    verdicts: (names ?? []).map(({ verdict }) => verdict),
    rules: all.map(({ rule }) => rule),
    text: all.map(({ what, why, how }) => [what, why, how].join("\n")).join("\n"),
  };
}

test("docs/guides.md names under each guide the rules that its points meet, and none that has no page", () => {
  const docs = fileURLToPath(new URL("../../../docs/", import.meta.url));
  const text = readFileSync(join(docs, "guides.md"), "utf8");
  for (const [guide, cases] of GUIDES) {
    const section = text.split(`\n## ${guide}\n`)[1]?.split("\n## ")[0] ?? "";
    const rules = new Set(cases.flatMap(({ answer }) => answer.rules));
    expect([...rules].filter((rule) => !section.includes(`[${rule}](`) && !section.includes(`\`${rule}\``))).toEqual(
      [],
    );
  }
  const pages = [...text.matchAll(/\]\((rules\/[^)]+)\)/g)].map(([, page]) => page);
  expect(pages.filter((page) => !existsSync(join(docs, page)))).toEqual([]);
});

describe.skipIf(obstacle !== undefined)("what a guide has its reader check by hand", () => {
  let said: Map<string, Said>;
  let values: Record<string, string>;
  beforeAll(async () => {
    values = { ...makeCsr(), dir: folder };
    const cases = CASES.map(({ guide, point, zone, web, declares, args }, i) => {
      const dir = join(folder, String(i));
      mkdirSync(dir);
      for (const [name, text] of Object.entries(declares ?? {})) writeFileSync(join(dir, name), fill(text, values));
      const json = ["explain", "expect"].includes(args[0]) ? [] : ["--format", "json"];
      const told = { id: `${guide}: ${point}`, zone, web, args: [...args, ...json] };
      return JSON.parse(JSON.stringify(told), (_, value) =>
        typeof value === "string" ? fill(value, { ...values, dir }) : value,
      );
    });
    const file = join(folder, "cases.json");
    writeFileSync(file, JSON.stringify(cases));
    const inside = fileURLToPath(new URL("guides-inside.mjs", import.meta.url));
    const { code, stdout, stderr } = await inLab([process.execPath, inside, file]);
    if (code !== 0) throw new Error(`the lab ended with ${code}: ${stderr}`);
    said = new Map((JSON.parse(stdout) as (Said & { id: string })[]).map((one) => [one.id, one]));
  }, 300_000);

  test.for(CASES)("$guide: $point", ({ guide, point, args, answer }) => {
    const one = said.get(`${guide}: ${point}`);
    if (one === undefined) throw new Error("it wasn't asked");
    const { verdicts, rules, text } = read(one, args);
    expect({ verdicts, rules: [...new Set(rules)].sort() }).toEqual({
      verdicts: answer.verdicts ?? [],
      rules: [...answer.rules].sort(),
    });
    for (const words of answer.says ?? []) expect(text).toContain(fill(words, values));
  });
});
