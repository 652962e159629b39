import { defineRule, source } from "../../rule.js";

const SOURCE = "https://github.com/cabforum/servercert/blob/main/docs/BR.md";

/** Found by the judgement on certificates, which have no record to blame. */
export default defineRule({
  id: "email-method-ending",
  group: "Validation records",
  severity: "warning",
  summary: "A certificate is validated by e-mail, which ends on 2028-03-15",
  sources: [
    source("CA/Browser Forum, Baseline Requirements 3.2.2.4.4, .13 and .14", SOURCE),
    source("CA/Browser Forum, ballot SC-090", "https://cabforum.org/"),
  ],
  messages: {
    ending: ({ certified }: { certified: string }) => ({
      what: `The certificate for "${certified}" is validated by e-mail, which no CA may do from 2028-03-15 on.`,
      why: "CAs have been told to avoid it since 2026-03-15, and some stop earlier. What was validated so before can't be used after that day. Certificates live shorter, so somebody has to answer a mail more and more often.",
      how: "Validate by DNS: a record that stays renews by itself.",
    }),
    ended: ({ certified }: { certified: string }) => ({
      what: `The certificate for "${certified}" is to be validated by e-mail, which ended on 2028-03-15.`,
      why: "No CA may validate so any more, nor use what was validated so before: the order fails.",
      how: "Validate by DNS: a record that stays renews by itself.",
      severity: "error" as const,
    }),
  },
});
