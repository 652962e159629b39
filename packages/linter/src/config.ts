import { dirname } from "node:path";
import { type Level, nearest, parseName, RULES, utf8 } from "@dcvlint/core";
import * as v from "valibot";
import { isPattern } from "./discover.js";
import type { Config } from "./find-config.js";
import { LIMITS, MOST } from "./limits.js";
import { METHODS } from "./methods.js";
import { isUri } from "./options.js";
import { gitTop, isGitInternal, isInside, realPath, relativePath } from "./paths.js";
import { openFile } from "./readers/zonefile.js";
import { UsageError } from "./usage-error.js";

const text = v.pipe(v.string(), v.nonEmpty("must not be empty"));
const level = v.picklist(["error", "warning", "info", "off"]);
const count = (most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most, `must be at most ${most}`));
const pattern = v.pipe(
  text,
  v.check(isPattern, 'a pattern has at most 256 letters, three "**", and three stars between two slashes'),
);
const list = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.maxLength(MOST_ENTRIES, `has over ${MOST_ENTRIES} entries`));

const MOST_ENTRIES = 1_000;

const schema = v.strictObject({
  $schema: v.optional(v.string()),
  certificates: v.optional(
    list(
      v.strictObject({
        names: v.pipe(list(text), v.minLength(1, "needs at least one name")),
        ca: v.optional(text),
        method: v.optional(v.picklist(METHODS)),
        account: v.optional(v.pipe(text, v.check(isUri, "must be a URI"))),
      }),
    ),
  ),
  files: v.optional(
    list(v.strictObject({ match: pattern, kind: v.optional(v.picklist(["zonefile"])), origin: v.optional(text) })),
  ),
  rules: v.optional(v.record(v.string(), level)),
  ignore: v.optional(list(pattern)),
  cas: v.optional(
    list(
      v.strictObject({
        id: text,
        name: v.optional(text),
        issuerDomains: v.pipe(list(text), v.minLength(1, "needs at least one domain")),
      }),
    ),
  ),
  limits: v.optional(
    v.strictObject({
      generate: v.optional(count(MOST.generate)),
      includeDepth: v.optional(count(MOST.includeDepth)),
      includes: v.optional(count(MOST.includes)),
    }),
  ),
});

/** Reads and checks a config file. Throws a UsageError with its line where it is broken. */
export async function readConfig(path: string, cwd: string, named: boolean): Promise<Config> {
  const shown = relativePath(cwd, path);
  const real = realPath(path);
  if (!real) throw new UsageError(`config ${shown} doesn't exist or can't be read`);
  const root = gitTop(dirname(path)) ?? dirname(path);
  if (!named && !isInside(realPath(root) ?? root, real)) {
    throw new UsageError(`config ${shown} is a link to a file outside ${relativePath(cwd, root)}; it was not read`);
  }
  if (isGitInternal(root, path) || isGitInternal(realPath(root) ?? root, real))
    throw new UsageError(`config ${shown} lies in git's own folder; it was not read`);
  const source = readConfigText(real, shown);
  const isJson = /\.jsonc?$/.test(path);
  const { parseConfig } = isJson ? await import("./config-json.js") : await import("./config-yaml.js");
  const { value, locate } = parseConfig(source, shown);
  if (Array.isArray(value)) throw new UsageError(`config ${shown}:1: a config is an object, not a list`);
  const parsed = v.safeParse(schema, value ?? {});
  if (!parsed.success) {
    // A key that is misspelt is missing as well; what stands there says more.
    const issue = parsed.issues.find(isUnknownKey) ?? parsed.issues[0];
    const keys = (issue.path ?? []).map((item) => item.key as string | number);
    throw new UsageError(`config ${shown}:${locate(keys)}: ${explain(issue, keys)}`);
  }
  const { certificates = [], files = [], rules = {}, ignore = [], cas = [], limits = {} } = parsed.output;
  for (const [i, file] of files.entries()) {
    if (file.origin !== undefined && !parseName(file.origin)) {
      throw new UsageError(`config ${shown}:${locate(["files", i, "origin"])}: "${file.origin}" is not a domain name`);
    }
  }
  const levels = new Map<string, Level>();
  for (const [id, value] of Object.entries(rules)) {
    const rule = RULES.find((rule) => rule.id === id || rule.meta.formerly.includes(id));
    if (!rule) {
      const near = nearest(
        id,
        RULES.map((rule) => rule.id),
      );
      throw new UsageError(
        `config ${shown}:${locate(["rules", id])}: there is no rule "${id}"${near ? `; did you mean "${near}"?` : ""}`,
      );
    }
    levels.set(rule.id, value);
  }
  return {
    path,
    certificates: certificates.map((certificate, i) => ({
      ...certificate,
      span: lineOf(path, locate(["certificates", i])),
      names: certificate.names.map((name, j) => {
        const wildcard = name.startsWith("*.");
        const parsedName = parseName((wildcard ? name.slice(2) : name).toLowerCase());
        if (!parsedName) {
          throw new UsageError(
            `config ${shown}:${locate(["certificates", i, "names", j])}: "${name}" is not a domain name`,
          );
        }
        return { name: parsedName.toString(), wildcard };
      }),
    })),
    files,
    rules: levels,
    ignore,
    cas,
    limits,
  };
}

/** The first column of a line; `file` is absolute. */
const lineOf = (file: string, line: number) => ({ file, start: { line, column: 1 }, end: { line, column: 1 } });

function readConfigText(path: string, shown: string): string {
  const file = openFile(path);
  if (typeof file === "string") throw new UsageError(`config ${shown}: ${file}`);
  try {
    if (file.size > LIMITS.config)
      throw new UsageError(`config ${shown} is over ${LIMITS.config} octets; it was not read`);
    const bytes = file.head();
    return utf8(bytes, 0, bytes.length).replace(/^\ufeff/, "");
  } finally {
    file.close();
  }
}

const isUnknownKey = (issue: v.BaseIssue<unknown>) => issue.type === "strict_object" && issue.expected === "never";

function explain(issue: v.BaseIssue<unknown>, keys: readonly (string | number)[]): string {
  const where = keys.join(".");
  if (isUnknownKey(issue)) {
    const known = keysAt(keys.slice(0, -1));
    const near = nearest(String(keys.at(-1)), known);
    return `unknown key "${where}"${near ? `; did you mean "${near}"?` : `; known are ${known.join(", ")}`}`;
  }
  if (where === "") return "a config is an object, with keys such as `certificates`, `files` and `rules`";
  return `"${where}" ${saying(issue)}`;
}

/** What is wrong, in words; a check's own message is one already. */
function saying({ kind, type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (kind !== "schema") return message;
  if (received === "undefined") return "is missing";
  if (type === "picklist") return `is one of ${expected?.replace(/[()"]/g, "").replaceAll(" | ", ", ")}`;
  const article = { Array: "a list", Object: "an object", string: "text", number: "a number" }[expected ?? ""];
  return article ? `must be ${article}` : message;
}

/** The keys that may stand where the path leads. */
function keysAt(path: readonly (string | number)[]): string[] {
  // biome-ignore lint/suspicious/noExplicitAny: walks valibot's own structure, whose type is deeply generic.
  let at: any = schema;
  for (const key of path) {
    while (at?.wrapped) at = at.wrapped;
    at = typeof key === "number" ? at?.item : at?.entries?.[key];
  }
  while (at?.wrapped) at = at.wrapped;
  while (at?.pipe) at = at.pipe[0];
  return Object.keys(at?.entries ?? {});
}
