import { defineRule, rfc, source } from "../../rule.js";

/** Found by the judgement on certificates, and by asking every name server. */
export default defineRule({
  id: "caa-lookup-failed",
  group: "CAA",
  severity: "error",
  summary: "CAA can't be looked up, so no CA may issue",
  sources: [
    rfc(8659, "3", "Relevant Resource Record Set"),
    rfc(3597, "3", "Transparency"),
    source("Let's Encrypt, CAA errors", "https://letsencrypt.org/docs/caa/#caa-errors"),
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.8",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
  ],
  messages: {
    failed: ({ name, reason, ca }: { name: string; reason: string; ca: string }) => ({
      what: `The CAA records of "${name}" can't be looked up: ${reason}.`,
      why: `${ca} must know them before it issues, and takes no failure for a permission.`,
      how: "Make the name answer for type CAA, be it with nothing.",
    }),
    oneServer: ({ zone, ask, server, reason }: { zone: string; ask: string; server: string; reason: string }) => ({
      what: `${server}, a name server of "${zone}", fails on "${ask}": ${reason}. Another one answers.`,
      why: "A CA takes no failed CAA lookup for a permission, and which server its resolvers pick is chance: from one place it passes, from another it doesn't.",
      how: "Update that server, or the firewall in front of it: for a type that a name doesn't hold, and even for one that a server has never heard of, the answer is NOERROR with no records.",
    }),
  },
});
