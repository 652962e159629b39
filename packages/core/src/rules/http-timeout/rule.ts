import { duration } from "../../dcv/written/milliseconds.js";
import { defineRule, source } from "../../rule.js";

/** Milliseconds. */
interface Slow {
  url: string;
  ms: number;
  limit: number;
}

const how =
  "Serve the path as a file, past the application, and look at what keeps the server busy. Or validate by DNS.";

/** Found by measuring. */
export default defineRule({
  id: "http-timeout",
  group: "Live",
  severity: "error",
  summary: "The web server takes longer than the CA waits",
  sources: [source("Boulder, va/http.go", "https://github.com/letsencrypt/boulder/blob/main/va/http.go")],
  messages: {
    slow: ({ url, ms, limit }: Slow) => ({
      what: `"${url}" hadn't answered in full after ${duration(ms)}.`,
      why: `The CA waits ${duration(limit)} and then gives up.`,
      how,
    }),
    slowButDone: ({ url, ms, limit }: Slow) => ({
      what: `"${url}" took ${duration(ms)} to answer.`,
      why: `A CA waits about ${duration(limit)}; from farther away it takes longer still.`,
      how,
      severity: "warning" as const,
    }),
  },
});
