import { type Excluded, reportExclusions } from "../../issuance/report-exclusions.js";
import { defineRule, rfc, source } from "../../rule.js";

export default defineRule({
  id: "caa-excludes-ca",
  group: "CAA",
  severity: "error",
  summary: "CAA forbids a CA that a certificate at stake comes from",
  sources: [
    rfc(8659, "3", "Relevant Resource Record Set"),
    rfc(8659, "4.2", "CAA issue Property"),
    source("AWS Certificate Manager, CAA", "https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-caa.html"),
  ],
  seed: "tencent-caa",
  fixable: true,
  messages: {
    excluded: (d: Excluded) => ({
      what: `${d.ca} may not issue for "${d.certified}"${d.more ?? ""}: the CAA records of "${d.owner}"${d.how} ${d.permitted}.`,
      why: `${d.because ? `${d.because} ` : ""}The CA finds these records, none of which names it, and refuses: the order fails, or the next renewal does.`,
      how: `Add a record beside them: ${d.record}${d.alternatives ? ` (or with ${d.alternatives}, whichever CA issues there)` : ""}.${d.inferred ? " If that certificate is gone, delete its validation record instead." : ""}`,
    }),
  },
  zone(context) {
    reportExclusions("caa-excludes-ca", context);
  },
});
