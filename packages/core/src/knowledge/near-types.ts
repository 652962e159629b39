import { mnemonics, typeCode } from "../rdata/types.js";
import { findNearest } from "./edit-distance.js";

/** What to write instead, where that is plain. */
export function findMeantType(written: string): string | undefined {
  const upper = written.toUpperCase();
  if (TAKEN_BY.has(upper)) return undefined;
  // Known after all: it was written in quotes.
  if (typeCode(upper) !== undefined) return upper;
  // The type was forgotten, and the address tells which.
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(written)) return `A ${written}`;
  if (/^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}$/i.test(written)) return `AAAA ${written}`;
  // Words of two letters are near to too many.
  if (!/^[A-Z][A-Z0-9-]{2,}$/.test(upper)) return undefined;
  // "ns1", "mx2": a host that lost its place.
  const hosts = /\d$/.test(upper);
  const likely = hosts ? mnemonics().filter((type) => /\d$/.test(type)) : [...USUAL, ...mnemonics()];
  return findNearest(upper, likely, upper.length < 6 ? 1 : 2);
}

/** Types that stand in most zones: of two near ones, one of these was meant. */
const USUAL = "AAAA CNAME TXT CAA MX NS SRV SOA PTR A".split(" ");

/** Made up by providers and by name servers; no registry has them. */
export const TAKEN_BY: ReadonlyMap<string, string> = new Map([
  ["ALIAS", "PowerDNS and some hosted providers take it, and answer with the target's addresses"],
  ["ANAME", "some hosted providers take it, and answer with the target's addresses"],
  ["LUA", "PowerDNS takes it, and runs what it says"],
  ["DYNA", "gdnsd takes it, and answers with the addresses that a plugin chooses"],
  ["DYNC", "gdnsd takes it, and answers with the addresses or the alias that a plugin chooses"],
  ["WINS", "Microsoft's DNS server takes it, and asks a WINS server for names that it doesn't find"],
  ["WINSR", "Microsoft's DNS server takes it, and asks hosts for names that it doesn't find"],
  ["WINS-R", "Microsoft's DNS server takes it, and asks hosts for names that it doesn't find"],
  ["AWS", "cli53 writes it for alias records of Route 53"],
  ["DKIM", "OVHcloud writes it for a TXT record with a DKIM key"],
  ["DMARC", "OVHcloud writes it for a TXT record with a DMARC policy"],
  ...["APEXCNAME", "FLATTEN", "FORWARD", "FRAME", "REDIRECT", "URL", "URL301", "URL302"].map(
    (type) => [type, "some hosted providers take it"] as const,
  ),
]);
