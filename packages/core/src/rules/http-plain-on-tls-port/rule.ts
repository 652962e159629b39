import { defineRule, source } from "../../rule.js";

/** Found by what the server says of it. */
export default defineRule({
  id: "http-plain-on-tls-port",
  group: "Live",
  severity: "error",
  summary: "Plain HTTP meets TLS on one port",
  sources: [source("Let's Debug, http01.go", "https://github.com/letsdebug/letsdebug/blob/master/http01.go")],
  messages: {
    plain: ({ url }: { url: string }) =>
      url.startsWith("https:")
        ? {
            what: `"${url}" is to be TLS, and what answers there speaks plain HTTP.`,
            why: "The CA follows the redirect to https, and there is no TLS to be had.",
            how: "Switch TLS on for that port, or redirect to http:// or not at all.",
          }
        : {
            what: `"${url}" is plain HTTP, and the port behind it expects TLS.`,
            why: "The CA begins on port 80 without TLS, and gets an error page in place of the content.",
            how: "Serve port 80 without TLS: a virtual host with TLS switched on, or a port forwarded from 80 to 443, is the usual cause. A redirect must read https://, never http:// with :443.",
          },
  },
});
