import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, scratch } from "./command.js";

const cwd = scratch("check");
writeFileSync(
  join(cwd, "example.com.zone"),
  '@ 300 IN SOA ns1.example.net. h 1 7200 900 1209600 300\n@ 300 IN NS ns1.example.net.\n@ 300 IN CAA 0 issue "letsencrypt.org"\nwww 300 IN CNAME host.example.net.\n',
);

const check = (...args: string[]) => spawnSync(process.execPath, [bin, "check", ...args], { cwd, encoding: "utf8" });
const OFFLINE = ["--offline", "--after", "example.com.zone"];

describe("exit codes of check --offline", () => {
  test.each([
    [["example.com", "*.example.com", "--ca", "letsencrypt"], 0],
    [["example.com", "--ca", "digicert"], 1],
    [["example.com", "www.example.com", "--ca", "digicert"], 1],
    [["example.com", "www.example.com", "--ca", "letsencrypt"], 3],
    [["example.com", "--ca", "nobody"], 2],
    [["example.com", "--ca", "letsencrypt", "--method", "carrier-pigeon"], 2],
    [["example.com", "--ca", "letsencrypt", "--after", "nosuch.zone"], 2],
    [["example.com"], 2],
    [[], 2],
  ])("%j: %i", (args, code) => expect(check(...args, ...OFFLINE).status).toBe(code));
});

/** Nobody listens at this port of loopback, so that whatever is asked is refused at once. */
const CLOSED = {
  rootHints: [{ name: "ns.root.", addresses: ["127.0.0.1"] }],
  authorityPort: 9,
  resolvers: [{ id: "closed", transport: "udp", address: "127.0.0.1", port: 9 }],
  systemResolver: "never",
};

test("where nobody can be reached it can't be told, and that is said", () => {
  writeFileSync(join(cwd, "closed.json"), JSON.stringify(CLOSED));
  const run = check(...["example.com", "--ca", "letsencrypt", "--network-profile", "closed.json", "--format", "json"]);
  expect([run.status, run.stderr]).toEqual([3, ""]);
  const [name] = JSON.parse(run.stdout).names;
  expect(name).toMatchObject({ verdict: "cannot-tell", findings: [] });
  expect(name.reasons[0]).toMatch(/no resolver answers/);
  expect(name.evidence.map(({ of }: { of: string }) => of)).toEqual(
    expect.arrayContaining([expect.stringMatching(/closed/)]),
  );
});

test.for([
  [["--network-profile", "none.json"], /--network-profile none\.json: it doesn't exist/],
  [["--network-profile", "text.json"], /--network-profile text\.json: it isn't JSON/],
  [["--network-profile", "wrong.json"], /wrong\.json: .*"resolver"/],
  [["--resolver", "1.1.1.1"], /--resolver: "1\.1\.1\.1" begins with none of .*udp:\/\/1\.1\.1\.1/],
  [["--timeout", "never"], /--timeout "never": give seconds/],
  [["--wait", "soon"], /--wait "soon": give a duration/],
  [["--http-file", "token"], /--http-file "token": write PATH CONTENT/],
  [["--before", "text.json"], /--before: it is what --after PATH replaces/],
  [["--perspectives", "globalping"], /globalping/],
  [["--wait", "1m", "--offline", "--after", "text.json"], /--wait: with --offline nothing is asked/],
  [["https://example.com/"], /check https:\/\/example\.com\/: that is a URL, give the host's name alone/],
] as const)("%s can't be done, and a sentence says why", ([args, sentence]) => {
  writeFileSync(join(cwd, "text.json"), "resolvers");
  writeFileSync(join(cwd, "wrong.json"), '{ "resolver": [] }');
  const run = check("example.com", "--ca", "letsencrypt", ...args);
  expect([run.status, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toMatch(sentence);
  expect(run.stderr.trim().split("\n")).toHaveLength(1);
});

test("a file that contradicts itself, and one with an address that nobody reaches, are to blame by their lines", () => {
  const head = "$TTL 60\n@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\n";
  writeFileSync(
    join(cwd, "example.org.zone"),
    `${head}_acme-challenge CNAME x.example.net.\n_acme-challenge TXT "t"\nshop A 10.0.0.1\n`,
  );
  const place = (name: string, method: string) => {
    const args = ["--ca", "letsencrypt", "--method", method, "--offline", "--after", "example.org.zone"];
    const [{ findings }] = JSON.parse(check(name, ...args, "--format", "json").stdout).names;
    return findings.map(({ rule, location, related }: never) => [rule, location, related]);
  };
  expect(place("example.org", "dns-01")).toMatchObject([
    ["cname-and-other-data", { path: "example.org.zone", startLine: 5 }, [{ location: { startLine: 6 } }]],
  ]);
  expect(place("shop.example.org", "http-01")).toMatchObject([
    ["reserved-address", { path: "example.org.zone", startLine: 7 }, []],
  ]);
});

test("reports go where they are sent", () => {
  const { status, stdout } = check(
    "example.com",
    "--ca",
    "digicert",
    ...OFFLINE,
    "--format",
    "json=out.json",
    "--format",
    "markdown",
    "--format",
    "html=out.html",
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(/^## dcvlint check/);
  expect(readFileSync(join(cwd, "out.html"), "utf8")).toMatch(
    /^<!doctype html>[\s\S]*caa-excludes-ca[\s\S]*<\/html>\n$/,
  );
  const report = JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"));
  expect(report.names[0]).toMatchObject({ name: "example.com", ca: "digicert", verdict: "will-not-issue" });
  expect(report.names[0].findings[0]).toMatchObject({
    rule: "caa-excludes-ca",
    location: { path: "example.com.zone", startLine: 3 },
  });
});
