import { defineRule, rfc } from "../../rule.js";

/** Found by asking the servers of the public suffix. */
export default defineRule({
  id: "not-registered",
  group: "Live",
  severity: "error",
  summary: "The domain doesn't exist",
  sources: [rfc(2308, "2.1", "Name Error")],
  messages: {
    none: ({ domain, parent }: { domain: string; parent: string }) => ({
      what: `The domain "${domain}" doesn't exist: the servers of "${parent}" answer NXDOMAIN.`,
      why: "It was never registered, has expired, or is on hold. Nothing below it resolves, so no CA can validate any name of it.",
      how: "Look at the spelling. Else register or renew it; where the registrar shows the status clientHold or serverHold, ask why. A fresh delegation may take a while to appear.",
    }),
  },
});
