import { escapeLength } from "../../name/name-table.js";
import { utf8 } from "../../name/octets.js";
import type { Draft } from "../../rule.js";
import type { Place, RdataToken, RecordView } from "../../zone/record-view.js";

/**
 * The value of a CAA record, or the strings of a TXT record one behind the other, as it stands in the source: where its
 * octets are, and how others are put in their place. Offsets count octets of the value, escapes resolved.
 */
export class WrittenValue {
  private readonly tokens: readonly RdataToken[];
  private readonly generic: boolean;

  /** `from`: the first of the RDATA's tokens that belongs to the value. */
  constructor(record: RecordView, from: number) {
    const tokens = record.tokens();
    // RFC 3597 §5: hexadecimal digits, in which nobody wants to edit.
    this.generic = tokens.length > 0 && tokens[0].text === "\\#" && !tokens[0].quoted;
    this.tokens = this.generic ? tokens : tokens.slice(from);
  }

  get place(): Place {
    const { tokens } = this;
    return { ...tokens[0].place, end: tokens[tokens.length - 1].place.end };
  }

  /** Octets `start` to `end`; the whole value where that is nothing, or where it is written in hexadecimal. */
  piece(start: number, end: number): Place {
    if (this.generic || start >= end) return this.place;
    const from = this.find(start);
    const to = this.find(end - 1);
    if (!from || !to) return this.place;
    return { ...this.place, start: from.at, end: to.at + to.length };
  }

  /** Puts `text` in place of octets `start` to `end`; `undefined` where that can't be done within one string. */
  edit(start: number, end: number, text: string): Draft["edits"] | undefined {
    if (this.generic) return undefined;
    const first = this.find(Math.max(0, start === end ? start - 1 : start)) ?? this.find(start);
    const last = this.find(Math.max(0, end - 1));
    if (!first || !last || first.token !== last.token) return undefined;
    const { quoted } = first.token;
    const escaped = text.replace(quoted ? /["\\]/g : /[\s;()"\\]/g, "\\$&");
    const place = { ...first.token.place, start: first.at, end: last.at + last.length };
    if (start === end) place.start = start === 0 ? first.at : first.at + first.length;
    if (start === end) place.end = place.start;
    return [{ place, newText: escaped }];
  }

  /** Writes the whole value anew, as one quoted string. */
  rewrite(text: string): Draft["edits"] | undefined {
    if (this.generic) return undefined;
    return [{ place: this.place, newText: `"${text.replace(/["\\]/g, "\\$&")}"` }];
  }

  /** Where an octet begins in the source, and how many octets write it there. */
  private find(octet: number): { token: RdataToken; at: number; length: number } | undefined {
    let left = octet;
    for (const token of this.tokens) {
      const quote = token.quoted ? 1 : 0;
      const { bytes } = token.place.source;
      const end = token.place.end - quote;
      for (let at = token.place.start + quote; at < end; ) {
        const length = bytes[at] === 92 ? escapeLength(bytes, at, end) || 1 : 1;
        if (left-- === 0) return { token, at, length };
        at += length;
      }
    }
    return undefined;
  }
}

/** Octets, one character each, to be shown: UTF-8 where it is UTF-8, control characters as `\\DDD`. */
export function showOctets(octets: string): string {
  const bytes = Uint8Array.from(octets, (char) => char.charCodeAt(0));
  return utf8(bytes, 0, bytes.length).replace(
    /[\x00-\x1f\x7f]/g,
    (c) => `\\${String(c.charCodeAt(0)).padStart(3, "0")}`,
  );
}
