import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generate } from "../../scripts/generate-error-texts.mjs";
import { RULES } from "../rules/index.js";
import { findCauseFaults, findTextFaults } from "./error-text-schema.js";
import { CAUSES, ERROR_TEXTS } from "./error-texts.gen.js";

const here = new URL("./error-texts/", import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, here), "utf8"));
const files = readdirSync(here).filter((file) => file !== "causes.json");

/** What neither files nor answers can tell, so that no rule will. */
const NO_RULE = `
ca-internal-error ca-will-not-issue email-code-expired email-constructed-no-mx email-not-received email-per-root-domain
rate-limited-duplicate status-of-ca-down`;
const ids = new Set([...RULES.map(({ id }) => id), ...NO_RULE.split(/\s+/)]);

test("the causes are sound, and each bears the id of a rule or of what has none", () => {
  expect(findCauseFaults(read("causes.json"), (id) => ids.has(id))).toEqual([]);
});

test.each(files)("%s is sound", (file) => {
  const known = new Set(CAUSES.map(({ id }) => id));
  expect(findTextFaults(read(file), file, (id) => known.has(id))).toEqual([]);
});

test("no text is there twice, and every cause is told of by one", () => {
  const texts = ERROR_TEXTS.flatMap((entry) => entry.texts.map((text) => text.toLowerCase()));
  expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
  const told = new Set(ERROR_TEXTS.flatMap(({ causes }) => causes));
  expect(CAUSES.filter(({ id }) => !told.has(id)).map(({ id }) => id)).toEqual([]);
});

test.each(Object.entries(generate()))("%s is what the files make", (file, text) => {
  expect(readFileSync(new URL(`../${file}`, here), "utf8")).toBe(text);
});

describe("faults are told", () => {
  const cause = {
    id: "x",
    rule: "servfail",
    cause: "It is.",
    fix: "Mend it.",
    status: "verified",
    sources: ["RFC"],
    checkedOn: "2026-11-22",
  };
  const causeFaults = (more: object) =>
    findCauseFaults({ causes: [{ ...cause, ...more }] }, (id) => ids.has(id)).join();
  test.each<[object, RegExp]>([
    [{}, /^$/],
    [{ rule: "no-rule" }, /no rule "no-rule"/],
    [{ cause: "it is" }, /cause wants sentences/],
    [{ fix: "Mend it" }, /fix wants sentences/],
    [{ id: "A B" }, /bad id/],
    [{ colour: "red" }, /unknown key "colour"/],
    [{ status: "sure" }, /bad status/],
    [{ sources: [] }, /wants sources/],
    [{ checkedOn: "today" }, /wants the day/],
  ])("%j", (more, told) => expect(causeFaults(more)).toMatch(told));

  const textFaults = (entry: object) =>
    findTextFaults(
      {
        printedBy: "X",
        texts: [{ texts: ["it failed"], causes: ["x"], ...entry }],
        status: "verified",
        sources: ["a"],
        checkedOn: "2026-11-22",
      },
      "x.json",
      (id) => id === "x",
    ).join();
  test.each<[object, RegExp]>([
    [{}, /^$/],
    [{ causes: ["y"] }, /no cause "y"/],
    [{ causes: [] }, /wants texts and causes/],
    [{ texts: ["<...> failed"] }, /begins or ends with a gap/],
    [{ texts: ["a <...> b <...> c <...> d"] }, /more than two gaps/],
    [{ texts: ["<name> <n>"] }, /no word/],
    [{ place: "middle" }, /bad place/],
    [{ colour: "red" }, /unknown key/],
  ])("%j", (entry, told) => expect(textFaults(entry)).toMatch(told));
  test("what isn't even an object", () => {
    for (const odd of [null, 1, [], { causes: [1] }, { texts: [null] }]) {
      expect(findCauseFaults(odd, () => true).length).toBeGreaterThan(0);
      expect(findTextFaults(odd, "x.json", () => true).length).toBeGreaterThan(0);
    }
  });
});
