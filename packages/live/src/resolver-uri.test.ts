import { describe, expect, test } from "vitest";
import { parseResolver } from "./resolver-uri.js";

const accepted: Record<string, object> = {
  "udp://192.0.2.1": { transport: "udp", address: "192.0.2.1", port: 53 },
  "udp://192.0.2.1:5353/": { transport: "udp", address: "192.0.2.1", port: 5353 },
  "tcp://[2001:db8::1]": { transport: "tcp", address: "2001:db8::1", port: 53 },
  "TLS://192.0.2.1": { transport: "tls", address: "192.0.2.1", port: 853 },
  "tls://[2001:db8::1]:8853#dns.example": {
    transport: "tls",
    address: "2001:db8::1",
    port: 8853,
    tlsServerName: "dns.example",
  },
  "https://192.0.2.1": { transport: "https", address: "192.0.2.1", port: 443, url: "https://192.0.2.1/dns-query" },
  "https://192.0.2.1/": { transport: "https", address: "192.0.2.1", port: 443, url: "https://192.0.2.1/" },
  "https://[2001:db8::1]:8443/q?a=b": {
    transport: "https",
    address: "2001:db8::1",
    port: 8443,
    url: "https://[2001:db8::1]:8443/q?a=b",
  },
};

const refused: Record<string, string> = {
  "": "begins with none of udp://",
  "192.0.2.1": 'did you mean "udp://192.0.2.1"?',
  "2001:db8::1": 'did you mean "udp://[2001:db8::1]"?',
  "quic://192.0.2.1": "begins with none of udp://",
  "udp://": "is not a resolver's URI",
  "udp://192.0.2.1:99999": "is not a resolver's URI",
  "udp://192.0.2.1:0": "is not a resolver's URI",
  "udp://2001:db8::1": "is not a resolver's URI",
  "udp://dns.example": "has a name where udp:// takes an address",
  "tls://dns.example": "has a name where tls:// takes an address",
  "udp://192.0.2.1/dns-query": "has a path, which only https:// takes",
  "tcp://192.0.2.1?x": "has a path, which only https:// takes",
  "udp://192.0.2.1#dns.example": 'has a "#", which only tls:// takes',
  "tls://192.0.2.1#two words": "is not a name that a certificate could have",
  "https://192.0.2.1/dns-query#x": 'has a "#", which only tls:// takes',
  "https://user:secret@192.0.2.1/": "has a user or a password",
};

describe("a resolver's URI", () => {
  test.each(Object.entries(accepted))("%s", (uri, server) => {
    expect(parseResolver(uri)).toEqual({ id: uri, server });
  });

  test.each(Object.entries(refused))("not %s", (uri, message) => {
    expect(parseResolver(uri)).toContain(message);
  });

  test("may have a name over https, whose address somebody else has to find", () => {
    expect(parseResolver("https://dns.example.")).toEqual({
      id: "https://dns.example.",
      host: "dns.example",
      server: { transport: "https", address: "", port: 443, url: "https://dns.example./dns-query" },
    });
    expect(parseResolver("https://dns.example:444/q{?dns}")).toMatchObject({
      host: "dns.example",
      server: { port: 444, url: "https://dns.example:444/q" },
    });
  });
});
