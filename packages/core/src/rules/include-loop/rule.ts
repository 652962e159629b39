import { excerpt } from "../../dcv/written/rewrite.js";
import { defineRule, rfc } from "../../rule.js";

const STOPS = "A name server gives up on the whole zone, so nothing in it is served.";

export default defineRule({
  id: "include-loop",
  group: "Reading the source",
  severity: "error",
  summary: "Files include one another without end",
  sources: [rfc(1035, "5.1", "Format")],
  messages: {
    loop: ({ path }: { path: string }) => ({
      what: `"${excerpt(path)}" is being read already: it includes itself, directly or by way of other files.`,
      why: STOPS,
      how: "Delete this $INCLUDE, or the one that leads here.",
    }),
    tooDeep: ({ path, most }: { path: string; most: string }) => ({
      what: `"${excerpt(path)}" would be file number ${most} in a chain of includes; it was not read.`,
      why: `dcvlint follows ${most} levels. Chains that deep are nearly always a loop under changing names.`,
      how: "Include the file from one of the first files.",
    }),
    tooMany: ({ path, most }: { path: string; most: string }) => ({
      what: `"${excerpt(path)}" was not read: the zone has more than ${most} includes.`,
      why: "The records of that file, and of those that follow, were not checked.",
      how: "Join the small files into larger ones, or raise the limit in the config.",
    }),
  },
});
