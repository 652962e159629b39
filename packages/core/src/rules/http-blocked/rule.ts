import { defineRule, source } from "../../rule.js";

/** Found by the mark that such pages bear. */
export default defineRule({
  id: "http-blocked",
  group: "Live",
  severity: "error",
  summary: "A firewall or bot filter answers in the web server's stead",
  sources: [
    source("Let's Debug, http01.go", "https://github.com/letsdebug/letsdebug/blob/master/http01.go"),
    source("Cloudflare, WAF custom rules: the Skip action", "https://developers.cloudflare.com/waf/custom-rules/skip/"),
  ],
  messages: {
    /** `by`: whose it is, or what: "Cloudflare", "a bot filter". */
    blocked: ({ url, status, by }: { url: string; status: number; by: string }) => ({
      what: `"${url}" is kept from the CA by ${by}, which answers with the status ${status}.`,
      why: "A CA is no browser: it runs no script, keeps no cookie, and proves to nobody that it is human.",
      how: "Exempt /.well-known/acme-challenge/ and /.well-known/pki-validation/ from the firewall, the bot filter and rules by country or address. Or validate by DNS.",
    }),
  },
});
