import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { hasTool } from "../../linter/test/tools.js";
import { bin, scratch } from "./command.js";

// `dcvlint expect` as its users run it, with CSRs and hashes by openssl.

const dir = scratch("expect");

function dcvlint(args: readonly string[], input: string | Buffer = "") {
  const env = { PATH: process.env.PATH };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: dir,
    input,
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
}

const KEYS: Record<string, string[]> = {
  rsa: ["-newkey", "rsa:2048"],
  ec: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1"],
  ed25519: ["-newkey", "ed25519"],
};

describe.skipIf(!hasTool("openssl", "version"))("with a CSR", () => {
  const hashOf = (file: string, hash: string): string => {
    const der = execFileSync("openssl", ["req", "-in", join(dir, file), "-outform", "DER"], { stdio: "pipe" });
    return execFileSync("openssl", [hash, "-r"], { input: der }).toString().split(" ")[0];
  };
  const make = (file: string, subject: string, names?: string, key = KEYS.ec): void => {
    const more = names ? ["-addext", `subjectAltName=${names}`] : [];
    const args = [
      "req",
      "-new",
      ...key,
      "-nodes",
      "-keyout",
      "/dev/null",
      "-subj",
      subject,
      "-out",
      join(dir, file),
      "-utf8",
    ];
    execFileSync("openssl", [...args, ...more], { stdio: "pipe" });
  };

  beforeAll(() => {
    for (const [key, args] of Object.entries(KEYS)) {
      make(`${key}.csr`, "/CN=example.com", "DNS:example.com,DNS:www.example.com,DNS:*.example.com", args);
      execFileSync("openssl", ["req", "-in", `${key}.csr`, "-outform", "DER", "-out", `${key}.der`], { cwd: dir });
    }
    make("idn.csr", "/CN=bücher.example");
    make("ip.csr", "/CN=example.com", "DNS:example.com,DNS:EXAMPLE.com,IP:192.0.2.1");
    make("ltd.csr", "/O=Example Ltd/CN=Example Ltd");
    make("none.csr", "/O=Example Ltd");
  });

  test.each(["rsa.csr", "rsa.der", "ec.csr", "ec.der", "ed25519.csr", "ed25519.der"])(
    "%s: the hashes of openssl",
    (file) => {
      const md5 = hashOf(file.replace(".der", ".csr"), "md5");
      const sha256 = hashOf(file.replace(".der", ".csr"), "sha256");
      const target = `${sha256.slice(0, 32)}.${sha256.slice(32)}.sectigo.com.`;
      expect(dcvlint(["expect", "--ca", "sectigo", "--csr", file, "--format", "text"])).toEqual({
        status: 0,
        stdout: `_${md5}.example.com. CNAME ${target}\n_${md5}.www.example.com. CNAME ${target}\n`,
        stderr: "",
      });
      const args = ["--ca", "trustico", "--csr", file, "--method", "http-file", "--unique", "u1", "--format", "text"];
      expect(dcvlint(["expect", "www.example.com", ...args]).stdout).toBe(
        `http://www.example.com/.well-known/pki-validation/${md5.toUpperCase()}.txt\n\n${sha256}\nsectigo.com\nu1\n`,
      );
    },
  );

  test("a name in other letters becomes its A-label; standard input; another name than the CSR's", () => {
    const text = ["--ca", "sectigo", "--format", "text"];
    expect(dcvlint(["expect", ...text, "--csr", "idn.csr"]).stdout).toContain(".xn--bcher-kva.example. CNAME ");
    const pem = execFileSync("cat", [join(dir, "ec.csr")]);
    const piped = dcvlint(["expect", "Shop.Example.NET.", ...text, "--csr", "-"], pem);
    expect(piped).toMatchObject({ status: 0, stdout: expect.stringContaining(".shop.example.net. CNAME ") });
    expect(dcvlint(["expect", "a.shop.example.co.uk", ...text, "--csr", "ec.csr", "--at", "base"]).stdout).toMatch(
      /^_[0-9a-f]{32}\.example\.co\.uk\. CNAME /,
    );
  });

  test("an address in the CSR is told and 2; what has a name is told all the same, once", () => {
    const run = dcvlint(["expect", "--ca", "sectigo", "--csr", "ip.csr", "--format", "text"]);
    expect(run.status).toBe(2);
    expect(run.stdout.trim().split("\n")).toHaveLength(1);
    expect(run.stderr).toMatch(/^dcvlint: 192\.0\.2\.1 is an IP address.*\n$/);
  });

  test("JSON and pretty", () => {
    const report = JSON.parse(dcvlint(["expect", "--ca", "sectigo", "--csr", "ec.csr", "--format", "json"]).stdout);
    expect(report).toMatchObject({ version: 1, ca: "sectigo", method: "dns-cname", status: "verified", files: [] });
    expect(report.records[0]).toMatchObject({
      name: "example.com",
      type: "CNAME",
      owner: `_${hashOf("ec.csr", "md5")}.example.com.`,
    });
    expect(dcvlint(["expect", "--ca", "sectigo", "--csr", "ec.csr"]).stdout).toMatch(
      /Sectigo .*\n.*CNAME.*--unique.*source: /s,
    );
  });

  test("a CSR without a name is 2", () => {
    for (const file of ["ltd.csr", "none.csr"]) {
      expect(dcvlint(["expect", "--ca", "sectigo", "--csr", file])).toMatchObject({ status: 2, stdout: "" });
    }
  });
});

test("a CSR that can't be read is 2 and one sentence", () => {
  writeFileSync(join(dir, "key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
  writeFileSync(join(dir, "bad.der"), Buffer.from([0x30, 0x82, 0xff, 0xff, 0x00]));
  for (const file of ["gone.csr", "key.pem", "bad.der", "."]) {
    const run = dcvlint(["expect", "--ca", "sectigo", "--csr", file]);
    expect(run, file).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr, file).toMatch(/^dcvlint: --csr: \S+ [^\n]+\n$/);
  }
});

test("what only the CA knows is 2, and the sentence names the owner; JSON holds it too", () => {
  const run = dcvlint(["expect", "*.example.com", "--ca", "letsencrypt", "--format", "text"]);
  expect(run).toMatchObject({ status: 2, stdout: "" });
  expect(run.stderr).toMatch(/^dcvlint: only Let's Encrypt knows .*_acme-challenge\.example\.com\.\n$/);
  const json = dcvlint(["expect", "example.com", "--ca", "letsencrypt", "--format", "json"]);
  expect(json.status).toBe(2);
  expect(JSON.parse(json.stdout).records).toEqual([
    { name: "example.com", wildcard: false, owner: "_acme-challenge.example.com.", type: "TXT", value: null },
  ]);
});

test("a CA that the config adds", () => {
  writeFileSync(join(dir, "own.yaml"), "cas:\n  - id: own\n    name: Own CA\n    issuerDomains: [ca.example.net]\n");
  const own = ["--config", "own.yaml", "--format", "text"];
  const account = "https://ca.example.net/acct/1";
  expect(dcvlint(["expect", "example.com", "--ca", "own", "--account", account, ...own])).toMatchObject({
    status: 0,
    stdout: `_validation-persist.example.com. TXT "ca.example.net; accounturi=${account}"\n`,
  });
  expect(dcvlint(["expect", "example.com", "--ca", "ca.example.net", ...own]).stderr).toMatch(
    /^dcvlint: only Own CA knows/m,
  );
  const unknown = dcvlint(["expect", "example.com", "--ca", "owm", ...own]);
  expect(unknown).toMatchObject({ status: 2, stdout: "" });
  expect(unknown.stderr).toMatch(/did you mean "own"\?\n$/);
});

test("the label of an ACME account is the draft's example", () => {
  const account = "https://example.com/acme/acct/ExampleAccount";
  const run = dcvlint([
    "expect",
    "www.example.org",
    "--ca",
    "certainly",
    "--method",
    "dns-account-01",
    "--account",
    account,
  ]);
  expect(run).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("_ujmmovf2vn55tgye._acme-challenge.www.example.org."),
  });
});

test("dns-persist-01 and e-mail as lines", () => {
  const account = "https://acme-v02.api.letsencrypt.org/acme/acct/1";
  const persist = ["--ca", "sectigo", "--method", "dns-persist-01", "--account", account, "--format", "text"];
  expect(dcvlint(["expect", "*.example.com", ...persist]).stdout).toBe(
    `_validation-persist.example.com. TXT "sectigo.com; accounturi=${account}; policy=wildcard"\n`,
  );
  expect(dcvlint(["expect", "example.com", "--ca", "sectigo", "--method", "email", "--format", "text"]).stdout).toBe(
    ["admin", "administrator", "webmaster", "hostmaster", "postmaster"]
      .map((box) => `${box}@example.com until 2028-03-15\n`)
      .join(""),
  );
});

test("bad usage is 2 and one sentence", () => {
  for (const args of [
    ["example.com"],
    ["--ca", "sectigo"],
    ["example.com", "--ca", "nobody"],
    ["example.com", "--ca", "letsencrypt", "--method", "telepathy"],
    ["example.com", "--ca", "letsencrypt", "--at", "top"],
    ["192.0.2.1", "--ca", "letsencrypt"],
    ["[2001:db8::1]", "--ca", "letsencrypt"],
    ["https://example.com/", "--ca", "letsencrypt"],
    ["a.*.example.com", "--ca", "letsencrypt"],
    ["my_host.example.com", "--ca", "letsencrypt"],
    ["a..example.com", "--ca", "letsencrypt"],
    ["localhost", "--ca", "letsencrypt"],
    [`${"a".repeat(64)}.example.com`, "--ca", "letsencrypt"],
  ]) {
    const run = dcvlint(["expect", ...args]);
    expect(run, args.join(" ")).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr, args.join(" ")).not.toContain("fault of dcvlint");
  }
});
