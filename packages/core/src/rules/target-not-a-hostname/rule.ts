import { misfitTargets } from "../../dcv/zone/target-text.js";
import { defineRule, rfc } from "../../rule.js";

interface Target {
  written: string;
  meant: string;
  type: string;
  octets: readonly string[];
}

export default defineRule({
  id: "target-not-a-hostname",
  group: "Names",
  severity: "error",
  summary: "A target with octets that no host or service name has",
  sources: [rfc(1123, "2.1", "Host Names and Numbers"), rfc(2181, "11", "Name syntax")],
  messages: {
    odd: ({ written, meant, type, octets }: Target) => ({
      what: `The ${type} target "${written}" holds ${listed(octets.map(shown))}; it is published as the name "${meant}".`,
      why: "No host and no service has such a name. Whoever follows the record, a CA included, asks for it and finds nothing.",
      // A value of another record gets into a CNAME by a slip in a form; nobody takes a name server's place for a text's.
      how:
        type === "CNAME"
          ? `If this is what a TXT record should say, write TXT "${written}". If not, write the name of the host alone.`
          : `Write the name of the host that the ${type} record is to point to, alone.`,
    }),
  },
  zone({ zone, other, report }) {
    for (const misfit of misfitTargets(zone, other)) {
      if (misfit.kind !== "odd") continue;
      const { target, typeName } = other;
      report(target.place, "odd", { written: target.text, meant: target.name, type: typeName, octets: misfit.octets });
    }
  },
});

const shown = (octet: string): string => {
  if (octet === " ") return "a blank";
  return octet < "!" || octet > "~" ? `the octet ${octet.charCodeAt(0)}` : `"${octet}"`;
};

const listed = (parts: readonly string[]): string =>
  parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
