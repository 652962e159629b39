import { defineRule, rfc, source } from "../../rule.js";

/** Found by looking in the places where the file is put by mistake. */
export default defineRule({
  id: "http-wrong-path",
  group: "Live",
  severity: "error",
  summary: "The file is there, but at another path",
  sources: [
    rfc(8555, "8.3", "HTTP Challenge"),
    source(
      "DigiCert, Common mistakes: HTTP practical demonstration",
      "https://docs.digicert.com/en/certcentral/manage-certificates/organization-and-domain-management/manage-domains/common-mistakes--http-practical-demonstration-dcv-method.html",
    ),
  ],
  messages: {
    /** `found`: the URL where it stands. */
    elsewhere: ({ url, found }: { url: string; found: string }) => ({
      what: `What the CA asked for isn't at "${url}" but at "${found}".`,
      why: "The CA fetches that one URL, letter by letter, upper and lower case included. It looks nowhere else.",
      how: "Move the file, or let the web server serve it at the path that the CA asked for.",
    }),
  },
});
