import { defineRule, source } from "../../rule.js";

/** Found by what the server says of it. */
export default defineRule({
  id: "http-plain-on-tls-port",
  group: "Live",
  severity: "error",
  summary: "Plain HTTP arrives at a port that expects TLS",
  sources: [source("Let's Debug, http01.go", "https://github.com/letsdebug/letsdebug/blob/master/http01.go")],
  messages: {
    plain: ({ url }: { url: string }) => ({
      what: `"${url}" is plain HTTP, and the port behind it expects TLS.`,
      why: "The CA begins on port 80 without TLS, and gets an error page in place of the content.",
      how: "Serve port 80 without TLS: a virtual host with TLS switched on, or a port forwarded from 80 to 443, is the usual cause. A redirect must read https://, never http:// with :443.",
    }),
  },
});
