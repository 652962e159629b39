import { ipv4Hint, ipv6Hint } from "./address-hints.js";
import { knownKeys } from "./svcb-values.js";

/** The fact, and what to write instead. Why it matters is the same for all of them, and the rule's to say. */
export interface RdataText {
  readonly what: string;
  readonly how: string;
}

interface Written {
  /** The token to blame, as written. */
  readonly written: string;
}

/** Every way in which RDATA can be wrong. */
export const RDATA_MESSAGES = {
  // The record as a whole.
  missingField: ({ expected, comment }: { expected: string; comment: string }) => ({
    what: `The record ends where ${expected} is missing.`,
    how: `Write ${expected} behind it.${comment === "" ? "" : ' A ";" outside quotes begins a comment: write it within quotes if it is part of the value.'}`,
  }),
  extraField: ({ written }: Written) => ({
    what: `${quote(written)} is one part too many.`,
    how: /^(?:#|\/\/|\/\*)/.test(written)
      ? 'Begin the comment with ";": nothing else does in a zone file.'
      : "Delete it. Text with blanks in it goes in quotes, and each record on a line of its own.",
  }),
  rdataTooLong: ({ length }: { length: string }) => ({
    what: `The data of this record takes ${length} octets.`,
    how: "A record holds at most 65535 octets (RFC 1035 §3.2.1): shorten it.",
  }),
  metaType: ({ written }: Written) => ({
    what: `${quote(written)} is a type for questions and messages, not for a zone.`,
    how: "Delete the record.",
  }),
  obsoleteType: ({ written }: Written) => ({
    what: `${quote(written)} is an obsolete type that name servers refuse.`,
    how: "Write an MX record in its place (RFC 1035 §3.3.4).",
  }),

  // Quotes, escapes and lengths of text.
  quotedToken: ({ written }: Written) => ({
    what: `${quote(written)} is in quotes, but only text is quoted.`,
    how: `Write ${short(written)} without the quotes.`,
  }),
  needsQuotes: ({ written }: Written) => ({
    what: `${quote(written)} is not in quotes.`,
    how: `Write "${short(written)}" with the quotes.`,
  }),
  badEscape: ({ written }: Written) => ({
    what: `${quote(written)} holds a backslash that escapes nothing.`,
    how: "Write \\DDD with three decimal digits up to 255, or \\ and the character itself.",
  }),
  tooLong: ({ length }: { length: string }) => ({
    what: `This string has ${length} octets; one holds at most 255.`,
    how: 'Cut it into several quoted strings, with blanks between them: "first part" "second part". Readers put them together again.',
  }),
  inTarget: ({ written, label, kind }: Written & { label: string; kind: string }) =>
    NAME_TROUBLE[kind]?.(written, label) ?? NOT_A_NAME(written),

  // Numbers and times.
  notANumber: ({ written, most }: Written & { most: string }) => ({
    what: `${quote(written)} is not a number from 0 to ${most}.`,
    how: "Write it in decimal digits, without a sign.",
  }),
  notATime: ({ written }: Written) => ({
    what: `${quote(written)} is not a time.`,
    how: "Write seconds, such as 3600, or units, such as 1h30m.",
  }),
  notATimestamp: ({ written }: Written) => ({
    what: `${quote(written)} is not a point in time.`,
    how: "Write YYYYMMDDHHmmSS in UTC, such as 20260131000000, or the seconds since 1970.",
  }),

  // Addresses.
  notIpv4: ({ written, type }: Written & { type: string }) => ({
    what: `${quote(written)} is not an IPv4 address.`,
    how: ipv4Hint(written, type),
  }),
  notIpv6: ({ written, type }: Written & { type: string }) => ({
    what: `${quote(written)} is not an IPv6 address.`,
    how: ipv6Hint(written, type),
  }),
  notEui: ({ written, octets }: Written & { octets: string }) => ({
    what: `${quote(written)} is not an EUI-${Number(octets) * 8} address.`,
    how: `Write ${octets} pairs of hexadecimal digits with hyphens between them, such as ${Array(Number(octets)).fill("5e").join("-")}.`,
  }),
  notLocator: ({ written }: Written) => ({
    what: `${quote(written)} is not a 64-bit locator.`,
    how: "Write four groups of up to four hexadecimal digits with colons between them, such as 2001:db8:1140:1000.",
  }),
  badPrefix: ({ written }: Written) => ({
    what: `${quote(written)} is not an address prefix.`,
    how: "Write FAMILY:ADDRESS/LENGTH, such as 1:192.0.2.0/24 or 2:2001:db8::/32, with ! in front for an exception.",
  }),
  unknownFamily: ({ written }: Written) => ({
    what: `${quote(written)} names an address family other than IPv4 and IPv6.`,
    how: "Write 1 for IPv4 or 2 for IPv6 in front of the colon.",
  }),
  prefixTooLong: ({ written, most }: Written & { most: string }) => ({
    what: `The prefix in ${quote(written)} is longer than the address.`,
    how: `Write a length from 0 to ${most}.`,
  }),
  notANodeNumber: ({ written }: Written) => ({
    what: `${quote(written)} is not a node number.`,
    how: "Write a number of 64 bits, or two of 32 bits with a dot between them, such as 977000.100.",
  }),
  notNsap: ({ written }: Written) => ({
    what: `${quote(written)} is not an NSAP address.`,
    how: "Write 0x and pairs of hexadecimal digits, such as 0x47.0005.80.005a00.",
  }),
  notAtma: ({ written }: Written) => ({
    what: `${quote(written)} is not an ATM address.`,
    how: "Write + and decimal digits, or pairs of hexadecimal digits, with single dots between them.",
  }),
  notX25: ({ written }: Written) => ({
    what: `${quote(written)} is not an X.25 address.`,
    how: "Write at least four decimal digits (RFC 1183 §3.1).",
  }),
  gatewayNotEmpty: ({ written }: Written) => ({
    what: `${quote(written)} is a gateway, but the number in front says that there is none.`,
    how: 'Write "." without quotes, or the gateway\'s type: 1 for IPv4, 2 for IPv6, 3 for a name.',
  }),
  hitTooLong: () => ({
    what: "This host identity tag has over 255 octets.",
    how: "Write the tag alone; the public key is the field behind it.",
  }),
  unknownProtocol: ({ written }: Written) => ({
    what: `${quote(written)} is not a protocol.`,
    how: "Write tcp, udp, or a number up to 255.",
  }),
  unknownService: ({ written }: Written) => ({
    what: `${quote(written)} is not a service.`,
    how: "Write the port's number, up to 65535.",
  }),

  // Encodings.
  notHex: ({ written }: Written) => ({
    what: `${quote(written)} holds something other than hexadecimal digits.`,
    how: "Write digits from 0 to 9 and a to f, two for an octet.",
  }),
  oddHex: ({ written }: Written) => ({
    what: `The hexadecimal digits that end in ${quote(written)} are odd in number.`,
    how: "Two digits make an octet: one is missing, or one too many. Copy the value anew.",
  }),
  notBase64: ({ written }: Written) => ({
    what: `${quote(written)} is not base64.`,
    how: "Base64 has letters, digits, +, / and = at the end, but no - and _. Copy the value anew.",
  }),
  base64Length: ({ written }: Written) => ({
    what: `The base64 that ends in ${quote(written)} is cut short, or has lost its padding.`,
    how: "Its length must be a multiple of four, filled up with =. Copy the value anew.",
  }),
  notBase32: ({ written }: Written) => ({
    what: `${quote(written)} is not base32 with the hex alphabet.`,
    how: "Write digits and the letters a to v, without padding (RFC 5155 §3.3). Sign the zone anew rather than edit NSEC3.",
  }),
  hashLength: ({ written }: Written) => ({
    what: `${quote(written)} has not the length of a hash.`,
    how: "A SHA-1 hash has 32 digits of base32. Sign the zone anew rather than edit NSEC3.",
  }),
  saltTooLong: ({ actual }: Written & { actual: string }) => ({
    what: `This salt has ${actual} octets; 255 is the most.`,
    how: 'Write "-" without quotes for no salt, as RFC 9276 §3.1 advises.',
  }),
  needsGeneric: ({ written }: Written) => ({
    what: `${quote(written)} can't be read: nobody has defined a text form for this type.`,
    how: "Write \\#, the number of octets, and the octets in hexadecimal digits (RFC 3597 §5), such as \\# 2 c0de.",
  }),
  genericLength: ({ written, actual }: Written & { actual: string }) => ({
    what: `${short(written)} octets are announced, but there are ${actual}.`,
    how: `Write ${actual}, or the digits that are missing.`,
  }),
  genericMalformed: ({ type }: Written & { type: string }) => ({
    what: `These octets are not the data of a record of type ${type}.`,
    how: `Write the record in the text form of ${type}, without \\#.`,
  }),

  // Mnemonics.
  notAType: ({ written }: Written) => ({
    what: `${quote(written)} is not an RR type.`,
    how: "Write a type such as A or MX, or TYPE and its number.",
  }),
  typeTooHighForNxt: ({ written }: Written) => ({
    what: `${quote(written)} is a type that NXT can't show.`,
    how: "NXT knows types 1 to 127. It was replaced by NSEC in 2004: sign the zone with today's tools.",
  }),
  unknownAlgorithm: ({ written }: Written) => ({
    what: `${quote(written)} is not a DNSSEC algorithm.`,
    how: "Write its number, such as 13 for ECDSAP256SHA256 or 8 for RSASHA256.",
  }),
  signerBelowOwner: ({ written, labels }: Written & { labels: string }) => ({
    what: `The signer ${quote(written)} has more labels than the name that it signs, which has ${labels}.`,
    how: "Sign the zone anew rather than edit its signatures.",
  }),
  unknownDigestType: ({ written }: Written) => ({
    what: `${quote(written)} is not a digest type.`,
    how: "Write its number, such as 2 for SHA-256.",
  }),
  digestLength: ({ actual, octets }: Written & { actual: string; octets: string }) => ({
    what: `This digest has ${actual} octets where its type needs ${octets}.`,
    how: "Copy the digest anew, or correct the type in front of it.",
  }),
  unknownHash: ({ written }: Written) => ({
    what: `${quote(written)} is not a hash algorithm of NSEC3.`,
    how: "Write 1, for SHA-1: there is no other (RFC 5155 §11).",
  }),
  unknownCertificateType: ({ written }: Written) => ({
    what: `${quote(written)} is not a type of certificate.`,
    how: "Write PKIX, PGP or another of RFC 4398 §2.1, or its number up to 65535.",
  }),
  unknownKeyFlags: ({ written }: Written) => ({
    what: `${quote(written)} is not a set of key flags.`,
    how: "Write a number up to 65535: 256 for a zone key, 257 for a key-signing key.",
  }),
  rkeyFlags: ({ written }: Written) => ({
    what: `${quote(written)} is not the flags field of an RKEY record, which is always 0.`,
    how: "Write 0.",
  }),
  unknownKeyProtocol: ({ written }: Written) => ({
    what: `${quote(written)} is not a key protocol.`,
    how: "Write 3, for DNSSEC.",
  }),
  unknownScheme: ({ written }: Written) => ({
    what: `${quote(written)} is not a DSYNC scheme.`,
    how: "Write NOTIFY, or a number up to 255 (RFC 9859 §2.1).",
  }),
  notSubstitution: ({ written }: Written) => ({
    what: `${quote(written)} is not a substitution that a client can apply.`,
    how: 'Write "!EXPRESSION!REPLACEMENT!", with an i at the end where case doesn\'t matter, and \\\\1 to \\\\9 for groups in ( ) that the expression has (RFC 3402 §3.2).',
  }),

  // LOC.
  locationRange: ({ written, part, range }: Written & { part: string; range: string }) => ({
    what: `${quote(written)} is out of place: the ${part} must be in the range ${range}.`,
    how: "Write DEGREES [MINUTES [SECONDS]] N|S, the same with E|W, ALTITUDEm, such as 52 22 23.000 N 4 53 32.000 E -2.00m.",
  }),
  notADirection: ({ written, up, down }: Written & { up: string; down: string }) => ({
    what: `${quote(written)} stands where ${up} or ${down} belongs.`,
    how: `Write ${up} or ${down}, in upper case.`,
  }),

  // SVCB and HTTPS.
  svcUnknownKey: ({ key }: Written & { key: string }) => ({
    what: `${quote(key)} is no service parameter.`,
    how: `Known are ${knownKeys().join(", ")}; write another one by its number, such as key65280=value.`,
  }),
  svcKeyCase: ({ key, meant }: Written & { key: string; meant: string }) => ({
    what: `${quote(key)} is not in lower case, as the names of service parameters are.`,
    how: `Write ${meant}.`,
  }),
  svcDuplicateKey: ({ key }: Written & { key: string }) => ({
    what: `The parameter ${key} is there twice.`,
    how: "Keep one. Several values go in one parameter, with commas between them.",
  }),
  svcValueMissing: ({ key, expected }: Written & { key: string; expected: string }) => ({
    what: `The parameter ${key} has no value.`,
    how: `Write ${expected}, without a blank on either side of the equals sign.`,
  }),
  svcBadValue: ({ key, expected, value }: Written & { key: string; expected: string; value: string }) => ({
    what: `${quote(value)} is no value that the parameter ${key} can have.`,
    how: expected === "no value" ? `Write ${key} alone.` : `Write ${expected}.`,
  }),
  svcNoAlpn: () => ({
    what: "no-default-alpn stands here without alpn, so that no protocol is left.",
    how: "Add alpn with the protocols that the service speaks, such as alpn=h2, or delete no-default-alpn.",
  }),
  svcMandatorySelf: () => ({
    what: "mandatory lists itself.",
    how: "List the other keys that a client must understand, or delete mandatory.",
  }),
  svcMandatoryMissing: ({ key }: Written & { key: string }) => ({
    what: `mandatory lists ${key}, but the record doesn't have it.`,
    how: `Add the parameter ${key}, or take it off the list.`,
  }),
  svcDnsNoAlpn: () => ({
    what: "This SVCB record of a DNS server has no alpn, so that clients can't tell what it speaks and ignore it.",
    how: "Add alpn, such as alpn=dot, or alpn=h2 together with dohpath.",
  }),
  svcDnsNoDohpath: () => ({
    what: "This SVCB record offers DNS over HTTPS but no dohpath.",
    how: "Add the path of the service, such as dohpath=/dns-query{?dns}.",
  }),
} satisfies Record<string, (data: never) => RdataText>;

export type RdataMessage = keyof typeof RDATA_MESSAGES;
/** What a message needs to know; some need nothing. */
export type MessageData<M extends RdataMessage> =
  Parameters<(typeof RDATA_MESSAGES)[M]> extends [infer Data] ? Data : Record<never, never>;

/** What to say of a problem. */
export function explainRdata({
  message,
  data,
}: {
  readonly message: RdataMessage;
  readonly data: Record<string, string>;
}): RdataText {
  return RDATA_MESSAGES[message](data as never);
}

const MOST_SHOWN = 60;

/** Keys and signatures are long: their beginning says enough. */
const short = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
const quote = (text: string): string => `"${short(text)}"`;

const NAME_TROUBLE: Readonly<Record<string, (written: string, label: string) => RdataText>> = {
  "empty-label": (written) => ({
    what: `The name ${quote(written)} has an empty label.`,
    how: 'Write one dot between labels, and none at the beginning; "." alone is the root.',
  }),
  "label-too-long": (written, label) => ({
    what: `The label ${quote(label)} of ${quote(written)} has over 63 octets.`,
    how: "Shorten it (RFC 1035 §2.3.4).",
  }),
  "name-too-long": (written) => ({
    what: `The name ${quote(written)} has over 255 octets, the origin included.`,
    how: "Shorten it; if it is written in full, end it with a dot, so that the origin isn't appended.",
  }),
};
const NOT_A_NAME = (written: string): RdataText => ({
  what: `${quote(written)} is not a domain name.`,
  how: "Write labels with dots between them.",
});
