import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { nearest } from "@dcvlint/core";
import type { CertificateName, Expected } from "@dcvlint/core/expect";
import { caIds, expectOf, findCa, METHODS } from "@dcvlint/core/expect";
import { checkAccount, loadConfig, publicSuffixes, UsageError } from "@dcvlint/linter";
import { colorsOfStdout, complainOf, print, readStdin } from "./output.js";

interface Flags {
  ca: string;
  config?: string;
  csr?: string;
  unique?: string;
  method?: string;
  account?: string;
  at: "name" | "base";
  format: "pretty" | "text" | "json";
}

/** `dcvlint expect`: what a CA will look for. Returns the exit code; 2 where only the CA can tell. */
export async function expectCommand(words: readonly string[], flags: Flags): Promise<number> {
  const { answer, ca, unprovable } = await tell(words, flags);
  await print(FORMATS[flags.format](answer, ca.name));
  if (flags.format === "text") for (const caveat of answer.caveats) complainOf(caveat);
  // Names that the CSR asks for besides: the others are told all the same.
  if (unprovable.length > 0) complainOf(unprovable.join("; "));
  if (answer.unknown !== undefined) complainOf(answer.unknown);
  return answer.unknown !== undefined || unprovable.length > 0 ? 2 : 0;
}

/** What `check --csr` looks for: the names, records and the file that the CA makes of the request. */
export async function expectedByCsr(flags: CsrFlags, words: readonly string[]) {
  const { answer, names } = await tell(words, { ...flags, at: "name" });
  if (answer.unknown !== undefined) throw new UsageError(answer.unknown);
  const [file] = answer.files;
  return {
    method: answer.method,
    names: names.map(({ name, wildcard }) => `${wildcard ? "*." : ""}${name}`),
    records: answer.records.map(({ owner, type, value }) => `${owner} ${type} ${value}`),
    httpFile: file && `${file.url} ${file.body}`,
  };
}

interface CsrFlags {
  readonly ca: string;
  readonly config?: string;
  readonly csr?: string;
  readonly unique?: string;
  readonly method?: string;
  readonly account?: string;
}

async function tell(words: readonly string[], flags: CsrFlags & { readonly at: "name" | "base" }) {
  const { cas } = await loadConfig(process.cwd(), flags.config);
  const ca = findCa(flags.ca, cas);
  if (!ca) throw new UsageError(`--ca: no CA "${flags.ca}" is known${didYouMean(flags.ca, caIds(cas))}`);
  const method = METHODS.find((each) => each === flags.method);
  if (flags.method !== undefined && !method) {
    const known = METHODS.join(", ");
    throw new UsageError(`--method: "${flags.method}" is none of ${known}${didYouMean(flags.method, METHODS)}`);
  }
  const csr = flags.csr === undefined ? undefined : await csrOf(flags.csr);
  if (words.length === 0 && !csr) throw new UsageError("expect wants a NAME, or --csr FILE with names in it");

  const names: CertificateName[] = [];
  const unprovable: string[] = [];
  for (const word of words.length > 0 ? words : csr!.names) {
    const name = toName(word);
    if (typeof name === "string") unprovable.push(name);
    else if (!names.some((each) => each.name === name.name && each.wildcard === name.wildcard)) names.push(name);
  }
  if (words.length > 0 && unprovable.length > 0) throw new UsageError(unprovable[0]);
  if (words.length === 0) for (const address of csr!.addresses) unprovable.push(isAddress(address));
  if (names.length === 0) throw new UsageError(unprovable[0] ?? `${flags.csr} asks for no name: give one as NAME`);

  const answer = expectOf(
    {
      ca,
      method,
      names,
      csr: csr?.hashes,
      unique: flags.unique,
      account: checkAccount(flags.account),
      at: flags.at,
      now: Date.now(),
    },
    {
      sha256: (text) => createHash("sha256").update(text).digest(),
      registrableDomain: (name) => publicSuffixes.registrableDomain(name),
    },
  );
  if (answer.kind === "refused") throw new UsageError(answer.what);
  return { answer, ca, names, unprovable };
}

const didYouMean = (word: string, words: readonly string[]): string => {
  const near = nearest(word.toLowerCase(), words);
  return near ? `; did you mean "${near}"?` : "";
};

// ── input ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The request's names, and the hashes of its octets. */
async function csrOf(file: string) {
  const { MAX_CSR, readCsr } = await import("@dcvlint/linter/csr");
  const csr = readCsr(file === "-" ? await readStdin() : readStart(file, MAX_CSR + 1));
  if ("kind" in csr) throw new UsageError(`--csr: ${file} ${csr.what}`);
  const hash = (name: string): string => createHash(name).update(csr.der).digest("hex");
  return { names: csr.names, addresses: csr.addresses, hashes: { md5: hash("md5"), sha256: hash("sha256") } };
}

/** No more than is looked at: the file may be a device or a whole disk. */
function readStart(file: string, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  let length = 0;
  try {
    const open = openSync(file, "r");
    try {
      for (let read = -1; read !== 0 && length < most; length += read) {
        read = readSync(open, bytes, length, most - length, null);
      }
    } finally {
      closeSync(open);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(`--csr: ${file} ${code === "ENOENT" ? "doesn't exist" : `can't be read (${code})`}`);
  }
  return bytes.subarray(0, length);
}

const isAddress = (text: string): string => `${text} is an IP address, and expect knows what proves names only`;

/** A name as a certificate bears it (RFC 5280 §7.2: A-labels), or a sentence why it is none. */
function toName(word: string): CertificateName | string {
  const wildcard = word.startsWith("*.");
  const written = (wildcard ? word.slice(2) : word).replace(/\.$/, "");
  if (isIP(written.replace(/^\[|\]$/g, "")) !== 0) return isAddress(written);
  if (written.includes("://")) return `"${word}" is a URL: give the host's name alone`;
  const ascii = /[^\0-\x7f]/.test(written) && !/[%/?#@:\s\0-\x1f]/.test(written) ? domainToASCII(written) : written;
  const name = ascii.toLowerCase();
  const sound =
    name.length <= 253 &&
    name.includes(".") &&
    name.split(".").every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) &&
    // A last label of digits would make it an address (WHATWG URL, "ends in a number").
    !/(?:^|\.)[0-9]+$/.test(name);
  return sound ? { name, wildcard } : `"${word}" is no name that a certificate can be issued for`;
}

// ── output ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const FORMATS: Readonly<Record<Flags["format"], (answer: Expected, ca: string) => string>> = { pretty, text, json };

/** Data alone, for scripts: a line for a record or an address, a URL and a body for a file. */
function text({ records, files, addresses, endsOn, unknown }: Expected): string {
  if (unknown !== undefined) return "";
  const lines = records.map(({ owner, type, value }) => `${owner} ${type} ${value}\n`);
  for (const { address } of addresses) lines.push(`${address} until ${endsOn}\n`);
  return lines.join("") + files.map(({ url, body }) => `${url}\n\n${body}\n`).join("\n");
}

function json({ kind: _, unknown, records, files, ...rest }: Expected): string {
  const withNull = <T extends { readonly value?: string; readonly body?: string }>(
    key: "value" | "body",
    all: readonly T[],
  ) => all.map((each) => ({ ...each, [key]: each[key] ?? null }));
  const { ca, method, ...more } = rest;
  const report = {
    version: 1,
    ca,
    method,
    records: withNull("value", records),
    files: withNull("body", files),
    ...more,
  };
  return `${JSON.stringify(unknown === undefined ? report : { ...report, unknown }, null, 2)}\n`;
}

function pretty({ method, records, files, addresses, endsOn, unknown, caveats, notes, sources }: Expected, ca: string) {
  if (unknown !== undefined) return "";
  const pc = colorsOfStdout();
  const lines = [pc.bold(`${ca} will look for (${method})`), ""];
  const width = Math.max(0, ...records.map(({ owner }) => owner.length));
  for (const { owner, type, value } of records) lines.push(`  ${owner.padEnd(width)}  ${type}  ${value}`);
  for (const { url, body } of files) {
    lines.push(`  ${url}`, ...body!.split("\n").map((line) => `    ${line}`), "");
  }
  if (files.length > 0) lines.pop();
  if (addresses.length > 0) lines.push(`  mail to one of these, until ${endsOn}:`);
  for (const { address } of addresses) lines.push(`    ${address}`);
  lines.push("", ...caveats.map((caveat) => pc.yellow(caveat)), ...notes);
  lines.push(...sources.map((source) => pc.dim(`source: ${source}`)));
  return `${lines.join("\n")}\n`;
}
