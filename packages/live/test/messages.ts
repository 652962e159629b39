/** Messages put together octet by octet, so that tests can make bad ones too. */

export const name = (text: string): Buffer =>
  Buffer.concat([
    ...text
      .split(".")
      .filter((label) => label !== "")
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "latin1")])),
    Buffer.from([0]),
  ]);

export const u16 = (...numbers: number[]): Buffer => Buffer.from(numbers.flatMap((n) => [(n >> 8) & 255, n & 255]));

export const pointer = (offset: number): Buffer => u16(0xc000 + offset);

export interface Raw {
  readonly owner: Buffer;
  readonly type: number;
  readonly class?: number;
  readonly ttl?: number;
  readonly rdata: Buffer;
}

export const record = ({ owner, type, class: recordClass = 1, ttl = 60, rdata }: Raw): Buffer =>
  Buffer.concat([owner, u16(type, recordClass, Math.floor(ttl / 65536), ttl % 65536, rdata.length), rdata]);

export const question = (text: string, type = 1, questionClass = 1): Buffer =>
  Buffer.concat([name(text), u16(type, questionClass)]);

export interface Parts {
  readonly id?: number;
  /** Default: a response with RD and RA. */
  readonly flags?: number;
  readonly questions?: readonly Buffer[];
  readonly answer?: readonly Buffer[];
  readonly authority?: readonly Buffer[];
  readonly additional?: readonly Buffer[];
  /** Instead of the true ones. */
  readonly counts?: readonly number[];
  readonly trailing?: Buffer;
}

export function message(parts: Parts): Buffer {
  const { questions = [], answer = [], authority = [], additional = [], trailing = Buffer.alloc(0) } = parts;
  const sections = [questions, answer, authority, additional];
  const counts = parts.counts ?? sections.map((section) => section.length);
  return Buffer.concat([u16(parts.id ?? 0, parts.flags ?? 0x8180, ...counts), ...sections.flat(), trailing]);
}

/** The question of a query, as it came. */
export function questionOf(query: Buffer): Buffer {
  let at = 12;
  while (query[at] > 0) at += query[at] + 1;
  return query.subarray(12, at + 5);
}

/** A good answer to a query: one address. `parts` makes it worse. */
export const answerTo = (query: Buffer, parts: Parts = {}): Buffer =>
  message({
    id: query.readUInt16BE(0),
    questions: [questionOf(query)],
    answer: [record({ owner: pointer(12), type: 1, rdata: Buffer.from([192, 0, 2, 1]) })],
    ...parts,
  });

/** A reproducible source of chance (mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}
