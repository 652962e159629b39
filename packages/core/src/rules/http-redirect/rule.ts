import { defineRule, rfc, source } from "../../rule.js";

interface Redirect {
  url: string;
  target: string;
}

/** Found by following as a CA does. */
export default defineRule({
  id: "http-redirect",
  group: "Live",
  severity: "error",
  summary: "The web server redirects where the CA doesn't follow",
  sources: [
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4.18 and .19",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
    rfc(9110, "15.4", "Redirection 3xx"),
    source("Boulder, va/http.go", "https://github.com/letsencrypt/boulder/blob/main/va/http.go"),
  ],
  messages: {
    notFollowed: (d: Redirect & { code: number; why: string }) => ({
      what: `"${d.url}" redirects with ${d.code} to "${d.target}", and the CA doesn't follow: ${d.why}.`,
      why: "So it never sees the content, wherever that stands.",
      how: "Serve the path itself without a redirect, or redirect with 301, 302, 307 or 308 if this CA follows at all.",
    }),
    loop: ({ url, hops }: { url: string; hops: number }) => ({
      what: `"${url}" redirects on and on: after ${hops} redirect${hops === 1 ? "" : "s"} there is still no content.`,
      why: "The CA gives up. Two rules that undo each other are the usual cause, such as http to https here and https to http at the CDN.",
      how: "Take the path out of the redirects, or let one of the two rules go.",
    }),
    port: (d: Redirect & { port: number }) => ({
      what: `"${d.url}" redirects to "${d.target}", which is on port ${d.port}.`,
      why: "CAs follow to the ports 80 and 443 and to no other.",
      how: "Redirect to a URL without a port, or serve the path without a redirect.",
    }),
    scheme: (d: Redirect) => ({
      what: `"${d.url}" redirects to "${d.target}", which is neither http nor https.`,
      why: "CAs follow to http and https and to nothing else. A missing slash behind the host, as in https://example.com.well-known, comes out like this too.",
      how: "Correct the rule that makes the redirect, or serve the path without one.",
    }),
    /** `block`: the range that the address is in, and what it is for. */
    privateTarget: (d: Redirect & { address: string; block: string }) => ({
      what: `"${d.url}" redirects to "${d.target}", whose address ${d.address} isn't a public one (${d.block}).`,
      why: "A CA connects from the Internet. It can't reach that address, and refuses to try.",
      how: "Serve the path without a redirect, or redirect to a host with a public address.",
    }),
    followed: (d: Redirect) => ({
      what: `"${d.url}" redirects to "${d.target}", and the CA follows.`,
      why: "It works, and rests on one more host or port: what is wrong there, an AAAA included, fails the validation.",
      how: "Nothing is wrong. To depend on less, serve /.well-known/ without a redirect.",
      severity: "info" as const,
    }),
  },
});
