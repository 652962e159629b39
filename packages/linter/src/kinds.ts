import { basename, extname } from "node:path";
import { sniffZone } from "@dcvlint/core";
import { recognisePlan } from "./terraform/plan-recognise.js";

/** What a file is, told by its content first, then by its name (contract §3, "Kinds of input"). */
export type Kind =
  | { readonly kind: "zonefile" }
  /** `.tf`, `.tofu`, either with `.json`, `.tfvars`: told by the name, as Terraform and OpenTofu do. */
  | { readonly kind: "terraform" }
  /** What `terraform show -json` prints of a plan. */
  | { readonly kind: "plan" }
  /** DNS as code that this version can't judge; `message` is one of `unsupported-source`'s. */
  | { readonly kind: "unsupported"; readonly message: string; readonly data: Readonly<Record<string, string>> }
  | { readonly kind: "other" };

const ZONE_NAME = /^(db|named|zone|pri|sec)\.|\.(zone|db|dns|zonefile|bind|rpz|signed)$/i;
const TEMPLATE_NAME = /\.(j2|jinja2?|tmpl|tpl|erb|in|template|mustache|hbs|gotmpl)$/i;

/** Text that is never a zone; a folder walk doesn't open it. */
const NEVER = new Set(
  `.md .markdown .rst .adoc .html .htm .css .scss .js .mjs .cjs .jsx .ts .mts .cts .tsx .map .py .pyi .rb .go .rs .java .kt .c .h .cc
   .cpp .hpp .cs .php .pl .pm .lua .swift .sh .bash .zsh .fish .ps1 .bat .sql .svg .png .jpg .jpeg .gif .webp .ico .pdf .zip .gz .tgz
   .xz .zst .bz2 .7z .tar .woff .woff2 .ttf .eot .mp3 .mp4 .mov .wasm .so .dll .exe .o .a .class .jar .lock .sum .pem .crt .key .csr
   .der .p12 .pfx .log .xml .xsd .toml .ini .cfg .properties .csv .tsv .ipynb .snap .patch .diff .jsonl .ndjson .proto .graphql .vue`
    .split(/\s+/)
    .filter(Boolean),
);

/** Files of Terraform's and OpenTofu's blocks, by name. */
export const isConfiguration = (path: string): boolean => /\.(?:tf|tofu)(?:\.json)?$/i.test(path);
/** Files of their variables' values, which may be secrets. */
export const isVariables = (path: string): boolean => /\.tfvars(?:\.json)?$/i.test(path);

export const looksLikeZoneName = (path: string): boolean => ZONE_NAME.test(basename(path));

/** The name leaves no doubt, whatever its last label: `db.example.pl`, `example.com.zone`; not `db.js`. */
const speaksOfZone = (path: string): boolean => /^(db|named|zone)(\.[^.]+){2}|\.zone$/i.test(basename(path));

const isNeverZone = (path: string): boolean => NEVER.has(extname(path).toLowerCase());

/** Is the file worth opening when a folder walk meets it? */
export const worthOpening = (path: string): boolean =>
  !basename(path).startsWith(".") && (!isNeverZone(path) || speaksOfZone(path));

/** Would its owner miss the file if a walk passed over it? `named.conf.local` is BIND's config. */
export const isMissed = (path: string): boolean =>
  looksLikeZoneName(path.replace(TEMPLATE_NAME, "")) && !isNeverZone(path) && !/^named\.conf/i.test(basename(path));

/** Octets that tell what a file is; `MORE` where they hold little but comments. */
export const HEAD = 65_536;
const MORE = 4 * 2 ** 20;

/**
 * `headOf` gives the file's first octets, `size` is how many it has. A file that the user named is taken for a zone unless
 * it is plainly something else, and then something is said of it.
 */
export function tellKind(path: string, headOf: (length: number) => Uint8Array, size: number, named: boolean): Kind {
  const name = basename(path).toLowerCase();
  const ext = extname(name);
  if (/\.(tf|tofu|tfvars)(\.json)?$/.test(name)) return { kind: "terraform" };
  let head = headOf(HEAD);
  const ofTerraform = tellPlan(head, named);
  if (ofTerraform) return ofTerraform;
  if (ext === ".hcl") return named ? unsupported("notYet", { kind: "HCL of this kind" }) : { kind: "other" };
  let verdict = sniffZone(head, size <= head.length);
  if (verdict === "more") {
    head = headOf(MORE);
    verdict = sniffZone(head);
    head = head.subarray(0, HEAD);
  }
  if (verdict === "directive" || verdict === "soa") return { kind: "zonefile" };
  if (verdict === "template") return unsupported("templatedZone");
  const isText = !head.includes(0);
  if (!isText) return named ? unsupported("unreadable") : { kind: "other" };
  const text = latin1Head(head);
  const first = /\S/.exec(text.slice(0, 1024))?.[0];
  if (first === "{" || first === "[") {
    if (isCloudFormation(text)) return unsupported("notYet", { kind: "CloudFormation" });
    if (/"(registrars|dns_providers)"/.test(text)) return unsupported("notYet", { kind: "dnscontrol's JSON" });
    if (verdict === "none") return named ? unsupported("notYet", { kind: "JSON of this kind" }) : { kind: "other" };
  }
  if (ext === ".yaml" || ext === ".yml") {
    if (isCloudFormation(text)) return unsupported("notYet", { kind: "CloudFormation" });
    if (text.split("\n").some((line) => line.length < 256 && OCTODNS_TYPE.test(line)))
      return unsupported("notYet", { kind: "octoDNS YAML" });
    if (verdict !== "records") return named ? unsupported("notYet", { kind: "YAML of this kind" }) : { kind: "other" };
  }
  if (isTemplated(text)) {
    const zoneLike = looksLikeZoneName(name.replace(TEMPLATE_NAME, "")) || verdict !== "none" || named;
    return zoneLike ? unsupported("templatedZone") : { kind: "other" };
  }
  return named || (looksLikeZoneName(name) && verdict === "records") ? { kind: "zonefile" } : { kind: "other" };
}

/** JSON and archives of Terraform's and OpenTofu's. */
function tellPlan(head: Uint8Array, named: boolean): Kind | undefined {
  const first = head.find((octet) => octet > 32);
  // A brace, the zip's "P", the setup action's "[command]", a byte order mark.
  if (first !== 0x7b && first !== 0x50 && first !== 0x5b && first !== 0xef && first !== 0xff && first !== 0xfe)
    return undefined;
  switch (recognisePlan(head)) {
    case "plan":
      return { kind: "plan" };
    case "binary-plan":
      return named ? unsupported("binaryPlan") : { kind: "other" };
    case "streaming-log":
      return unsupported("streamingLog");
    case "state":
      return unsupported("stateFile");
    default:
      return undefined;
  }
}

/** A plan, or what people take for one: of that a finding says what to do. */
export const isOfPlan = (kind: Kind): boolean =>
  kind.kind === "plan" ||
  (kind.kind === "unsupported" && ["binaryPlan", "streamingLog", "stateFile"].includes(kind.message));

const OCTODNS_TYPE = /^\s*(-\s+)?type:\s*["']?(A|AAAA|CNAME|TXT|MX|CAA|NS|SRV)["']?\s*$/;

const isCloudFormation = (text: string): boolean => /AWS::Route53|AWS::CertificateManager/.test(text);

const unsupported = (message: string, data: Record<string, string> = {}): Kind => ({
  kind: "unsupported",
  message,
  data,
});

/** Jinja, ERB, Go, autoconf, shell and cPanel placeholders, outside quotes and comments. */
function isTemplated(text: string): boolean {
  for (const line of text.split("\n")) {
    const bare = line.replace(/"(\\.|[^"\\])*"?/g, "").replace(/;.*/, "");
    if (isPair(bare, "{{", "}}") || isPair(bare, "{%", "%}") || isPair(bare, "<%", "%>")) return true;
    if (/@[A-Z][A-Z0-9_]{0,255}@|(^|[^$\\])\$\{[A-Za-z_][A-Za-z0-9_]{0,255}\}/.test(bare)) return true;
    if (PERCENTED.test(bare)) return true;
  }
  return false;
}

/** `%domain%`, as a token or a label: cPanel's zone templates and many a sed script. */
const PERCENTED = /(?:^|[\s.])%[A-Za-z_][A-Za-z0-9_]{1,63}%(?=[\s.]|$)/;

function isPair(line: string, open: string, close: string): boolean {
  const at = line.indexOf(open);
  return at >= 0 && line.indexOf(close, at + open.length) >= 0;
}

function latin1Head(head: Uint8Array): string {
  const start = head[0] === 0xef && head[1] === 0xbb ? 3 : 0;
  return Buffer.from(head.buffer, head.byteOffset + start, head.length - start).toString("latin1");
}
