import type { Scenario } from "../scenario.js";
import { CAA } from "./caa.js";
import { DELEGATION } from "./delegation.js";
import { DNSSEC } from "./dnssec.js";
import { DNSSEC_SHAPES } from "./dnssec-shapes.js";
import { HTTP } from "./http.js";
import { RECORDS } from "./records.js";
import { VIEWS } from "./views.js";

export const SCENARIOS: readonly Scenario[] = [
  ...DNSSEC,
  ...DNSSEC_SHAPES,
  ...DELEGATION,
  ...VIEWS,
  ...RECORDS,
  ...CAA,
  ...HTTP,
];
