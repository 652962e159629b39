import { readCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import { findTag } from "../../knowledge/caa-registry.js";
import { CAA } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";

export default defineRule({
  id: "caa-bad-flags",
  group: "CAA",
  severity: "warning",
  summary: "CAA flags other than 0 and 128",
  sources: [
    rfc(8659, "4.1", "Syntax"),
    source("Boulder, va/caa.go", "https://github.com/letsencrypt/boulder/blob/main/va/caa.go"),
  ],
  fixable: true,
  messages: {
    one: ({ tag }: { tag: string }) => ({
      what: `The flags of this ${tag} record are 1. The critical flag is the highest bit, so critical is 128; 1 is a bit without a meaning.`,
      why: "CAs differ over it: Let's Encrypt takes 1 as critical, others ignore it.",
      how: "Write 0. Write 128 only where a CA that doesn't know the property must refuse.",
    }),
    reserved: ({ flags, critical }: { flags: number; critical: boolean }) => ({
      what: `The flags are ${flags}, which sets bits that are reserved; only 0 and 128 (critical) have a meaning.`,
      why: "CAs are to ignore reserved bits today. A later standard may give them a meaning that nobody here had in mind.",
      how: critical ? "Write 128, or 0 unless a CA that doesn't know the property must refuse." : "Write 0.",
    }),
  },
  records: {
    types: [CAA],
    byRdata: [CAA],
    check(record, { report }) {
      const { flags, tag } = readCaa(record);
      if (flags === 0 || flags === 128) return;
      const written = writtenCaa(record);
      // On a property that every CA knows, critical changes nothing.
      const meant = flags & 128 && findTag(tag) === undefined ? "128" : "0";
      const edits = [{ place: written.flags, newText: meant }];
      const fix = written.plain
        ? { title: `Write ${meant} for the flags`, safety: "suggestion" as const, edits }
        : undefined;
      if (flags === 1) report(written.flags, "one", { tag: written.tagText }, { fix });
      else report(written.flags, "reserved", { flags, critical: (flags & 128) !== 0 }, { fix });
    },
  },
});
