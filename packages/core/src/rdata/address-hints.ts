import { trimOctets } from "../name/trim-octets.js";

const isHostName = (text: string): boolean =>
  /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i.test(text) && /[a-z]/i.test(text) && !/^0x/i.test(text);
/** By index: an expression that looks for the end of a text tries from each octet of a hostile one. */
const withoutBrackets = (text: string): string => trimOctets(text, "\"'[(", "\"'])");
const QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})/;

/** What to write instead of an IPv4 address that isn't one, by what it looks like. */
export function ipv4Hint(written: string, type: string): string {
  const plain = withoutBrackets(written);
  const quad = QUAD.exec(plain);
  if (quad?.slice(1).every((part) => Number(part) <= 255)) {
    const address = quad.slice(1).map(Number).join(".");
    if (quad[0].length === plain.length) return `Write it without leading zeros: ${address}.`;
    if (/^(\.|\/\d*|:\d*)$/.test(plain.slice(quad[0].length))) return `Write the address alone: ${address}`;
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(plain))
    return "Write the host's address alone, without the scheme and the path of a URL.";
  if (type === "A") {
    if (plain.includes(":")) return "An A record holds an IPv4 address. For an IPv6 address write an AAAA record.";
    if (isHostName(plain)) {
      return "An A record holds an address. To point at another name write a CNAME record, which can't stand at the zone's apex or beside other records.";
    }
  }
  return "Write four numbers from 0 to 255 with dots between them, such as 192.0.2.1.";
}

export function ipv6Hint(written: string, type: string): string {
  const plain = withoutBrackets(written);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(plain))
    return "Write the host's address alone, without the scheme and the path of a URL.";
  if (type === "AAAA" && QUAD.test(plain))
    return "An AAAA record holds an IPv6 address. For an IPv4 address write an A record.";
  if (plain.includes(":")) {
    if (plain.includes("%")) return "Write it without % and the interface: an address in DNS has no zone.";
    if (plain !== written || /[/\]]/.test(plain))
      return "Write the address alone, without brackets, port or prefix length.";
    if ((plain.match(/::/g) ?? []).length > 1) return 'Write "::" once: it stands for one run of zeros.';
  } else if (type === "AAAA" && isHostName(plain)) {
    return "An AAAA record holds an address. To point at another name write a CNAME record, which can't stand at the zone's apex or beside other records.";
  }
  return "Write up to eight groups of hexadecimal digits with colons between them, such as 2001:db8::1.";
}
