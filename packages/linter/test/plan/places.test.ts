import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { NO_CONFIG } from "../../src/find-config.js";
import { lint } from "../../src/run.js";
import { NOW } from "../zone-text.js";
import { planWith, read } from "./plans.js";

const folder = mkdtempSync(join(tmpdir(), "dcvlint-plan-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("places in a plan", () => {
  test("of what wasn't decided can be read when the plan is closed", async () => {
    const after = { name: "www.example.com", zone_id: "Z1" };
    const plan = planWith({ change: { actions: ["create"], before: null, after, after_unknown: { type: true } } });
    const path = join(folder, "plan.json");
    writeFileSync(path, JSON.stringify(plan));
    const { result } = await lint({ cwd: folder, paths: [path], config: NO_CONFIG, now: NOW });
    const notice = result.notices.find(({ what }) => what.startsWith("Could not decide on a record"));
    expect(notice?.span?.start).toEqual({ line: 1, column: JSON.stringify(plan).indexOf("{", 1) + 1 });
  });

  test("count columns alike in whatever order they are asked for, over ASCII, other characters and lines", () => {
    const text = [`"${"a".repeat(40_000)}"`, `"${"äöü€😀".repeat(9_000)}"`, "{}", `"${"b".repeat(70_000)}"`];
    const json = `{"format_version":"1.2","x":[${text.join(",\n")}]}`;
    const bytes = new TextEncoder().encode(json);
    const plan = read(bytes);
    const offsets = [0, 39_999, 90_000, 120_001, 16_384, bytes.length - 1, 200_000, 5];
    for (const offset of offsets) {
      // Back to where the character begins.
      let at = offset;
      while ((bytes[at] & 0xc0) === 0x80) at--;
      const before = new TextDecoder().decode(bytes.subarray(0, at)).split("\n");
      expect(plan.positionOf(at)).toEqual({ line: before.length, column: before[before.length - 1].length + 1 });
    }
  });
});
