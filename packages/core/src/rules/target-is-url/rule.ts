import { textOf } from "../../dcv/written/written-names.js";
import { misfitTargets } from "../../dcv/zone/target-text.js";
import { defineRule, rfc } from "../../rule.js";

export default defineRule({
  id: "target-is-url",
  group: "Names",
  severity: "error",
  summary: "A URL, or a host with a path or a port, as a target",
  sources: [rfc(1035, "3.3.1", "CNAME RDATA format"), rfc(2181, "11", "Name syntax")],
  fixable: true,
  messages: {
    url: ({ written, meant, type, host }: { written: string; meant: string; type: string; host?: string }) => ({
      what: `The ${type} target "${written}" is part of a URL, so it means the name "${meant}".`,
      why: "A target is the name of a host. Nobody strips a scheme, a path or a port: resolvers ask for that very name and find nothing.",
      how: host ? `Write "${host}".` : "Write the name of the host alone, with a final dot.",
    }),
  },
  zone({ zone, other, report }) {
    for (const misfit of misfitTargets(zone, other)) {
      if (misfit.kind !== "url") continue;
      const { target, typeName } = other;
      const { host } = misfit;
      const fix = host && {
        title: `Write "${host}"`,
        safety: "suggestion" as const,
        edits: [{ place: textOf(target), newText: host }],
      };
      report(
        target.place,
        "url",
        { written: target.text, meant: target.name, type: typeName, host },
        { fix: fix || undefined },
      );
    }
  },
});
