import { expect, test } from "vitest";
import { change, lintProject, plan, project, told } from "../terraform/project.js";

// A zone that a plan creates holds what the plan puts there, unless its provider puts in more.

const lintZone = async (values: object) => {
  const provider = "digitalocean/digitalocean";
  const changes = [
    change("digitalocean_domain.main", { name: "example.com", ...values }, { provider }),
    change("digitalocean_record.www", { domain: "example.com", type: "CNAME", name: "www", value: "@" }, { provider }),
  ];
  const run = await lintProject(project({ "plan.json": plan(changes) }));
  return told(run).map((line) => line.split(" ").slice(1).join(" "));
};

test("an address given for the zone is a record at its apex, to which an alias may point", async () => {
  expect(await lintZone({ ip_address: "198.51.100.9" })).toEqual([]);
  expect(await lintZone({ ip_address: null })).toEqual(["dangling-target warning digitalocean_record.www"]);
});
