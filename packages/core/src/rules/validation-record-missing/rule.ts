import { defineRule, source } from "../../rule.js";

interface Missing {
  certified: string;
}

/** Found by the judgement on certificates: there is no record to blame. */
export default defineRule({
  id: "validation-record-missing",
  group: "Validation records",
  severity: "error",
  summary: "What the CA looks for isn't there",
  sources: [
    source(
      "CA/Browser Forum, Baseline Requirements 3.2.2.4.7",
      "https://github.com/cabforum/servercert/blob/main/docs/BR.md",
    ),
    source(
      "AWS Certificate Manager, DNS validation",
      "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
  ],
  seed: "sectigo-cname-dcv",
  messages: {
    expected: (d: Missing & { owner: string; type: string; wanted: string; found: string }) => ({
      what: `The CA asked for a ${d.type} at "${d.owner}", and there is none (${d.found}).`,
      why: `It looks for it before it issues for "${d.certified}": validation stays pending until it is there.`,
      how: `Publish: ${d.owner} ${d.type} ${d.type === "TXT" ? `"${d.wanted}"` : d.wanted}`,
    }),
    noneOfShape: (d: Missing & { ca: string; shape: string; account: string }) => ({
      what: `No record that validates "${d.certified}" for ${d.ca} is there${d.account ? ` (account ${d.account})` : ""}.`,
      why: "The CA looks for it before it issues, and again at every renewal: validation stays pending.",
      how: `Publish ${d.shape}. The CA or platform shows owner and value where the certificate was asked for.`,
    }),
  },
});
