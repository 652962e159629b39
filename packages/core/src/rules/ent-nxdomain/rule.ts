import { defineRule, rfc } from "../../rule.js";

/** Found by asking for the names between a record and its zone's apex. */
export default defineRule({
  id: "ent-nxdomain",
  group: "Live",
  severity: "warning",
  summary: "A name server denies a name that has names below it",
  sources: [rfc(8020, "2", "Rules"), rfc(4592, "2.2.2", "Empty Non-terminals")],
  messages: {
    /** `below`: a name below `name` that holds records. */
    nxdomain: ({ name, below, server }: { name: string; below: string; server: string }) => ({
      what: `"${name}" is NXDOMAIN at ${server}, though "${below}" is there below it.`,
      why: "NXDOMAIN means that nothing is below either. Resolvers that ask label by label, or believe what they have cached, don't look further: at such a CA the record below isn't found.",
      how: `Update the server: a name without records of its own answers NODATA (NOERROR and no records). Until then, put a record at "${name}", such as a TXT.`,
    }),
  },
});
