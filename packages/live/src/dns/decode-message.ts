import type { Message, MessageQuestion, ResourceRecord } from "./message.js";
import { HEADER, MessageReader } from "./message-reader.js";
import { OPT, type OptRecord, readOpt } from "./opt-record.js";
import { readRdata } from "./rdata-names.js";

/** Fewest octets of a question (root, type, class) and of a record (root, type, class, TTL, RDLENGTH). */
const LEAST_QUESTION = 5;
const LEAST_RECORD = 11;
const MAX_TTL = 2 ** 31 - 1;

/**
 * What a message says (RFC 1035 §4), or why it isn't one. Total: any octets will do, nothing is thrown, and time and memory
 * stay in proportion to their number (a compressed name is the dearest: two octets that cost 255).
 * Strict: nothing may stand behind the last record. Only a *truncated* message (RFC 2181 §9) may break off anywhere: of
 * one that does, the question is what counts, and its records are left out.
 */
export function decodeMessage(bytes: Uint8Array): Message | string {
  if (bytes.length < HEADER) return "it is shorter than a header";
  const reader = new MessageReader(bytes);
  const id = reader.u16();
  const flags = reader.u16();
  const counts = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
  if (counts[0] * LEAST_QUESTION > reader.left) return "it has fewer questions than its header says";
  const questions: MessageQuestion[] = [];
  for (let i = 0; i < counts[0] && reader.fault === undefined; i++) {
    questions.push({ name: reader.name(), type: reader.u16(), class: reader.u16() });
  }
  if (reader.fault !== undefined) return reader.fault;
  const head = {
    id,
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    authoritative: (flags & 0x400) !== 0,
    truncated: (flags & 0x200) !== 0,
    recursionAvailable: (flags & 0x80) !== 0,
    authenticData: (flags & 0x20) !== 0,
    rcode: flags & 15,
    questions,
  };
  const sections = readSections(reader, counts.slice(1));
  if (typeof sections !== "string") {
    const { records, opt } = sections;
    return {
      ...head,
      rcode: head.rcode | (opt?.rcodeBits ?? 0),
      answer: records[0],
      authority: records[1],
      additional: records[2],
      ...(opt && { edns: opt.edns }),
      errors: opt?.errors ?? [],
    };
  }
  return head.truncated ? { ...head, answer: [], authority: [], additional: [], errors: [] } : sections;
}

interface Sections {
  readonly records: readonly (readonly ResourceRecord[])[];
  readonly opt: OptRecord | undefined;
}

function readSections(reader: MessageReader, counts: readonly number[]): Sections | string {
  // 65,535 records in twelve octets: told from the length alone.
  if (counts.reduce((sum, count) => sum + count) * LEAST_RECORD > reader.left) {
    return "it has fewer records than its header says";
  }
  let opt: OptRecord | undefined;
  const records = counts.map((count, section) => {
    const list: ResourceRecord[] = [];
    for (let i = 0; i < count && reader.fault === undefined; i++) {
      const record = readRecord(reader);
      if (record.type !== OPT || reader.fault !== undefined) {
        list.push({ ...record, ttl: record.ttl > MAX_TTL ? 0 : record.ttl }); // RFC 2181 §8
        continue;
      }
      // RFC 6891 §6.1.1: one at most, of the root, in the additional section.
      if (opt !== undefined || section !== 2 || record.owner.labels.length > 0)
        reader.fail("its OPT record is misplaced");
      else opt = readOpt(record.class, record.ttl, record.rdata);
      if (opt === undefined) reader.fail("its OPT record is broken");
    }
    return list;
  });
  if (reader.fault === undefined && reader.left > 0) reader.fail("something stands behind its last record");
  return reader.fault ?? { records, opt };
}

function readRecord(reader: MessageReader): ResourceRecord {
  const owner = reader.name();
  const type = reader.u16();
  const recordClass = reader.u16();
  const ttl = reader.u32();
  return { owner, type, class: recordClass, ttl, rdata: readRdata(reader, type, reader.u16()) };
}
