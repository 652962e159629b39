import { type Excluded, reportExclusions } from "../../issuance/report-exclusions.js";
import { defineRule, rfc } from "../../rule.js";

export default defineRule({
  id: "caa-excludes-account",
  group: "CAA",
  severity: "error",
  summary: "CAA permits the CA, but not the account in use",
  sources: [rfc(8657, "3", "Extensions to the CAA Record: The accounturi Parameter")],
  fixable: true,
  messages: {
    excluded: (d: Excluded) => ({
      what: `${d.ca} may not issue for "${d.certified}"${d.more ?? ""} to the account ${d.account}: the CAA records of "${d.owner}"${d.how} permit it for ${d.accounts} only.`,
      why: `${d.because ? `${d.because} ` : ""}The CA compares the account of the order with accounturi, letter by letter, and refuses any other.`,
      how: `Add a record for this account beside the others: ${d.record}.`,
    }),
  },
  zone(context) {
    reportExclusions("caa-excludes-account", context);
  },
});
