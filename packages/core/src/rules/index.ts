import type { Rule } from "../rule.js";
import cnameAndOtherData from "./cname-and-other-data/rule.js";
import missingTrailingDot from "./missing-trailing-dot/rule.js";
import syntaxError from "./syntax-error/rule.js";

/** Every rule, in the order of the catalogue. Written by hand; a test compares it with the folders. */
export const RULES: readonly Rule[] = [syntaxError, missingTrailingDot, cnameAndOtherData];
