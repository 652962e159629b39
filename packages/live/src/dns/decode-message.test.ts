import { parseName } from "@dcvlint/core";
import packets from "dns-packet";
import { describe, expect, test } from "vitest";
import { message, name, pointer, question, random, record, u16 } from "../../test/messages.js";
import { randomMessage } from "../../test/random-message.js";
import { decodeMessage } from "./decode-message.js";
import { encodeQuery } from "./encode-query.js";
import type { Message, ResourceRecord } from "./message.js";

function decoded(bytes: Uint8Array): Message {
  const result = decodeMessage(bytes);
  if (typeof result === "string") throw new Error(result);
  return result;
}

const A = record({ owner: pointer(12), type: 1, rdata: Buffer.from([192, 0, 2, 1]) });
const Q = question("www.example.com");
/** Where the first record behind `Q` stands. */
const FIRST = 12 + Q.length;
const one = (raw: Buffer): Message | string => decodeMessage(message({ questions: [Q], answer: [raw] }));
const rdataOf = (type: number, rdata: Buffer): string => {
  const result = one(record({ owner: pointer(12), type, rdata }));
  return typeof result === "string" ? result : Buffer.from(result.answer[0].rdata).toString("latin1");
};

describe("the header", () => {
  test("is taken apart flag by flag", () => {
    const read = (flags: number) => decoded(message({ id: 0xabcd, flags }));
    const bare = { id: 0xabcd, isResponse: false, opcode: 0, authoritative: false, truncated: false, rcode: 0 };
    const none = { recursionAvailable: false, authenticData: false, questions: [], errors: [] };
    expect(read(0)).toEqual({ ...bare, ...none, answer: [], authority: [], additional: [] });
    expect(read(0x8000).isResponse).toBe(true);
    expect(read(0x7800).opcode).toBe(15);
    expect(read(0x0400).authoritative).toBe(true);
    expect(read(0x0200).truncated).toBe(true);
    expect(read(0x0080).recursionAvailable).toBe(true);
    expect(read(0x0020).authenticData).toBe(true);
    expect(read(0x000f).rcode).toBe(15);
  });

  test("must be whole, and its counts no larger than the octets allow", () => {
    expect(decodeMessage(Buffer.alloc(11))).toBe("it is shorter than a header");
    expect(decodeMessage(message({ counts: [65535, 0, 0, 0] }))).toBe("it has fewer questions than its header says");
    expect(decodeMessage(message({ counts: [0, 65535, 65535, 65535] }))).toBe(
      "it has fewer records than its header says",
    );
    expect(decodeMessage(message({ questions: [Q], answer: [A], counts: [1, 2, 0, 0] }))).toBe(
      "it has fewer records than its header says",
    );
  });

  test("must count everything that follows", () => {
    expect(decodeMessage(message({ questions: [Q], answer: [A], trailing: Buffer.from([0]) }))).toBe(
      "something stands behind its last record",
    );
  });
});

describe("names", () => {
  test("keep their octets and their case, one character each", () => {
    const labels = Buffer.from([3, 0x61, 0x2e, 0x42, 2, 0xff, 0x00, 0]);
    const [{ name: read }] = decoded(message({ questions: [Buffer.concat([labels, u16(1, 1)])] })).questions;
    expect(read.labels).toEqual(["a.B", "\xff\x00"]);
    expect(read.toString()).toBe("a\\.B.\\255\\000.");
  });

  test("may be compressed onto what stands before, through several pointers", () => {
    const first = record({
      owner: Buffer.concat([Buffer.from([1, 0x61]), pointer(16)]),
      type: 1,
      rdata: Buffer.alloc(4),
    });
    const second = record({
      owner: Buffer.concat([Buffer.from([1, 0x62]), pointer(FIRST)]),
      type: 1,
      rdata: Buffer.alloc(4),
    });
    const { answer } = decoded(message({ questions: [Q], answer: [first, second] }));
    expect(answer.map((each) => each.owner.toString())).toEqual(["a.example.com.", "b.a.example.com."]);
  });

  const owner = (octets: Buffer): Message | string => one(record({ owner: octets, type: 1, rdata: Buffer.alloc(4) }));

  test("may not point at themselves, forward, in a circle, or into the header", () => {
    const circle = "a name's pointer leads forward or in a circle";
    expect(owner(pointer(FIRST))).toBe(circle);
    expect(owner(pointer(FIRST + 2))).toBe(circle);
    expect(owner(pointer(0x3fff))).toBe(circle);
    expect(owner(Buffer.concat([Buffer.from([1, 0x61]), pointer(FIRST)]))).toBe(circle);
    expect(owner(pointer(4))).toBe("a name's pointer leads into the header");
  });

  test("may not take the long way: pointers to pointers are counted", () => {
    const chain = (length: number): Message | string => {
      const pointers = Array.from({ length }, (_, i) => pointer(i === 0 ? 12 : FIRST + 11 + (i - 1) * 2));
      const hidden = record({ owner: Buffer.from([0]), type: 10, rdata: Buffer.concat(pointers) });
      const last = record({ owner: pointer(FIRST + 11 + (length - 1) * 2), type: 1, rdata: Buffer.alloc(4) });
      return decodeMessage(message({ questions: [Q], answer: [hidden, last] }));
    };
    expect(decoded(message({ questions: [Q], answer: [A] })).answer.length).toBe(1);
    expect(typeof chain(127)).toBe("object");
    expect(chain(128)).toBe("a name has over 128 pointers");
  });

  test("may have 255 octets and labels of 63, not one more", () => {
    const long = (last: number) => name(`${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(last)}`);
    expect(long(61).length).toBe(255);
    expect(typeof owner(long(61))).toBe("object");
    expect(owner(long(62))).toBe("a name is over 255 octets long");
    expect(owner(Buffer.from([64, 0]))).toBe("a label is of a type that was never put to use");
    expect(owner(Buffer.from([128, 0]))).toBe("a label is of a type that was never put to use");
  });

  test("may not go on behind the message's end", () => {
    const cut = (octets: number[]) => decodeMessage(message({ trailing: Buffer.from(octets), counts: [1, 0, 0, 0] }));
    expect(cut([1, 97, 1, 98, 1])).toBe("a name goes on behind its end");
    expect(cut([1, 97, 1, 98, 63])).toBe("a name goes on behind its end");
    expect(cut([1, 97, 1, 98, 192])).toBe("a name goes on behind its end");
    expect(cut([1, 97, 1, 98, 0])).toBe("it ends too early");
  });
});

describe("RDATA", () => {
  const full = "\x03www\x07example\x03com\x00";

  test("is decompressed in types that may be compressed", () => {
    for (const type of [2, 3, 4, 5, 7, 8, 9, 12, 39]) expect(rdataOf(type, pointer(12))).toBe(full);
    for (const type of [15, 18, 21, 36])
      expect(rdataOf(type, Buffer.concat([u16(7), pointer(12)]))).toBe(`\0\x07${full}`);
    for (const type of [14, 17]) expect(rdataOf(type, Buffer.concat([pointer(12), pointer(12)]))).toBe(full + full);
    const numbers = Buffer.alloc(20, "x");
    expect(rdataOf(6, Buffer.concat([pointer(12), pointer(12), numbers]))).toBe(`${full}${full}${"x".repeat(20)}`);
    expect(rdataOf(33, Buffer.concat([u16(1, 2, 3), pointer(12)]))).toBe(`\0\x01\0\x02\0\x03${full}`);
    expect(rdataOf(26, Buffer.concat([u16(1), pointer(12), pointer(12)]))).toBe(`\0\x01${full}${full}`);
    expect(rdataOf(35, Buffer.concat([u16(1, 2), Buffer.from("\x01s\x00\x02re"), pointer(12)]))).toBe(
      `\0\x01\0\x02\x01s\x00\x02re${full}`,
    );
    expect(rdataOf(24, Buffer.concat([Buffer.alloc(18), pointer(12), Buffer.from("sig")]))).toBe(
      `${"\0".repeat(18)}${full}sig`,
    );
    expect(rdataOf(30, Buffer.concat([pointer(12), Buffer.from("bits")]))).toBe(`${full}bits`);
  });

  test("stays as it is in all others: RRSIG, SVCB, CAA, unknown ones", () => {
    const octets = Buffer.concat([Buffer.alloc(18), pointer(12), Buffer.from("rest")]);
    for (const type of [16, 46, 47, 64, 65, 257, 65280]) expect(rdataOf(type, octets)).toBe(octets.toString("latin1"));
  });

  test("must fit its type and its length", () => {
    const misfit = "RDATA doesn't have the length that the record says";
    expect(rdataOf(5, Buffer.concat([pointer(12), Buffer.from([0])]))).toBe(misfit);
    expect(rdataOf(15, Buffer.from([0]))).toBe(misfit);
    expect(rdataOf(15, u16(1))).not.toBe("");
    expect(rdataOf(35, Buffer.concat([u16(1, 2), Buffer.from("\x05s")]))).toBe(misfit);
    expect(rdataOf(6, Buffer.concat([pointer(12), pointer(12), Buffer.alloc(19)]))).toBe(misfit);
    const short = Buffer.concat([pointer(12), u16(16, 1, 0, 60, 5), Buffer.from("1234")]);
    expect(one(short)).toBe("a record goes on behind its end");
  });

  test("of a record may not reach into the next one", () => {
    const cname = record({ owner: pointer(12), type: 5, rdata: Buffer.from([3]) });
    expect(decodeMessage(message({ questions: [Q], answer: [cname, A] }))).toMatch(/length|behind/);
  });

  test("is a copy: the datagram may change afterwards", () => {
    const octets = message({ questions: [Q], answer: [A] });
    const [{ rdata }] = decoded(octets).answer;
    octets.fill(0);
    expect([...rdata]).toEqual([192, 0, 2, 1]);
  });
});

test("a TTL with its highest bit set is 0 (RFC 2181 §8)", () => {
  const ttl = (seconds: number) => one(record({ owner: pointer(12), type: 1, ttl: seconds, rdata: Buffer.alloc(4) }));
  expect(ttl(2 ** 31 - 1)).toMatchObject({ answer: [{ ttl: 2 ** 31 - 1 }] });
  expect(ttl(2 ** 31)).toMatchObject({ answer: [{ ttl: 0 }] });
  expect(ttl(2 ** 32 - 1)).toMatchObject({ answer: [{ ttl: 0 }] });
});

describe("the OPT record", () => {
  const opt = (rdata: Buffer, ttl = 0, owner: Buffer = Buffer.from([0])) =>
    record({ owner, type: 41, class: 1400, ttl, rdata });
  const option = (code: number, value: Buffer) => Buffer.concat([u16(code, value.length), value]);
  const withOpt = (...additional: Buffer[]) => decodeMessage(message({ questions: [Q], additional, flags: 0x8183 }));

  test("is taken apart, and isn't among the additional records", () => {
    const ede = (code: number, text: string) => option(15, Buffer.concat([u16(code), Buffer.from(text)]));
    const rdata = Buffer.concat([option(10, Buffer.alloc(8)), ede(22, "Grüße"), ede(9, "end\0"), ede(3, "")]);
    expect(withOpt(A, opt(rdata, 0x01008000))).toMatchObject({
      rcode: 0x13,
      edns: { version: 0, udpSize: 1400, dnssecOk: true },
      additional: [{ type: 1 }],
      errors: [
        { code: 22, text: "Grüße" },
        { code: 9, text: "end" },
        { code: 3, text: "" },
      ],
    });
    expect(withOpt(opt(Buffer.alloc(0), 0x00050000))).toMatchObject({
      rcode: 3,
      edns: { version: 5, dnssecOk: false },
      errors: [],
    });
  });

  test("may have an extended error without a code, which says nothing", () => {
    expect(withOpt(opt(option(15, Buffer.from([1]))))).toMatchObject({ errors: [], edns: { udpSize: 1400 } });
  });

  test("must be sound, the root's, one, and in the additional section", () => {
    expect(withOpt(opt(u16(15, 4)))).toBe("its OPT record is broken");
    expect(withOpt(opt(Buffer.from([0])))).toBe("its OPT record is broken");
    expect(withOpt(opt(Buffer.alloc(0), 0, pointer(12)))).toBe("its OPT record is misplaced");
    expect(withOpt(opt(Buffer.alloc(0)), opt(Buffer.alloc(0)))).toBe("its OPT record is misplaced");
    expect(one(opt(Buffer.alloc(0)))).toBe("its OPT record is misplaced");
  });
});

test("a truncated message may break off anywhere behind its question", () => {
  const whole = message({ questions: [Q], answer: [A, A], flags: 0x8380 });
  expect(decoded(whole).answer.length).toBe(2);
  for (let end = FIRST; end < whole.length; end++) {
    const cut = decoded(whole.subarray(0, end));
    expect([cut.truncated, cut.questions[0].name.toString(), cut.answer.length]).toEqual([true, "www.example.com.", 0]);
  }
  expect(decodeMessage(whole.subarray(0, FIRST - 1))).toBe("it ends too early");
});

describe("against dns-packet", () => {
  /** RDATA of dns-packet's making, uncompressed, without the length. */
  const theirRdata = (type: string, data: unknown): string => {
    const codec = (packets as unknown as { record(type: string): { encode(data: unknown): Buffer } }).record(type);
    return codec.encode(data).subarray(2).toString("latin1");
  };
  const plain = (text: string): string => (text.endsWith(".") ? text : `${text}.`);

  test("random well-formed messages with compressed names are read alike", () => {
    const chance = random(1);
    let records = 0;
    for (let i = 0; i < 1500; i++) {
      const bytes = randomMessage(chance);
      const ours = decoded(bytes);
      const theirs = packets.decode(bytes);
      expect([ours.id, ours.isResponse]).toEqual([theirs.id, theirs.type === "response"]);
      expect([ours.authoritative, ours.recursionAvailable, ours.authenticData]).toEqual([
        theirs.flag_aa,
        theirs.flag_ra,
        theirs.flag_ad,
      ]);
      expect(ours.questions.map((q) => q.name.toString())).toEqual(theirs.questions!.map((q) => plain(q.name)));
      const sections = [
        [ours.answer, theirs.answers],
        [ours.authority, theirs.authorities],
        [ours.additional, theirs.additionals!.filter((each) => each.type !== "OPT")],
      ] as const;
      for (const [mine, other] of sections) {
        const list = other as unknown as { name: string; type: string; ttl: number; data: unknown }[];
        expect(mine.map(summary)).toEqual(
          list.map((each, at) => [plain(each.name), each.ttl, theirData(each, mine[at])]),
        );
        records += mine.length;
      }
      expect(ours.edns !== undefined).toBe(theirs.additionals!.some((each) => each.type === "OPT"));
    }
    expect(records).toBeGreaterThan(5000);
  });
  const summary = (each: ResourceRecord) => [
    each.owner.toString(),
    each.ttl,
    Buffer.from(each.rdata).toString("latin1"),
  ];
  const theirData = (each: { type: string; data: unknown }, ours: ResourceRecord): string =>
    each.type.startsWith("UNKNOWN")
      ? (each.data as Buffer).toString("latin1")
      : theirRdata(codecOf(ours.type), each.data);
  const codecOf = (type: number): string =>
    ({
      1: "A",
      2: "NS",
      5: "CNAME",
      6: "SOA",
      12: "PTR",
      15: "MX",
      16: "TXT",
      17: "RP",
      28: "AAAA",
      33: "SRV",
      35: "NAPTR",
      39: "DNAME",
      43: "DS",
    })[type] ?? "NULL";

  test("our queries are what it reads, flags, EDNS and all", () => {
    const query = { name: parseName("www.Example.com.")!, type: 257, recursionDesired: true, checkingDisabled: true };
    const read = packets.decode(Buffer.from(encodeQuery(query, 4711)));
    expect(read).toMatchObject({
      id: 4711,
      type: "query",
      flag_rd: true,
      flag_cd: true,
      flag_ad: false,
      opcode: "QUERY",
    });
    expect(read.questions).toEqual([{ name: "www.Example.com", type: "CAA", class: "IN" }]);
    expect(read.additionals).toMatchObject([
      { name: ".", type: "OPT", udpPayloadSize: 1232, flag_do: true, options: [] },
    ]);
    const ours = decoded(encodeQuery({ ...query, edns: false }, 4711));
    expect(ours).toMatchObject({ id: 4711, isResponse: false, questions: [{ type: 257, class: 1 }] });
    expect(ours.edns).toBeUndefined();
  });
});

describe("whatever comes", () => {
  test("random octets are told from a message, without an exception", () => {
    const chance = random(2);
    for (let i = 0; i < 20_000; i++) {
      const octets = Buffer.from(Array.from({ length: chance(80) }, () => chance(i % 2 === 0 ? 256 : 4)));
      expect(["string", "object"]).toContain(typeof decodeMessage(octets));
    }
  });

  test("messages with octets changed, cut or doubled are read or refused, and names stay within their limits", () => {
    const chance = random(3);
    let read = 0;
    for (let i = 0; i < 10_000; i++) {
      let bytes = randomMessage(chance);
      for (let n = chance(4); n >= 0; n--) bytes[chance(bytes.length)] = chance(256);
      if (chance(3) === 0) bytes = bytes.subarray(0, chance(bytes.length));
      if (chance(9) === 0) bytes = Buffer.concat([bytes, bytes.subarray(chance(bytes.length))]);
      const result = decodeMessage(bytes);
      if (typeof result === "string") continue;
      read++;
      for (const { owner } of [...result.answer, ...result.authority, ...result.additional]) {
        const octets = owner.labels.reduce((sum, label) => sum + label.length + 1, 1);
        if (octets > 255 || owner.labels.some((label) => label.length < 1 || label.length > 63)) {
          throw new Error(`${i}: ${owner}`);
        }
      }
    }
    expect(read).toBeGreaterThan(500);
  });

  test("the costliest messages of 65,535 octets stay in proportion", () => {
    const deep = Buffer.concat([...Array.from({ length: 126 }, () => Buffer.from([1, 97])), Buffer.from([0])]);
    const head = Buffer.concat([deep, u16(1, 1)]);
    const soa = record({
      owner: pointer(12),
      type: 6,
      rdata: Buffer.concat([pointer(12), pointer(12), Buffer.alloc(20)]),
    });
    const count = Math.floor((65_535 - 12 - head.length) / soa.length);
    const read = decoded(message({ questions: [head], answer: new Array(count).fill(soa) }));
    expect(read.answer.length).toBe(count);
    expect(read.answer.reduce((sum, each) => sum + each.rdata.length, 0)).toBe(count * (253 + 253 + 20));
  });
});
