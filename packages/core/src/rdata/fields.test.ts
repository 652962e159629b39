import { describe, expect, test } from "vitest";
import { printed, read, trouble, wire } from "./testing.js";
import { mnemonics, typeCode, typeInfo } from "./types.js";

const HASH = "2T7B4G4VSA5SMI47K61MV5BV1A22BOJR";
const KEY = "AwEAAbqjg7xdvnU2Q/gtLw5LOfr5cDeTRjYuEbkzGrUi";
const SHA1 = "310D27F4D82C1FC2400704EA9939FE6E1CEAA3B9";
const SIGNED = "20260131000000 20260101000000 1 example. AAAA";

/** Type, what is written, and what is printed where that differs. */
const ACCEPTED: readonly [type: string, rdata: string, printed?: string][] = [
  ["A", "192.0.2.1"],
  ["A", "0.0.0.0"],
  ["NS", "ns1", "ns1.example."],
  ["CNAME", "a\\.b.c.", "a\\.b.c."],
  ["CNAME", "@", "example."],
  ["CNAME", "\\@", "\\@.example."],
  ["SOA", "ns hostmaster 2026010100 1h 900 2w 1d", "ns.example. hostmaster.example. 2026010100 3600 900 1209600 86400"],
  ["MB", "a", "a.example."],
  ["MG", ".", "."],
  ["MR", "a.", "a."],
  ["NULL", "\\# 2 abcd", "\\# 2 ABCD"],
  ["WKS", "192.0.2.1 tcp telnet ftp 0 1 2", "192.0.2.1 6 0 1 2 21 23"],
  ["WKS", "192.0.2.1 17", "192.0.2.1 17"],
  ["PTR", "."],
  ["HINFO", 'PC-"Intel"', '"PC-" "Intel"'],
  ["HINFO", '"" ""'],
  ["MINFO", ". a.", ". a."],
  ["MX", "010 mail", "10 mail.example."],
  ["TXT", 'a "b;c\\"d" \\101', '"a" "b;c\\"d" "e"'],
  ["TXT", 'é\t"\t"', '"\\195\\169" "\\009"'],
  ["TXT", "\\#", '"#"'],
  ["TXT", '\\# "1"', '"#" "1"'],
  ["TXT", "\\# 2 01aa", '"\\170"'],
  ["RP", ". a.", ". a."],
  ["AFSDB", "1 a.", "1 a."],
  ["X25", "311061700956", '"311061700956"'],
  ["ISDN", "150862028003217 004", '"150862028003217" "004"'],
  ["ISDN", '"150862028003217"'],
  ["RT", "0 a.", "0 a."],
  ["NSAP", "0X47.0005.80.005a00", "0x47000580005a00"],
  ["NSAP-PTR", "a.", "a."],
  ["SIG", `A 8 2 60 ${SIGNED}`],
  ["KEY", "HOST|FLAG4 DNSSEC RSAMD5 AQ==", "2560 3 1 AQ=="],
  ["KEY", "NOKEY 3 0", "49152 3 0"],
  ["PX", "1 a. b.", "1 a. b."],
  ["GPOS", "-32.6882 116.8652 10.0", '"-32.6882" "116.8652" "10.0"'],
  ["AAAA", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["AAAA", "::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["AAAA", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ["AAAA", "1:0:0:2:3:0:0:4", "1::2:3:0:0:4"],
  ["AAAA", "::1:2", "::0.1.0.2"],
  ["LOC", "60 9 N 24 39 E 10 20 2000 20", "60 9 0.000 N 24 39 0.000 E 10.00m 20m 2000m 20m"],
  ["LOC", "90 N 180 W -.5", "90 0 0.000 N 180 0 0.000 W -0.50m 1m 10000m 10m"],
  [
    "LOC",
    "1 2 3.45 S 6 7 8.999 E -100000m 0 .01m 90000000m",
    "1 2 3.450 S 6 7 8.999 E -100000.00m 0.00m 0.01m 90000000m",
  ],
  ["NXT", "a. A 127 TYPE2", "a. A NS 127"],
  ["NXT", "a."],
  ["EID", "12 89 AB", "1289AB"],
  ["NIMLOC", "12 89 ab", "1289AB"],
  ["SRV", "0 5 443 .", "0 5 443 ."],
  ["ATMA", "+61.2.0000", "+6120000"],
  ["ATMA", "39.246F", "39246f"],
  ["NAPTR", '100 50 "s" "" "!^urn:(.*)$!\\\\1!i" .'],
  ["KX", "10 a.", "10 a."],
  ["CERT", "1 65535 8 AAAA", "PKIX 65535 RSASHA256 AAAA"],
  ["CERT", "65534 1 254 AAAA", "65534 1 PRIVATEOID AAAA"],
  ["A6", "0 ::1", "0 ::1"],
  ["A6", "60 2001:db8::1234:5678:9abc:def0 a.", "60 ::1234:5678:9abc:def0 a."],
  ["A6", "128 a.", "128 a."],
  ["DNAME", "a.", "a."],
  ["SINK", "1 2 3 AA AA", "1 2 3 AAAA"],
  ["SINK", "1 2 3"],
  ["APL", "!1:192.0.2.0/24 2:ff00::/8"],
  ["APL", ""],
  ["DS", `30795 RSASHA1 SHA-1 ${SHA1}`, `30795 5 1 ${SHA1}`],
  ["DS", "1 8 9 0 0", "1 8 9 00"],
  ["SSHFP", `4 1 ${SHA1}`],
  ["SSHFP", "9 9", "9 9"],
  ["IPSECKEY", "10 1 2 192.0.2.38 AQ=="],
  ["IPSECKEY", "10 3 2 a AQ==", "10 3 2 a.example. AQ=="],
  ["IPSECKEY", "10 0 2 . AQ=="],
  ["IPSECKEY", "10 0 0 ."],
  ["RRSIG", `CNAME 13 2 3600 ${SIGNED}`],
  ["RRSIG", "257 ED25519 2 3600 1769817600 1767225600 1 example. AAAA", `CAA 15 2 3600 ${SIGNED}`],
  ["NSEC", "a. TYPE300 CAA A NS A", "a. A NS CAA TYPE300"],
  ["DNSKEY", `ZONE|KSK DNSSEC ECDSAP256SHA256 ${KEY}`, `257 3 13 ${KEY}`],
  ["DHCID", "AAAA"],
  ["NSEC3", `1 1 10 aabb ${HASH.toLowerCase()} MX A`, `1 1 10 AABB ${HASH} A MX`],
  ["NSEC3", `SHA-1 0 0 - ${HASH}`, `1 0 0 - ${HASH}`],
  ["NSEC3PARAM", "1 0 0 -"],
  ["TLSA", "3 1 1 AA BB", "3 1 1 AABB"],
  ["SMIMEA", "3 1 1 AA"],
  [
    "HIP",
    "2 200100107B1A74DF365639CC39F1D578 AwEA rvs1 rvs2.",
    "2 200100107B1A74DF365639CC39F1D578 AwEA rvs1.example. rvs2.",
  ],
  ["NINFO", '"a" b', '"a" "b"'],
  ["RKEY", "0 255 1 AQMF"],
  ["TALINK", ". a.", ". a."],
  ["CDS", "0 0 0 00"],
  ["CDNSKEY", "0 3 0 AA=="],
  ["OPENPGPKEY", "AA AA", "AAAA"],
  ["CSYNC", "66 3 A NS AAAA"],
  ["CSYNC", "0 0"],
  ["ZONEMD", "2026010100 1 240 AABBCCDDEEFF001122334455"],
  ["SVCB", "0 a.", "0 a."],
  ["HTTPS", '1 "." alpn=h3,h2', '1 . alpn="h3,h2"'],
  ["DSYNC", "CDS NOTIFY 5359 a.", "CDS NOTIFY 5359 a."],
  ["DSYNC", "59 255 5359 a.", "CDS 255 5359 a."],
  ["HHIT", "abcd"],
  ["BRID", "abcd"],
  ["SPF", '"v=spf1 -all"'],
  ["UINFO", "\\# 0"],
  ["UID", "\\# 0"],
  ["GID", "\\# 0"],
  ["UNSPEC", "\\# 1 00"],
  ["NID", "10 0014:4fff:ff20:ee64", "10 14:4fff:ff20:ee64"],
  ["L32", "10 192.0.2.1"],
  ["L64", "10 2001:0DB8:1140:1000", "10 2001:db8:1140:1000"],
  ["LP", "10 a.", "10 a."],
  ["EUI48", "1-23-45-67-89-AB", "01-23-45-67-89-ab"],
  ["EUI64", "01-23-45-67-89-ab-cd-ef"],
  ["URI", '10 1 "ftp://ftp1.example.com/public"'],
  ["CAA", "128 issue ca.example", '128 issue "ca.example"'],
  ["CAA", '0 iodef "mailto:a@example.com\\""'],
  ["AVC", '"app-name:WOLFGANG"'],
  ["DOA", '0 1 2 "" -'],
  ["DOA", '4294967295 1 255 "text/plain" AA AA', '4294967295 1 255 "text/plain" AAAA'],
  ["AMTRELAY", "10 1 3 a.", "10 1 3 a."],
  ["AMTRELAY", "10 0 2 2001:db8::1"],
  ["AMTRELAY", "10 0 0 ."],
  ["RESINFO", "qnamemin exterr=15-17", '"qnamemin" "exterr=15-17"'],
  ["WALLET", "BTC address", '"BTC" "address"'],
  ["CLA", "TCP-v4-v6", '"TCP-v4-v6"'],
  ["IPN", "18446744073709551615"],
  ["IPN", "1.2", "4294967298"],
  ["TA", `1 8 1 ${SHA1}`],
  ["DLV", `1 8 1 ${SHA1}`],
  ["TYPE65280", "\\# 3 abc def", "\\# 3 ABCDEF"],
  ["TYPE1", "192.0.2.1"],
];

/** Type, what is written, the message, and the piece that is blamed. */
const REFUSED: readonly [type: string, rdata: string, message: string, blamed: string][] = [
  ["A", "192.0.2.999", "notIpv4", "192.0.2.999"],
  ["A", "192.0.2.01", "notIpv4", "192.0.2.01"],
  ["A", "192.0.2", "notIpv4", "192.0.2"],
  ["A", "192.0.2.1.", "notIpv4", "192.0.2.1."],
  ["A", '"192.0.2.1"', "quotedToken", '"192.0.2.1"'],
  ["A", "192.0.2.1 192.0.2.2 x", "extraField", "192.0.2.2 x"],
  ["A", "", "missingField", "A"],
  ["NS", "a..b", "inTarget", "."],
  ["MD", "a", "obsoleteType", "MD"],
  ["MF", "\\# 1 00", "obsoleteType", "MF"],
  ["CNAME", '"a"', "quotedToken", '"a"'],
  ["CNAME", "a\\300", "badEscape", "\\300"],
  ["CNAME", `${"a".repeat(64)}.b`, "inTarget", "a".repeat(64)],
  ["CNAME", "a b", "extraField", "b"],
  ["SOA", "a b 1 2 3 4", "missingField", "4"],
  ["SOA", "a b 1h 2 3 4 5", "notANumber", "1h"],
  ["SOA", "a b 1 2 3 4 5x", "notATime", "5x"],
  ["MB", "a b", "extraField", "b"],
  ["MG", "", "missingField", "MG"],
  ["MR", ".a", "inTarget", "."],
  ["NULL", "abcd", "needsGeneric", "abcd"],
  ["WKS", "192.0.2.1 foo 1", "unknownProtocol", "foo"],
  ["WKS", "192.0.2.1 tcp 65536", "unknownService", "65536"],
  ["PTR", "a.b..", "inTarget", "."],
  ["HINFO", "a", "missingField", "a"],
  ["MINFO", "a", "missingField", "a"],
  ["MX", "mail 10", "notANumber", "mail"],
  ["MX", "65536 mail", "notANumber", "65536"],
  ["MX", "-1 mail", "notANumber", "-1"],
  ["MX", "10", "missingField", "10"],
  ["MX", '"10" mail', "quotedToken", '"10"'],
  ["TXT", "", "missingField", "TXT"],
  ["TXT", `"${"a".repeat(256)}"`, "tooLong", `"${"a".repeat(256)}"`],
  ["TXT", "a\\0b", "badEscape", "\\0b"],
  ["RP", "a", "missingField", "a"],
  ["AFSDB", "a 1", "notANumber", "a"],
  ["X25", "123", "notX25", "123"],
  ["X25", '"12 34"', "notX25", '"12 34"'],
  ["ISDN", "a b c", "extraField", "c"],
  ["RT", "a", "notANumber", "a"],
  ["NSAP", "47", "notNsap", "47"],
  ["NSAP", "0x4.7.0", "notNsap", "0x4.7.0"],
  ["NSAP-PTR", "", "missingField", "NSAP-PTR"],
  ["SIG", "A 8 2 60 1577836800 1546300800 1 example. AAAA", "notATimestamp", "1577836800"],
  ["KEY", "49152 3 0 AAAA", "extraField", "AAAA"],
  ["KEY", "FOO 3 8 AAAA", "unknownKeyFlags", "FOO"],
  ["KEY", "1 FOO 8 AAAA", "unknownKeyProtocol", "FOO"],
  ["PX", "1 a", "missingField", "a"],
  ["GPOS", "1 2", "missingField", "2"],
  ["AAAA", "192.0.2.1", "notIpv6", "192.0.2.1"],
  ["AAAA", "1::2::3", "notIpv6", "1::2::3"],
  ["AAAA", "fe80::1%eth0", "notIpv6", "fe80::1%eth0"],
  ["AAAA", "1:2:3:4:5:6:7:8:9", "notIpv6", "1:2:3:4:5:6:7:8:9"],
  ["AAAA", "1:2:3:4:5:6:7", "notIpv6", "1:2:3:4:5:6:7"],
  ["AAAA", ":1::", "notIpv6", ":1::"],
  ["AAAA", "1::2:", "notIpv6", "1::2:"],
  ["AAAA", "::12345", "notIpv6", "::12345"],
  ["AAAA", "1:2:3:4:5:6:7:192.0.2.1", "notIpv6", "1:2:3:4:5:6:7:192.0.2.1"],
  ["LOC", "91 N 1 E 1", "notANumber", "91"],
  ["LOC", "90 1 N 1 E 1", "locationRange", "N"],
  ["LOC", "1 60 N 1 E 1", "locationRange", "60"],
  ["LOC", "1 1 1.2345 N 1 E 1", "locationRange", "1.2345"],
  ["LOC", "1 1 1 n 1 E 1", "notADirection", "n"],
  ["LOC", "1 N 1 N 1", "locationRange", "N"],
  ["LOC", "1 N 1 E", "missingField", "E"],
  ["LOC", "1 N 1 E 42849672.96", "locationRange", "42849672.96"],
  ["LOC", "1 N 1 E 5M", "locationRange", "5M"],
  ["LOC", "1 N 1 E 1 -.5", "locationRange", "-.5"],
  ["LOC", "1 N 1 E 1 90000001", "locationRange", "90000001"],
  ["LOC", "1 N 1 E 1 1 1 1 1", "extraField", "1"],
  ["NXT", "a. TYPE128", "typeTooHighForNxt", "TYPE128"],
  ["EID", "AA B", "oddHex", "B"],
  ["NIMLOC", "", "missingField", "NIMLOC"],
  ["SRV", "0 0 a", "notANumber", "a"],
  ["ATMA", "+61.", "notAtma", "+61."],
  ["ATMA", "1", "notAtma", "1"],
  ["NAPTR", '1 1 a b "!(a)!\\\\2!" .', "notSubstitution", '"!(a)!\\\\2!"'],
  ["KX", "a", "notANumber", "a"],
  ["CERT", "X 1 8 AAAA", "unknownCertificateType", "X"],
  ["CERT", "PKIX 1 8", "missingField", "8"],
  ["A6", "0 ::1 a", "extraField", "a"],
  ["A6", "129 a", "notANumber", "129"],
  ["A6", "1 192.0.2.1 a", "notIpv6", "192.0.2.1"],
  ["DNAME", "", "missingField", "DNAME"],
  ["SINK", "1 2", "missingField", "2"],
  ["OPT", "\\# 0", "metaType", "OPT"],
  ["APL", "1:192.0.2.0", "badPrefix", "1:192.0.2.0"],
  ["APL", "1:192.0.2.0/33", "prefixTooLong", "1:192.0.2.0/33"],
  ["APL", "3:ff00::/8", "unknownFamily", "3:ff00::/8"],
  ["APL", "2:192.0.2.0/24", "notIpv6", "2:192.0.2.0/24"],
  ["APL", "1:::/0", "notIpv4", "1:::/0"],
  ["DS", `1 RSA 1 ${SHA1}`, "unknownAlgorithm", "RSA"],
  ["DS", `1 8 SHA-512 ${SHA1}`, "unknownDigestType", "SHA-512"],
  ["DS", `1 8 2 ${SHA1}`, "digestLength", SHA1],
  ["DS", `1 8 1 ${SHA1}00`, "digestLength", `${SHA1}00`],
  ["DS", "1 8 1 xyz", "notHex", "xyz"],
  ["DS", "1 8 1", "missingField", "1"],
  ["SSHFP", "1 1 aa33", "digestLength", "aa33"],
  ["IPSECKEY", "10 0 2 a AQ==", "gatewayNotEmpty", "a"],
  ["IPSECKEY", "10 4 2 a AQ==", "notANumber", "4"],
  ["IPSECKEY", "10 1 2 192.0.2.1", "missingField", "192.0.2.1"],
  ["RRSIG", `FOO 8 2 60 ${SIGNED}`, "notAType", "FOO"],
  ["RRSIG", `A 8 2 1h ${SIGNED}`, "notANumber", "1h"],
  ["RRSIG", `A 8 0 60 ${SIGNED}`, "signerBelowOwner", "example."],
  ["RRSIG", "A 8 2 60 20260231000000 20260101000000 1 example. AAAA", "notATimestamp", "20260231000000"],
  ["NSEC", "a.", "missingField", "a."],
  ["NSEC", "a. 1", "notAType", "1"],
  ["DNSKEY", "257 3 13", "missingField", "13"],
  ["DNSKEY", "257 3 13 AB==", "base64Length", "AB=="],
  ["DNSKEY", "257 3 13 AA-_", "notBase64", "AA-_"],
  ["DNSKEY", "257 3 13 AA== AAAA", "notBase64", "AAAA"],
  ["DHCID", "", "missingField", "DHCID"],
  ["NSEC3", `1 1 10 -- ${HASH} A`, "notHex", "--"],
  ["NSEC3", "1 1 10 - 2S A", "hashLength", "2S"],
  ["NSEC3", "2 1 10 - 2T A", "notBase32", "2T"],
  ["NSEC3", `SHA-256 1 10 - ${HASH} A`, "unknownHash", "SHA-256"],
  ["NSEC3PARAM", "1 0 0 a", "oddHex", "a"],
  ["NSEC3PARAM", `1 0 0 ${"aa".repeat(256)}`, "saltTooLong", "aa".repeat(256)],
  ["TLSA", "3 1 1", "missingField", "1"],
  ["SMIMEA", "3 1 256 aa", "notANumber", "256"],
  ["HIP", "2 2 AwEA", "oddHex", "2"],
  ["HIP", "2 20 AwE", "base64Length", "AwE"],
  ["HIP", `2 ${"aa".repeat(256)} AwEA`, "hitTooLong", "aa".repeat(256)],
  ["NINFO", "", "missingField", "NINFO"],
  ["RKEY", "1 255 1 AQMF", "rkeyFlags", "1"],
  ["TALINK", ".", "missingField", "."],
  ["CDS", "1 8 2 00", "digestLength", "00"],
  ["CDNSKEY", "0 3 0", "missingField", "0"],
  ["OPENPGPKEY", '"AAAA"', "quotedToken", '"AAAA"'],
  ["CSYNC", "0 0 1", "notAType", "1"],
  ["ZONEMD", "1 1 1 AABB", "digestLength", "AABB"],
  ["ZONEMD", "1 1 240 AABB", "digestLength", "AABB"],
  ["SVCB", "1", "missingField", "1"],
  ["HTTPS", "1 .a", "inTarget", "."],
  ["DSYNC", "CDS FOO 1 .", "unknownScheme", "FOO"],
  ["HHIT", "abc", "base64Length", "abc"],
  ["BRID", "", "missingField", "BRID"],
  ["SPF", "", "missingField", "SPF"],
  ["UINFO", "a", "needsGeneric", "a"],
  ["UID", "1", "needsGeneric", "1"],
  ["GID", "1", "needsGeneric", "1"],
  ["UNSPEC", "^# 1 00", "needsGeneric", "^#"],
  ["NID", "10 ::1", "notLocator", "::1"],
  ["L32", "10 192.0.2", "notIpv4", "192.0.2"],
  ["L64", "10 1:2:3", "notLocator", "1:2:3"],
  ["LP", "a", "notANumber", "a"],
  ["EUI48", "01-23-45-67-89-abgarbage", "notEui", "01-23-45-67-89-abgarbage"],
  ["EUI64", "01-23-45-67-89-ab-cd-efgarbage", "notEui", "01-23-45-67-89-ab-cd-efgarbage"],
  ["NXNAME", "\\# 0", "metaType", "NXNAME"],
  ["TKEY", "a", "metaType", "TKEY"],
  ["TSIG", "a", "metaType", "TSIG"],
  ["IXFR", "a", "metaType", "IXFR"],
  ["AXFR", "a", "metaType", "AXFR"],
  ["MAILB", "a", "metaType", "MAILB"],
  ["MAILA", "a", "metaType", "MAILA"],
  ["ANY", "a", "metaType", "ANY"],
  ["TYPE200", "\\# 0", "metaType", "TYPE200"],
  ["URI", "1 1 http://example.com/", "needsQuotes", "http://example.com/"],
  ["CAA", "0 issue ;", "missingField", "issue"],
  ["CAA", "256 issue a", "notANumber", "256"],
  ["CAA", '0 "issue" a', "quotedToken", '"issue"'],
  ["CAA", "0 issue ca.example extra", "extraField", "extra"],
  ["AVC", "", "missingField", "AVC"],
  ["DOA", '0 1 2 ""', "missingField", ""],
  ["AMTRELAY", "0 2 0 .", "notANumber", "2"],
  ["AMTRELAY", "0 0 4 a", "notANumber", "4"],
  ["RESINFO", "", "missingField", "RESINFO"],
  ["WALLET", "", "missingField", "WALLET"],
  ["CLA", "", "missingField", "CLA"],
  ["IPN", "18446744073709551616", "notANodeNumber", "18446744073709551616"],
  ["IPN", "1.4294967296", "notANodeNumber", "1.4294967296"],
  ["IPN", "4294967296.1", "notANodeNumber", "4294967296.1"],
  ["IPN", "1.2.3", "notANodeNumber", "1.2.3"],
  ["TA", "1 8 9", "missingField", "9"],
  ["DLV", "1 8 9 0", "oddHex", "0"],
  ["TYPE65280", "abc", "needsGeneric", "abc"],
];

describe("RDATA that is accepted, and how it is printed", () => {
  test.each(ACCEPTED)("%s %s", (type, rdata, expected) => {
    expect(printed(type, rdata)).toBe(expected ?? rdata);
  });
});

describe("RDATA that is refused, and what is blamed", () => {
  test.each(REFUSED)("%s %s", (type, rdata, message, blamed) => {
    expect(trouble(type, rdata)).toBe(`${message} ${blamed}`);
  });
});

test("every type has an example that is refused, and one that is accepted unless it never stands in a zone", () => {
  const accepted = new Set(ACCEPTED.map(([type]) => type));
  const refused = new Set(REFUSED.map(([type]) => type));
  expect(mnemonics().filter((type) => !refused.has(type))).toEqual([]);
  const never = (type: string) => ["none", "obsolete"].includes(typeInfo(typeCode(type)!).fields[0]);
  expect(mnemonics().filter((type) => !accepted.has(type) && !never(type))).toEqual([]);
});

describe("wire form", () => {
  test("is what the RFCs give as examples", () => {
    expect(wire("MX", "10 mail")).toBe("000a046d61696c076578616d706c6500");
    expect(wire("CAA", '0 issue "a"')).toBe("0005697373756561");
    expect(wire("TXT", 'a ""')).toBe("016100");
    // RFC 4034 §4.3, the bit map of its NSEC example.
    expect(wire("NSEC", ". A MX RRSIG NSEC TYPE1234")).toBe(
      `00000640010000000304 1b${"00".repeat(26)}20`.replace(" ", ""),
    );
    expect(wire("LOC", "0 N 0 E 0")).toBe("00121613800000008000000000989680");
    expect(wire("APL", "!1:192.168.38.0/28")).toBe("00011c83c0a826");
    expect(wire("A6", "64 ::1 .")).toBe("40000000000000000100");
    expect(wire("NXT", ". A NS 127")).toBe("0060000000000000000000000000000001");
    expect(wire("ATMA", "+61")).toBe("013631");
    expect(wire("IPN", "4294967297")).toBe("0000000100000001");
    expect(wire("LOC", "0 N 0 E 0 0.10")).toBe("00111613800000008000000000989680");
  });

  test("a year from 2106 on wraps, as serial arithmetic has it (RFC 4034 §3.1.5)", () => {
    const time = (text: string) => wire("RRSIG", `A 8 2 60 ${text} 0 1 . AAAA`).slice(16, 24);
    expect(time("19700101000000")).toBe("00000000");
    expect(time("21060207062815")).toBe("ffffffff");
    expect(time("21060207062816")).toBe("00000000");
    expect(time("19691231235959")).toBe("ffffffff");
    expect(time("20000229235960")).toBe(time("20000301000000"));
    expect(time("1767225600")).toBe(time("20260101000000"));
  });

  test("names are in lower case where the canonical form is asked for, those of \\# too", () => {
    expect(wire("MX", "10 A.B.", true)).toBe("000a0161016200");
    expect(wire("MX", "\\# 7 000a0141014200", true)).toBe("000a0161016200");
    expect(wire("TXT", "A", true)).toBe("0141");
  });
});

describe("the target", () => {
  const target = (type: string, rdata: string) => {
    const writer = read(type, rdata);
    return writer.target < 0 ? "none" : writer.names.text(writer.target);
  };

  test("is the last name of the RDATA", () => {
    expect(target("CNAME", "a")).toBe("a.example.");
    expect(target("SRV", "0 0 1 b.")).toBe("b.");
    expect(target("HTTPS", "1 c. alpn=h2")).toBe("c.");
    expect(target("A", "192.0.2.1")).toBe("none");
  });

  test("is found in the octets of the generic form, where it is absolute", () => {
    expect(target("CNAME", "\\# 7 03777777016100")).toBe("www.a.");
    expect(read("CNAME", "\\# 3 016100").generic).toBe(true);
    expect(read("CNAME", "a").generic).toBe(false);
  });
});

describe("the generic form (RFC 3597 §5)", () => {
  test("of a known type is read as that type", () => {
    expect(printed("A", "\\# 4 C0 00 0201")).toBe("192.0.2.1");
    expect(printed("A", "\\# 04 C 000 0201")).toBe("192.0.2.1");
    expect(printed("APL", "\\# 0")).toBe("");
  });

  test("needs as many octets as it announces", () => {
    expect(trouble("TYPE65280", "\\# 3 aabb")).toBe("genericLength 3");
    expect(trouble("TYPE65280", "\\# 0 aa")).toBe("genericLength 0");
    expect(trouble("TYPE65280", "\\# 1 a")).toBe("oddHex a");
    expect(trouble("TYPE65280", "\\# 65536 aa")).toBe("notANumber 65536");
    expect(trouble("TYPE65280", "\\# 1")).toBe("missingField 1");
    expect(trouble("TYPE65280", "\\#")).toBe("missingField \\#");
    expect(trouble("TYPE65280", '"\\#" 1 aa')).toBe('needsGeneric "\\#"');
  });

  test("must fit a known type", () => {
    expect(trouble("A", "\\# 3 aabbcc")).toBe("genericMalformed \\#");
    expect(trouble("A", "\\# 0")).toBe("genericMalformed \\#");
    expect(trouble("MX", "\\# 4 00010000")).toBe("genericMalformed \\#");
    expect(trouble("CNAME", "\\# 2 c000")).toBe("genericMalformed \\#");
    expect(trouble("TXT", "\\# 2 0200")).toBe("genericMalformed \\#");
  });

  test("shows what has no other form", () => {
    expect(printed("LOC", "\\# 4 01191113")).toBe("\\# 4 01191113");
    expect(printed("APL", "\\# 5 0003080101")).toBe("\\# 5 0003080101");
    expect(printed("AMTRELAY", "\\# 4 0004aabb")).toBe("\\# 4 0004AABB");
    expect(printed("ATMA", "\\# 2 0200")).toBe("\\# 2 0200");
  });
});

test("RDATA over 65535 octets is refused", () => {
  const strings = (count: number) => `"${"a".repeat(255)}" `.repeat(count);
  expect(read("TXT", strings(255)).problem).toBeUndefined();
  expect(read("TXT", strings(257)).problem?.message).toBe("rdataTooLong");
});
