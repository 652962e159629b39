import { defineRule, source } from "../../rule.js";

/** Told by the run, which reads the comments: see `suppress` of the linter. */
export default defineRule({
  id: "suppression-without-reason",
  group: "Reading the source",
  severity: "info",
  summary: "A suppression doesn't say why",
  sources: [source("dcvlint, suppressions in source")],
  messages: {
    noReason: ({ rules }: { rules: string }) => ({
      what: `${rules ? `The findings of ${rules} are` : "All findings are"} suppressed here, without a reason.`,
      why: "Whoever reads the line next can't tell whether it is still needed, and the trouble that it hides can stop a renewal months later.",
      how: 'Write " -- " and the reason behind the rules.',
    }),
  },
});
