import { readValidation } from "../../dcv/validation/validation-record.js";
import { rewriteValue } from "../../dcv/written/record-repair.js";
import { CA_SHAPES } from "../../knowledge/cas-shapes.gen.js";
import { CNAME } from "../../rdata/types.js";
import { defineRule, source } from "../../rule.js";

interface Legacy {
  detail: string;
  ca: string;
  published: string;
  meant?: string;
}

export default defineRule({
  id: "legacy-validation-target",
  group: "Validation records",
  severity: "warning",
  summary: "A validation record of a form that its CA has given up",
  sources: [
    source(
      "Sectigo, Complete DV using the CNAME method",
      "https://www.sectigo.com/faqs/detail/complete-dv-using-cname-method",
    ),
    source(
      "DigiCert, Add and validate a domain using DNS CNAME",
      "https://docs.digicert.com/en/certcentral/perform-domain-control-validation--dcv-/validate-domains-before-or-during-certificate-orders/validate-domains-using-dns-validation-methods/add-and-validate-a-domain-using-dns-cname-record.html",
    ),
  ],
  seed: "trustico-dcv",
  fixable: true,
  messages: {
    formerEnding: (d: Legacy) => ({
      what: `This is a validation record of ${d.ca}, and ${d.detail}. Published: ${d.published}`,
      why: "The instructions that it follows are old. A CA may compare with today's target and find no match.",
      how: d.meant
        ? `Write the target as "${d.meant}", unless the order shows the other one. If its certificate is gone, delete the record.`
        : "Take the record from a new order. If its certificate is gone, delete the record.",
    }),
    retired: (d: Legacy) => ({
      what: `This is a validation record of ${d.ca}, and ${d.detail}. Published: ${d.published}`,
      why: "The CA no longer looks for this form, so a renewal stays pending.",
      how: "Take the record from a new order. If its certificate is gone, delete the record.",
      severity: "error" as const,
    }),
  },
  records: {
    types: [CNAME],
    check(record, { zone, report }) {
      const diagnosis = readValidation(record)?.diagnosis;
      if (diagnosis?.kind !== "legacy-suffix" && diagnosis?.kind !== "retired-shape") return;
      const ca = CA_SHAPES.find(({ id }) => id === diagnosis.ca)?.name ?? "a CA";
      const published = `${zone.names.text(record.ownerId)} CNAME ${record.targetText}`;
      const value = diagnosis.meant?.value;
      const meant = value === undefined ? undefined : `${value}.`;
      const edits = meant === undefined ? undefined : rewriteValue(record, meant);
      const message = diagnosis.kind === "legacy-suffix" ? "formerEnding" : "retired";
      report(
        record.target.place,
        message,
        { detail: diagnosis.detail, ca, published, meant },
        {
          fix: edits && { title: `Write "${meant}"`, safety: "suggestion", edits },
          severity: diagnosis.status === "unverified" ? "warning" : undefined,
        },
      );
    },
  },
});
