import { isIP } from "node:net";
import { nearest, parseName } from "@dcvlint/core";
import * as v from "valibot";
import { MAX_ANCHOR, parseTrustAnchor } from "./dnssec/trust-anchor.js";

// What schema/network-profile.schema.json says, for people who aren't editors. `null` means the same as leaving it out.

const MOST_ENTRIES = 1_000;
const MAX_TEXT = 4_096;

const text = v.pipe(v.string(), v.nonEmpty("must not be empty"), v.maxLength(MAX_TEXT));
const list = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.maxLength(MOST_ENTRIES, `has over ${MOST_ENTRIES} entries`));
const number = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.integer("must be a whole number"),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );
const address = v.pipe(
  text,
  v.check((it) => isIP(it) !== 0, "must be an IPv4 or IPv6 address"),
);
const name = v.pipe(
  text,
  v.check((it) => parseName(it) !== undefined, "must be a domain name"),
);
const prefix = v.pipe(
  text,
  v.check((it) => {
    const [, base, length] = /^([0-9A-Fa-f:.]+)\/(\d{1,3})$/.exec(it) ?? [];
    const family = isIP(base ?? "");
    return family !== 0 && Number(length) <= (family === 4 ? 32 : 128);
  }, "must be an address, a slash and a length, as in 192.0.2.0/24"),
);
const port = number(1, 65_535);
const ms = number(1, 600_000);

export const schema = v.strictObject({
  $schema: v.optional(v.string()),
  rootHints: v.optional(
    v.pipe(
      list(v.strictObject({ name, addresses: v.pipe(list(address), v.minLength(1, "needs at least one address")) })),
      v.minLength(1, "needs at least one server"),
    ),
  ),
  trustAnchors: v.optional(
    list(
      v.pipe(
        v.string(),
        v.maxLength(MAX_ANCHOR),
        v.check(
          (it) => parseTrustAnchor(it) !== undefined,
          "must be a DS or DNSKEY record, as in . IN DS 12345 13 2 AB…",
        ),
      ),
    ),
  ),
  authorityPort: v.optional(port),
  resolvers: v.optional(
    list(
      v.pipe(
        v.strictObject({
          id: text,
          transport: v.picklist(["udp", "tcp", "tls", "https"]),
          address: v.nullish(address),
          port: v.nullish(port),
          url: v.nullish(
            v.pipe(
              text,
              v.check((it) => /^https:\/\/./.test(it) && URL.canParse(it), "must be an https URL"),
            ),
          ),
          tlsServerName: v.nullish(text),
          caFile: v.nullish(text),
          localAddress: v.nullish(address),
        }),
        v.check((it) => it.transport !== "https" || typeof it.url === "string", "a resolver over https needs a url"),
        v.check((it) => it.transport === "https" || typeof it.address === "string", "a resolver needs an address"),
      ),
    ),
  ),
  perspectives: v.optional(
    list(
      v.strictObject({
        id: text,
        sourceAddress4: v.nullish(
          v.pipe(
            text,
            v.check((it) => isIP(it) === 4, "must be an IPv4 address"),
          ),
        ),
        sourceAddress6: v.nullish(
          v.pipe(
            text,
            v.check((it) => isIP(it) === 6, "must be an IPv6 address"),
          ),
        ),
        resolver: v.nullish(text),
      }),
    ),
  ),
  systemResolver: v.optional(v.picklist(["never", "allowed"])),
  http: v.optional(
    v.strictObject({
      port: v.optional(port),
      tlsPort: v.optional(port),
      caFile: v.nullish(text),
      maxRedirects: v.optional(number(0, 50)),
      timeoutMs: v.optional(ms),
    }),
  ),
  ipv6: v.optional(v.picklist(["auto", "on", "off"])),
  treatAsPublic: v.optional(list(prefix)),
  timeouts: v.optional(
    v.strictObject({
      queryMs: v.optional(ms),
      tries: v.optional(number(1, 10)),
      totalMs: v.optional(ms),
      tcpMs: v.optional(ms),
    }),
  ),
  concurrency: v.optional(number(1, 1_000)),
  now: v.nullish(
    v.pipe(
      v.string(),
      v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/, "must be a time as in 2026-11-22T00:00:00Z"),
      v.check((it) => !Number.isNaN(Date.parse(it)), "is a day or a time that there isn't"),
    ),
  ),
  publicSuffixes: v.optional(list(name)),
  cas: v.optional(
    list(v.looseObject({ id: text, name: v.optional(text), issuerDomains: v.pipe(list(text), v.minLength(1)) })),
  ),
});

/** The first thing that is wrong, as half a sentence. */
export function explainIssue(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map((item) => item.key as string | number);
  const where = keys.join(".");
  if (issue.type === "strict_object" && issue.expected === "never") {
    const known = keysAt(keys.slice(0, -1));
    const near = nearest(String(keys.at(-1)), known);
    return `unknown key "${where}"${near ? `; did you mean "${near}"?` : `; known are ${known.join(", ")}`}`;
  }
  const message = issue.message.replace(/^Invalid (type|key|length): /, "").replace(/ but received .*/, "");
  return where === "" ? message : `"${where}": ${message}`;
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
  return Object.keys(at?.entries ?? {}).filter((key) => key !== "$schema");
}
