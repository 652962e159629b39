import { parseName } from "@dcvlint/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../src/dns/message.js";
import { Budget } from "../../src/dnssec/budget.js";
import { canonicalRdata } from "../../src/dnssec/canonical.js";
import { type Denial, gatherDenial, provesNoData, provesNoDs, provesNxdomain } from "../../src/dnssec/denial.js";
import { judgeReferral } from "../../src/dnssec/judge-referral.js";
import { groupRrsets } from "../../src/dnssec/rrsets.js";
import { CNAME, DNAME, DS, NSEC, NSEC3, RRSIG } from "../../src/dnssec/types.js";
import { validateAnswer } from "../../src/dnssec/validate-answer.js";
import { ask } from "./ask.js";
import { type Asked, questionsIn } from "./questions.js";
import { flip, Random } from "./random.js";
import { canSign, EXPIRES_AT, NOW, type Servers, startServers, ZONES } from "./signed-zones.js";
import { type Trust, trustIn, validate } from "./validate.js";

const GOOD = Object.keys(ZONES).filter((label) => /^(n|h|o)\d+$|^sha/.test(label));
const isOptOut = (label: string): boolean => label.startsWith("o");
const hasNsec = (label: string): boolean => !/^[ho]/.test(label);

/** named doesn't send the NSEC record that shows the asterisk to be an empty non-terminal; for delv it's bogus, too. */
const isBadlyDenied = (label: string, { name, mnemonic }: Asked): boolean =>
  hasNsec(label) && name.startsWith("any.ew.") && mnemonic === "TXT";

describe.skipIf(!canSign)("zones that BIND signed and serves", () => {
  let servers: Servers;
  const trust = new Map<string, Trust>();
  const query = (name: string, type: number): Promise<Message> => ask(servers.port, name, type);
  const judge = (label: string, { name, type }: Asked) => validate(name, type, trust.get(label)!, query, NOW);
  const trusted = (label: string) => {
    const found = trust.get(label)!;
    if (found.kind !== "keys") throw new Error(`${label} isn't secure`);
    return { zone: found.zone, keys: found.keys, now: NOW };
  };

  beforeAll(async () => {
    servers = await startServers();
    for (const label of Object.keys(ZONES)) {
      trust.set(label, await trustIn(`${label}.test.`, servers.anchor, query, NOW));
    }
  });
  afterAll(() => servers?.stop());

  test.each(GOOD)("every answer of %s is validated, for as long as its signatures hold", async (label) => {
    for (const asked of questionsIn(label)) {
      const verdict = await judge(label, asked);
      const at = `${asked.name} ${asked.mnemonic} ${JSON.stringify(verdict)}`;
      if (isBadlyDenied(label, asked)) expect(verdict.kind, at).toBe("bogus");
      else if (verdict.kind === "secure") expect(verdict.expiresAt, at).toBe(EXPIRES_AT);
      else expect([isOptOut(label), verdict], at).toEqual([true, { kind: "insecure", why: { kind: "opt-out" } }]);
    }
  });

  test("what is proven within an opt-out zone is secure, and what lies in its spans is insecure", async () => {
    const insecure = [];
    for (const asked of questionsIn("o13")) {
      if ((await judge("o13", asked)).kind === "insecure")
        insecure.push(`${asked.name.slice(0, -10)} ${asked.mnemonic}`);
    }
    expect(insecure.join("; ")).toBe(
      "WWW.A CAA; gone A; any.wild A; far.any.wild A; any.wild TXT; x.other.wild A; any.cw A; any.cw AAAA; any.cw CNAME; " +
        "y.c.ent A; any.ew TXT; nothing A; a.b.c.nothing CAA; _acme-challenge TXT; 0 A; zzz A; y.dn TXT; " +
        "insecure DS; under.nothing DS; under.nothing2 DS; nothing DS",
    );
  });

  /** Every question in a zone of each kind, and some in the others. */
  const compared = (label: string): Asked[] => {
    if (["n13", "h13", "o13"].includes(label)) return questionsIn(label);
    // delv asks again and again for keys that aren't there.
    return questionsIn(label, label === "nodnskey" ? "www A" : "www A; nothing A; any.wild A; out A");
  };

  test("delv comes to the same verdicts", async () => {
    for (const label of Object.keys(ZONES)) {
      for (const asked of compared(label)) {
        const ours = await judge(label, asked);
        const theirs = servers.delv(asked.name, asked.mnemonic);
        const at = `${asked.name} ${asked.mnemonic} ${JSON.stringify(ours)}`;
        // To BIND a denial within an opt-out span is good; RFC 5155 §9.2 wants the AD bit off.
        if (isOptOut(label) && ours.kind === "insecure") expect(["secure", "insecure"], at).toContain(theirs);
        else expect(theirs, at).toBe(ours.kind);
      }
    }
  }, 120_000);

  test("unbound-host comes to the same verdicts", async () => {
    for (const label of Object.keys(ZONES)) {
      for (const asked of compared(label)) {
        // Unbound wants the CNAME that a DNAME makes signed when it's the one that was asked for.
        if (asked.name.startsWith("x.dn.") && asked.mnemonic === "CNAME") continue;
        const ours = await judge(label, asked);
        const theirs = servers.unbound(asked.name, asked.mnemonic);
        // Debian's Unbound doesn't have Ed448.
        const wanted = label.endsWith("16") ? ["secure", "insecure"] : [ours.kind];
        expect(wanted, `${asked.name} ${asked.mnemonic} ${JSON.stringify(ours)}`).toContain(theirs);
      }
    }
  }, 120_000);

  test("a zone's fault is told with its dates and keys", async () => {
    expect(trust.get("expired")).toMatchObject({
      kind: "bogus",
      reason: { kind: "expired", since: NOW - 3 * 86_400, algorithm: 13 },
    });
    expect(trust.get("future")).toMatchObject({
      kind: "bogus",
      reason: { kind: "not-yet-valid", from: NOW + 2 * 86_400 },
    });
    expect(trust.get("wrongds")).toMatchObject({
      kind: "bogus",
      reason: {
        kind: "ds-matches-no-key",
        vouchers: [{ algorithm: 13, digestType: 2 }],
        keys: [{ keyTag: expect.any(Number), algorithm: 13 }],
      },
    });
    expect(trust.get("nodnskey")).toMatchObject({
      kind: "bogus",
      reason: { kind: "no-dnskey", vouchers: [{ algorithm: 13 }] },
    });
    expect(trust.get("unknownalg")).toMatchObject({
      kind: "insecure",
      why: { kind: "unsupported", vouchers: [{ algorithm: 12 }] },
    });
    expect(trust.get("unknowndigest")).toMatchObject({
      kind: "insecure",
      why: { kind: "unsupported", vouchers: [{ digestType: 3 }] },
    });
    expect(trust.get("nods")!.kind).toBe("insecure");
    expect(trust.get("unsigned")!.kind).toBe("insecure");
    const [www] = questionsIn("tampered", "www A");
    expect(await judge("tampered", www)).toMatchObject({ kind: "bogus", reason: { kind: "bad-signature" }, type: 1 });
  });

  test.each(["n13", "h13", "o13"])("a referral of %s tells whether the child is signed", async (label) => {
    const { zone, keys, now } = trusted(label);
    const refer = async (child: string) => {
      const name = `${child}.${label}.test.`;
      const response = await query(`www.${name}`, 1);
      expect(
        validateAnswer({ question: { name: parseName(`www.${name}`)!, type: 1 }, response, zone, keys, now }),
      ).toMatchObject({
        kind: "not-an-answer",
        because: { kind: "referral", child: { labels: parseName(name)!.labels } },
      });
      const stripped = { ...response, authority: response.authority.filter(({ type }) => type === 2) };
      expect(judgeReferral(stripped, parseName(name)!, zone, keys, now).kind).toBe("bogus");
      return judgeReferral(response, parseName(name)!, zone, keys, now);
    };
    expect(await refer("signed")).toMatchObject({ kind: "signed", ds: [{ keyTag: 4711 }], expiresAt: EXPIRES_AT });
    const unsigned = isOptOut(label) ? { why: { kind: "opt-out" } } : {};
    expect(await refer("insecure")).toEqual({ kind: "unsigned", expiresAt: EXPIRES_AT, ...unsigned });
    expect(await refer("under.nothing")).toEqual({ kind: "unsigned", expiresAt: EXPIRES_AT, ...unsigned });
  });

  test.each(["n13", "h13"])("asked for a DS, %s shows where no zone begins", async (label) => {
    const { zone, keys, now } = trusted(label);
    for (const child of ["www", "ent", "nothing", "nothing2", "alias", "any.cw", "x.dn"]) {
      const name = `${child}.${label}.test.`;
      const verdict = judgeReferral(await query(name, DS), parseName(name)!, zone, keys, now);
      expect(verdict, child).toEqual({ kind: "no-delegation", expiresAt: EXPIRES_AT });
    }
  });

  test.each(["n13", "h13", "o13"])("no answer of %s passes for the answer to another question", async (label) => {
    const asked = questionsIn(label);
    const responses = await Promise.all(asked.map(({ name, type }) => query(name, type)));
    let secure = 0;
    for (const [i, { name, type, mnemonic }] of asked.entries()) {
      for (const [j, response] of responses.entries()) {
        const question = { name: parseName(name)!, type };
        const verdict = validateAnswer({ question, response, ...trusted(label) });
        if (verdict.kind !== "secure" || verdict.rest !== undefined) continue;
        secure++;
        expect(shape(response, name, type), `${name} ${mnemonic} by ${asked[j].name}`).toBe(
          shape(responses[i], name, type),
        );
      }
    }
    expect(secure).toBeGreaterThan(isOptOut(label) ? 30 : asked.length);
  });

  test.each(["n13", "n15", "h8", "h13", "o13"])(
    "the whole chain of %s proves what isn't there, and nothing else",
    async (label) => {
      const questions = questionsIn(label);
      const responses = await Promise.all(questions.map(({ name, type }) => query(name, type)));
      const denial = wholeDenial(responses, trusted(label));
      for (const [i, { name, type, mnemonic }] of questions.entries()) {
        const { rcode, answer } = responses[i];
        const owner = parseName(name)!;
        const verdicts = [provesNoData(denial, owner, type), provesNxdomain(denial, owner, type)].map(
          ({ kind }) => kind,
        );
        // An alias is followed before something is denied.
        const truth = answer.length > 0 ? ["bogus", "bogus"] : rcode === 3 ? ["bogus", "secure"] : ["secure", "bogus"];
        const seen = isOptOut(label) ? verdicts.map((kind) => (kind === "insecure" ? "?" : kind)) : verdicts;
        // Whether NXDOMAIN or NODATA is right for an asterisk that is an empty non-terminal is not for NSEC to split hairs.
        if (mnemonic === "TXT" && hasNsec(label) && name.startsWith("any.ew.")) continue;
        for (const [which, kind] of seen.entries()) {
          if (kind !== "?") expect(kind, `${name} ${mnemonic} ${which}`).toBe(truth[which]);
        }
        if (type === DS && answer.length > 0) expect(provesNoDs(denial, owner).kind).toBe("bogus");
      }
    },
  );

  test.each(GOOD.filter((label) => !isOptOut(label)))(
    "a bit flipped in an answer of %s makes it bogus",
    async (label) => {
      const random = new Random(5);
      for (const { name, type, mnemonic } of questionsIn(
        label,
        "@ MX; srv SRV; naptr NAPTR; any.wild A; ent A; www AAAA; zzz A",
      )) {
        const response = await query(name, type);
        const question = { name: parseName(name)!, type };
        const sections = ["answer", "authority"].filter((part) => response[part as "answer"].length > 0) as "answer"[];
        for (let i = 0; i < 60; i++) {
          const section = random.pick(sections);
          const hurt = random.pick(response[section]);
          const rdata = flip(hurt.rdata, random.upTo(hurt.rdata.length * 8));
          const records = response[section].map((record) => (record === hurt ? { ...record, rdata } : record));
          const verdict = validateAnswer({
            question,
            response: { ...response, [section]: records },
            ...trusted(label),
          });
          const same = Buffer.compare(canonicalRdata(hurt.type, hurt.rdata), canonicalRdata(hurt.type, rdata)) === 0;
          expect(verdict.kind, `${name} ${mnemonic}: type ${hurt.type} of ${hurt.owner}`).toBe(
            same ? "secure" : "bogus",
          );
        }
      }
    },
  );

  test.each(["n13", "h13"])("without its denial or its signatures an answer of %s is bogus", async (label) => {
    for (const { name, type, mnemonic } of questionsIn(label)) {
      const response = await query(name, type);
      const question = { name: parseName(name)!, type };
      const without = (...types: number[]) => {
        const keep = (record: { type: number }): boolean => !types.includes(record.type);
        const stripped = {
          ...response,
          answer: response.answer.filter(keep),
          authority: response.authority.filter(keep),
        };
        return validateAnswer({ question, response: stripped, ...trusted(label) });
      };
      const at = `${name} ${mnemonic}`;
      // An alias into a zone below would look the same.
      const isAlias = response.answer.some((record) => record.type === CNAME || record.type === DNAME);
      if (!isAlias || mnemonic === "CNAME") expect(without(RRSIG).kind, at).toBe("bogus");
      if (!isAlias && response.answer.length === 0)
        expect(without(NSEC, NSEC3), at).toMatchObject({ reason: { kind: "no-denial" } });
    }
  });
});

/** What a response says about a name: the records' number and the code, but for aliases where they begin. */
function shape({ rcode, answer }: Message, name: string, type: number): string {
  const owner = parseName(name)!;
  const own = answer.filter((record) => record.owner.equals(owner) && (record.type === type || record.type === CNAME));
  const dname = answer.some((record) => record.type === DNAME && owner.isSubdomainOf(record.owner));
  if (own.length > 0 || dname)
    return own
      .map((record) => `${record.type}:${Buffer.from(record.rdata).toString("hex")}`)
      .sort()
      .join();
  return rcode === 3 ? "NXDOMAIN" : "NODATA";
}

/** Every NSEC and NSEC3 record that came with the responses, together. */
function wholeDenial(
  responses: readonly Message[],
  trusted: Omit<Parameters<typeof gatherDenial>[1], "budget">,
): Denial {
  const rrsets = groupRrsets(responses.flatMap(({ authority }) => authority));
  const seen = new Map(rrsets.map((rrset) => [`${rrset.owner} ${rrset.type}`, rrset]));
  const once = [...seen.values()].map((rrset) => ({
    ...rrset,
    records: rrset.records.slice(0, 1),
    signatures: rrset.signatures.slice(0, 1),
  }));
  return gatherDenial(once, { ...trusted, budget: new Budget(1000, 1_000_000) });
}
