import { excerpt } from "../../dcv/written/rewrite.js";
import { defineRule, rfc } from "../../rule.js";

export default defineRule({
  id: "include-outside-root",
  group: "Reading the source",
  severity: "error",
  summary: "A file outside the linted root is to be read",
  sources: [rfc(1035, "5.1", "Format")],
  messages: {
    refused: ({ path, why }: { path: string; why: string }) => ({
      what: `"${excerpt(path)}" was not opened: ${why || "it lies outside the linted root"}.`,
      why: "A pull request may name any file in an include, so dcvlint reads nothing outside the root. The records of that file were not checked.",
      how: "Move the file below the root, or put the config into a folder above both: the config's folder is the root.",
    }),
  },
});
