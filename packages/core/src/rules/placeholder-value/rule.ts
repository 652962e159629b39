import { readCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import { readValidation } from "../../dcv/validation/validation-record.js";
import { findPlaceholder } from "../../knowledge/placeholders.js";
import { CAA, CNAME, TXT } from "../../rdata/types.js";
import { defineRule, source } from "../../rule.js";

interface Sample {
  text: string;
  owner: string;
  type: string;
}

const how =
  "Write the value that the CA, platform or client shows for this name; until there is one, leave the record out.";

export default defineRule({
  id: "placeholder-value",
  group: "Validation records",
  severity: "error",
  summary: "Sample text from instructions, left in a record",
  sources: [source("The guides of CAs and platforms, whose samples these are")],
  seed: "sectigo-cname-dcv",
  messages: {
    leftIn: ({ text, owner, type }: Sample) => ({
      what: `"${text}" is sample text; it will be published in the ${type} record of "${owner}".`,
      why: "The CA compares with the value that it gave out and finds no match.",
      how,
    }),
    inOtherText: ({ text, owner, type }: Sample) => ({
      what: `"${text}" reads as sample text; it will be published in the ${type} record of "${owner}".`,
      why: "Whoever reads the record finds the sample instead of a value.",
      how: "Write the value that the instructions stand for; until there is one, leave the record out.",
      severity: "warning" as const,
    }),
    inCaa: ({ text, owner, type }: Sample) => ({
      what: `"${text}" is sample text; it will be published in the ${type} record of "${owner}".`,
      why: "No CA goes by that name or has that account, so the record permits nobody.",
      how: "Write the CA's issuer domain name, and the account's URL as the client shows it.",
    }),
  },
  records: {
    types: [CNAME, TXT, CAA],
    byRdata: [CAA],
    check(record, { zone, report }) {
      const owner = () => zone.names.text(record.ownerId);
      if (record.type === CAA) {
        const { value } = readCaa(record);
        const found = findPlaceholder(value, { validation: false });
        if (found) report(writtenCaa(record).value.place, "inCaa", { text: found.text, owner: owner(), type: "CAA" });
        return;
      }
      const reading = readValidation(record);
      if (!reading?.placeholder) return;
      const { validation, placeholder } = reading;
      const data = { text: placeholder.text, owner: owner(), type: record.typeName };
      report(record.place, validation ? "leftIn" : "inOtherText", data);
    },
  },
});
