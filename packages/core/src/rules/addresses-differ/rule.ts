import { defineRule, rfc } from "../../rule.js";

/** Found by asking every address of a host. */
export default defineRule({
  id: "addresses-differ",
  group: "Live",
  severity: "warning",
  summary: "The addresses of a host answer differently",
  sources: [rfc(8555, "8.3", "HTTP Challenge")],
  messages: {
    /** `groups`: which address answers what. */
    differ: ({ host, groups }: { host: string; groups: string }) => ({
      what: `The addresses of "${host}" don't answer alike: ${groups}.`,
      why: "A CA takes one of them as it likes, from each place that it asks from: some find the right content and some don't.",
      how: "Put the file on every server, or let all of them pass the path on to the one that has it. Take addresses out that no longer serve the host.",
    }),
  },
});
