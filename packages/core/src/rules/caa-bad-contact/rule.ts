import { readCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import { isMailAddress } from "../../dcv/caa/mail-address.js";
import { clip } from "../../dcv/written/rewrite.js";
import { showOctets, WrittenValue } from "../../dcv/written/written-value.js";
import { isLabel } from "../../dcv/zone/label-text.js";
import { findPlaceholder } from "../../knowledge/placeholders.js";
import { type NameId, type NameTable, ROOT } from "../../name/name-table.js";
import { CAA, TXT } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";

interface Contact {
  value: string;
  meant?: string;
}

export default defineRule({
  id: "caa-bad-contact",
  group: "CAA",
  severity: "warning",
  summary: "A contact for validation, in CAA or TXT, that isn't an address or a number",
  sources: [
    source(
      "CA/Browser Forum BR, appendix A.1, CAA Methods",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
    source(
      "CA/Browser Forum BR, appendix A.2, DNS TXT Methods",
      "https://cabforum.org/working-groups/server/baseline-requirements/",
    ),
    rfc(3966, "5.1.4", "Global Numbers"),
  ],
  fixable: true,
  messages: {
    notAnAddress: (d: Contact) => ({
      what: `"${d.value}" isn't one bare address for mail.`,
      why: "The whole value must be the address, without anything around it. A CA can't write to this one, so it can't prove control by it.",
      how: d.meant
        ? `Write "${d.meant}".`
        : "Write one address, such as hostmaster@example.com; each further one in a record of its own.",
    }),
    notANumber: (d: Contact) => ({
      what: `"${d.value}" isn't a global telephone number.`,
      why: "The whole value must be the number, with + and the country code in front. A CA can't call this one, so it can't prove control by it.",
      how: d.meant ? `Write "${d.meant}".` : 'Write it as "+49-30-123456": digits, and - . ( ) between them.',
    }),
  },
  records: {
    types: [CAA, TXT],
    byRdata: [CAA],
    check(record, { zone, report }) {
      const kind = record.type === CAA ? readCaa(record).tag : contactAt(zone.names, record.ownerId);
      const isMail = kind === "contactemail";
      if (!isMail && kind !== "contactphone") return;
      const value = record.type === CAA ? readCaa(record).value : record.strings().join("");
      const fits = isMail ? isMailAddress : isGlobalNumber;
      // ExternalDNS keeps its notes beside its records.
      if (fits(value) || /^"?heritage=/.test(value) || findPlaceholder(value, { validation: false })) return;
      const candidate = isMail ? bareAddress(value) : globalNumber(value);
      const meant = fits(candidate) ? candidate : undefined;
      const written = record.type === CAA ? writtenCaa(record).value : new WrittenValue(record, 0);
      const edits = meant ? written.edit(0, value.length, meant) : undefined;
      const data = { value: showOctets(value), meant };
      report(written.place, isMail ? "notAnAddress" : "notANumber", data, {
        fix: edits && { title: `Write "${clip(meant!)}"`, safety: "suggestion", edits },
      });
    },
  },
});

/** What the TXT records of this owner are by BR 3.2.2.4.14 and .16. */
function contactAt(names: NameTable, owner: NameId): string | undefined {
  if (owner > ROOT && isLabel(names, owner, "_validation-contactemail")) return "contactemail";
  return owner > ROOT && isLabel(names, owner, "_validation-contactphone") ? "contactphone" : undefined;
}

const bareAddress = (value: string): string =>
  value
    .trim()
    .replace(/^mailto:(?:\/\/)?\s*/i, "")
    .replace(/^.*<([^<>]*)>$/, "$1");

/** "+" and digits, with visual separators between and behind them (RFC 3966 §3). */
const isGlobalNumber = (text: string): boolean => /^\+[-.()]*[0-9][-.()0-9]*$/.test(text);

const globalNumber = (value: string): string =>
  value
    .trim()
    .replace(/^tel:\s*/i, "")
    .replace(/^00/, "+")
    .replace(/\s+/g, "-");
