import { basename, extname } from "node:path";
import { sniffZone } from "@dcvlint/core";

/** What a file is, told by its content first, then by its name (contract §3, "Kinds of input"). */
export type Kind =
  | { readonly kind: "zonefile" }
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

export const looksLikeZoneName = (path: string): boolean => ZONE_NAME.test(basename(path));

/** Is the file worth opening when a folder walk meets it? */
export const worthOpening = (path: string): boolean =>
  !NEVER.has(extname(path).toLowerCase()) && !basename(path).startsWith(".");

/** `head` is the first 64 KiB or so. A file that the user named is taken for a zone unless it is plainly something else. */
export function tellKind(path: string, head: Uint8Array, named: boolean): Kind {
  const name = basename(path).toLowerCase();
  const ext = extname(name);
  const verdict = sniffZone(head);
  if (head.includes(0) && verdict !== "directive" && verdict !== "soa") {
    // A zip with a "tfplan" in it is what `terraform plan -out` writes.
    if (head[0] === 0x50 && head[1] === 0x4b && named) return unsupported("binaryPlan");
    return named ? unsupported("unreadable") : { kind: "other" };
  }
  const text = latin1Head(head);
  if (/^\s*\{"@level":/.test(text)) return unsupported("streamingLog");
  if (/^\s*[{[]/.test(text)) {
    if (/"(format_version|resource_changes|planned_values)"/.test(text))
      return unsupported("notYet", { kind: "A Terraform plan" });
    if (/"(terraform_version|lineage)"/.test(text) && /"resources"/.test(text))
      return unsupported("notYet", { kind: "A Terraform state file" });
    if (/AWS::Route53|AWS::CertificateManager/.test(text)) return unsupported("notYet", { kind: "CloudFormation" });
    if (/"(registrars|dns_providers)"/.test(text)) return unsupported("notYet", { kind: "dnscontrol's JSON" });
    return { kind: "other" };
  }
  if (ext === ".tf" || name.endsWith(".tf.json") || ext === ".tfvars" || ext === ".hcl")
    return unsupported("notYet", { kind: "Terraform source" });
  if (ext === ".yaml" || ext === ".yml") {
    if (verdict !== "directive" && verdict !== "soa") {
      if (/AWS::Route53|AWS::CertificateManager/.test(text)) return unsupported("notYet", { kind: "CloudFormation" });
      if (/^\s*(-\s+)?type:\s*["']?(A|AAAA|CNAME|TXT|MX|CAA|NS|SRV)["']?\s*$/m.test(text))
        return unsupported("notYet", { kind: "octoDNS YAML" });
      return { kind: "other" };
    }
  }
  if (isTemplated(text)) {
    const zoneLike = looksLikeZoneName(name.replace(TEMPLATE_NAME, "")) || verdict !== "none" || named;
    return zoneLike ? unsupported("templatedZone") : { kind: "other" };
  }
  if (verdict === "directive" || verdict === "soa") return { kind: "zonefile" };
  if (looksLikeZoneName(name) && verdict === "records") return { kind: "zonefile" };
  return named ? { kind: "zonefile" } : { kind: "other" };
}

const unsupported = (message: string, data: Record<string, string> = {}): Kind => ({
  kind: "unsupported",
  message,
  data,
});

/** Jinja, ERB, Go, autoconf and shell placeholders, outside quotes and comments. */
function isTemplated(text: string): boolean {
  for (const line of text.split("\n")) {
    const bare = line.replace(/"(\\.|[^"\\])*"?/g, "").replace(/;.*/, "");
    if (/\{\{.*\}\}|\{%.*%\}|<%.*%>|@[A-Z][A-Z0-9_]*@|(^|[^$\\])\$\{[A-Za-z_][A-Za-z0-9_]*\}/.test(bare)) return true;
  }
  return false;
}

function latin1Head(head: Uint8Array): string {
  const start = head[0] === 0xef && head[1] === 0xbb ? 3 : 0;
  return Buffer.from(head.buffer, head.byteOffset + start, head.length - start).toString("latin1");
}
