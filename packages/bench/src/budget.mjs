// What dcvlint promises, and whether it keeps it. Ratios were measured side by side; seconds are of this machine.

/** A size ten times the last may cost this much more per record: doubling arrays and a noisy machine, not a worse order. */
const LINEAR = 1.5;

/** `more`: the figure has to reach `must`. Otherwise it must not pass it. `aim` is where we would like to be. */
const LINES = [
  {
    work: "1M records against named-checkzone -i none",
    more: true,
    must: 1.7,
    aim: 2.5,
    unit: "x",
    of: faster("named-checkzone"),
  },
  { work: "1M records against kzonecheck", more: true, must: 1.2, aim: 1.8, unit: "x", of: faster("kzonecheck") },
  { work: "1M records, peak memory", must: 300, aim: 220, unit: "MiB", of: (f) => own(f, 1_000_000)?.peak },
  { work: "10k records, time", must: 0.2, aim: 0.12, unit: "s", of: (f) => own(f, 10_000)?.wall },
  { work: "10k records, peak memory", must: 90, unit: "MiB", of: (f) => own(f, 10_000)?.peak },
  { work: "--version, over an empty Node script", must: 60, aim: 25, unit: "ms", of: overEmpty("version") },
  { work: "a tiny file, over an empty Node script", must: 60, aim: 25, unit: "ms", of: overEmpty("tiny") },
  { work: "plan of 40k changes, time", must: 1.2, aim: 0.8, unit: "s", of: (f) => ofPlan(f)?.wall },
  { work: "plan of 40k changes, peak memory", must: 200, aim: 100, unit: "MiB", of: (f) => ofPlan(f)?.peak },
  { work: "plan over 512 MB, part of it seen", more: true, must: 1, unit: "x", of: (f) => f.plans?.[HUGE_PLAN]?.seen },
  {
    work: "10k records in Terraform sources against hcl2json",
    more: true,
    must: 2,
    aim: 4,
    unit: "x",
    of: ({ sources }) => sources && sources.hcl2json.wall / sources.dcvlint.wall,
  },
  { work: "growth: time per further change of a plan", must: LINEAR, unit: "x", of: (f) => worstStep(f.plans, "wall") },
  {
    work: "growth: memory per further change of a plan",
    must: LINEAR,
    unit: "x",
    of: (f) => worstStep(f.plans, "peak"),
  },
  {
    work: "growth: time per further record, worst step",
    must: LINEAR,
    unit: "x",
    of: (f) => worstStep(f.zones, "wall"),
  },
  {
    work: "growth: memory per further record, worst step",
    must: LINEAR,
    unit: "x",
    of: (f) => worstStep(f.zones, "peak"),
  },
];

/** Changes of a plan that no string of the engine could hold: 538 MB. */
export const HUGE_PLAN = 220_000;

/**
 * `figures.zones[records][program]` are medians as `alternate` gives them, as are `figures.plans[changes].dcvlint` and
 * `figures.sources[program]`; `figures.startup` are those of empty, version and tiny. A figure that wasn't taken is "not measured", never good or bad.
 */
export function judgeBudget(figures) {
  return LINES.map(({ of, more, ...line }) => {
    const figure = of(figures);
    const keeps = (limit) => limit !== undefined && (more ? figure >= limit : figure <= limit);
    const verdict =
      figure === undefined ? "not measured" : keeps(line.aim) ? "aim met" : keeps(line.must) ? "met" : "NOT MET";
    return { ...line, figure, verdict };
  });
}

function own(figures, records) {
  return figures.zones[records]?.dcvlint;
}

function ofPlan({ plans }) {
  return plans?.[40_000]?.dcvlint;
}

function faster(peer) {
  return (figures) => {
    const [ours, theirs] = [own(figures, 1_000_000), figures.zones[1_000_000]?.[peer]];
    return ours && theirs ? theirs.wall / ours.wall : undefined;
  };
}

function overEmpty(name) {
  return ({ startup }) => (startup ? (startup[name].wall - startup.empty.wall) * 1000 : undefined);
}

/** The cost of a further record between two sizes, against what it was one step before; needs three sizes. */
function worstStep(sizes, key) {
  const points = Object.keys(sizes ?? {})
    .map(Number)
    .sort((a, b) => a - b)
    .map((records) => ({ records, cost: sizes[records].dcvlint?.[key] }))
    .filter(({ cost }) => cost !== undefined);
  const slopes = points.slice(1).map((p, i) => (p.cost - points[i].cost) / (p.records - points[i].records));
  const steps = slopes.slice(1).map((slope, i) => slope / slopes[i]);
  return steps.length > 0 ? Math.max(...steps) : undefined;
}
