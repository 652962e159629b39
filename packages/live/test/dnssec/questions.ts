import { typeCode } from "@dcvlint/core";

/** Asked in each zone; the answers have every shape that a zone's own server gives. */
const TEXT = `
  @ SOA; @ MX; @ CAA; @ AAAA; @ DNSKEY; @ DS; www A; www AAAA; WWW.A CAA; srv SRV; naptr NAPTR; long TXT
  alias A; alias CNAME; alias AAAA; twice A; gone A; out A
  any.wild A; far.any.wild A; any.wild TXT; other.wild TXT; other.wild A; x.other.wild A; below.other.wild A; *.wild A
  any.cw A; any.cw AAAA; any.cw CNAME; *.cw CNAME
  ent A; b.c.ent A; a.b.c.ent TXT; y.c.ent A; any.ew TXT; ew A; *.ew A
  nothing A; a.b.c.nothing CAA; _acme-challenge TXT; 0 A; zzz A
  x.dn TXT; y.dn TXT; x.dn CNAME; dn DNAME; dn A
  signed DS; insecure DS; under.nothing DS; under.nothing2 DS; www DS; nothing DS
`;

export interface Asked {
  readonly name: string;
  readonly mnemonic: string;
  readonly type: number;
}

/** The questions in a zone right below `test.`. */
export function questionsIn(label: string, text = TEXT): Asked[] {
  return text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [owner, mnemonic] = part.split(" ");
      return { name: `${owner === "@" ? "" : `${owner}.`}${label}.test.`, mnemonic, type: typeCode(mnemonic)! };
    })
    .filter(({ name, mnemonic }) => !(mnemonic === "DS" && name === `${label}.test.`));
}
