import { bitsOf } from "./encodings.js";
import type { Field } from "./field.js";

/** Names that BIND looks up in the system's tables. Numbers always work (RFC 1010). */
const PROTOCOLS = namesOf(`
  ip 0 icmp 1 igmp 2 ggp 3 ipencap 4 st 5 tcp 6 egp 8 igp 9 pup 12 udp 17 hmp 20 xns-idp 22 rdp 27 iso-tp4 29 dccp 33
  xtp 36 ddp 37 idpr-cmtp 38 ipv6 41 rsvp 46 gre 47 esp 50 ah 51 skip 57 ipv6-icmp 58 rspf 73 vmtp 81 eigrp 88 ospf 89
  ipip 94 encap 98 pim 103 ipcomp 108 vrrp 112 l2tp 115 isis 124 sctp 132 fc 133 udplite 136`);

const SERVICES = namesOf(`
  tcpmux 1 echo 7 discard 9 sink 9 null 9 systat 11 users 11 daytime 13 netstat 15 qotd 17 quote 17 chargen 19
  ftp-data 20 ftp 21 fsp 21 ssh 22 telnet 23 smtp 25 mail 25 time 37 timserver 37 rlp 39 whois 43 nicname 43 tacacs 49
  domain 53 bootps 67 bootpc 68 tftp 69 gopher 70 finger 79 http 80 www 80 kerberos 88 hostname 101 hostnames 101
  iso-tsap 102 tsap 102 rtelnet 107 pop2 109 pop3 110 pop-3 110 sunrpc 111 portmapper 111 auth 113 authentication 113
  tap 113 ident 113 nntp 119 readnews 119 ntp 123 epmap 135 loc-srv 135 netbios-ns 137 netbios-dgm 138 netbios-ssn 139
  imap2 143 imap 143 snmp 161 snmp-trap 162 snmptrap 162 xdmcp 177 bgp 179 irc 194 z3950 210 ldap 389 https 443
  submissions 465 smtps 465 isakmp 500 exec 512 biff 512 login 513 who 513 shell 514 cmd 514 syslog 514 printer 515
  talk 517 ntalk 518 route 520 router 520 uucp 540 rtsp 554 nntps 563 submission 587 ipp 631 ldaps 636 domain-s 853
  rsync 873 imaps 993 pop3s 995`);

function namesOf(table: string): ReadonlyMap<string, number> {
  const words = table.trim().split(/\s+/);
  return new Map(words.flatMap((word, i) => (i % 2 === 0 ? [[word, Number(words[i + 1])]] : [])));
}

/** A number or a name in any case; -1 where it is neither, or more than `most`. */
function numberOf(text: string, names: ReadonlyMap<string, number>, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : (names.get(text.toLowerCase()) ?? -1);
  return value <= most ? value : -1;
}

/** The protocol and a bit map of ports (RFC 1035 §3.4.2). */
export const wks: Field = {
  read: (writer) => {
    const text = writer.take("a protocol such as tcp");
    if (text === undefined) return;
    const protocol = numberOf(text, PROTOCOLS, 255);
    if (protocol < 0) return writer.reject("unknownProtocol", writer.next - 1);
    writer.byte(protocol);
    const map = new Uint8Array(8192);
    let length = 0;
    while (writer.left > 0) {
      const service = writer.take("a service");
      if (service === undefined) return;
      const port = numberOf(service, SERVICES, 65535);
      if (port < 0) return writer.reject("unknownService", writer.next - 1);
      map[port >> 3] |= 0x80 >> (port & 7);
      length = Math.max(length, (port >> 3) + 1);
    }
    writer.octets(map.subarray(0, length));
  },
  print: (wire) => {
    const protocol = wire.u8();
    const map = wire.rest();
    if (map.length > 8192 || (map.length > 0 && map[map.length - 1] === 0)) return wire.fail();
    return [protocol, ...bitsOf(map)].join(" ");
  },
};
