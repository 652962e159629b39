import { type CaaReading, readCaa, type WrittenCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import { casPermittedAt, casRefusing, casThatTakeAsCritical } from "../../dcv/caa/caa-set.js";
import { isPropertyTag } from "../../dcv/caa/caa-value.js";
import { gradeBy } from "../../dcv/written/provider-reading.js";
import { findTag, suggestTag } from "../../knowledge/caa-registry.js";
import type { CaSummary } from "../../knowledge/schema.js";
import { CAA } from "../../rdata/types.js";
import { type Draft, defineRule, rfc, source } from "../../rule.js";

interface Unknown {
  tag: string;
  meant?: string;
}

const IGNORED = "CAs pass over a property that they don't know: the record neither permits nor forbids anything.";
const uncritical = ({ meant }: Unknown) =>
  meant ? `Write ${meant} with the flags 0.` : "Write 0 for the flags, or delete the record.";

export default defineRule({
  id: "caa-unknown-tag",
  group: "CAA",
  severity: "warning",
  summary: "A CAA property that no registry knows",
  sources: [
    rfc(8659, "4.1", "Syntax"),
    source(
      "IANA, Certification Authority Restriction Properties",
      "https://www.iana.org/assignments/pkix-parameters/pkix-parameters.xhtml#caa-properties",
    ),
    source("Boulder, va/caa.go", "https://github.com/letsencrypt/boulder/blob/main/va/caa.go"),
  ],
  fixable: true,
  messages: {
    ignored: ({ tag, meant }: Unknown) => ({
      what: `"${tag}" is no CAA property.`,
      why: IGNORED,
      how: meant
        ? `Write ${meant}.`
        : "Write issue or issuewild to permit a CA, iodef to say where reports go; or delete the record.",
    }),
    reserved: ({ tag }: Unknown) => ({
      what: `The CAA property "${tag}" was reserved by RFC 6844 and never given a meaning.`,
      why: IGNORED,
      how: "Delete the record.",
    }),
    critical: (d: Unknown) => ({
      what: `"${d.tag}" is no CAA property, and its critical flag is set.`,
      why: "A CA that doesn't know a critical property must not issue, so every CA refuses.",
      how: uncritical(d),
      severity: "error" as const,
    }),
    criticalForSome: (d: Unknown & { flags: number; cas: string }) => ({
      what: `"${d.tag}" is no CAA property, and its flags are ${d.flags}.`,
      why: `${d.cas} takes 1 as critical and refuses to issue; other CAs pass over the record.`,
      how: uncritical(d),
    }),
    refusedByProvider: ({ tag, tags, meant }: { tag: string; tags: string; meant?: string }) => ({
      what: `"${tag}" isn't among the CAA tags that this provider takes: ${tags}.`,
      why: "The provider's own check refuses it: the plan will be rejected.",
      how: meant ? `Write ${meant}.` : `Write one of ${tags}.`,
      severity: "error" as const,
    }),
    unknownToCa: (d: { tag: string; cas: string }) => ({
      what: `The property "${d.tag}" is critical, and the same RRset permits ${d.cas}.`,
      why: `${d.cas} doesn't know ${d.tag}, and must not issue past a critical property that it doesn't know.`,
      how: "Write 0 for the flags.",
      severity: "error" as const,
    }),
    /** The judgement on certificates met it on a CA's way. */
    refused: ({ tag, cas }: { tag: string; cas: string }) => ({
      what: `The CAA property "${tag}" is critical, and ${cas} doesn't know it.`,
      why: "A CA must not issue past a critical property that it doesn't know.",
      how: "Write 0 for the flags, or delete the record.",
      severity: "error" as const,
    }),
  },
  records: {
    types: [CAA],
    check(record, { zone, report }) {
      const reading = readCaa(record);
      const { flags, tag } = reading;
      const taken = zone.made ? record.origin?.reading.caa : undefined;
      if (taken?.tags && !taken.tags.includes(tag)) {
        const written = writtenCaa(record);
        const meant = suggestTag(tag);
        const data = { tag: written.tagText, tags: taken.tags.join(", "), meant };
        const severity = gradeBy(taken);
        return report(written.tag, "refusedByProvider", data, { fix: fixes(written, meant, false), severity });
      }
      if (harmless.has(reading)) return;
      const known = findTag(tag);
      const registered = known !== undefined && known.use !== "reserved";
      const perhapsCritical = (flags & 129) !== 0;
      const perhapsRefusing = perhapsCritical ? casRefusing(flags, tag) : [];
      if (known?.use === "tls" || (registered && perhapsRefusing.length === 0) || !isPropertyTag(tag)) {
        harmless.add(reading);
        return;
      }
      const permitted = perhapsRefusing.length > 0 ? casPermittedAt(zone, record.ownerId) : [];
      const refusing = permitted.filter((ca) => perhapsRefusing.includes(ca));
      const written = writtenCaa(record);
      if (registered) {
        if (refusing.length === 0) return;
        const cas = namesOf(refusing);
        return report(written.flags, "unknownToCa", { tag, cas }, { fix: fixes(written, undefined, true) });
      }
      const meant = known ? undefined : suggestTag(tag);
      const data = { tag: written.tagText, meant };
      const fix = fixes(written, meant, perhapsCritical);
      if (flags & 128) return report(written.tag, "critical", data, { fix });
      if (!perhapsCritical) return report(written.tag, known ? "reserved" : "ignored", data, { fix });
      const cas = namesOf(refusing.length > 0 ? refusing : casThatTakeAsCritical(1));
      const severity = refusing.length > 0 ? "error" : "warning";
      report(written.tag, "criticalForSome", { ...data, flags, cas }, { fix, severity });
    },
  },
});

/** Records that are written alike share their reading. */
const harmless = new WeakSet<CaaReading>();

const namesOf = (cas: readonly CaSummary[]): string => cas.map((ca) => ca.name).join(" and ");

/** An unknown property without a near one is left to its author: only its critical flag can be taken away. */
function fixes({ flags, tag, plain }: WrittenCaa, meant: string | undefined, critical: boolean): Draft | undefined {
  if (!plain || !(meant || critical)) return undefined;
  const edits = [
    ...(critical ? [{ place: flags, newText: "0" }] : []),
    ...(meant ? [{ place: tag, newText: meant }] : []),
  ];
  return { title: meant ? `Write "${meant}"` : "Write 0 for the flags", safety: "suggestion", edits };
}
