import { expect, test } from "vitest";
import { withFindingsOnNames } from "./all-findings.js";
import { checkedName, DOTLESS, resultOf } from "./testing.js";

test("what verdicts rest on is counted, each cause once", () => {
  const result = { ...resultOf([DOTLESS]), names: [checkedName(), checkedName()] };
  expect(withFindingsOnNames(result).summary).toMatchObject({ errors: 2, warnings: 0 });
  expect(withFindingsOnNames(result).findings.map(({ fingerprint }) => fingerprint)).toEqual(["f00d", "cafe"]);
  const known = checkedName("", { findings: [{ ...DOTLESS, evidence: [] }] });
  expect(withFindingsOnNames({ ...result, names: [known] }).findings).toHaveLength(1);
});
