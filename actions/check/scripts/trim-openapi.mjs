// Cuts GitHub's API description down to what the Action uses, for the fake that its tests run against.
//   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
//   node scripts/trim-openapi.mjs package/generated/api.github.com.json package/package.json > test/github-api.json
import { readFileSync } from "node:fs";

const [, , description, manifest] = process.argv;
const spec = JSON.parse(readFileSync(description, "utf8"));
const { name, version, license } = JSON.parse(readFileSync(manifest, "utf8"));

/** The operations that src/api.ts calls; the fake answers no others. */
const USED = [
  ["get", "/user"],
  ["get", "/repos/{owner}/{repo}/compare/{basehead}"],
  ["get", "/repos/{owner}/{repo}/contents/{path}"],
  ["get", "/repos/{owner}/{repo}/pulls/{pull_number}/files"],
  ["get", "/repos/{owner}/{repo}/pulls/{pull_number}/reviews"],
  ["post", "/repos/{owner}/{repo}/pulls/{pull_number}/reviews"],
  ["put", "/repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}"],
  ["get", "/repos/{owner}/{repo}/pulls/{pull_number}/comments"],
  ["post", "/repos/{owner}/{repo}/pulls/{pull_number}/comments"],
  ["delete", "/repos/{owner}/{repo}/pulls/comments/{comment_id}"],
  ["post", "/repos/{owner}/{repo}/check-runs"],
  ["patch", "/repos/{owner}/{repo}/check-runs/{check_run_id}"],
];

const PROSE = new Set(["description", "example", "examples", "summary", "externalDocs", "x-github", "tags"]);

/** Without prose and examples; `isMap` where keys are names of somebody's, not words of OpenAPI. */
function bare(value, isMap = false) {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => isMap || !PROSE.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, bare(item, key === "properties" && !isMap)]));
}

const paths = {};
for (const [method, path] of USED) {
  const { parameters, requestBody, responses } = spec.paths[path][method];
  // OpenAPI wants a description of every response.
  const good = Object.entries(responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([status, response]) => [status, { description: "", ...bare(response) }]);
  paths[path] ??= {};
  paths[path][method] = { ...bare({ parameters, requestBody }), responses: Object.fromEntries(good) };
}
const components = {};
const follow = (value) => {
  if (typeof value !== "object" || value === null) return;
  if (typeof value.$ref === "string") {
    const [, , kind, key] = value.$ref.split("/");
    components[kind] ??= {};
    if (!(key in components[kind])) {
      components[kind][key] = bare(spec.components[kind][key]);
      follow(components[kind][key]);
    }
  }
  for (const item of Object.values(value)) follow(item);
};
follow(paths);
const source = `${name} ${version} (${license}), generated/api.github.com.json, trimmed by scripts/trim-openapi.mjs`;
const info = { title: spec.info.title, version: spec.info.version, "x-source": source };
process.stdout.write(`${JSON.stringify({ openapi: spec.openapi, info, paths, components })}\n`);
