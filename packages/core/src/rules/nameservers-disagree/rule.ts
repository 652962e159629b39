import { defineRule, rfc, source } from "../../rule.js";

/** Found by asking every name server of a zone. */
export default defineRule({
  id: "nameservers-disagree",
  group: "Live",
  severity: "error",
  summary: "The name servers of a zone give different answers",
  sources: [
    rfc(1034, "4.3.5", "Zone maintenance and transfers"),
    source(
      "Google Trust Services, DNS debugging",
      "https://developers.google.com/public-key-infrastructure/dns-debugging",
    ),
  ],
  messages: {
    /** `groups`: who says what, `ns1.example. says "…"; ns2.example. says NXDOMAIN`. */
    answers: ({ zone, ask, groups }: { zone: string; ask: string; groups: string }) => ({
      what: `The name servers of "${zone}" don't agree on "${ask}": ${groups}.`,
      why: "A CA asks from several places, and each resolver picks a server as it likes: some see the right answer and some don't. That it passes once is luck.",
      how: "Bring the servers in step: raise the serial, look at transfers and NOTIFY, or wait until the provider has pushed the change to all of them. Start validation only then.",
    }),
    serials: ({ zone, serials }: { zone: string; serials: string }) => ({
      what: `The name servers of "${zone}" hold different versions of it: ${serials}.`,
      why: "The answers that a CA looks for are the same by now, or a change is still on its way. Providers that number each server by itself look like this all the time.",
      how: "If you have just changed the zone, wait until the serials are equal. If they stay apart, look at transfers and NOTIFY.",
      severity: "info" as const,
    }),
  },
});
