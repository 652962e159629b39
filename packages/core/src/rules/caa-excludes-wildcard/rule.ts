import { type Excluded, reportExclusions } from "../../issuance/report-exclusions.js";
import { defineRule, rfc } from "../../rule.js";

export default defineRule({
  id: "caa-excludes-wildcard",
  group: "CAA",
  severity: "error",
  summary: "CAA's issuewild forbids the CA of a wildcard certificate at stake",
  sources: [rfc(8659, "4.3", "CAA issuewild Property")],
  seed: "tencent-caa",
  fixable: true,
  messages: {
    excluded: (d: Excluded) => ({
      what: `${d.ca} may not issue for "${d.certified}"${d.more ?? ""}: the issuewild records of "${d.owner}"${d.how} ${d.permitted}.`,
      why: `${d.because ? `${d.because} ` : ""}For a wildcard the CA looks at issuewild alone wherever there is one, whatever issue says. It refuses the wildcard, and only that.`,
      how: `Add a record beside them: ${d.record}${d.alternatives ? ` (or with ${d.alternatives}, whichever CA issues there)` : ""}. Or delete every issuewild, so that issue counts for wildcards too.`,
    }),
  },
  zone(context) {
    reportExclusions("caa-excludes-wildcard", context);
  },
});
