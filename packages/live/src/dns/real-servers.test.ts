import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseName } from "@dcvlint/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Certificates, type Identity, lacksOpenssl } from "../../test/identity.js";
import { lacksServer, RunningServers } from "../../test/name-servers.js";
import { closedPort, serverAt } from "../../test/servers.js";
import { exchange } from "./exchange.js";
import type { Message, Query, Reply, Server } from "./message.js";

// What real servers send: BIND authoritative, Unbound and dnsdist in front of it, over each of the four transports.

const lacksNamed = lacksServer("named", "-v");
const lacksUnbound = lacksServer("unbound", "-V");
const lacksDnsdist = lacksServer("dnsdist", "--version");

const LIMITS = { queryMs: 3_000, tries: 2, tcpMs: 5_000 };
const CAA = 257;

const ZONE = `$TTL 60
$ORIGIN example.
@ SOA ns hostmaster 1 3600 600 86400 60
@ NS ns
@ MX 10 Mail.Example.
ns A 127.0.0.1
@ CAA 0 issue "ca.example"
www CNAME alias
alias A 192.0.2.1
big TXT ${Array.from({ length: 20 }, (_, i) => `"${String(i).padStart(200, "x")}"`).join(" ")}
_service._tcp SRV 1 2 3 ns
`;

const query = (name: string, type: number, change: Partial<Query> = {}): Query => ({
  name: parseName(name)!,
  type,
  recursionDesired: true,
  ...change,
});

function messageOf(reply: Reply): Message {
  if (reply.kind === "failure") throw new Error(`${reply.reason}: ${reply.detail}`);
  return reply.message;
}

describe.skipIf(lacksNamed || lacksOpenssl)("real servers", () => {
  const servers = new RunningServers();
  const certificates = new Certificates();
  let identity: Identity;
  let named: Server;
  const file = (name: string, text: string): string => {
    const path = join(certificates.folder, name);
    writeFileSync(path, text);
    return path;
  };

  beforeAll(async () => {
    identity = certificates.identity("DNS:resolver.example,IP:127.0.0.1");
    named = serverAt("udp", await closedPort());
    const folder = certificates.folder;
    const conf = file(
      "named.conf",
      `options {
        directory "${folder}"; pid-file none; session-keyfile none; recursion no; dnssec-validation no;
        listen-on port ${named.port} { 127.0.0.1; }; listen-on-v6 { none; };
      };
      controls { };
      zone "example." { type primary; file "${file("example.zone", ZONE)}"; };`,
    );
    await servers.start("named", ["-g", "-c", conf], named);
  });
  afterAll(async () => {
    await servers.stop();
    certificates.remove();
  });

  test("BIND's authoritative answer is read, flags, EDNS and all sections", async () => {
    const reply = await exchange(named, query("example.", 15), LIMITS);
    const message = messageOf(reply);
    expect(message).toMatchObject({ isResponse: true, authoritative: true, rcode: 0, edns: { version: 0 } });
    expect(message.answer.map(({ owner, type, ttl }) => [owner.toString(), type, ttl])).toEqual([["example.", 15, 60]]);
    expect(Buffer.from(message.answer[0].rdata).toString("latin1").toLowerCase()).toBe("\0\x0a\x04mail\x07example\0");
    expect(messageOf(await exchange(named, query("example.", 2), LIMITS)).additional.map((each) => each.type)).toEqual([
      1,
    ]);
  });

  test("letters that were mixed on the way aren't seen", async () => {
    const { questions, answer } = messageOf(await exchange(named, query("WwW.eXample.", 1), LIMITS));
    expect(questions.map(({ name }) => name.toString())).toEqual(["WwW.eXample."]);
    // BIND writes an owner as its zone has it, not as it was asked for.
    expect(answer.map(({ owner }) => owner.toString())).toEqual(["www.example.", "alias.example."]);
  });

  test("an answer that is too large comes over TCP", async () => {
    const reply = await exchange(named, query("big.example.", 16), LIMITS);
    expect(messageOf(reply).answer[0].rdata.length).toBe(20 * 201);
    expect(reply).toMatchObject({ transport: "tcp" });
    const bare = await exchange(named, query("big.example.", 16, { edns: false }), LIMITS);
    expect(messageOf(bare).edns).toBeUndefined();
  });

  test("NXDOMAIN, NODATA and REFUSED are told apart", async () => {
    const rcode = async (name: string, type: number) => {
      const { rcode, answer, authority } = messageOf(await exchange(named, query(name, type), LIMITS));
      return [rcode, answer.length, authority.map((each) => each.type)];
    };
    expect(await rcode("nothing.example.", 1)).toEqual([3, 0, [6]]);
    expect(await rcode("alias.example.", 28)).toEqual([0, 0, [6]]);
    expect(await rcode("elsewhere.invalid.", 1)).toEqual([5, 0, []]);
  });

  test("a SRV record's name is whole", async () => {
    const { answer } = messageOf(await exchange(named, query("_service._tcp.example.", 33), LIMITS));
    expect(Buffer.from(answer[0].rdata).toString("latin1")).toBe("\0\x01\0\x02\0\x03\x02ns\x07example\0");
  });

  describe.skipIf(lacksUnbound)("Unbound in front of it", () => {
    let at: Record<"udp" | "tcp" | "tls" | "https", Server>;
    beforeAll(async () => {
      const [plain, tls, https] = [await closedPort(), await closedPort(), await closedPort()];
      const conf = file(
        "unbound.conf",
        `server:
          directory: "${certificates.folder}"
          chroot: ""
          username: ""
          pidfile: ""
          use-syslog: no
          module-config: "iterator"
          do-not-query-localhost: no
          ede: yes
          interface: 127.0.0.1@${plain}
          interface: 127.0.0.1@${tls}
          interface: 127.0.0.1@${https}
          tls-port: ${tls}
          https-port: ${https}
          tls-service-key: "${identity.keyFile}"
          tls-service-pem: "${identity.certFile}"
        remote-control:
          control-enable: no
        stub-zone:
          name: "example."
          stub-addr: 127.0.0.1@${named.port}
        `,
      );
      const secure = { caFile: identity.certFile, tlsServerName: "resolver.example" };
      const url = `https://resolver.example:${https}/dns-query`;
      at = {
        udp: serverAt("udp", plain),
        tcp: serverAt("tcp", plain),
        tls: { ...serverAt("tls", tls), ...secure },
        https: { ...serverAt("https", https), url, caFile: identity.certFile },
      };
      await servers.start("unbound", ["-d", "-c", conf], at.udp);
    });

    test.each(["udp", "tcp", "tls", "https"] as const)("answers over %s", async (transport) => {
      const reply = await exchange(at[transport], query("example.", CAA), LIMITS);
      const { answer, recursionAvailable } = messageOf(reply);
      expect(reply).toMatchObject({ transport });
      expect(recursionAvailable).toBe(true);
      expect(Buffer.from(answer[0].rdata).toString("latin1")).toBe("\0\x05issueca.example");
      const big = messageOf(await exchange(at[transport], query("big.example.", 16), LIMITS));
      expect(big.answer[0].rdata.length).toBe(20 * 201);
    });

    test.each(["tls", "https"] as const)("isn't believed over %s under another name", async (transport) => {
      const server = { ...at[transport], tlsServerName: "other.example" };
      expect(await exchange(server, query("example.", CAA), LIMITS)).toMatchObject({ reason: "transport" });
    });
  });

  describe.skipIf(lacksDnsdist)("dnsdist in front of it", () => {
    test("answers over https", async () => {
      const [plain, https] = [await closedPort(), await closedPort()];
      const conf = file(
        "dnsdist.conf",
        `setSecurityPollSuffix("")
        setLocal("127.0.0.1:${plain}")
        newServer("127.0.0.1:${named.port}")
        getServer(0):setUp()
        addDOHLocal("127.0.0.1:${https}", "${identity.certFile}", "${identity.keyFile}", "/dns-query")
        `,
      );
      await servers.start("dnsdist", ["--supervised", "-C", conf], serverAt("udp", plain));
      const url = `https://resolver.example:${https}/dns-query`;
      const server = { ...serverAt("https", https), url, caFile: identity.certFile };
      const reply = await exchange(server, query("example.", CAA), LIMITS);
      expect(messageOf(reply).answer.length).toBe(1);
      expect(reply).toMatchObject({ transport: "https" });
      const wrongPath = { ...server, url: url.replace("dns-query", "elsewhere") };
      expect(await exchange(wrongPath, query("example.", CAA), LIMITS)).toMatchObject({ reason: "transport" });
    });
  });
});
