import { defineRule, rfc, source } from "../../rule.js";

/** Found by the judgement on certificates: there is no record to blame. */
export default defineRule({
  id: "no-mail-exchange",
  group: "Validation records",
  severity: "error",
  summary: "A certificate is validated by e-mail, and the domain takes none",
  sources: [
    rfc(5321, "5.1", "Locating the Target Host"),
    rfc(7505, "3", "MX Resource Records Specifying Null MX"),
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4.4, .13 and .14",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
  ],
  messages: {
    none: ({ certified, domain }: { certified: string; domain: string }) => ({
      what: `The certificate for "${certified}" is validated by e-mail, and neither this name nor those above it, up to "${domain}", take mail.`,
      why: "The CA writes to admin@, administrator@, hostmaster@, postmaster@ or webmaster@ there, or to a contact that CAA or a TXT names. None of them can be reached, so nobody can confirm.",
      how: "Validate by DNS. Or publish an MX record, or a CAA contactemail with an address elsewhere.",
    }),
  },
});
