import { nameOfCa } from "../../dcv/validation/known-validation.js";
import { listTexts } from "../../dcv/written/list-texts.js";
import { hiddenExclusionsIn } from "../../issuance/added-caa.js";
import { certifiedName } from "../../issuance/caa-part.js";
import { issuanceOf, placeOfNeed } from "../../issuance/report-exclusions.js";
import { CAA } from "../../rdata/types.js";
import { defineRule, source } from "../../rule.js";
import { RecordView } from "../../zone/record-view.js";
import { recordsAt } from "../../zone/zone-index.js";

export default defineRule({
  id: "caa-hidden-by-provider",
  group: "CAA",
  severity: "warning",
  summary: "The provider adds CAA records of its own that exclude a CA at stake",
  sources: [
    source(
      "Cloudflare, CAA records added by Cloudflare",
      "https://github.com/cloudflare/cloudflare-docs/blob/production/src/content/partials/ssl/caa-records-added-by-cf.mdx",
    ),
  ],
  seed: "cloudflare-partner-cas",
  messages: {
    hidden: (d: { ca: string; certified: string; owner: string; added: string; record: string }) => ({
      what: `${d.ca} may not issue for "${d.certified}": no CAA record of "${d.owner}" here names it, and the provider adds records of its own, for ${d.added} among others.`,
      why: "As soon as a zone has any CAA, this provider publishes issue records for the CAs that it uses itself. Neither its console nor code shows them, and a CA that they don't name refuses.",
      how: `Name every CA that certificates come from: ${d.record}.`,
    }),
  },
  zone(context) {
    const { zone, facts, report } = context;
    for (const { owner, added, needs } of hiddenExclusionsIn(zone, issuanceOf(context))) {
      const [first] = needs;
      const id = [...recordsAt(zone, owner)].find((each) => zone.type[each] === CAA);
      if (id === undefined) continue;
      const record = new RecordView(zone).at(id);
      const data = {
        ca: nameOfCa(first.ca),
        certified: certifiedName(first),
        owner: record.ownerText,
        added: listTexts(added.slice(0, 2)),
        record: `${record.ownerText} CAA 0 issue "${facts.issuers.preferredIssuersOf(first.ca)[0]}"`,
      };
      report(record.place, "hidden", data, { related: needs.slice(0, 50).flatMap(placeOfNeed) });
    }
  },
});
