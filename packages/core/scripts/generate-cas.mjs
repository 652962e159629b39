// Gathers knowledge/cas/*.json and knowledge/issuer-domains.json into TypeScript modules, so that core reads no files.
//   node packages/core/scripts/generate-cas.mjs
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const knowledge = fileURLToPath(new URL("../src/knowledge/", import.meta.url));

/** Name and text of every module that is made, from the files as they are now. */
export function generate() {
  const cas = readdirSync(join(knowledge, "cas"))
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => read(join("cas", file)));
  const { domains, wrongGuesses } = read("issuer-domains.json");
  return {
    "cas.gen.ts": module("CaKnowledge", { CAS: cas }),
    "cas-shapes.gen.ts": module("CaSummary", { CA_SHAPES: cas.map(summary) }),
    "issuer-domains.gen.ts": module("ListedIssuer, WrongGuess", {
      LISTED_ISSUERS: domains.map(({ sources: _, ...rest }) => rest),
      WRONG_GUESSES: wrongGuesses,
    }),
  };
}

const TYPES = {
  CAS: "CaKnowledge",
  CA_SHAPES: "CaSummary",
  LISTED_ISSUERS: "ListedIssuer",
  WRONG_GUESSES: "WrongGuess",
};

const read = (file) => JSON.parse(readFileSync(join(knowledge, file), "utf8"));

/** One entry a line, so that a change of one CA is a change of one line. */
function module(types, lists) {
  const parts = Object.entries(lists).map(
    ([name, list]) =>
      `export const ${name}: readonly ${TYPES[name]}[] = [\n${list.map((x) => `  ${JSON.stringify(x)},\n`).join("")}];\n`,
  );
  return [
    "// Made by scripts/generate-cas.mjs from the JSON files beside it. Change those, then run it.\n",
    "// biome-ignore-all format: generated\n// biome-ignore-all lint: generated\n",
    `import type { ${types} } from "./schema.js";\n\n`,
    parts.join("\n"),
  ].join("");
}

const pick = (from, keys) =>
  Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));

/** What every run loads: see CaSummary. */
function summary(ca) {
  const small = pick(ca, ["id", "name", "kind", "endedOn", "issuesFrom"]);
  small.issuerDomains = pick(ca.issuerDomains, ["value", "status"]);
  const others = ca.otherIssuerDomains?.map((x) => pick(x, ["value", "state", "subdomains", "replacedBy", "status"]));
  const { status: _s, sources: _o, checkedOn: _c, notes: _n, ...behaviour } = ca.caaBehaviour ?? {};
  const shapes = ca.records?.map((x) =>
    pick(x, [
      ...["id", "method", "ownerLabels", "type", "value", "suffixes", "misspelt", "ambiguous", "level"],
      ...["transient", "retired", "status"],
    ]),
  );
  // What it surely offers, each once.
  const offered = ca.methods.filter(({ method, status }) => status !== "unverified" && method !== "ownership");
  const methods = [...new Set(offered.map(({ method }) => method))];
  if (methods.length > 0) small.methods = methods;
  if (others) small.otherIssuerDomains = others;
  if (ca.caaBehaviour) small.caaBehaviour = behaviour;
  if (ca.mostLabels && ca.mostLabels.status !== "unverified") small.mostLabels = ca.mostLabels.value;
  if (shapes) small.shapes = shapes;
  return small;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [file, text] of Object.entries(generate())) writeFileSync(join(knowledge, file), text);
}
