import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { bin } from "./command.js";

// What the examples' own pages say about them holds.

const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));

/** `path:line rule` of every error and warning, with the example's folder as working directory. */
function lint(folder: string): string[] {
  const { stdout } = spawnSync(process.execPath, [bin, "--format", "json"], {
    cwd: `${examples}${folder}`,
    encoding: "utf8",
  });
  const { findings } = JSON.parse(stdout) as {
    findings: { rule: string; severity: string; location: { path: string; startLine: number } }[];
  };
  return findings
    .filter(({ severity }) => severity !== "info")
    .map(({ rule, location }) => `${location.path}:${location.startLine} ${rule}`);
}

const EXPECTED: Record<string, string[]> = {
  // It asks what is live; nothing there is to be linted.
  "live-monitor": [],
  "terraform-azure": ["main.tf:14 doubled-domain", "main.tf:37 caa-malformed"],
  "terraform-cloudflare": ["main.tf:18 validation-record-proxied", "main.tf:29 cname-and-other-data"],
  "terraform-google": ["main.tf:18 missing-trailing-dot", "main.tf:42 txt-quoting"],
  "terraform-route53-acm": [
    "main.tf:27 duplicate-validation-record",
    "main.tf:27 foreign-name-in-zone",
    "main.tf:44 validation-in-private-zone",
    "main.tf:58 single-label-target",
  ],
  "zone-files": [
    "dns/example.com.zone:14 caa-unknown-tag",
    "dns/example.com.zone:20 missing-trailing-dot",
    "dns/example.com.zone:23 doubled-domain",
    "dns/example.com.zone:26 cname-and-other-data",
    "dns/example.com.zone:33 occluded-by-delegation",
    "dns/example.com.zone:36 reserved-address",
  ],
};

describe("the examples", () => {
  test("each has its expectation", () => {
    const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(EXPECTED).sort());
  });
  for (const [folder, expected] of Object.entries(EXPECTED)) {
    test(folder, () => expect(lint(folder)).toEqual(expected));
  }
});
