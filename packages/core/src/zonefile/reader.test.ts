import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../name/octets.js";
import { typeInfo } from "../rdata/types.js";
import { dedent } from "../testing.js";
import { RecordView } from "../zone/record-view.js";
import { UNREADABLE, type Zone } from "../zone/zone.js";
import { type Included, readZoneFile, type ZoneFileOptions } from "./reader.js";
import { fillSerial } from "./serial.js";

const read = (text: string, options: Partial<ZoneFileOptions> = {}) =>
  readZoneFile(encodeUtf8(dedent(text)), { file: "z", ...options });

/** `owner ttl type` of every record that could be read. */
const records = (zone: Zone) =>
  Array.from({ length: zone.count }, (_, id) => id)
    .filter((id) => (zone.flags[id] & UNREADABLE) === 0)
    .map((id) => `${zone.names.text(zone.owner[id])} ${zone.ttl[id]} ${typeInfo(zone.type[id]).mnemonic}`);

/** `line:column rule message` of all trouble. */
const trouble = (zone: Zone) =>
  zone.problems.map(({ rule, message, source, start }) => {
    const { line, column } = source.span(start, start).start;
    return `${line}:${column} ${rule} ${message}`;
  });

describe("the master file format (RFC 1035 §5)", () => {
  test("owners: relative, absolute, @, inherited, $ORIGIN also relative", () => {
    const zone = read(`
      $ORIGIN example.com.
      $TTL 300
      @ A 192.0.2.1
        AAAA 2001:db8::1
      www A 192.0.2.2
      www.example.com. TXT "x"
      $ORIGIN sub
      a A 192.0.2.3
      $ORIGIN deep
      @ A 192.0.2.4
    `);
    expect(trouble(zone)).toEqual([]);
    expect(records(zone)).toEqual([
      "example.com. 300 A",
      "example.com. 300 AAAA",
      "www.example.com. 300 A",
      "www.example.com. 300 TXT",
      "a.sub.example.com. 300 A",
      "deep.sub.example.com. 300 A",
    ]);
  });
  test("TTL and class in either order, with units; $TTL, the last TTL, the SOA's minimum", () => {
    const zone = read(
      `
      @ SOA ns hostmaster 1 2 3 4 1h
      a A 192.0.2.1
      b IN 60 A 192.0.2.1
      c 1h30m IN A 192.0.2.1
      $TTL 1w2d
      e in a 192.0.2.1
      60 A 192.0.2.1
    `,
      { origin: "example.com" },
    );
    expect(trouble(zone)).toEqual([]);
    expect(records(zone)).toEqual([
      "example.com. 3600 SOA",
      "a.example.com. 3600 A",
      "b.example.com. 60 A",
      "c.example.com. 5400 A",
      "e.example.com. 777600 A",
      "60.example.com. 777600 A",
    ]);
  });
  test("parentheses, quotes, comments, escapes over several lines", () => {
    const zone = read(`
      $ORIGIN example.com.
      $TTL 1
      @ SOA ns hostmaster ( 1 ; serial "(
           2 3
           4 5 ) ; done
      t TXT ( "a;b (c)" ; "no"
         d\\"e "f\\"" )
      u TXT ; A
    `);
    expect(trouble(zone)).toEqual(["8:7 unquoted-semicolon cutShort"]);
    const view = new RecordView(zone).at(1);
    expect(view.strings()).toEqual(["a;b (c)", 'd"e', 'f"']);
  });
  test("CRLF, a BOM and a missing final line end", () => {
    const zone = readZoneFile(
      encodeUtf8('\ufeff$ORIGIN example.com.\r\n$TTL 1\r\na A 192.0.2.1\r\n\tTXT "x"\r\nb CNAME a'),
      { file: "z" },
    );
    expect(trouble(zone)).toEqual(["1:1 byte-order-mark atStart"]);
    expect(records(zone)).toEqual(["a.example.com. 1 A", "a.example.com. 1 TXT", "b.example.com. 1 CNAME"]);
    expect(new RecordView(zone).at(2).target).toMatchObject({ text: "a", form: "relative", name: "a.example.com." });
  });
  test("octets that aren't UTF-8 survive", () => {
    const text = encodeUtf8("$ORIGIN example.com.\n$TTL 1\na TXT x\n");
    text[text.length - 2] = 0xff;
    const zone = readZoneFile(text, { file: "z" });
    expect(new RecordView(zone).at(0).strings()).toEqual(["\u00ff"]);
  });
});

describe("recovery: one bad line never hides the others", () => {
  test("the record after each kind of bad entry is there", () => {
    const bad = [
      "x A 192.0.2.999",
      "x BOGUS y",
      "x 1h30 A 192.0.2.1",
      'x TXT "open',
      "x TXT ( open",
      "x A 192.0.2.1 )",
      "x",
      "a..b A 192.0.2.1",
      `${"y".repeat(64)} A 192.0.2.1`,
      "$NOPE",
      "$TTL",
      "$ORIGIN a..b",
      "$GENERATE 3-1 a$ A 192.0.2.1",
      "$INCLUDE gone",
      "x CH TXT y",
      "\\300 A 192.0.2.1",
      "x CNAME \\300",
      "x TYPE65536 y",
      "x CAA 0",
      "x MX 10",
    ];
    for (const line of bad) {
      const zone = readZoneFile(
        encodeUtf8(`$ORIGIN example.com.\n$TTL 1\n@ IN A 192.0.2.1\n${line}\nafter A 192.0.2.7\n`),
        { file: "z" },
      );
      expect(trouble(zone), line).toHaveLength(1);
      expect(trouble(zone)[0], line).toMatch(/^4:/);
      expect(records(zone).at(-1), line).toBe("after.example.com. 1 A");
    }
  });
  test("a forgotten parenthesis takes the rest of its own record along, and nothing else", () => {
    const zone = read(`
      $ORIGIN example.com.
      $TTL 1
      @ SOA ns hostmaster (
          1 ; serial
          2 3 4 5
        NS ns
      www A 192.0.2.1
      x TXT ( "a" )
    `);
    expect(trouble(zone)).toEqual(["3:21 syntax-error unclosedParenthesis"]);
    expect(records(zone)).toEqual(["example.com. 1 NS", "www.example.com. 1 A", "x.example.com. 1 TXT"]);
  });
  test("a record that can't be read still stands at its owner", () => {
    const zone = read(`
      $ORIGIN example.com.
      $TTL 1
      a A 192.0.2.999
        TXT "x"
    `);
    expect(zone.count).toBe(2);
    expect(records(zone)).toEqual(["a.example.com. 1 TXT"]);
  });
  test("records that inherit an owner nobody can read belong to nobody, and are checked all the same", () => {
    const zone = read(`
      $ORIGIN example.com.
      $TTL 1
      ok A 192.0.2.1
      a..b A 192.0.2.1
        TXT "x"
        A 192.0.2.999
    `);
    expect(records(zone)).toEqual(["ok.example.com. 1 A"]);
    expect(trouble(zone)).toEqual(["4:3 empty-label inOwner", expect.stringMatching(/^6:5 bad-rdata/)]);
  });
});

describe("TTLs", () => {
  test("a whole zone where nothing supplies one says so once; a fragment gets it from outside", () => {
    expect(trouble(read("a A 192.0.2.1\nb A 192.0.2.1\n@ 5 SOA ns hm 1 2 3 4 5", { origin: "example.com" }))).toEqual([
      "1:3 ttl-out-of-range missing",
    ]);
    expect(trouble(read("a A 192.0.2.1", { origin: "example.com" }))).toEqual([]);
  });
  test("2^31-1 is the most (RFC 2181 §8)", () => {
    expect(trouble(read("a 2147483647 A 192.0.2.1\na 2147483648 A 192.0.2.2", { origin: "example.com" }))).toEqual([
      "2:3 ttl-out-of-range tooLarge",
    ]);
  });
});

describe("the zone's name", () => {
  test("comes from an absolute SOA owner, else from the caller, else isn't known", () => {
    const soa = "SOA ns hm 1 2 3 4 5";
    const named = read(`example.org. ${soa}\nwww 5 A 192.0.2.1`, { origin: "example.com" });
    expect([named.names.text(named.apex), records(named)[1]]).toEqual(["example.org.", "www.example.org. 5 A"]);
    const given = read(`@ ${soa}`, { origin: "example.com" });
    expect([given.names.text(given.apex), given.whole, given.originKnown]).toEqual(["example.com.", true, true]);
    const nobody = read(`www 5 A 192.0.2.1`);
    expect([nobody.originKnown, nobody.whole, records(nobody)]).toEqual([false, false, ["www.<origin>. 5 A"]]);
  });
});

describe("the zone's name, where no SOA and nobody says it", () => {
  const apexOf = (text: string, more: Partial<ZoneFileOptions> = {}) => {
    const zone = read(text, more);
    return zone.originKnown ? zone.names.text(zone.apex) : undefined;
  };
  const plesk = `
    @ 60 SOA ns1.example.com. hm.example.com. 1 2 3 4 5
    example.com. 60 NS ns1.example.com.
    ns1.example.com. 60 A 192.0.2.1
  `;
  test("is where the NS records stand, if all absolute owners are at or below it", () => {
    expect(apexOf(plesk)).toBe("example.com.");
    expect(apexOf(plesk, { originGuess: "fwd.example.org" })).toBe("example.com.");
    expect(apexOf(`${dedent(plesk)}www.example.org. 60 A 192.0.2.1\n`)).toBeUndefined();
  });
  test("is the file name's, unless the file speaks of other names only", () => {
    expect(apexOf("www 60 A 192.0.2.1", { originGuess: "example.com." })).toBe("example.com.");
    expect(apexOf("www.example.com. 60 A 192.0.2.1", { originGuess: "example.com" })).toBe("example.com.");
    expect(apexOf("www.example.org. 60 A 192.0.2.1", { originGuess: "example.com" })).toBeUndefined();
  });
  test("is what an export's header says; the owner of its SOA has no final dot", () => {
    const zone = read(`
      ;; Domain:     example.com.
      ;; Exported:   2026-11-24 00:00:00
      example.com	3600	IN	SOA	a.ns.cloudflare.com. dns.cloudflare.com. 1 2 3 4 5
      example.com.	60	IN	NS	a.ns.cloudflare.com.
    `);
    expect(records(zone)).toEqual(["example.com. 3600 SOA", "example.com. 60 NS"]);
  });
  test("is what an older export's header says, where its SOA stands at the root", () => {
    const root = "$ORIGIN .\n@ 60 SOA example.com. hm.example.com. 1 2 3 4 5\nexample.com. 60 NS ns1.example.net.\n";
    const header = ";; Domain:     example.com\n;; Exported:   2016-02-15 16:46:47\n";
    expect(records(read(header + root))).toEqual(["example.com. 60 SOA", "example.com. 60 NS"]);
    expect(records(read(root))).toEqual([". 60 SOA", "example.com. 60 NS"]);
  });
});

describe("the dialects of other programs", () => {
  test("cli53's aliases are addresses that nobody looks into; Windows' ages are passed over", () => {
    const zone = read(`
      $ORIGIN example.com.
      @ 60 AWS ALIAS A lb.example.net. Z123 false
      host [AGE:3538123] 900 A 192.0.2.1
    `);
    expect(trouble(zone)).toEqual([]);
    expect(zone.count).toBe(2);
    expect(records(zone)).toEqual(["host.example.com. 900 A"]);
  });
  test("BIND's own file of trust anchors is read as BIND reads it", () => {
    const zone = read(`
      $ORIGIN .
      @ 0 IN SOA . . ( 130 0 0 0 0 )
          KEYDATA 20261125042018 20260522044017 19700101000000 257 3 8 ( AwEAAaz/ )
    `);
    expect([trouble(zone), records(zone)]).toEqual([[], [". 0 SOA"]]);
  });
  test("a word in place of the serial becomes 0, and every place stays where it is", () => {
    for (const word of [
      "SERIAL",
      "__SERIAL__",
      "{{ serial }}",
      "%(serial)s",
      "@@SERIAL@@",
      "$SERIAL",
      "[% serial %]",
      "${serial}",
    ]) {
      const text = `$ORIGIN example.com.\n@ 60 SOA ns hm ( ; x\n  ${word} ; serial\n 2 3 4 5 )\nbad A 1\n`;
      const filled = fillSerial(encodeUtf8(text));
      expect(filled.length, word).toBe(encodeUtf8(text).length);
      expect(trouble(readZoneFile(filled, { file: "z" })), word).toEqual(["5:7 bad-rdata notIpv4"]);
    }
    const plain = encodeUtf8("@ SOA ns hm 2026112401 2 3 4 5 ; serial\n");
    expect(fillSerial(plain)).toBe(plain);
  });
});

describe("$INCLUDE", () => {
  const files: Record<string, string> = {
    "hosts.inc": "a A 192.0.2.1\n$ORIGIN other.org.\n@ A 192.0.2.2\n",
    "loop.inc": "$INCLUDE loop.inc\n",
    "bad.inc": "a A 192.0.2.999\n",
  };
  const include = (path: string): Included =>
    files[path] === undefined
      ? { kind: "refused", rule: path.startsWith("/") ? "include-outside-root" : "include-not-found", why: "no" }
      : { kind: "file", file: path, bytes: encodeUtf8(files[path]) };
  test("has an origin of its own, and gives origin and owner back (RFC 1035 §5.1)", () => {
    const zone = read(
      `
      $ORIGIN example.com.
      $TTL 1
      www A 192.0.2.3
      $INCLUDE hosts.inc sub
        TXT "still www"
      b A 192.0.2.4
    `,
      { include },
    );
    expect(records(zone)).toEqual([
      "www.example.com. 1 A",
      "a.sub.example.com. 1 A",
      "other.org. 1 A",
      "www.example.com. 1 TXT",
      "b.example.com. 1 A",
    ]);
  });
  test("trouble stands in the included file; missing, outside and endless ones are refused", () => {
    const zone = read(
      "$ORIGIN example.com.\n$INCLUDE bad.inc\n$INCLUDE gone\n$INCLUDE /etc/passwd\n$INCLUDE loop.inc\n",
      { include },
    );
    expect(zone.problems.map(({ rule, source }) => `${source.file} ${rule}`)).toEqual([
      "bad.inc bad-rdata",
      "z include-not-found",
      "z include-outside-root",
      "loop.inc include-loop",
    ]);
  });
});

describe("$GENERATE", () => {
  const generate = (text: string, limits?: ZoneFileOptions["limits"]) =>
    read(`$ORIGIN example.com.\n$TTL 1\n${text}\n`, { limits });
  const owners = (zone: Zone) => records(zone).map((line) => line.split(" ")[0]);
  test("numbers, steps, offsets, widths, bases and nibbles", () => {
    expect(owners(generate("$GENERATE 1-5/2 h$ A 192.0.2.$"))).toEqual([
      "h1.example.com.",
      "h3.example.com.",
      "h5.example.com.",
    ]);
    expect(owners(generate("$GENERATE 9-10 h${1,3,d} A 192.0.2.$"))).toEqual([
      "h010.example.com.",
      "h011.example.com.",
    ]);
    expect(owners(generate("$GENERATE 10-11 h${0,0,x}-${0,2,X} A 192.0.2.$"))).toEqual([
      "ha-0A.example.com.",
      "hb-0B.example.com.",
    ]);
    expect(owners(generate("$GENERATE 8-8 h${-3}-${0,3,o} A 192.0.2.$"))).toEqual(["h5-010.example.com."]);
    expect(owners(generate("$GENERATE 18-18 ${0,7,n} A 192.0.2.$"))).toEqual(["2.1.0.0.example.com."]);
    expect(owners(generate("$GENERATE 1-1 a\\$$ A 192.0.2.$"))).toEqual(["a\\$1.example.com."]);
  });
  test("a quoted right-hand side is RDATA of several fields", () => {
    const zone = generate('$GENERATE 1-2 h$ MX "10 m$"');
    expect([owners(zone).length, new RecordView(zone).at(1).targetText, trouble(zone)]).toEqual([
      2,
      "m2.example.com.",
      [],
    ]);
  });
  test("what it can't do is said at the directive, once", () => {
    expect(trouble(generate("$GENERATE 1-2 h${0 A 192.0.2.1"))).toEqual(["3:15 syntax-error generateModifier"]);
    expect(trouble(generate("$GENERATE 1-300 h$ A 192.0.2.$"))).toHaveLength(1);
    expect(trouble(generate("$GENERATE 1-100000 h$ A 192.0.2.1"))).toEqual(["3:1 generate-too-large tooMany"]);
    expect(trouble(generate("$GENERATE 1-9 h$ A 192.0.2.1\n$GENERATE 1-9 g$ A 192.0.2.1", { generated: 12 }))).toEqual([
      "4:1 generate-too-large tooMany",
    ]);
  });
});

describe("hostile text", () => {
  test("a carriage return that no line feed follows ends the entry, as BIND has it, and is said", () => {
    const zone = read('$ORIGIN example.com.\n$TTL 1\nx TXT a\r_3f2a CNAME b.example.net\ny TXT "c\rd" ; e\rf\n');
    expect(records(zone)).toEqual(["x.example.com. 1 TXT", "_3f2a.example.com. 1 CNAME", "y.example.com. 1 TXT"]);
    expect(trouble(zone)).toEqual(["3:8 syntax-error strayReturn"]);
  });
  test("$GENERATE makes no more text than there is room for", () => {
    for (const line of [
      `$GENERATE 1-65536 a$ TXT "${"$${0,255}".slice(1).repeat(200)}"`,
      `$GENERATE 1-65536 ${"a.".repeat(100)}$ A 192.0.2.1`.replace("65536 a", "65536 a"),
    ]) {
      const zone = read(`$ORIGIN example.com.\n$TTL 1\n${`${line}\n`.repeat(15)}`);
      expect(zone.problems.some(({ rule }) => rule === "generate-too-large")).toBe(true);
    }
  });
  test("a file included again and again, or never there, is asked for a bounded number of times", () => {
    let asked = 0;
    const include = (path: string): Included => {
      asked++;
      return { kind: "refused", rule: "include-not-found", why: path };
    };
    read("$INCLUDE gone\n".repeat(20_000), { include });
    expect(asked).toBe(10_000);
  });
  test("names that collide under the fast hash are told apart by a stronger one", () => {
    // The rolling hash turns by 32 bits every 32 octets: swapping octets 32 apart changes nothing.
    let text = "$ORIGIN example.com.\n$TTL 1\n";
    for (let i = 0; i < 8192; i++) {
      const bits = i.toString(2).padStart(13, "0");
      const half = (one: string) =>
        [...bits]
          .map((bit) => (bit === one ? "a" : "b"))
          .join("")
          .padEnd(31, "x");
      text += `${half("1")}-${half("0")} A 192.0.2.1\n`;
    }
    const zone = read(text, { seed: 7 });
    expect(new Set(records(zone)).size).toBe(8192);
  });
});

describe("spans", () => {
  test("columns count UTF-16 units", () => {
    const zone = read('$ORIGIN example.com.\n$TTL 1\na TXT "\u{1f600}ü" ; x\nb TXT "\u{1f600}" ü"\n');
    const tokens = new RecordView(zone).at(0).tokens();
    const { start, end } = tokens[0].place.source.span(tokens[0].place.start, tokens[0].place.end);
    expect([start.column, end.column]).toEqual([7, 12]);
  });
  test("what $GENERATE made stands at the directive", () => {
    const zone = read("$ORIGIN example.com.\n$TTL 1\n\n$GENERATE 1-2 h$ A 192.0.2.$ ; x\n");
    const { source, start, end } = new RecordView(zone).at(1).place;
    expect(source.span(start, end)).toEqual({ file: "z", start: { line: 4, column: 1 }, end: { line: 4, column: 29 } });
  });
  test("lines are counted right far into a file", () => {
    const zone = readZoneFile(
      encodeUtf8(`$ORIGIN example.com.\n$TTL 1\n${"h A 192.0.2.1\n".repeat(3000)}x A 192.0.2.999\n`),
      { file: "z" },
    );
    expect(trouble(zone)).toEqual([expect.stringMatching(/^3003:5 bad-rdata/)]);
    expect(zone.sources[0].line(3003)).toBe("x A 192.0.2.999");
    expect([zone.sources[0].line(1), zone.sources[0].line(3004), zone.sources[0].line(3005)]).toEqual([
      "$ORIGIN example.com.",
      "",
      undefined,
    ]);
    expect(zone.sources[0].position(zone.start[0]).line).toBe(3);
    expect(zone.sources[0].position(zone.start[1500]).line).toBe(1503);
  });
});
