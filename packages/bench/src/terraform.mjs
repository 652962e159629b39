// Plans and Terraform sources: what they cost, whether all of them is seen, and whether planted defects are found.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { matchAddresses, matchLines } from "./defects.mjs";
import { DIR, makePlan, makeSources } from "./inputs.mjs";
import { alternate } from "./measure.mjs";
import { fixed, printDefects, printTable } from "./table.mjs";

const HCL2JSON = fileURLToPath(new URL("hcl2json.mjs", import.meta.url));
const SOURCE_FILES = 10;

/** `read(paths)` gives the JSON report, `lint(paths)` the command line; what isn't as promised is pushed to `wrong`. */
export function benchPlans({ sizes, seed, runs, lint, read, wrong }) {
  const figures = {};
  const rows = sizes.map((records) => {
    const { file, bytes } = makePlan({ records, seed });
    const { dcvlint } = alternate(
      [{ name: "dcvlint", argv: lint([file]) }],
      records > MANY ? Math.min(runs, 3) : runs,
      DIR,
    );
    const report = read([file]);
    figures[records] = { dcvlint, bytes, seen: report ? report.summary.records / records : 0 };
    const what = `the clean plan of ${records}`;
    const expected = report?.findings.some(isTrueDefect) ? 1 : 0;
    if (dcvlint.codes.some((code) => code !== expected)) wrong.push(`exit code ${dcvlint.codes.join(", ")} on ${what}`);
    checkClean(report, records, what, wrong);
    return [
      records.toLocaleString("en"),
      (bytes / 1e6).toFixed(0),
      dcvlint.wall.toFixed(3),
      dcvlint.least.toFixed(3),
      fixed(dcvlint.user, 2),
      fixed(dcvlint.peak, 0),
      `${report?.summary.records ?? 0}`,
    ];
  });
  printTable("Plans, by changes", ["", "MB", "wall s", "least", "user s", "peak MiB", "records seen"], rows);
  return figures;
}

export function benchSources({ records, seed, runs, lint, read, wrong }) {
  const { folder, paths } = makeSources({ records, seed, files: SOURCE_FILES });
  const medians = alternate(
    [
      { name: "dcvlint", argv: lint(paths) },
      { name: "hcl2json", argv: [process.execPath, HCL2JSON, folder] },
    ],
    runs,
    DIR,
  );
  for (const [name, { codes }] of Object.entries(medians)) {
    if (codes.every((code) => code === 0)) continue;
    wrong.push(`${name} ended with exit code ${codes.join(", ")} on ${records} records in Terraform sources`);
  }
  const rows = Object.entries(medians).map(([name, m]) => [
    name === "hcl2json" ? "@cdktn/hcl2json, parsing only" : name,
    m.wall.toFixed(3),
    m.least.toFixed(3),
    fixed(m.user, 2),
    fixed(m.peak, 0),
    name === "dcvlint" ? "" : `${(m.wall / medians.dcvlint.wall).toFixed(2)}x`,
  ]);
  const title = `Terraform sources, ${records.toLocaleString("en")} records in ${SOURCE_FILES} files`;
  printTable(title, ["", "wall s", "least", "user s", "peak MiB", "dcvlint is faster"], rows);
  checkClean(read(paths), records, `the clean sources of ${records}`, wrong);
  return medians;
}

function checkClean(report, records, what, wrong) {
  if (report === undefined) return;
  // What can't be known before apply is told as such. In sources a loop may overshoot by a few.
  const { records: known, undecided } = report.summary;
  if (known + undecided < records) wrong.push(`${known + undecided} of ${records} records were seen in ${what}`);
  const unwanted = report.findings.filter((finding) => finding.severity !== "info" && !isTrueDefect(finding));
  for (const { rule, location, record, what: said } of unwanted.slice(0, MOST_TOLD)) {
    const where = record?.address ?? `line ${location?.startLine}`;
    wrong.push(`${rule} at ${where} of ${what}: ${said}`);
  }
  if (unwanted.length > MOST_TOLD) wrong.push(`${unwanted.length - MOST_TOLD} more findings in ${what}`);
}

const MOST_TOLD = 5;

/**
 * The generator writes the TXT of `google_dns_record_set` with blanks and without quotes. Google makes a string of each
 * word, so that resolvers read them without the blanks: the plan is broken there, and told so.
 */
const isTrueDefect = ({ rule, record }) =>
  rule === "txt-quoting" && /(?:^|\.)google_dns_record_set\.txt\[/.test(record?.address ?? "");

/** Plants each kind of defect `times` times in a plan and in sources, and looks for what was said of them. */
export function checkTerraformDefects({ seed, times, read, wrong }) {
  const plan = makePlan({ records: 400, seed, defects: PLAN_KINDS * times });
  const ofPlan = read([plan.file]);
  if (ofPlan) {
    const { defects } = JSON.parse(readFileSync(plan.manifest, "utf8"));
    const matched = matchAddresses(defects, ofPlan.findings, readFileSync(plan.file, "latin1"));
    tellMissed(printDefects("Planted in a plan", matched), "a plan", wrong);
  }
  const sources = makeSources({ records: 300, seed, files: 1, defects: SOURCE_KINDS * times });
  const ofSources = read(sources.paths);
  if (ofSources) {
    const { defects } = JSON.parse(readFileSync(sources.manifest, "utf8"));
    const matched = matchLines(defects, ofSources.findings);
    tellMissed(printDefects("Planted in sources", matched), "sources", wrong);
  }
}

/** A kind that no rule knows is missed each time: one line is enough. */
function tellMissed(missed, where, wrong) {
  for (const kind of new Set(missed.map((defect) => defect.kind))) {
    const these = missed.filter((defect) => defect.kind === kind);
    const [{ address, file, line }] = these;
    wrong.push(`${kind} in ${where} was missed ${these.length} times, first at ${address ?? `${file}:${line}`}`);
  }
}

/** Kinds of defects that the generators plant. */
const PLAN_KINDS = 15;
const SOURCE_KINDS = 12;
/** Changes; larger plans are measured less often. */
const MANY = 100_000;
