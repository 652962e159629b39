import { readCaa, writtenCaa } from "../../dcv/caa-record.js";
import { isMailAddress } from "../../dcv/mail-address.js";
import { showOctets } from "../../dcv/written-value.js";
import { findPlaceholder } from "../../knowledge/placeholders.js";
import { CAA } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";

interface Contact {
  value: string;
  meant?: string;
}

export default defineRule({
  id: "caa-bad-contact",
  group: "CAA",
  severity: "warning",
  summary: "A contactemail or contactphone value that isn't an address or a number",
  sources: [
    source(
      "CA/Browser Forum BR, appendix A.1, CAA Methods",
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
    types: [CAA],
    byRdata: [CAA],
    check(record, { report }) {
      const { tag, value } = readCaa(record);
      const isMail = tag === "contactemail";
      if (!isMail && tag !== "contactphone") return;
      const fits = isMail ? isMailAddress : isGlobalNumber;
      if (fits(value) || findPlaceholder(value, { validation: false })) return;
      const candidate = isMail ? bareAddress(value) : globalNumber(value);
      const meant = fits(candidate) ? candidate : undefined;
      const written = writtenCaa(record).value;
      const edits = meant ? written.edit(0, value.length, meant) : undefined;
      const data = { value: showOctets(value), meant };
      report(written.place, isMail ? "notAnAddress" : "notANumber", data, {
        fix: edits && { title: `Write "${meant}"`, safety: "suggestion", edits },
      });
    },
  },
});

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
