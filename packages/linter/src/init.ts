import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { issuerDirectory } from "@dcvlint/core";
import { issuanceOf } from "./certificates.js";
import { CONFIG_NAMES, loadConfig } from "./find-config.js";
import { type Loaded, load } from "./load.js";
import type { LintOptions } from "./options.js";
import { gitTop, relativePath } from "./paths.js";
import { publicSuffixes } from "./suffixes.js";

/** What `dcvlint init` makes of a repository. Nothing has been written. */
export interface InitPlan {
  readonly top: string;
  /** To be written where nothing is; paths from `top`, with `/`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What was found, and why a file isn't to be written: a sentence each. */
  readonly remarks: readonly string[];
}

const CONFIG = "dcvlint.config.yaml";
const WORKFLOWS = ".github/workflows";
const WORKFLOW = `${WORKFLOWS}/dcvlint.yml`;
const ACTION = "dcvlint/dcvlint/actions/check";

/** Looks at the repository around `cwd`, or at the folder itself where there is none. `now`: seconds since 1970. */
export async function planInit(cwd: string, now: number): Promise<InitPlan> {
  const repository = gitTop(cwd);
  const top = repository ?? resolve(cwd);
  const config = await loadConfig(top);
  const options = { cwd: top, config, paths: [top], now };
  const loaded = await load(options);
  const found = look(loaded);
  const remarks = [describe(found), ...loaded.failures, ...describeNeeds(loaded, options)];
  loaded.close();

  const files: { path: string; text: string }[] = [];
  const known = CONFIG_NAMES.find((name) => isThere(join(top, name)));
  if (known) remarks.push(`${known} is there already and stays as it is.`);
  else files.push({ path: CONFIG, text: configFor(found) });
  const workflow = workflowOf(top);
  if (workflow) remarks.push(`${workflow} is there already and stays as it is.`);
  else if (repository) files.push({ path: WORKFLOW, text: workflowFor(found) });
  else remarks.push("This is no git repository, so there is no place for a workflow.");
  return { top, files, remarks };
}

interface Found {
  readonly zones: readonly string[];
  /** Of those, the ones whose zone nothing tells. */
  readonly nameless: readonly string[];
  readonly terraform: readonly string[];
  /** The first zone that is known by name. */
  readonly apex: string | undefined;
}

function look({ zones, terraform, root }: Loaded): Found {
  const files = zones.flatMap(({ zone, input }) =>
    input ? [{ path: relativePath(root, input.path), isKnown: zone.originKnown || zone.count === 0 }] : [],
  );
  const named = zones.find(({ zone }) => zone.originKnown && !zone.isPrivate && zone.count > 0)?.zone;
  return {
    zones: files.map(({ path }) => path),
    nameless: files.filter(({ isKnown }) => !isKnown).map(({ path }) => path),
    terraform: (terraform?.texts ?? []).map(({ file }) => file).filter((file) => !/\.tfvars(?:\.json)?$/i.test(file)),
    apex: named?.names.text(named.apex).slice(0, -1).toLowerCase(),
  };
}

function describe({ zones, terraform }: Found): string {
  const parts = [
    zones.length > 0 && `${zones.length} ${zones.length === 1 ? "zone file" : "zone files"}`,
    terraform.length > 0 && `${terraform.length} ${terraform.length === 1 ? "file" : "files"} of Terraform`,
  ].filter(Boolean);
  return parts.length > 0 ? `Found ${parts.join(" and ")}.` : "Found no DNS as code that dcvlint reads.";
}

const MOST_TOLD = 10;

/** The certificates that needn't be written into the config, since the files speak of them. */
function describeNeeds(loaded: Loaded, options: LintOptions): string[] {
  const { config, now } = options;
  const knowledge = { issuers: issuerDirectory(config.cas), suffixes: publicSuffixes };
  const issuance = issuanceOf(loaded, { ...options, now }, knowledge);
  const told = new Set<string>();
  for (const { names, address } of issuance.certificates)
    if (address)
      for (const { name, wildcard } of names)
        told.add(`${wildcard ? "*." : ""}${name.replace(/\.$/, "")} (${address})`);
  for (const { zone } of loaded.zones)
    for (const { name, ca } of issuance.needsOfRecords(zone)) told.add(`${name.toString().slice(0, -1)} (${ca.name})`);
  if (told.size === 0) return [];
  const more = told.size > MOST_TOLD ? ` and ${told.size - MOST_TOLD} more` : "";
  return [`Certificates that the files speak of: ${[...told].slice(0, MOST_TOLD).join(", ")}${more}.`];
}

const MOST_NAMELESS = 50;

/** A config that changes nothing, with what somebody might want to add. */
function configFor({ apex = "example.com", nameless }: Found): string {
  // JSON strings are YAML strings, and names come from whoever wrote the files.
  const names = [apex, `*.${apex}`].map((name) => JSON.stringify(name)).join(", ");
  const entries = nameless
    .slice(0, MOST_NAMELESS)
    .map((path) => `#  - match: ${JSON.stringify(path)}\n#    kind: zonefile\n#    origin: example.com\n`);
  const about = entries.length > 0 ? "\n# Nothing tells the zone of these files. Give each its origin.\n#files:\n" : "";
  return `# yaml-language-server: $schema=https://raw.githubusercontent.com/dcvlint/dcvlint/main/packages/linter/schema/config.schema.json
# What each key means: https://github.com/dcvlint/dcvlint#config

# Certificates that must go on working, beside those that the files speak of themselves. Take the "#" in front away
# from what you need.
#certificates:
#  - names: [${names}]
#    ca: letsencrypt
#    method: dns-01
${about}${entries.join("")}`;
}

/** The same version as in the examples. */
const CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0";

function workflowFor(found: Found): string {
  const paths = pathsFor(found);
  const filter = paths ? `\n    paths: [${paths.map((path) => JSON.stringify(path)).join(", ")}]` : "";
  return `# Lints the DNS records that a pull request changes; nothing but the repository is asked.
name: DNS
on:
  pull_request:${filter}

permissions:
  contents: read

jobs:
  dcvlint:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${ACTION}@v0
`;
}

const MOST_PATHS = 20;

/** Patterns of what was read, or `undefined` where they would be too many, or hold what is special in a pattern. */
function pathsFor({ zones, terraform }: Found): string[] | undefined {
  const ofZones = zones.map((path) => (dirname(path) === "." ? path : `${path.slice(0, path.indexOf("/"))}/**`));
  const ofTerraform = terraform.length > 0 ? ["**.tf", "**.tf.json", "**.tofu", "**.tfvars"] : [];
  const paths = [...new Set(ofZones)];
  if (paths.length + ofTerraform.length === 0 || paths.length > MOST_PATHS) return undefined;
  if (!paths.every((path) => /^[\w. /-]+(?:\/\*\*)?$/.test(path))) return undefined;
  return [...paths, ...ofTerraform, "dcvlint.config.*", WORKFLOW];
}

/** The workflow that runs the Action, or that has the name which ours would have. */
function workflowOf(top: string): string | undefined {
  const folder = join(top, WORKFLOWS);
  if (isThere(join(top, WORKFLOW))) return WORKFLOW;
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  const name = names.find((each) => {
    const file = join(folder, each);
    return lstatSync(file).isFile() && readFileSync(file, "latin1").includes(ACTION);
  });
  return name && `${WORKFLOWS}/${name}`;
}

/** A link that leads nowhere is there, too. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
