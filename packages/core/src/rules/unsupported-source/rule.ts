import { defineRule, source } from "../../rule.js";

const NOT_LINTED = "None of its records was checked: that nothing is reported for it says nothing.";

/** Told by the run, which looks at the files: see `kinds` of the linter. */
export default defineRule({
  id: "unsupported-source",
  group: "Reading the source",
  severity: "warning",
  summary: "A file that holds DNS records and can't be judged",
  sources: [source("Terraform, JSON Output Format", "https://developer.hashicorp.com/terraform/internals/json-format")],
  messages: {
    binaryPlan: () => ({
      what: "This is a plan in Terraform's binary form, which only Terraform reads.",
      why: NOT_LINTED,
      how: "Run `terraform show -json PLANFILE > plan.json` and lint plan.json.",
    }),
    streamingLog: () => ({
      what: "This is the log that `terraform plan -json` prints, which lacks most of what is planned.",
      why: NOT_LINTED,
      how: "Run `terraform plan -out=PLANFILE`, then `terraform show -json PLANFILE > plan.json`, and lint plan.json.",
    }),
    stateFile: () => ({
      what: "This is a Terraform state: what there was when it was written, not what will be.",
      why: NOT_LINTED,
      how: "Run `terraform plan -out=PLANFILE`, then `terraform show -json PLANFILE > plan.json`, and lint plan.json.",
    }),
    templatedZone: () => ({
      what: "This zone file is a template: it holds placeholders that another program fills in.",
      why: NOT_LINTED,
      how: "Lint the zone file that the program makes of it.",
    }),
    unreadable: () => ({
      what: "This file is no text.",
      why: NOT_LINTED,
      how: "Name the text that it was made from: a zone file in text form, or a plan as JSON. BIND's raw zones become text with `named-compilezone -f raw -F text -o zone.txt ORIGIN FILE`.",
    }),
    notYet: ({ kind }: { kind: string }) => ({
      what: `${kind} can't be judged by this version.`,
      why: NOT_LINTED,
      how: "Lint the zone file that comes of it, or look for a newer version of dcvlint.",
    }),
  },
});
