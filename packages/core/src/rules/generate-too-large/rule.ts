import { defineRule, source } from "../../rule.js";

export default defineRule({
  id: "generate-too-large",
  group: "Reading the source",
  severity: "error",
  summary: "A $GENERATE makes more records than the limit",
  sources: [source("BIND 9 ARM, The $GENERATE Directive", "https://bind9.readthedocs.io/en/stable/chapter3.html")],
  messages: {
    tooMany: ({ records, most }: { records: string; most: string }) => ({
      what:
        records === "0"
          ? "There are too many $GENERATE directives; this one was not read."
          : `This $GENERATE makes ${records} records, and there is room for ${most}. It was not read.`,
      why: "A short line that stands for millions of records is nearly always a slip in the range, and a server would hold them all in memory. None of them was checked.",
      how: "Check STOP and STEP of the range; where the records are wanted, a wildcard often does the same, or raise the limit in the config.",
    }),
  },
});
