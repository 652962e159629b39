import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { formatRecords, load, NO_CONFIG } from "../src/index.js";
import { CORPUS, filesBelow, sayAbsent } from "./corpus.js";
import { hasTool } from "./tools.js";
import { CLEAN } from "./zone-text.js";

// The records that we say will be published, against those that BIND loads. Both go through named-compilezone, so that
// nothing of ours reads what it is compared with.

const folder = mkdtempSync(join(tmpdir(), "dcvlint-compile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const there = hasTool("named-compilezone");

/** named-compilezone's own output, sorted, or why it refused. Policy checks are off: what is compared is what was read. */
function compile(path: string, origin: string): { lines?: string[]; refused?: string } {
  const off = [
    "-i",
    "none",
    "-k",
    "ignore",
    "-m",
    "ignore",
    "-M",
    "ignore",
    "-n",
    "ignore",
    "-r",
    "ignore",
    "-S",
    "ignore",
    "-T",
    "ignore",
    "-W",
    "ignore",
  ];
  const out = spawnSync("named-compilezone", [...off, "-s", "full", "-F", "text", "-o", "-", origin, path], {
    cwd: dirname(path),
    encoding: "latin1",
    maxBuffer: 1 << 28,
  });
  if (out.status !== 0) return { refused: out.stdout + out.stderr };
  // TTLs are left out: BIND gives all records of an RRset one TTL, we print each record's own.
  const lines = out.stdout.split("\n").filter((line) => line && !line.startsWith(";"));
  return {
    lines: lines
      .map((line) =>
        line
          .toLowerCase()
          .replace(/^(\S+)\s+\d+\s+/, "$1 ")
          .replace(/\s+/g, " "),
      )
      .sort(),
  };
}

async function ours(path: string, origin?: string): Promise<{ text: string; apex: string; whole: boolean }> {
  const loaded = await load({ cwd: dirname(path), paths: [path], config: NO_CONFIG, origin, now: 0 });
  const { zone } = loaded.zones[0] ?? {};
  return {
    text: [...formatRecords(loaded, "zone", (file) => file)].join("\n"),
    apex: zone ? zone.names.text(zone.apex) : ".",
    whole: zone?.whole === true,
  };
}

/** Zones that BIND 9.18 takes and later versions refuse, as we do. */
const REFUSED_SINCE: Record<string, string> = {
  "bad-eui48-trailing-garbage.db": "octets behind an EUI48 address",
  "bad-eui64-trailing-garbage.db": "octets behind an EUI64 address",
};

async function compare(path: string, origin?: string): Promise<"equal" | "refused" | "no zone"> {
  const { text, apex, whole } = await ours(path, origin);
  if (!whole) return "no zone";
  const theirs = compile(path, apex);
  if (theirs.lines === undefined) return "refused";
  const copy = join(folder, "ours.zone");
  writeFileSync(copy, `${text}\n`, "latin1");
  const again = compile(copy, apex);
  expect(again.refused).toBeUndefined();
  expect(again.lines).toEqual(theirs.lines);
  return "equal";
}

describe.skipIf(!there)("dcvlint records against named-compilezone", () => {
  test("the clean zone", async () => {
    const path = join(folder, "clean.zone");
    writeFileSync(path, CLEAN);
    expect(await compare(path)).toBe("equal");
  });
  test("a zone of every trick of the format", async () => {
    const path = join(folder, "tricks.zone");
    writeFileSync(
      path,
      String.raw`$ORIGIN Example.COM.
$TTL 1h30m
@ 1D IN SOA NS1 host\.master ( 1 ; serial
   2h 3m 4w
   5 )
  NS ns1
	NS ns2.sub
ns1 IN 300 A 192.0.2.1
NS1 600 IN AAAA 2001:DB8::1
sub 1w NS ns.sub
$ORIGIN sub
ns A 192.0.2.2
$ORIGIN example.com.
a\.b A 192.0.2.3
\042x.y TXT "a;b (c) \" d" e\032f "\195\188"
txt TXT ( "one"
  "two" three )
unknown TYPE65280 \# 3 616263
known A \# 4 C0000205
svc HTTPS 1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.7
naptr NAPTR 100 10 "U" "E2U+sip" "!^.*$!sip:i@example.com!" .
loc LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
$GENERATE 1-5/2 host-${"$"}{0,3,d} A 192.0.2.$
$GENERATE 10-12 $.rev PTR h-$.example.net.
$GENERATE 1-2 n${"$"}{0,4,n} TXT "x $ y"
caa CAA 0 issue "letsencrypt.org; validationmethods=dns-01"
caa CAA 128 ISSUEWILD ";"
mx MX 10 @
*.wild A 192.0.2.9
dup A 192.0.2.9
DUP A 192.0.2.9
elsewhere.example.org. A 192.0.2.9
`,
    );
    expect(await compare(path)).toBe("equal");
  });
});

if (there) {
  if (!CORPUS) sayAbsent("dcvlint records on its zones");
  else {
    const corpus = CORPUS;
    describe("dcvlint records against named-compilezone on the corpus", () => {
      const counts = { equal: 0, refused: 0, "no zone": 0 };
      for (const path of filesBelow(join(corpus, "zone"))) {
        if (REFUSED_SINCE[basename(path)]) continue;
        test(relative(corpus, path), async () => {
          counts[await compare(path)]++;
        });
      }
      test("most of it was compared", () => {
        console.log(`corpus zones: ${JSON.stringify(counts)}`);
        expect(counts.equal).toBeGreaterThan(100);
      });
    });
  }
}
