import { defineRule, source } from "../../rule.js";

const NOT_NEEDED = "A suppression that isn't needed hides the next finding of its kind, one that may matter.";

/** Told by the run, which reads the comments: see `suppress` of the linter. */
export default defineRule({
  id: "unused-suppression",
  group: "Reading the source",
  severity: "warning",
  summary: "A suppression that suppresses nothing",
  sources: [source("dcvlint, suppressions in source")],
  messages: {
    unused: ({ rules }: { rules: string }) => ({
      what: `Nothing is suppressed here for ${rules}.`,
      why: NOT_NEEDED,
      how: "Delete the comment, or the rule's name in it; or put it on the line, or directly above the record, that it is meant for.",
    }),
    unknownRule: ({ rule }: { rule: string }) => ({
      what: `There is no rule "${rule}", so nothing is suppressed.`,
      why: "The finding that was to be silenced goes on being reported.",
      how: "Write the rule's id as the finding shows it; `dcvlint rules` lists them all.",
    }),
  },
});
