import { defineRule, rfc } from "../../rule.js";

export default defineRule({
  id: "byte-order-mark",
  group: "Reading the source",
  severity: "warning",
  summary: "A zone file begins with a byte order mark",
  sources: [rfc(3629, "6", "Byte order mark (BOM)"), rfc(1035, "5.1", "Format")],
  zoneFilesOnly: true,
  messages: {
    atStart: () => ({
      what: "The file begins with a byte order mark (the octets EF BB BF), which editors don't show.",
      why: "Name servers take it for the beginning of the first name or directive. BIND, Knot and NSD refuse the zone, or publish the first record under another name.",
      how: "Save the file as UTF-8 without BOM, or run: sed -i '1s/^\\xEF\\xBB\\xBF//' FILE",
    }),
  },
});
