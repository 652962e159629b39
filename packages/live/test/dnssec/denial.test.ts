import { parseName, typeCode } from "@dcvlint/core";
import { describe, expect, test } from "vitest";
import type { ResourceRecord } from "../../src/dns/message.js";
import { Budget } from "../../src/dnssec/budget.js";
import { gatherDenial, provesExpansion, provesNoData, provesNoDs, provesNxdomain } from "../../src/dnssec/denial.js";
import { groupRrsets } from "../../src/dnssec/rrsets.js";
import { NOW, Signer } from "./signer.js";

const signer = new Signer();
const name = (text: string) => parseName(text)!;

function denialOf(authority: readonly ResourceRecord[], budget = new Budget()) {
  const denial = gatherDenial(groupRrsets(authority), { zone: signer.zone, keys: [signer.key], now: NOW, budget });
  const told = (verdict: { kind: string; reason?: { kind: string }; why?: { kind: string } }): string =>
    verdict.reason?.kind ?? verdict.why?.kind ?? verdict.kind;
  return {
    noData: (owner: string, type: string) => told(provesNoData(denial, name(owner), typeCode(type)!)),
    noName: (owner: string) => told(provesNxdomain(denial, name(owner), 1)),
    noDs: (owner: string) => {
      const verdict = provesNoDs(denial, name(owner));
      return verdict.kind === "secure" ? `delegation: ${verdict.delegation}` : told(verdict);
    },
    nothingNearer: (owner: string, encloser: string) => told(provesExpansion(denial, name(owner), 1, name(encloser))),
  };
}

describe("NSEC", () => {
  test("a delegation's record on the parent's side denies its DS and nothing else, nor anything below", () => {
    const denial = denialOf(signer.signed("child.example. NSEC z.example. NS RRSIG NSEC"));
    expect(denial.noDs("child.example")).toBe("delegation: true");
    expect(denial.noData("child.example", "A")).toBe("not-proven");
    expect(denial.noData("child.example", "DS")).toBe("secure");
    expect(denial.noName("x.child.example")).toBe("not-proven");
    expect(denial.noData("x.child.example", "A")).toBe("not-proven");
    expect(denial.noDs("x.child.example")).toBe("not-proven");
    expect(denial.nothingNearer("x.child.example", "child.example")).toBe("not-proven");
    // Beside it the gap is as good as any.
    expect(denial.noData("d.x.example", "DS")).toBe("not-proven");
    expect(denial.noDs("d.x.example")).toBe("delegation: false");
  });

  test("a DNAME's record denies nothing below it", () => {
    const denial = denialOf(signer.signed("child.example. NSEC z.example. DNAME RRSIG NSEC"));
    expect(denial.noName("x.child.example")).toBe("not-proven");
    expect(denial.noData("child.example", "A")).toBe("secure");
  });

  test("a child's apex says nothing about its DS", () => {
    const denial = denialOf(signer.signed("child.example. NSEC z.example. NS SOA RRSIG NSEC DNSKEY"));
    expect(denial.noDs("child.example")).toBe("not-proven");
    expect(denial.noData("child.example", "DS")).toBe("not-proven");
    expect(denial.noData("child.example", "A")).toBe("secure");
  });

  test("what the record has, an alias included, isn't denied", () => {
    const denial = denialOf(
      signer.signed("a.example. NSEC z.example. CNAME RRSIG NSEC\nz.example. NSEC example. NS DS RRSIG NSEC"),
    );
    expect(denial.noData("a.example", "A")).toBe("denies-what-exists");
    expect(denial.noName("a.example")).toBe("denies-what-exists");
    expect(denial.noDs("z.example")).toBe("denies-what-exists");
  });

  test("the last record reaches to the end of its zone only", () => {
    const last = denialOf(
      signer.signed("m.example. NSEC example. A RRSIG NSEC\nexample. NSEC a.example. SOA NS RRSIG NSEC"),
    );
    expect(last.noName("z.example")).toBe("secure");
    expect(last.noName("b.example")).toBe("not-proven");
    expect(last.noName("z.other")).toBe("outside-zone");
    expect(denialOf(signer.signed("m.example. NSEC b.example. A RRSIG NSEC")).noName("z.example")).toBe("not-proven");
    // A zone with one name.
    const only = denialOf(signer.signed("example. NSEC example. SOA NS RRSIG NSEC"));
    expect([only.noName("a.example"), only.noData("example", "A"), only.noName("example")]).toEqual([
      "secure",
      "secure",
      "denies-what-exists",
    ]);
  });

  test("an empty non-terminal exists and has no types", () => {
    const denial = denialOf(
      signer.signed("a.example. NSEC x.ent.example. A RRSIG NSEC\nexample. NSEC a.example. SOA NS RRSIG NSEC"),
    );
    expect(denial.noData("ent.example", "A")).toBe("secure");
    expect(denial.noName("ent.example")).toBe("denies-what-exists");
    expect(denial.noName("b.example")).toBe("secure");
  });

  test("a name isn't denied without its wildcard, and a wildcard's types are the name's", () => {
    const gap = signer.signed("m.example. NSEC z.example. A RRSIG NSEC");
    const wildcard = signer.signed("*.example. NSEC a.example. TXT RRSIG NSEC");
    expect(denialOf(gap).noName("n.example")).toBe("not-proven");
    const both = denialOf([...gap, ...wildcard]);
    expect(both.noName("n.example")).toBe("denies-what-exists");
    expect(both.noData("n.example", "A")).toBe("secure");
    expect(both.noData("n.example", "TXT")).toBe("denies-what-exists");
    expect(denialOf(gap).nothingNearer("n.example", "example")).toBe("secure");
    expect(denialOf(gap).nothingNearer("x.m.example", "example")).toBe("denies-what-exists");
    expect(denialOf(wildcard).noData("n.example", "A")).toBe("not-proven");
  });

  test("a wildcard's record replayed at another name proves nothing", () => {
    const [nsec, rrsig] = signer.signed("*.example. NSEC z.example. A RRSIG NSEC");
    const replayed = [nsec, rrsig].map((record) => ({ ...record, owner: name("m.example") }));
    expect(denialOf(replayed).noData("m.example", "TXT")).toBe("labels");
    expect(denialOf([nsec, rrsig]).noData("*.example", "TXT")).toBe("secure");
  });

  test("compact denial: the name has a record that says it doesn't exist (RFC 9824)", () => {
    const denial = denialOf(signer.signed("n.example. NSEC \\000.n.example. RRSIG NSEC TYPE128"));
    expect(denial.noData("n.example", "A")).toBe("secure");
    expect(denial.noName("n.example")).toBe("secure");
  });

  test("the records' own fault is told", () => {
    expect(
      denialOf(signer.signed("a.example. NSEC z.example. A", { expiration: NOW - 1 })).noData("a.example", "TXT"),
    ).toBe("expired");
    expect(denialOf([]).noData("a.example", "TXT")).toBe("no-denial");
    const stranger = new Signer();
    expect(denialOf(stranger.signed("a.example. NSEC z.example. A")).noData("a.example", "TXT")).toBe(
      "no-matching-key",
    );
  });
});

describe("NSEC3", () => {
  /** Everything but the names that are named lies in a gap. */
  const zone = (options = {}) => [
    ...signer.nsec3("example", "NS SOA RRSIG DNSKEY NSEC3PARAM", { gap: 255, ...options }),
    ...signer.nsec3("child.example", "NS", options),
    ...signer.nsec3("dname.example", "DNAME RRSIG", options),
    ...signer.nsec3("ent.example", "", options),
    ...signer.nsec3("alias.example", "CNAME RRSIG", options),
    ...signer.nsec3("*.wild.example", "A RRSIG", options),
    ...signer.nsec3("wild.example", "", options),
  ];

  test("a delegation's record denies its DS and nothing else, nor anything below", () => {
    const denial = denialOf(zone());
    expect(denial.noDs("child.example")).toBe("delegation: true");
    expect(denial.noData("child.example", "A")).toBe("not-proven");
    expect(denial.noName("x.child.example")).toBe("not-proven");
    expect(denial.noData("x.child.example", "A")).toBe("not-proven");
    expect(denial.noDs("x.child.example")).toBe("not-proven");
    expect(denial.noName("x.dname.example")).toBe("not-proven");
    expect(denial.noDs("example")).toBe("not-proven");
  });

  test("closest encloser, empty non-terminal, alias and wildcard", () => {
    const denial = denialOf(zone());
    expect(denial.noName("a.b.example")).toBe("secure");
    expect(denial.noDs("a.b.example")).toBe("delegation: false");
    expect(denial.noData("a.b.example", "A")).toBe("not-proven");
    expect(denial.noData("ent.example", "A")).toBe("secure");
    expect(denial.noName("ent.example")).toBe("denies-what-exists");
    expect(denial.noData("alias.example", "A")).toBe("denies-what-exists");
    expect(denial.noData("x.wild.example", "TXT")).toBe("secure");
    expect(denial.noData("x.wild.example", "A")).toBe("denies-what-exists");
    expect(denial.noName("x.wild.example")).toBe("denies-what-exists");
    expect(denial.nothingNearer("a.b.wild.example", "wild.example")).toBe("secure");
    expect(denial.nothingNearer("x.wild.example", "example")).toBe("denies-what-exists");
    expect(denial.noName("x.other")).toBe("outside-zone");
  });

  test("in an opt-out span nothing but an unsigned delegation may hide: insecure", () => {
    const denial = denialOf(zone({ flags: 1 }));
    expect(denial.noName("b.example")).toBe("opt-out");
    expect(denial.noDs("b.example")).toBe("opt-out");
    expect(denial.noDs("child.example")).toBe("delegation: true");
    expect(denial.nothingNearer("x.wild.example", "wild.example")).toBe("opt-out");
    expect(denial.noData("ent.example", "A")).toBe("secure");
  });

  test("over 150 iterations make it insecure, if the signature is good", () => {
    expect(denialOf(zone({ iterations: 150 })).noName("b.example")).toBe("secure");
    expect(denialOf(zone({ iterations: 151 })).noName("b.example")).toBe("nsec3-iterations");
    expect(denialOf(zone({ iterations: 65535 })).noName("b.example")).toBe("nsec3-iterations");
    const unsigned = zone({ iterations: 151 }).filter(({ type }) => type === 50);
    expect(denialOf(unsigned).noName("b.example")).toBe("no-signature");
  });

  test("unknown flags and hashes count for nothing", () => {
    expect(denialOf(zone({ flags: 2 })).noName("b.example")).toBe("no-denial");
    expect(denialOf(zone({ hash: 2 })).noName("b.example")).toBe("no-denial");
  });

  test("hashing ends with the budget", () => {
    const long = `${"a.".repeat(120)}example`;
    expect(denialOf(zone({ iterations: 150 }), new Budget(256, 1000)).noName(long)).toBe("too-expensive");
    expect(denialOf(zone({ iterations: 150 })).noName(long)).toBe("secure");
  });
});
