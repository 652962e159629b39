import { foldLabel } from "../name/domain-name.js";
import type { CaaFields, Place, RecordView } from "../zone/record-view.js";
import type { RecordId, Zone } from "../zone/zone.js";
import { type IssueValue, type IssueValueProblem, parseIssueValue } from "./caa-value.js";
import { WrittenValue } from "./written-value.js";

/** A CAA record read once for all the rules that look at it. */
export interface CaaReading extends CaaFields {
  /** The value by the grammar of RFC 8659 §4.2; only where the tag is one whose values follow it. */
  readonly parsed?: IssueValue | IssueValueProblem;
}

/** The frame takes the rules round record by record, so the last reading is the one that is asked for again. */
const last = new WeakMap<Zone, { id: RecordId; reading: CaaReading }>();

export function readCaa(record: RecordView): CaaReading {
  const { zone, id } = record;
  const known = last.get(zone);
  if (known?.id === id) return known.reading;
  const fields = record.caa();
  const reading = NAMES_CAS.has(fields.tag) ? { ...fields, parsed: parseIssueValue(fields.value) } : fields;
  last.set(zone, { id, reading });
  return reading;
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
