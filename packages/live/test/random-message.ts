import { message, type Parts, record, u16 } from "./messages.js";

type Chance = (below: number) => number;

const TAILS = ["example.com", "sub.example.com", "example.org", "test", "a.b.c.d.example.org"];

/** Writes names into a message that grows, compressed onto what is there already now and then. */
class Names {
  private readonly places = new Map<string, number>();
  constructor(private readonly chance: Chance) {}

  random(): string[] {
    const { chance } = this;
    const head = ["www", "ns1", "_acme-challenge", "x".repeat(63), "Mixed"][chance(6)];
    const tail = TAILS[chance(TAILS.length)].split(".");
    return head === undefined ? (chance(4) === 0 ? [] : tail) : [head, ...tail];
  }

  /** `at`: where it will stand. `compress`: as the type allows. */
  write(labels: readonly string[], at: number, compress = true): Buffer {
    const pieces: Buffer[] = [];
    let length = 0;
    for (let i = 0; i < labels.length; i++) {
      const key = labels.slice(i).join(".");
      const place = this.places.get(key);
      if (compress && place !== undefined && this.chance(4) > 0) return Buffer.concat([...pieces, u16(0xc000 + place)]);
      if (at + length < 0x3fff) this.places.set(key, at + length);
      pieces.push(Buffer.from([labels[i].length]), Buffer.from(labels[i], "latin1"));
      length += labels[i].length + 1;
    }
    return Buffer.concat([...pieces, Buffer.from([0])]);
  }
}

/** `n` a name, `s` a character string, a number that many octets. */
const SHAPES: Readonly<Record<number, readonly (number | "n" | "s")[]>> = {
  1: [4],
  2: ["n"],
  5: ["n"],
  6: ["n", "n", 20],
  12: ["n"],
  15: [2, "n"],
  16: ["s", "s"],
  17: ["n", "n"],
  28: [16],
  33: [6, "n"],
  35: [4, "s", "s", "s", "n"],
  39: ["n"],
  43: [36],
  65280: [9],
};

/** A well-formed response with records of many types, its names compressed at random. */
export function randomMessage(chance: Chance): Buffer {
  const names = new Names(chance);
  const octets = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => chance(256)));
  let at = 12;
  const put = (piece: Buffer): Buffer => {
    at += piece.length;
    return piece;
  };
  const types = Object.keys(SHAPES).map(Number);
  const questions = [put(Buffer.concat([names.write(names.random(), at), u16(types[chance(types.length)], 1)]))];
  const some = (): Buffer[] =>
    Array.from({ length: chance(6) }, () => {
      const type = types[chance(types.length)];
      const owner = names.write(names.random(), at);
      let rdata = Buffer.alloc(0);
      for (const part of SHAPES[type]) {
        const here = at + owner.length + 10 + rdata.length;
        // ASCII, because dns-packet takes NAPTR's strings for UTF-8.
        const text = octets(chance(20)).map((octet) => octet & 127);
        const piece =
          part === "n"
            ? names.write(names.random(), here)
            : part === "s"
              ? Buffer.concat([Buffer.from([text.length]), text])
              : octets(part);
        rdata = Buffer.concat([rdata, piece]);
      }
      return put(record({ owner, type, ttl: chance(2 ** 31), rdata }));
    });
  const answer = some();
  const authority = some();
  const additional = some();
  if (chance(2) === 0) {
    const option = octets(chance(30));
    const rdata = chance(2) === 0 ? Buffer.alloc(0) : Buffer.concat([u16(15, option.length + 2, chance(30)), option]);
    additional.push(put(record({ owner: Buffer.from([0]), type: 41, class: 1232, ttl: chance(2) * 0x8000, rdata })));
  }
  const flags = 0x8000 | (chance(8) << 8) | (chance(16) << 4) | chance(16);
  const parts: Parts = { id: chance(65536), flags: flags & ~0x200, questions, answer, authority, additional };
  return message(parts);
}
