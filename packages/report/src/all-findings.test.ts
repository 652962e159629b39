import { expect, test } from "vitest";
import { withFindingsOnNames } from "./all-findings.js";
import { DOTLESS, labResult, resultOf } from "./testing.js";

const { names } = labResult("rrsig-expired");
const [{ findings }] = names;

test("what verdicts rest on is counted, each cause once", () => {
  const result = { ...resultOf([DOTLESS]), names: [...names, ...names] };
  const all = withFindingsOnNames(result);
  expect(all.findings.map(({ fingerprint }) => fingerprint)).toEqual([
    "f00d",
    ...findings.map(({ fingerprint }) => fingerprint),
  ]);
  expect(all.summary.errors).toBe(1 + findings.filter(({ severity }) => severity === "error").length);
});

test("what the files show already isn't counted again", () => {
  const known = resultOf(findings);
  expect(withFindingsOnNames({ ...known, names })).toEqual({ ...known, names });
});
