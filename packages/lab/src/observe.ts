import { type PebbleId, RESOLVERS, SERVERS, SOURCES } from "./addresses.js";
import { type OrderResult, Orders } from "./orders.js";
import type { LabInfo } from "./profile.js";
import { pooled, run } from "./run.js";
import type { Lookup, Outcome, Probe, Scenario, Sight } from "./scenario.js";

/** What a resolver answered. `none`: nothing in the time given. */
export interface Answer {
  readonly rcode: string | "none";
  readonly ad: boolean;
  /** Extended DNS errors (RFC 8914), by number. */
  readonly ede: readonly number[];
}
/** What everybody but our checker says about a scenario: one entry for each of its sights and probes. */
export interface Observed {
  readonly sights: readonly string[];
  readonly probes: readonly Observation[];
}
export interface Observation {
  readonly lookups: readonly { readonly unbound: Answer; readonly bind: Answer }[];
  readonly dnssec: readonly string[];
  readonly orders: Partial<Record<PebbleId, OrderResult>>;
}

/** Observes every probe of every scenario; quiet scenarios first, then those that take their time, all at once. */
export async function observe(lab: LabInfo, scenarios: readonly Scenario[]): Promise<Record<string, Observed>> {
  const orders = new Orders(lab);
  const observed: Record<string, Observed> = {};
  const batch = (slow: boolean, atOnce: number): Promise<unknown> =>
    pooled(
      scenarios.filter((scenario) => (scenario.slow ?? false) === slow),
      atOnce,
      async ({ id, probes, sights }) => {
        const seen = Promise.all((sights ?? []).map(observeSight));
        const said: Observation[] = [];
        // One after the other: a probe of a name mustn't find the challenge of the one before.
        for (const probe of probes) said.push(await observeProbe(probe, lab, orders));
        observed[id] = { sights: await seen, probes: said };
      },
    );
  await Promise.all([batch(false, 4), batch(true, scenarios.length)]);
  return observed;
}

async function observeProbe(probe: Probe, lab: LabInfo, orders: Orders): Promise<Observation> {
  const { resolvers = [], dnssec = [], ca } = probe.expect;
  const lookups = Promise.all(resolvers.map(observeLookup));
  const verdicts = Promise.all(dnssec.map(({ ask }) => observeDnssec(lab, ask)));
  const outcomes = pebblesOf(probe).map(async (pebble) => {
    if (probe.method !== "dns-01" && probe.method !== "http-01") throw new Error(`Pebble knows no ${probe.method}`);
    return [pebble, await orders.order(pebble, probe.name, probe.method, { publishAt: ca.publishAt })] as const;
  });
  return { lookups: await lookups, dnssec: await verdicts, orders: Object.fromEntries(await Promise.all(outcomes)) };
}

/** The Pebbles at which an order is made: of the two validating resolvers, unless the scenario names them. */
export function pebblesOf({ expect: { ca } }: Probe): PebbleId[] {
  if (ca.pebble === undefined) return [];
  return typeof ca.pebble === "string" ? ["unbound", "bind"] : (Object.keys(ca.pebble) as PebbleId[]);
}

async function observeLookup({ ask, unbound, bind }: Lookup): Promise<{ unbound: Answer; bind: Answer }> {
  const [type, name] = ask.split(" ");
  const [fromUnbound, fromBind] = await Promise.all([
    dig(RESOLVERS.unbound, type, name, secondsFor(unbound)),
    dig(RESOLVERS.bind, type, name, secondsFor(bind)),
  ]);
  return { unbound: fromUnbound, bind: fromBind };
}

/** Who waits for a failure waits as long as a CA would; who expects an answer, longer than a resolver takes. */
const secondsFor = (outcome: Outcome): number => (outcome === "fails" || outcome === "any" ? 3 : 15);

async function dig(resolver: string, type: string, name: string, seconds: number): Promise<Answer> {
  const { stdout } = await run("dig", [`@${resolver}`, "+tries=1", `+time=${seconds}`, name, type]);
  return {
    rcode: /->>HEADER<<-.* status: (\w+)/.exec(stdout)?.[1] ?? "none",
    ad: /;; flags:[a-z ]* ad[ ;]/.test(stdout),
    ede: [...stdout.matchAll(/^; EDE: (\d+)/gm)].map(([, code]) => Number(code)),
  };
}

async function observeSight({ ask, at, from, over }: Sight): Promise<string> {
  const [type, name] = ask.split(" ");
  const source = from === undefined ? [] : ["-b", SOURCES[from]];
  const how = { udp: ["+notcp"], "udp-without-edns": ["+notcp", "+noedns"], tcp: ["+tcp"] }[over ?? "udp"];
  const options = ["+norecurse", "+ignore", "+tries=1", "+time=1", "+noall", "+comments", "+answer", ...how];
  const { stdout } = await run("dig", [...source, `@${SERVERS[at]}`, ...options, name, type]);
  const rcode = /->>HEADER<<-.* status: (\w+)/.exec(stdout)?.[1];
  if (rcode === undefined) return "none";
  const answers = [...stdout.matchAll(/^[^;\s]\S*\s+\d+\s+IN\s+(?!RRSIG)\S+\s+(.+)$/gm)].map(([, rdata]) => rdata);
  return [rcode, ...(/;; flags:[a-z ]* tc[ ;]/.test(stdout) ? ["TC"] : []), ...answers.sort()].join(" ");
}

/** `secure`, `insecure` or `bogus`, as unbound-host finds it by iterating from the root itself. */
async function observeDnssec(lab: LabInfo, ask: string): Promise<string> {
  const [type, name] = ask.split(" ");
  const { stdout } = await run("unbound-host", ["-v", "-C", lab.unboundHostConfig, "-t", type, name]);
  const verdict = /\((secure|insecure|BOGUS)[ )]/.exec(stdout)?.[1];
  return verdict?.toLowerCase() ?? `unknown: ${stdout.trim()}`;
}
