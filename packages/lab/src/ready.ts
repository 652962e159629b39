import { readFileSync } from "node:fs";
import { get } from "node:https";
import { connect } from "node:net";
import { BACKEND, DOH, PEBBLES, RESOLVERS, ROOT_SERVER, SERVERS, TLD_SERVER } from "./addresses.js";
import { type QueryResult, query } from "./dns-query.js";
import type { ZonePlan } from "./zones.js";

const TRY_MS = 300;
const PAUSE_MS = 25;
const LIMIT_MS = 20_000;

/** Waits until everything answers as it will; throws what is still missing after 20 s. Asks, never sleeps for luck. */
export async function untilReady(plans: readonly ZonePlan[], caFile: string): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  const until = (what: string, test: () => Promise<boolean>): Promise<void> => poll(what, test, deadline);
  const answers = (at: string, name: string, type: "SOA" | "DNSKEY" = "SOA"): Promise<void> =>
    until(`${type} ${name} at ${at}`, async () => hasAnswer(await query(at, name, type, TRY_MS)));
  const open = (at: string, port: number): Promise<void> => until(`port ${port} at ${at}`, () => canConnect(at, port));

  // Every zone first: what a resolver learns of one that isn't loaded yet, it keeps.
  await Promise.all([
    answers(ROOT_SERVER, "."),
    answers(TLD_SERVER, "test."),
    ...plans
      .filter((plan) => plan.servers.includes("one") && plan.contents(() => []).some((c) => c.from === undefined))
      .flatMap(({ name, sign }) => [
        answers(SERVERS.one, name),
        // The server needs a moment to sign.
        ...(sign === "policy" ? [answers(SERVERS.one, name, "DNSKEY")] : []),
      ]),
    ...plans.filter((plan) => plan.servers.includes("lax")).map(({ name }) => answers(SERVERS.lax, name)),
    ...plans.filter((plan) => plan.servers.includes("truncates")).map(({ name }) => answers(BACKEND, name)),
    until(
      "dnsdist",
      async () => (await query(SERVERS["caa-servfail"], "caa-servfail.test.", "SOA", TRY_MS)) !== undefined,
    ),
  ]);
  await Promise.all([
    ...Object.values(RESOLVERS).map((resolver) => answers(resolver, "test.")),
    open(RESOLVERS.unbound, 853),
    open(DOH, 443),
    ...Object.values(PEBBLES).map((pebble) =>
      until(`Pebble at ${pebble}`, () => canGet(`https://${pebble}:14000/dir`, caFile)),
    ),
  ]);
}

async function poll(what: string, test: () => Promise<boolean>, deadline: number): Promise<void> {
  while (!(await test())) {
    if (Date.now() > deadline) throw new Error(`not ready: ${what}`);
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}

const hasAnswer = (result: QueryResult | undefined): boolean => result?.rcode === 0 && result.answers > 0;

function canConnect(address: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: address, port, timeout: TRY_MS });
    const end = (result: boolean): void => {
      socket.destroy();
      done(result);
    };
    socket
      .on("connect", () => end(true))
      .on("timeout", () => end(false))
      .on("error", () => end(false));
  });
}

function canGet(url: string, caFile: string): Promise<boolean> {
  return new Promise((done) => {
    const request = get(url, { ca: readFileSync(caFile), timeout: TRY_MS, agent: false }, (response) => {
      response.resume();
      response.on("error", () => {});
      done(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy()).on("error", () => done(false));
  });
}
