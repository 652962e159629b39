import { defineRule, source } from "../../rule.js";

interface Mismatch {
  owner: string;
  type: string;
  certified: string;
  wanted: string;
  found: string;
  /** The piece that differs, in brackets, with what stands round it. */
  shownWanted: string;
  shownFound: string;
}

const how = ({ owner, type, wanted }: Pick<Mismatch, "owner" | "type" | "wanted">) =>
  `Copy it exactly: ${owner} ${type} ${type === "TXT" ? `"${wanted}"` : wanted}`;

/** Found by the judgement on certificates, where it is told what the CA asked for; only records yet to be made are looked at here. */
export default defineRule({
  id: "validation-record-mismatch",
  group: "Validation records",
  severity: "error",
  summary: "The validation record isn't the one that the CA asked for",
  sources: [
    source(
      "Sectigo, Complete DV using the CNAME method",
      "https://www.sectigo.com/faqs/detail/complete-dv-using-cname-method",
    ),
    source("Sectigo, Request token", "https://docs.sectigo.com/sps/domain-control-validation/request-token"),
  ],
  seed: "sectigo-cname-dcv",
  messages: {
    differs: (d: Mismatch) => ({
      what: `The ${d.type} at "${d.owner}" is ${d.shownFound} where the CA asked for ${d.shownWanted}.`,
      why: `The CA compares the whole value before it issues for "${d.certified}": validation stays pending.`,
      how: how(d),
    }),
    owner: (d: { owner: string; elsewhere: string; type: string; certified: string; wanted: string }) => ({
      what: `The ${d.type} isn't at "${d.owner}" but at "${d.elsewhere}".`,
      why: `The CA looks at the one name that it gave before it issues for "${d.certified}": validation stays pending.`,
      how: how(d),
    }),
    swapped: (d: { domain: string; certificate: string; attribute: string }) => ({
      what: `The record that "${d.certificate}" asks for to validate "${d.domain}" will stand at the name that should be its value ("${d.attribute}").`,
      why: "The CA looks at the one name that it gave and finds nothing there: validation stays pending.",
      how: "Swap the two: the owner is the record's name, the data its value.",
    }),
    noneOfSeveral: (d: Mismatch) => ({
      what: `None of the ${d.type} records at "${d.owner}" is what the CA asked for; the nearest is ${d.shownFound} where ${d.shownWanted} belongs.`,
      why: `The CA compares whole values before it issues for "${d.certified}": validation stays pending.`,
      how: how(d),
    }),
  },
  zone({ zone, report }) {
    const groups = new Set<string>();
    for (const awaited of zone.awaited) {
      const { ownerFrom: attribute, group, certificate, domain, at } = awaited;
      if (attribute === undefined || groups.has(group)) continue;
      groups.add(group);
      report({ source: zone.sources[0], ...at }, "swapped", { domain, certificate, attribute }, { awaited });
    }
  },
});
