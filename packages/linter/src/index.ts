export { type Baseline, formatBaseline, readBaseline } from "./baseline.js";
export { type Changes, changesOfDiff, changesSince } from "./changed.js";
export { type Config, loadConfig, NO_CONFIG } from "./find-config.js";
export { LIMITS } from "./limits.js";
export { nearest } from "./nearest.js";
export { relativePath } from "./paths.js";
export { formatRecords, type RecordFormat } from "./records.js";
export { checkOrigin, type LintOptions, type LintRun, lint, lintAndFix, load, parseRuleLevel } from "./run.js";
export { UsageError } from "./usage-error.js";
