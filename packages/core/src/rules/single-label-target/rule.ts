import { gradeBy, knownZone, writtenTarget } from "../../dcv/written/provider-reading.js";
import { HOST_TARGET_TYPES } from "../../dcv/zone/target-text.js";
import { foldLabel } from "../../name/domain-name.js";
import { HTTPS, PTR, SVCB } from "../../rdata/types.js";
import { type Draft, defineRule, rfc, source } from "../../rule.js";

interface Single {
  written: string;
  /** What was likely meant; a form of words where the zone isn't known. */
  meant: string;
}

export default defineRule({
  id: "single-label-target",
  group: "Names",
  severity: "error",
  summary: "A target of one label where the provider takes names as absolute",
  sources: [
    source(
      "Amazon Route 53, Values for simple records",
      "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-basic.html",
    ),
    rfc(1035, "5.1", "Format"),
  ],
  fixable: true,
  messages: {
    absolute: ({ written, meant }: Single) => ({
      what: `This provider takes "${written}" as absolute, so it is published as the top-level name "${written}.".`,
      why: "No such name exists. Whoever follows the record, the CA included, gets NXDOMAIN. Only in a zone file would the zone be added.",
      how: `Write the whole name: ${meant}.`,
    }),
    perhapsAbsolute: ({ written, meant }: Single) => ({
      severity: "warning" as const,
      what: `This provider takes "${written}" as absolute, so it is published as the top-level domain "${written}.".`,
      why: "That domain exists, but hardly anything answers at its very top. If a name of the zone was meant, whoever follows the record finds nothing.",
      how: `Write the whole name: ${meant}.`,
    }),
  },
  records: {
    types: [...HOST_TARGET_TYPES.filter((type) => type !== SVCB && type !== HTTPS), PTR],
    check(record, { zone, index, facts, report }) {
      const origin = zone.made ? record.origin : undefined;
      const verdict = origin?.reading.verdicts.singleLabelTarget;
      if (verdict?.value !== "bug" || record.targetIsRelative || zone.names.depth[record.targetId] !== 1) return;
      const { text: written, place } = writtenTarget(record);
      // With a final dot it was meant so, and "localhost" is the same everywhere (RFC 6761 §6.3).
      if (written.endsWith(".") || foldLabel(written) === "localhost") return;
      const own = knownZone(zone);
      if (own !== undefined && index.inZone(record.targetId)) return;
      const full = own === undefined ? undefined : `${written}.${own}`;
      const meant = full === undefined ? `"${written}." with the zone's name behind it` : `"${full}"`;
      // Some countries have a host at the top of their domain; ICANN forbids that to all other top-level domains.
      const isCountry = written.length === 2 && facts.suffixes.isPublicSuffix(foldLabel(written));
      const fix: Draft | undefined =
        full === undefined
          ? undefined
          : {
              title: `Write "${full}"`,
              safety: "suggestion",
              edits: [{ place: { ...place, start: place.end }, newText: `.${own}` }],
            };
      // Resolvers of a private network may know names of one label.
      const severity = isCountry ? undefined : zone.isPrivate ? "warning" : gradeBy(verdict);
      report(place, isCountry ? "perhapsAbsolute" : "absolute", { written, meant }, { fix, severity });
    },
  },
});
