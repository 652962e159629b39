import { defineRule, rfc, source } from "../../rule.js";

/** Found by fetching what the CA would fetch. */
export default defineRule({
  id: "http-content",
  group: "Live",
  severity: "error",
  summary: "The web server serves something else than the CA asked for",
  sources: [
    rfc(8555, "8.3", "HTTP Challenge"),
    source("Boulder, va/http.go", "https://github.com/letsencrypt/boulder/blob/main/va/http.go"),
  ],
  messages: {
    differs: ({ url, wanted, found }: { url: string; wanted: string; found: string }) => ({
      what: `"${url}" serves ${found === "" ? "nothing" : `"${found}"`} where the CA asked for "${wanted}".`,
      why: "The CA compares the whole content (only blanks at its end may differ) and refuses.",
      how: "Write exactly what the CA asked for, as plain text: no byte-order mark, no HTML, each line where it belongs. A file of an earlier order, or of another account or server, looks like this too.",
    }),
    html: ({ url, found }: { url: string; found: string }) => ({
      what: `"${url}" answers 200, but with a web page ("${found}") and not with what the CA asked for.`,
      why: "An application that answers every path with its start page does that. The status looks right; the CA reads the content and refuses.",
      how: "Let the web server serve /.well-known/acme-challenge/ or /.well-known/pki-validation/ as files, before the application's catch-all rule.",
    }),
    /** `most`: octets. */
    tooLong: ({ url, most }: { url: string; most: number }) => ({
      what: `"${url}" serves more than the ${most} octets that the CA reads.`,
      why: "What the CA asked for is short. It stops reading and refuses.",
      how: "Serve the content that the CA asked for and nothing around it.",
    }),
  },
});
