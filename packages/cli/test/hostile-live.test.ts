import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  ALL,
  Authority,
  a,
  type Behaviour,
  CAA,
  caa,
  cname,
  honest,
  OWN,
  ROOT,
  referral,
  reply,
  rr,
  TLD,
  TXT,
  txt,
  withZone,
} from "../../live/test/hostile/authority.js";
import { name, record, u16 } from "../../live/test/messages.js";
import { bin, scratch } from "./command.js";

// The built command against name servers and web servers that answer what they like.

const cwd = scratch("hostile-live");
const TIMEOUTS = { queryMs: 150, tries: 2, totalMs: 3000, tcpMs: 400 };
/** Milliseconds: twice `totalMs` and two seconds, and what it takes to start and stop the command. */
const PROMISE = 2 * TIMEOUTS.totalMs + 2000 + 5000;

interface How {
  readonly profile?: Record<string, unknown>;
  readonly addresses?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Options of Node's. */
  readonly node?: readonly string[];
}

let profiles = 0;
async function dcvlint(args: readonly string[], behave: Behaviour, how: How = {}) {
  const authority = await new Authority(behave).start(how.addresses ?? ALL);
  const file = join(cwd, `profile${profiles++}.json`);
  const profile = {
    rootHints: [{ name: "ns.root.", addresses: [ROOT] }],
    trustAnchors: [],
    authorityPort: authority.port,
    resolvers: [],
    systemResolver: "never",
    ipv6: "off",
    treatAsPublic: ["127.0.0.0/8"],
    timeouts: TIMEOUTS,
    publicSuffixes: ["test"],
    ...how.profile,
  };
  writeFileSync(file, JSON.stringify(profile));
  const started = performance.now();
  const words = [...(how.node ?? []), bin, "check", ...args, "--network-profile", file];
  const child = spawn(process.execPath, words, { cwd, env: { PATH: process.env.PATH, ...how.env } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (piece: Buffer) => (stdout += piece));
  child.stderr.on("data", (piece: Buffer) => (stderr += piece));
  const [code] = await once(child, "close");
  const took = performance.now() - started;
  await authority.stop();
  return { code: code as number | null, stdout, stderr, took, asked: authority.asked };
}

const LE = ["--ca", "letsencrypt"];

/** What a terminal, a runner, Markdown or HTML would obey. */
const EVIL =
  "\x1b[2J\x9b31m\r\n::error file=x::owned\n##[error]owned\n`x`|<script>alert(1)</script>![i](http://e.test)\u0007";

const withError = (octets: Buffer): Buffer => {
  const text = Buffer.concat([u16(15), Buffer.from(EVIL, "latin1")]);
  const rdata = Buffer.concat([u16(15, text.length), text]);
  const told = Buffer.concat([octets, record({ owner: name(""), type: 41, class: 1232, ttl: 0, rdata })]);
  told.writeUInt16BE(told.readUInt16BE(10) + 1, 10);
  return told;
};

const label = Buffer.concat([Buffer.from([50]), Buffer.from(EVIL.slice(0, 50), "latin1"), name("example.test")]);
const evilRecords = honest("example.test", {
  "example.test.": { [CAA]: [caa("example.test", EVIL), caa("example.test", EVIL, EVIL.slice(0, 30), 128)] },
  "_acme-challenge.example.test.": { [TXT]: [txt("_acme-challenge.example.test", EVIL)] },
  "www.example.test.": { [CAA]: [caa("www.example.test", "letsencrypt.org")] },
  "_acme-challenge.www.example.test.": { 5: [rr("_acme-challenge.www.example.test", 5, label)] },
});
const evil: Behaviour = (asked) => {
  if (asked.name === "_acme-challenge.www.example.test.")
    return withError(reply(asked, { answer: [rr("_acme-challenge.www.example.test", 5, label)] }));
  return withError(evilRecords(asked) as Buffer);
};

/** C0 but for the line feed, DEL, C1. */
const CONTROLS = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;
/** What CommonMark's code spans, and nothing of Mermaid's, leave. */
const withoutCode = (markdown: string): string => {
  for (const [, graph] of markdown.matchAll(/^```mermaid\n(.*?)^```$/gms))
    expect(graph).not.toMatch(/<script|`|::error/);
  return markdown.replace(/^```mermaid\n.*?^```$/gms, "").replace(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/gs, "");
};
const RUNNER = /^\s*::[a-z-]+[ :]|##\[/m;

describe("what strangers answer", () => {
  const EXPECTED = [
    "--record",
    "_acme-challenge.example.test TXT token",
    "--record",
    "_acme-challenge.www.example.test TXT token",
  ];
  for (const format of ["pretty", "json", "markdown", "html"])
    test(`doesn't reach ${format} raw`, async () => {
      const run = await dcvlint(
        ["example.test", "www.example.test", ...LE, "--method", "dns-01", ...EXPECTED, "--format", format],
        withZone(evil),
      );
      expect(run.code).toBe(1);
      expect(run.stdout).not.toMatch(CONTROLS);
      expect(run.stdout).not.toMatch(RUNNER);
      expect(run.stdout).toContain("owned");
      expect(run.stderr).not.toMatch(CONTROLS);
      expect(run.stderr).not.toMatch(RUNNER);
      if (format === "html") expect(run.stdout).not.toContain("<script>alert");
      if (format === "markdown") expect(withoutCode(run.stdout)).not.toMatch(/<script|owned|!\[i\]/);
    });

  for (const format of ["pretty", "markdown", "html"])
    test(`over HTTP doesn't reach ${format} raw`, async () => {
      const server = createServer((socket: Socket) => {
        socket.on("error", () => {});
        socket.once("data", (octets) => {
          const location = `http://www.example.test/${EVIL.replace(/[\r\n\x00-\x1f]/g, "")}`;
          const text = octets.includes("GET /.well-known/acme-challenge/a")
            ? `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: ${EVIL.slice(4, 10)}\r\n\r\n${EVIL}`
            : `HTTP/1.1 302 Found\r\nLocation: ${location}\r\n\r\n`;
          socket.end(Buffer.from(text, "latin1"));
        });
      });
      server.listen(0, "127.0.0.31");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const zone = withZone((asked) =>
        asked.type === 1
          ? reply(asked, { answer: [a(asked.name.slice(0, -1), "127.0.0.31")] })
          : honest("example.test", { [asked.name]: {} })(asked),
      );
      for (const path of ["a", "b"]) {
        const file = `/.well-known/acme-challenge/${path} wanted`;
        const run = await dcvlint(
          ["example.test", ...LE, "--method", "http-01", "--http-file", file, "--format", format],
          zone,
          { profile: { http: { port, tlsPort: port, timeoutMs: 1000 } } },
        );
        expect(run.code).not.toBe(0);
        expect(run.stdout).not.toMatch(CONTROLS);
        expect(run.stdout).not.toMatch(RUNNER);
        if (format === "html") expect(run.stdout).not.toContain("<script>alert");
        if (format === "markdown") expect(withoutCode(run.stdout)).not.toMatch(/<script|owned|!\[i\]/);
      }
      server.close();
    });
});

describe("the command", () => {
  const silent: Record<string, Behaviour> = {
    "a root that is silent": () => undefined,
    "name servers that are silent": withZone(() => undefined),
    "name servers that answer nonsense": withZone(() => Buffer.alloc(4000, 0xc1)),
    "name servers whose names need each other": (asked) =>
      asked.at === ROOT
        ? withZone(() => undefined)(asked)
        : withZone(() => undefined, { "ns.other.test": [] })(
            asked.name.endsWith("other.test.") ? { ...asked, name: asked.name.replace("other", "example") } : asked,
          ),
    "aliases without end": withZone((asked) =>
      reply(asked, { answer: [cname(asked.name.slice(0, -1), `x${Math.random()}.example.test`)] }),
    ),
  };
  for (const [what, behave] of Object.entries(silent))
    test(`ends by itself, and in time, against ${what}`, async () => {
      const { code, took, stderr } = await dcvlint(["example.test", ...LE], behave);
      expect([1, 3]).toContain(code);
      expect(stderr).toBe("");
      expect(took).toBeLessThan(PROMISE);
    });

  test("gives up after --wait, having looked again and said what is missing", async () => {
    const run = await dcvlint(["example.test", ...LE, "--wait", "3s", "--format", "json"], withZone(denying));
    expect(run.code).toBe(1);
    expect(run.took).toBeLessThan(3000 + TIMEOUTS.queryMs + 2000);
    expect(run.took).toBeGreaterThan(2900);
    expect(run.stderr).toMatch(/^dcvlint: waiting: example\.test: caa-excludes-ca: /);
    expect(run.stderr.trim().split("\n").length).toBe(1);
    const looks = run.asked.filter(({ type, at, transport, name: asked }) =>
      [type === CAA, at === OWN[0], transport === "udp", asked === "example.test."].every(Boolean),
    );
    expect(looks.length).toBeGreaterThanOrEqual(2);
    expect(JSON.parse(run.stdout).names[0].verdict).toBe("will-not-issue");
  });

  test("gives up after --wait though nobody answers and a single look would take longer", async () => {
    const run = await dcvlint(
      ["example.test", ...LE, "--wait", "1s"],
      withZone(() => undefined),
    );
    expect([1, 3]).toContain(run.code);
    expect(run.took).toBeLessThan(1000 + TIMEOUTS.queryMs + 2000);
  });

  test("stops waiting once the CA would issue", async () => {
    const started = performance.now();
    const run = await dcvlint(
      ["example.test", ...LE, "--wait", "1m"],
      withZone((asked) => (performance.now() - started < 2500 ? denying(asked) : honest("example.test", {})(asked))),
    );
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/waiting: example\.test/);
    expect(run.took).toBeLessThan(20_000);
  });

  test("without a NAME checks every name of the config, at a cost that fifty names share", async () => {
    const names = Array.from({ length: 50 }, (_, i) => `h${i}.example.test`);
    writeFileSync(join(cwd, "fifty.json"), JSON.stringify({ certificates: [{ names, ca: "letsencrypt" }] }));
    const run = await dcvlint(["--config", "fifty.json", "--format", "json"], withZone(honest("example.test", {})), {
      profile: { timeouts: { queryMs: 3000, tries: 2, totalMs: 20_000, tcpMs: 3000 } },
    });
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(JSON.parse(run.stdout).names.length).toBe(50);
    expect(run.asked.length).toBeLessThan(90 + 49 * 20);
  });
});

const denying = honest("example.test", { "example.test.": { [CAA]: [caa("example.test", "other.example")] } });

describe("files of a pull request", () => {
  const zone = (more: string): string => {
    const file = join(cwd, "example.test.zone");
    const head = "@ 300 IN SOA ns1.example.test. h 1 7200 900 1209600 300\n";
    const servers = OWN.map((address, i) => `@ 300 IN NS ns${i + 1}\nns${i + 1} 300 IN A ${address}\n`).join("");
    writeFileSync(file, `$ORIGIN example.test.\n${head}${servers}${more}`);
    return file;
  };

  test("don't lead to private addresses by what they delegate", async () => {
    const file = zone("sub 300 IN NS ns.sub\nns.sub 300 IN A 127.0.0.1\nns.sub 300 IN A 169.254.169.254\n");
    const run = await dcvlint(
      ["sub.example.test", ...LE, "--after", file, "--format", "json"],
      withZone(honest("example.test", {})),
      {
        addresses: [...ALL, "127.0.0.1"],
        profile: { treatAsPublic: [...ALL].map((address) => `${address}/32`) },
      },
    );
    expect([run.code, run.stderr]).toEqual([1, ""]);
    expect(run.stdout).toContain("it isn't a public address");
    expect(run.asked.filter(({ at }) => at === "127.0.0.1")).toEqual([]);
  });

  test("may delegate in a circle", async () => {
    const file = zone("sub 300 IN NS ns.other.test.\n");
    const run = await dcvlint(["sub.example.test", ...LE, "--after", file], (asked) =>
      asked.at === TLD && asked.name.endsWith("other.test.")
        ? referral(asked, "other.test", { "ns.sub.example.test": [] })
        : withZone(honest("example.test", {}))(asked),
    );
    expect([run.code, run.stderr]).toEqual([1, ""]);
    expect(run.stdout).toContain("nameserver-unreachable");
    expect(run.took).toBeLessThan(PROMISE);
  });
});

describe('with "systemResolver": "never"', () => {
  test("no socket goes anywhere but to the servers of the profile and those that they lead to", async () => {
    const log = join(cwd, "calls.log");
    const web = "127.0.0.31";
    const zone = withZone((asked) =>
      asked.type === 1 && asked.name === "example.test."
        ? reply(asked, { answer: [a("example.test", web)] })
        : honest("example.test", { "example.test.": {} })(asked),
    );
    const run = await dcvlint(["example.test", ...LE, "--method", "http-01"], zone, {
      node: ["--import", new URL("watch-network.mjs", import.meta.url).href],
      env: { DCVLINT_TEST_CALLS: log },
      profile: {
        resolvers: [
          { id: "own", transport: "udp", address: "127.0.0.51", port: 9 },
          // Its name is looked up by the walk, as any other.
          { id: "named", transport: "https", url: "https://resolver.example.test/dns-query" },
        ],
        http: { port: 9, tlsPort: 9 },
      },
    });
    expect(run.stderr).toBe("");
    expect(run.code).toBe(1);
    const calls = readFileSync(log, "utf8").trim().split("\n");
    expect([...new Set(calls)].sort()).toEqual([...ALL, web, "127.0.0.51"].map((each) => `connect ${each}`).sort());
  });
});
