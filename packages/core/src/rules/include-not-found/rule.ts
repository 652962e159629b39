import { excerpt } from "../../dcv/written/rewrite.js";
import { defineRule, rfc } from "../../rule.js";

export default defineRule({
  id: "include-not-found",
  group: "Reading the source",
  severity: "error",
  summary: "$INCLUDE names a file that isn't there",
  sources: [rfc(1035, "5.1", "Format")],
  messages: {
    refused: ({ path, why }: { path: string; why: string }) => ({
      what: `"${excerpt(path)}" can't be included: ${why || "there is no such file"}.`,
      why: "A name server refuses the whole zone when an include is missing, and none of the file's records was checked.",
      how: "Write the path as seen from the folder of this file or from the working directory, or delete the line.",
    }),
  },
});
