import { describe, expect, test } from "vitest";
import { A, AAAA } from "../rdata/types.js";
import { judgeIssuance } from "./judge-issuance.js";
import type { IssuanceRequest, Knowledge } from "./judging.js";
import { KNOWLEDGE, requestOf } from "./testing.js";
import type { Answer, WebAnswer, WebQuestion, World } from "./world.js";

const TOKEN = { path: "/.well-known/acme-challenge/token", content: "token.key" };
const knowledge: Knowledge = { ...KNOWLEDGE, isTreatedAsPublic: () => true };

const v4 = (last: number): Uint8Array => Uint8Array.of(192, 0, 2, last);
const V6 = Uint8Array.of(0x20, 1, 0xd, 0xb8, ...new Array(11).fill(0), 1);

const serves = (body: string): WebAnswer => ({ kind: "response", status: 200, body, isCut: false, ms: 1, from: [] });
const answers = (status: number, location?: string): WebAnswer => ({
  kind: "response",
  status,
  location,
  body: "",
  isCut: false,
  ms: 1,
  from: [],
});
const REFUSED: WebAnswer = { kind: "failure", reason: "refused", isConnect: true, detail: "refused", ms: 1, from: [] };

/** A host with these addresses, and what answers at each. */
function check(
  addresses: readonly Uint8Array[],
  fetch: (question: WebQuestion) => WebAnswer,
  text = "example.com letsencrypt http-01",
  file: IssuanceRequest["file"] | "none" = TOKEN,
  mostRedirects?: number,
) {
  const world: World = {
    lookup: async (name, type): Promise<Answer> => {
      const size = { [A]: 4, [AAAA]: 16 }[type];
      const records = addresses.filter(({ length }) => length === size).map((rdata) => ({ type, rdata }));
      return records.length > 0
        ? { kind: "records", records, owner: name, via: [], from: [] }
        : { kind: "nodata", via: [], from: [] };
    },
    fetch: async (question) => fetch(question),
  };
  return judgeIssuance(
    world,
    { ...requestOf(text), file: file === "none" ? undefined : file },
    { ...knowledge, mostRedirects },
  );
}
const rulesOf = ({ findings }: Awaited<ReturnType<typeof check>>) => findings.map(({ rule }) => rule);

describe("a host with many addresses", () => {
  const at = (count: number) => Array.from({ length: count }, (_, i) => v4(i + 1));

  test("is judged by the last of eight as by the first", async () => {
    const verdict = await check(at(8), ({ address }) => (address[3] === 8 ? answers(503) : serves("token.key")));
    expect(verdict.verdict).toBe("cannot-tell");
    expect(rulesOf(verdict)).toEqual(["addresses-differ"]);
  });

  test("will do when all eight serve, and can't be told where there are more than are asked", async () => {
    expect((await check(at(8), () => serves("token.key"))).verdict).toBe("will-issue");
    expect((await check(at(9), () => serves("token.key"))).verdict).toBe("cannot-tell");
  });
});

describe("where IPv6 isn't served, and plain HTTP leads to HTTPS", () => {
  const host = (tls6: WebAnswer) =>
    check([v4(1), V6], ({ address, tls }) => {
      if (address.length === 16) return tls ? tls6 : REFUSED;
      return tls ? serves("token.key") : answers(301, "https://example.com/.well-known/acme-challenge/token");
    });

  test("Let's Encrypt meets IPv6 again at the redirect, and gives up", async () => {
    const verdict = await host(REFUSED);
    expect(verdict.verdict).toBe("will-not-issue");
    expect(rulesOf(verdict)).toEqual(["aaaa-differs", "http-unreachable"]);
  });

  test("it is fine where HTTPS is served over IPv6", async () => {
    expect((await host(serves("token.key"))).verdict).toBe("will-issue");
  });
});

describe("where no file is known yet", () => {
  const ask = (v4Answer: WebAnswer, v6Answer = v4Answer) =>
    check(
      [v4(1), V6],
      ({ address }) => (address.length === 16 ? v6Answer : v4Answer),
      "example.com letsencrypt http-01",
      "none",
    );

  test("404 is fine, and so is what answers any token with the account's thumbprint", async () => {
    expect((await ask(answers(404))).verdict).toBe("will-issue");
    expect((await ask(serves("dcvlint-asks-for-nothing.thumbprint"))).verdict).toBe("will-issue");
  });

  test("a server that has something for every path can't be told from one that would hide the file", async () => {
    const verdict = await ask(serves("OK"));
    expect(verdict.verdict).toBe("cannot-tell");
    expect(rulesOf(verdict)).toEqual([]);
  });

  test("such a one over IPv6 alone is worth a warning", async () => {
    const verdict = await ask(answers(404), serves("OK"));
    expect(verdict.verdict).toBe("cannot-tell");
    expect(rulesOf(verdict)).toEqual(["aaaa-differs"]);
  });
});

test("a file with the line ends of Windows is the same file", async () => {
  const file = { path: "/.well-known/pki-validation/A.txt", content: "AB12\nsectigo.com\nunique" };
  const verdict = await check(
    [v4(1)],
    () => serves("AB12\r\nsectigo.com\r\nunique\r\n"),
    "example.com sectigo http-file",
    file,
  );
  expect(verdict.verdict).toBe("will-issue");
});

test("as many redirects are followed as the CA follows, or as the network profile says", async () => {
  const hop = (path: string) => Number(/\d+$/.exec(path)?.[0] ?? 0);
  const chain = (length: number) => (question: WebQuestion) => {
    const at = hop(question.path ?? "");
    return at === length ? serves("token.key") : answers(302, `/hop${at + 1}`);
  };
  const verdictOf = async (length: number, most?: number) =>
    (await check([v4(1)], chain(length), undefined, undefined, most)).verdict;
  expect([await verdictOf(10), await verdictOf(11)]).toEqual(["will-issue", "will-not-issue"]);
  expect([await verdictOf(2, 2), await verdictOf(3, 2)]).toEqual(["will-issue", "will-not-issue"]);
});
