import { nameOfCa } from "../../dcv/known-validation.js";
import { listTexts } from "../../dcv/list-texts.js";
import { issuanceOf } from "../../issuance/report-exclusions.js";
import { defineRule, source } from "../../rule.js";
import { RecordView } from "../../zone/record-view.js";

export default defineRule({
  id: "validation-record-per-name",
  group: "Validation records",
  severity: "error",
  summary: "A name of a certificate has no validation record, while others of it have",
  sources: [
    source(
      "AWS Certificate Manager, DNS validation",
      "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4.7",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
  ],
  messages: {
    missing: (d: { names: string; other: string; ca: string; certificate: string }) => ({
      what: `The certificate${d.certificate} has a validation record for "${d.other}", and none for ${d.names}.`,
      why: `${d.ca} validates each name by a record of its own. One that lacks it keeps the whole certificate pending; only a name and its wildcard share one.`,
      how: `Publish the record that ${d.ca} shows for ${d.names}.`,
    }),
  },
  zone(context) {
    const { zone, report } = context;
    for (const { certificate, ca, names, other, partial } of issuanceOf(context).unprovedIn(zone)) {
      const record = new RecordView(zone).at(other.record.id);
      const { address, span, unverified } = certificate;
      const data = {
        names: listTexts(names),
        other: other.name,
        ca: nameOfCa(ca),
        certificate: address ? ` ${address}` : "",
      };
      const severity = partial || unverified ? "warning" : undefined;
      report(record.place, "missing", data, { severity, related: span ? [{ span, note: "the certificate" }] : [] });
    }
  },
});
