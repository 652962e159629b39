import { defineRule, source } from "../../rule.js";

/** Found by asking from several places, or several resolvers. */
export default defineRule({
  id: "views-disagree",
  group: "Live",
  severity: "warning",
  summary: "The answer depends on where one asks from",
  sources: [
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.9",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
  ],
  messages: {
    /** `most`: how many of the places may disagree. `good` may be empty. */
    perspectives: (d: { certified: string; good: string; bad: string; most: number }) => ({
      what: `What validates "${d.certified}" isn't seen from ${d.bad}${d.good ? `, though it is from ${d.good}` : ""}.`,
      why: `A CA asks from several places of the world, and ${d.most > 0 ? `no more than ${d.most} of the remote ones may disagree` : "none of these may disagree"}. Past that it refuses, with a text about secondary validation or perspectives.`,
      how: "Give the same answer everywhere: no routing by place on validation names and CAA, no firewall that keeps countries out, and servers in step.",
    }),
    /** `groups`: which resolvers say what. */
    resolvers: ({ ask, groups }: { ask: string; groups: string }) => ({
      what: `Resolvers don't agree on "${ask}": ${groups}.`,
      why: "A CA asks from several places of the world with a resolver in each, and issues only if nearly all agree.",
      how: "If the name's answer is routed by place or weight, give it one answer. If it was changed a short while ago, wait until the old TTL is over.",
    }),
  },
});
