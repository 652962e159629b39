import { defineRule, source } from "../../rule.js";

/** Found by fetching what the CA would fetch. */
export default defineRule({
  id: "http-status",
  group: "Live",
  severity: "error",
  summary: "The web server answers with another status than the CA takes",
  sources: [
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4.18 and .19",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
    source("Boulder, va/http.go", "https://github.com/letsencrypt/boulder/blob/main/va/http.go"),
  ],
  messages: {
    /** `wanted`: what the CA takes, `200` or `200 to 299`. */
    status: ({ url, status, wanted }: { url: string; status: number; wanted: string }) => ({
      what: `"${url}" answers with the status ${status}; the CA takes ${wanted}.`,
      why: "What stands in the body of such an answer doesn't count.",
      how: adviceFor(status),
    }),
  },
});

function adviceFor(status: number): string {
  if (status === 401 || status === 403 || status === 407 || status === 429)
    return "Let everybody read the path, without password, and without a rule that keeps robots or countries out.";
  if (status === 404 || status === 410)
    return "Put the file where this very URL is served from: the virtual host of this name, on port 80, below the root that the server really uses.";
  if (status >= 500) return "Look into the web server's log: it, or what it passes the path on to, fails.";
  return "Let the server answer this path with the file itself.";
}
