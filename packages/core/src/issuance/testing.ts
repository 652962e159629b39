import { issuerDirectory } from "../knowledge/issuers.js";
import { parseName } from "../name/name-table.js";
import { encodeUtf8 } from "../name/octets.js";
import { dedent, testSuffixes } from "../testing.js";
import { readZoneFile } from "../zonefile/reader.js";
import { DeclaredWorld } from "./declared-world.js";
import type { IssuanceRequest, Knowledge } from "./judging.js";

/** 2026-11-24T00:00:00Z */
export const NOW = 1_795_478_400;

export const KNOWLEDGE: Knowledge = { issuers: issuerDirectory(), suffixes: testSuffixes };

export const zoneOf = (text: string, origin?: string) =>
  readZoneFile(encodeUtf8(dedent(text)), {
    file: `${origin ?? "test"}.zone`,
    origin,
    include: () => ({ kind: "refused", rule: "include-not-found", why: "there is no such file" }),
  });

/** Of texts; one that begins with an SOA at its apex is a whole zone. */
export const worldOf = (...texts: readonly string[]): DeclaredWorld =>
  new DeclaredWorld(
    texts.map((text) => ({ zone: zoneOf(text) })),
    testSuffixes,
  );

export const WHOLE = "@ SOA ns1.example.net. hostmaster.example.com. 1 7200 900 1209600 300";

/** A request in short: `*.example.com letsencrypt dns-01 https://account`. */
export function requestOf(text: string): IssuanceRequest {
  const [asked, caId, method, account] = text.split(" ");
  const wildcard = asked.startsWith("*.");
  const name = parseName(wildcard ? asked.slice(2) : asked)!;
  const ca = KNOWLEDGE.issuers.findCa(caId);
  if (!ca) throw new Error(`no CA "${caId}"`);
  return { name, wildcard, ca, method, account, now: NOW };
}
