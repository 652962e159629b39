import { foldLabel } from "../../name/domain-name.js";
import type { CaaFields, Place, RecordView } from "../../zone/record-view.js";
import type { RecordId, Zone } from "../../zone/zone.js";
import { WrittenValue } from "../written/written-value.js";
import { type IssueValue, type IssueValueProblem, parseIssueValue } from "./caa-value.js";

/** A CAA record read once for all the rules that look at it. */
export interface CaaReading extends CaaFields {
  /** The value by the grammar of RFC 8659 §4.2; only where the tag is one whose values follow it. */
  readonly parsed?: IssueValue | IssueValueProblem;
}

interface Memory {
  /** By number of the RDATA: most owners of a zone permit the same few CAs. */
  readonly byNumber: CaaReading[];
  lastId: RecordId;
  last: CaaReading | undefined;
}

const memories = new WeakMap<Zone, Memory>();

export function readCaa(record: RecordView): CaaReading {
  const { zone, id } = record;
  let memory = memories.get(zone);
  if (!memory) {
    memory = { byNumber: [], lastId: -1, last: undefined };
    memories.set(zone, memory);
  }
  // Rules are taken round record by record, so the last one is often asked for again.
  if (memory.lastId === id && memory.last) return memory.last;
  const number = zone.index.rdataNumbers.of(id);
  memory.last = memory.byNumber[number] ?? readAnew(record);
  if (number >= 0) memory.byNumber[number] = memory.last;
  memory.lastId = id;
  return memory.last;
}

function readAnew(record: RecordView): CaaReading {
  const fields = record.caa();
  return NAMES_CAS.has(fields.tag) ? { ...fields, parsed: parseIssueValue(fields.value) } : fields;
}

const NAMES_CAS: ReadonlySet<string> = new Set(["issue", "issuewild", "issuemail"]);

/** Where the fields of a CAA record stand; all of them are the RDATA where it is written in hexadecimal (RFC 3597 §5). */
export interface WrittenCaa {
  readonly flags: Place;
  readonly tag: Place;
  readonly tagText: string;
  /** Fields stand in the text one by one, so that they can be edited. */
  readonly plain: boolean;
  readonly value: WrittenValue;
}

export function writtenCaa(record: RecordView): WrittenCaa {
  const tokens = record.tokens();
  const value = new WrittenValue(record, 2);
  if (tokens.length !== 3 || tokens[0].text === "\\#") {
    const place = record.rdataPlace;
    return { flags: place, tag: place, tagText: record.caa().tag, plain: false, value };
  }
  return { flags: tokens[0].place, tag: tokens[1].place, tagText: tokens[1].text, plain: true, value };
}

export interface CaaIssuer {
  readonly asWritten: string;
  /** In lower case, without a final dot. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The issuer that a record names, one with a final dot included; `undefined` where it names nobody or isn't to be read. */
export function issuerOf({ parsed, value }: CaaReading): CaaIssuer | undefined {
  let start = 0;
  let end = 0;
  if (parsed?.kind === "issue-value") {
    start = parsed.issuerStart;
    end = start + parsed.issuer.length;
  } else if (parsed?.trouble === "finalDot") {
    start = value.search(/[^ \t]/);
    end = parsed.end;
  }
  if (start === end) return undefined;
  const asWritten = value.slice(start, end);
  return { asWritten, name: foldLabel(asWritten.replace(/\.$/, "")), start, end };
}

/** A record in the words of a zone file, to be shown in advice. */
export const showCaa = ({ flags, tag }: CaaFields, value: string): string => `CAA ${flags} ${tag} "${value}"`;
