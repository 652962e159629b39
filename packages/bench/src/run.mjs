// npm run bench: dcvlint against the name servers' own checkers and a parser of Terraform, side by side on the same files.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { HUGE_PLAN, judgeBudget } from "./budget.mjs";
import { matchLines } from "./defects.mjs";
import { DIR, makeZone, ORIGIN, withoutCaa } from "./inputs.mjs";
import { alternate, hasTime, isInstalled } from "./measure.mjs";
import { fixed, printDefects, printTable } from "./table.mjs";
import { benchPlans, benchSources, checkTerraformDefects } from "./terraform.mjs";

const HELP = `npm run bench -- [options]
  --runs N        runs of each program, alternating (default 5)
  --records N,N   sizes of the zone (default 10000,100000,1000000)
  --plans N,N     changes of the plans (default 10000,20000,40000)
  --full          10 million records and a plan of over 512 MB, too: 1.2 GB on disk, dcvlint alone
  --only A,B      of zones, plans, sources (default all)
  --defects N     defects to plant and find again (default 44)
  --seed TEXT     of the generated zones (default 1)
  --cli FILE      another build's entry (default packages/cli/bin/dcvlint.js)`;

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    records: { type: "string", default: "10000,100000,1000000" },
    plans: { type: "string", default: "10000,20000,40000" },
    full: { type: "boolean", default: false },
    only: { type: "string", default: "zones,plans,sources" },
    defects: { type: "string", default: "44" },
    seed: { type: "string", default: "1" },
    cli: { type: "string", default: fileURLToPath(new URL("../../cli/bin/dcvlint.js", import.meta.url)) },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const count = (text) => {
  const n = Number(text);
  if (Number.isSafeInteger(n) && n > 0) return n;
  console.error(`"${text}" is not a number of runs, records or defects.\n${HELP}`);
  return process.exit(2);
};
const runs = count(options.runs);
const sizes = options.records.split(",").map(count);
const plans = options.plans.split(",").map(count);
const planted = count(options.defects);
const only = new Set(options.only.split(","));
const { seed } = options;
const cli = resolve(process.env.INIT_CWD ?? ".", options.cli);

const PEERS = [
  { name: "named-checkzone", argv: (file) => ["named-checkzone", "-q", "-i", "none", ORIGIN, file] },
  { name: "kzonecheck", argv: (file) => ["kzonecheck", "-o", ORIGIN, file] },
  { name: "nsd-checkzone", argv: (file) => ["nsd-checkzone", ORIGIN, file] },
  // Knows no CAA, so it is given the zone without: about 6 % less to do.
  { name: "validns", argv: (_, file) => ["validns", "-z", ORIGIN, file], withoutCaa: true },
];
const peers = PEERS.map((peer) => ({ ...peer, installed: isInstalled(peer.argv("", "")[0]) }));
const text = join(DIR, "report.txt");
const lint = (files, report = `pretty=${text}`) => [
  process.execPath,
  cli,
  "lint",
  ...files,
  "--origin",
  ORIGIN,
  "--format",
  report,
];

mkdirSync(DIR, { recursive: true });
const figures = { zones: {}, startup: undefined };
const wrong = [];

const [cpu] = cpus();
console.log(
  `${cpu?.model ?? "unknown processor"}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`,
);
console.log(`Zones of seed ${seed}; medians of ${runs} runs each, the programs alternating.`);
if (!hasTime) console.log("GNU time is not installed: no user time and no peak memory.");

if (only.has("zones")) {
  for (const records of sizes) await benchZone(records, runs, peers);
  if (options.full) await benchZone(10_000_000, Math.min(runs, 3), []);
  benchStartup();
  checkClean(sizes);
  checkDefects();
}
const terraform = { seed, runs, lint, read: readReport, wrong };
if (only.has("plans"))
  figures.plans = benchPlans({ ...terraform, sizes: options.full ? [...plans, HUGE_PLAN] : plans });
if (only.has("sources")) figures.sources = benchSources({ ...terraform, records: 10_000 });
if (only.has("plans") || only.has("sources")) checkTerraformDefects({ ...terraform, times: 4 });
printBudget();
if (wrong.length > 0) {
  console.log(`\nNot as it should be:\n${wrong.map((line) => `  ${line}`).join("\n")}`);
  process.exitCode = 1;
}

async function benchZone(records, times, others) {
  const { file } = makeZone({ records, seed });
  const usable = others.filter((peer) => peer.installed);
  const bare = usable.some((peer) => peer.withoutCaa) ? await withoutCaa(file) : undefined;
  const medians = alternate(
    [{ name: "dcvlint", argv: lint([file]) }, ...usable.map(({ name, argv }) => ({ name, argv: argv(file, bare) }))],
    times,
    DIR,
  );
  // A program that refused the zone did other work than the one that is timed.
  for (const [name, { codes }] of Object.entries(medians)) {
    if (codes.every((code) => code === 0)) continue;
    wrong.push(`${name} ended with exit code ${codes.join(", ")} on the clean zone of ${records} records`);
    if (name !== "dcvlint") delete medians[name];
  }
  figures.zones[records] = medians;

  const ours = medians.dcvlint;
  const rows = [{ name: "dcvlint", installed: true }, ...others].map(({ name, installed }) => {
    const m = medians[name];
    if (m === undefined) return [name, installed ? "failed" : "not installed"];
    const ratio = name === "dcvlint" ? "" : `${(m.wall / ours.wall).toFixed(2)}x`;
    return [name, m.wall.toFixed(3), m.least.toFixed(3), fixed(m.user, 2), fixed(m.peak, 0), ratio];
  });
  printTable(
    `${records.toLocaleString("en")} records`,
    ["", "wall s", "least", "user s", "peak MiB", "dcvlint is faster"],
    rows,
  );
}

function benchStartup() {
  const empty = join(DIR, "empty.cjs");
  writeFileSync(empty, "");
  const { file } = makeZone({ records: 10, seed, shape: "flat" });
  // A few tens of milliseconds each, so more runs cost little and say more.
  const medians = alternate(
    [
      { name: "empty", argv: [process.execPath, empty] },
      { name: "version", argv: [process.execPath, cli, "--version"] },
      { name: "tiny", argv: lint([file]) },
    ],
    runs * 4,
    DIR,
  );
  figures.startup = medians;
  const label = { empty: "empty Node script", version: "dcvlint --version", tiny: "dcvlint, 10 records" };
  const rows = Object.entries(medians).map(([name, m]) => [
    label[name],
    (m.wall * 1000).toFixed(0),
    (m.least * 1000).toFixed(0),
    fixed(m.peak, 0),
  ]);
  printTable("Start-up", ["", "wall ms", "least", "peak MiB"], rows);
  for (const [name, { codes }] of Object.entries(medians)) {
    if (codes.some((code) => code !== 0)) wrong.push(`${label[name]} ended with exit code ${codes.join(", ")}`);
  }
}

/** The JSON report on some files; undefined, and said, when there is none. */
function readReport(files) {
  const out = join(DIR, "report.json");
  rmSync(out, { force: true });
  const [command, ...args] = lint(files, `json=${out}`);
  spawnSync(command, args, { cwd: DIR, stdio: ["ignore", "ignore", "inherit"] });
  try {
    return JSON.parse(readFileSync(out, "utf8"));
  } catch (error) {
    wrong.push(`no JSON report on ${basename(files[0])}: ${error.message}`);
    return undefined;
  }
}

function checkClean(list) {
  console.log("\nClean zones");
  for (const records of list) {
    const report = readReport([makeZone({ records, seed }).file]);
    if (report === undefined) continue;
    const { records: seen, errors, warnings } = report.summary;
    console.log(`  ${records.toLocaleString("en")} records: ${seen} seen, ${errors} errors, ${warnings} warnings`);
    if (seen !== records) wrong.push(`${seen} of ${records} records were seen`);
    for (const finding of report.findings.filter((f) => f.severity !== "info").slice(0, 5)) {
      wrong.push(
        `${finding.rule} on line ${finding.location?.startLine} of the clean zone of ${records}: ${finding.what}`,
      );
    }
  }
}

function checkDefects() {
  const { file, manifest } = makeZone({ records: 10_000, seed, defects: planted });
  const report = readReport([file]);
  if (report === undefined) return;
  const matched = matchLines(JSON.parse(readFileSync(manifest, "utf8")).defects, report.findings);
  const missed = printDefects("Planted defects", matched);
  for (const { kind, line } of missed) wrong.push(`${kind} on line ${line} of ${basename(file)} was missed`);
}

function printBudget() {
  const rows = judgeBudget(figures).map(({ work, figure, must, aim, unit, verdict }) => {
    if (verdict === "NOT MET") wrong.push(`budget not met: ${work}`);
    const digits = unit === "x" || unit === "s" ? 2 : 0;
    return [work, figure === undefined ? "" : `${figure.toFixed(digits)} ${unit}`, `${must}`, `${aim ?? ""}`, verdict];
  });
  printTable("Budget", ["", "figure", "must", "aim", "verdict"], rows, ["verdict"]);
}
