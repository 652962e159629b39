import { shorten } from "../../dcv/written/written-names.js";
import { defineRule, rfc } from "../../rule.js";

interface Name {
  written: string;
}

const what = (place: string, { written }: Name): string =>
  `The ${place} "${shorten(written)}"${written.endsWith(".") ? "" : ", with the origin added,"} takes more than 255 octets.`;
const why = "No name is longer: name servers refuse the whole zone.";
const dot = ({ written }: Name): string =>
  written.endsWith(".") ? "" : " If it is a full name, it lacks its final dot.";

export default defineRule({
  id: "name-too-long",
  group: "Names",
  severity: "error",
  summary: "A name of more than 255 octets",
  sources: [rfc(1035, "2.3.4", "Size limits")],
  whyOfResources: "No name is longer: the provider's API refuses the record, and apply will be rejected half-way.",
  messages: {
    inOwner: (d: Name) => ({
      what: what("owner", d),
      why,
      how: `Shorten it to 253 characters at most, the zone's name included; a label such as _acme-challenge counts as well.${dot(d)}`,
    }),
    inTarget: (d: Name) => ({ what: what("target", d), why, how: `Shorten it to 253 characters at most.${dot(d)}` }),
    withPrefix: ({
      certified,
      prefix,
      octets,
      method,
    }: {
      certified: string;
      prefix: string;
      octets: string;
      method: string;
    }) => ({
      what: `With ${prefix} in front, where ${method} looks, "${shorten(certified)}" takes ${octets} octets of the 255 that a name has.`,
      why: "There can't be a record at such a name, so this method never proves it.",
      how: "Ask for a shorter name, or for a wildcard at a name above it, or validate by a method that puts nothing in front.",
    }),
    inOrigin: (d: Name) => ({ what: what("origin", d), why, how: `Shorten it to 253 characters at most.${dot(d)}` }),
  },
});
