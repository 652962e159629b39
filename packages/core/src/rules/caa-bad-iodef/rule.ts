import { readCaa, writtenCaa } from "../../dcv/caa/caa-record.js";
import { isMailAddress } from "../../dcv/caa/mail-address.js";
import { clip } from "../../dcv/written/rewrite.js";
import { showOctets } from "../../dcv/written/written-value.js";
import { findPlaceholder } from "../../knowledge/placeholders.js";
import { CAA } from "../../rdata/types.js";
import { defineRule, rfc, source } from "../../rule.js";

interface Report {
  value: string;
  meant?: string;
}

const WHY = "A CA that wants to report a refused request has nowhere to send it. Issuance itself isn't touched.";
const how = ({ meant }: Report) =>
  `Write ${meant ? `"${meant}"` : '"mailto:security@example.com" with your own address'}.`;

export default defineRule({
  id: "caa-bad-iodef",
  group: "CAA",
  severity: "warning",
  summary: "An iodef value that no report can be sent to",
  sources: [
    rfc(8659, "4.4", "CAA iodef Property"),
    source("CA/Browser Forum BR, section 3.2.2.8", "https://cabforum.org/working-groups/server/baseline-requirements/"),
  ],
  fixable: true,
  messages: {
    bareAddress: (d: Report) => ({
      what: `"${d.value}" is an address without "mailto:" in front.`,
      why: WHY,
      how: how(d),
    }),
    badAddress: (d: Report) => ({
      what: `"${d.value}" has no address for mail behind "mailto:".`,
      why: WHY,
      how: how(d),
    }),
    noHost: (d: Report) => ({
      what: `"${d.value}" is a URL without a host that can be reached.`,
      why: WHY,
      how: "Write the whole URL, such as https://example.com/caa-report, or mailto: and an address.",
    }),
    otherScheme: (d: Report) => ({
      what: `"${d.value}" is no mailto:, http: or https: URL.`,
      why: WHY,
      how: how(d),
    }),
  },
  records: {
    types: [CAA],
    byRdata: [CAA],
    check(record, { report }) {
      const { tag, value } = readCaa(record);
      if (tag !== "iodef") return;
      const message = judge(value);
      if (!message || findPlaceholder(value, { validation: false })) return;
      const written = writtenCaa(record).value;
      const meant = repair(value);
      const edits = meant ? written.edit(0, value.length, meant) : undefined;
      const fix = edits && { title: `Write "${clip(meant!)}"`, safety: "suggestion" as const, edits };
      report(written.place, message, { value: showOctets(value), meant }, { fix });
    },
  },
});

function judge(value: string) {
  const [, scheme, rest] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(value) ?? [];
  switch (scheme?.toLowerCase()) {
    case "mailto":
      return isMailto(rest) ? undefined : "badAddress";
    case "http":
    case "https":
      return HTTP_REST.test(rest) ? undefined : "noHost";
    default:
      return isMailAddress(value.trim()) ? "bareAddress" : "otherScheme";
  }
}

/** `//host[:port][/…]`, the host in letters and digits or an address, blanks nowhere (RFC 3986 §3.2). */
const HTTP_REST = /^\/\/(?:[^\s/?#@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]*)(?::\d+)?(?:[/?#]\S*)?$/;

/** One address or several, and perhaps headers (RFC 6068 §2). */
const isMailto = (rest: string): boolean => {
  const [addresses, ...headers] = rest.split("?");
  // "//" may begin an address (RFC 5322 §3.2.3); here it is half of a URL.
  if (rest.startsWith("//")) return false;
  return headers.every((part) => !/\s/.test(part)) && addresses.split(",").every((each) => isMailAddress(decode(each)));
};

const decode = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

function repair(value: string): string | undefined {
  const bare = value.trim().replace(/^(?:mailto|email|mail):(?:\/\/)?\s*/i, "");
  const better = `mailto:${bare}`;
  return judge(better) === undefined ? better : undefined;
}
