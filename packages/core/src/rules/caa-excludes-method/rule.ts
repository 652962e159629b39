import { type Excluded, reportExclusions } from "../../issuance/report-exclusions.js";
import { defineRule, rfc, source } from "../../rule.js";

export default defineRule({
  id: "caa-excludes-method",
  group: "CAA",
  severity: "error",
  summary: "CAA permits the CA, but not the validation method in use",
  sources: [
    rfc(8657, "4", "Extensions to the CAA Record: The validationmethods Parameter"),
    source(
      "CA/Browser Forum, ballot SC-098v2",
      "https://cabforum.org/2026/05/13/ballot-sc098v2-process-rfc-8657-caa-parameters/",
    ),
  ],
  fixable: true,
  messages: {
    excluded: (d: Excluded) => ({
      what: `${d.ca} may not issue for "${d.certified}"${d.more ?? ""} by ${d.method}: the CAA records of "${d.owner}"${d.how} permit it for ${d.methods} only.`,
      why: `${d.because ? `${d.because} ` : ""}The CA heeds validationmethods and refuses an order that is validated in another way.`,
      // None of those that connect to a host proves a wildcard.
      how: `Name the method as well: ${d.record}.${d.certified.startsWith("*.") ? "" : " Or validate by one that the record names."}`,
    }),
  },
  zone(context) {
    reportExclusions("caa-excludes-method", context);
  },
});
