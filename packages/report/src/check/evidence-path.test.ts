import type { Evidence } from "@dcvlint/core";
import { expect, test } from "vitest";
import { contextFor, LAB, labResult } from "../testing.js";
import { pathOf, type Question } from "./evidence-path.js";
import { cameBack, rowsOf } from "./rows.js";

const pathIn = (scenario: string) => pathOf(labResult(scenario).names[0], contextFor());
const told = (question: Question) =>
  rowsOf(question).map((row) => `${row.differs ? "≠ " : ""}${row.who}: ${cameBack(row)}`);

const asked = (...list: readonly (readonly [of: string, answer: string, rcode?: string])[]) =>
  list.map(
    ([of, answer, rcode = "NOERROR"]): Evidence => ({
      ask: "TXT a.example.com.",
      of,
      rcode: rcode === "" ? undefined : rcode,
      answer: answer === "" ? [] : answer.split(" | "),
      ede: [],
      source: "live",
    }),
  );
const ofEvidence = (evidence: readonly Evidence[]) => pathOf({ name: "a.example.com", evidence }, contextFor());

test("zones go from the root down, those of aliases after them", () => {
  const { delegations } = pathIn("good-signed");
  expect(delegations.map(({ parent, zone }) => `${parent} ${zone}`)).toEqual([
    ". test.",
    "test. good-signed.test.",
    "test. acme.test.",
  ]);
  expect(told(delegations[1].question)).toEqual(["the parent and 2 servers agree: ns-one.test., ns-two.test."]);
});

test("CAA is a line a level, from the name upwards", () => {
  const { climb } = pathIn("caa-tree");
  expect(climb.map((question) => `${question.name} ${told(question)}`)).toEqual([
    "www.allowed.caa-tree.test. 2 servers agree: nothing (NXDOMAIN)",
    "allowed.caa-tree.test. 2 servers agree: nothing (NXDOMAIN)",
    'caa-tree.test. 2 servers agree: 0 issue "digicert.com"',
  ]);
});

test("two servers that disagree are both marked, for nobody knows who is right", () => {
  const { proof } = pathIn("disagree");
  expect(told(proof[0]).filter((line) => line.startsWith("≠ 127"))).toHaveLength(2);
});

test("of many servers only the odd ones are marked", () => {
  const { proof } = ofEvidence(
    asked(
      ["192.0.2.1:53/udp", 'a.example.com. TXT "new"'],
      ["192.0.2.2:53/udp", 'a.example.com. TXT "new"'],
      ["192.0.2.3:53/udp", 'a.example.com. TXT "old"'],
    ),
  );
  expect(told(proof[0])).toEqual(['2 servers agree: "new"', '≠ 192.0.2.3: "old"']);
});

test("a server that fails is the odd one beside one that answers, though it answers less", () => {
  const { delegations, climb } = pathIn("lame-half");
  expect(told(climb[0])).toEqual(["127.53.1.1: nothing (NODATA)", "≠ 127.53.1.9: REFUSED"]);
  expect(told(delegations[1].question)[1]).toBe("≠ 127.53.1.9: REFUSED");
});

test("where all fail there is no difference", () => {
  const { climb, proof } = pathIn("lame-all");
  expect([...climb, ...proof].some(({ differs }) => differs)).toBe(false);
});

test("resolvers follow aliases that servers leave to other zones, and agree", () => {
  const { proof } = pathIn("good-signed");
  expect(proof.some(({ differs }) => differs)).toBe(false);
  expect(told(proof[0])[1]).toMatch(/^4 resolvers agree: CNAME good-signed\.acme\.test\. → "/);
});

test("resolvers that still say the old value are marked, even when they are more", () => {
  const { proof } = ofEvidence(
    asked(
      ["192.0.2.1:53/udp", 'a.example.com. TXT "new"'],
      ["192.0.2.53 (one, a resolver)", 'a.example.com. TXT "old"'],
      ["192.0.2.54 (two, a resolver)", 'a.example.com. TXT "old"'],
      ["192.0.2.55 (three, a resolver)", 'A.Example.com. TXT "new"'],
    ),
  );
  expect(told(proof[0])).toEqual(['1 server and 1 resolver agree: "new"', '≠ 2 resolvers: "old"']);
});

test("to a resolver NODATA and NXDOMAIN are alike: nothing is there", () => {
  const { proof } = ofEvidence(asked(["192.0.2.1:53/udp", ""], ["192.0.2.53 (one, a resolver)", "", "NXDOMAIN"]));
  expect(proof[0].differs).toBe(false);
});

test("what files declare isn't held against resolvers, which can't know it yet", () => {
  const [file] = asked(["dns/a.zone", 'a.example.com. TXT "new"']);
  const [one] = asked(["192.0.2.53 (one, a resolver)", "", "NXDOMAIN"]);
  const { proof } = ofEvidence([{ ...file, source: "declared" }, one]);
  expect(told(proof[0])).toEqual(['dns/a.zone: "new"', "resolver one: nothing (NXDOMAIN)"]);
});

test("the order of an RRset and the case of names make no difference", () => {
  const { proof } = ofEvidence(
    asked(
      ["192.0.2.1:53/udp", "a.example.com. CNAME B.example.com. | b.example.com. TXT 1 | b.example.com. TXT 2"],
      ["192.0.2.2:53/udp", "A.EXAMPLE.com. CNAME b.example.com. | b.example.com. TXT 2 | b.example.com. TXT 1"],
    ),
  );
  expect(told(proof[0])).toEqual(["2 servers agree: CNAME B.example.com. → 1, 2"]);
});

test("aliases that go in a circle end the comparison, not the program", () => {
  const { proof } = ofEvidence(
    asked(
      ["192.0.2.1:53/udp", "a.example.com. CNAME a.example.com."],
      ["192.0.2.53 (one, a resolver)", "", "SERVFAIL"],
    ),
  );
  expect(told(proof[0])).toHaveLength(2);
});

test("addresses that answer differently are told apart", () => {
  const { proof } = pathIn("v6-dead");
  expect(told(proof[proof.length - 1])).toEqual([
    "≠ [2001:db8::8:9]:80: refused: connect ECONNREFUSED 2001:db8::8:9:80",
    "127.53.8.1:80: 404",
  ]);
});

test("nothing hangs on the order in which servers were asked", () => {
  for (const { name, evidence } of labResult(...LAB).names) {
    const byAsk = new Map<string, Evidence[]>();
    for (const one of evidence) byAsk.set(one.ask, [...(byAsk.get(one.ask) ?? []), one]);
    const isServer = ({ of = "" }: Evidence) => /:53(\/\w+)?$/.test(of);
    const turned = [...byAsk.values()].flatMap((list) => {
      const servers = list.filter(isServer).reverse();
      return list.map((one) => (isServer(one) ? servers.shift()! : one));
    });
    const view = (list: readonly Evidence[]) => {
      const { delegations, climb, proof } = pathOf({ name, evidence: list }, contextFor());
      return [...delegations.map(({ question }) => question), ...climb, ...proof].map((question) => rowsOf(question));
    };
    expect(view(turned)).toEqual(view(evidence));
  }
});
