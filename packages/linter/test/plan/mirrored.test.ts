import { expect, test } from "vitest";
import { change, lintProject, plan, project, told } from "../terraform/project.js";

// cloudflare_record has `content` and the older `value`: each is computed from the other once it is applied.

const zone = change(
  "cloudflare_zone.main",
  { zone: "example.com", id: "z1" },
  { actions: ["no-op"], before: { zone: "example.com", id: "z1" } },
);
const record = (values: object) => ({ zone_id: "z1", name: "www", type: "CNAME", ...values });
const configuration = {
  root_module: {
    resources: [
      {
        address: "cloudflare_record.www",
        mode: "managed",
        type: "cloudflare_record",
        name: "www",
        expressions: { zone_id: { references: ["cloudflare_zone.main.id", "cloudflare_zone.main"] } },
      },
    ],
  },
};

const lintOne = async (changed: unknown) => {
  const folder = project({ "plan.json": plan([zone, changed], { configuration }) });
  return told(await lintProject(folder)).map((text) => text.split(" ").slice(1).join(" "));
};

const WRONG = ["target-is-url error cloudflare_record.www"];

test("the attribute that was written tells, where the one that mirrors it is known after apply", async () => {
  const after = record({ value: "https://lb.example.net/" });
  expect(await lintOne(change("cloudflare_record.www", after, { unknown: { content: true } }))).toEqual(WRONG);
  const fine = record({ value: "lb.example.net" });
  expect(await lintOne(change("cloudflare_record.www", fine, { unknown: { content: true } }))).toEqual([]);
});

test("an update tells by what changes, not by what its mirror was before", async () => {
  const good = "lb.example.net";
  const bad = "https://lb.example.net/";
  const updated = (before: object, after: object) =>
    change("cloudflare_record.www", record(after), { actions: ["update"], before: record(before) });
  expect(await lintOne(updated({ content: good, value: good }, { content: good, value: bad }))).toEqual(WRONG);
  expect(await lintOne(updated({ content: bad, value: bad }, { content: bad, value: good }))).toEqual([]);
  expect(await lintOne(updated({ content: good, value: good }, { content: bad, value: good }))).toEqual(WRONG);
});

test("a preference that isn't known yet makes no mail exchange of the host alone", async () => {
  const after = { zone_id: "z1", name: "www", type: "MX", content: "mx.example.net" };
  expect(await lintOne(change("cloudflare_record.www", after, { unknown: { priority: true } }))).toEqual([]);
});
