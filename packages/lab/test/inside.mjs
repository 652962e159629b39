// Runs inside the lab: observes every scenario, changes what may be changed, and prints all as JSON.
import { execFileSync } from "node:child_process";
import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { deleteTxt, loadZone, readLab, setTxt } from "../dist/mutate.js";
import { observe } from "../dist/observe.js";
import { SCENARIOS } from "../dist/scenarios/index.js";

const lab = readLab();

async function ask(server, type, name) {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers([server]);
  return await resolver.resolve(name, type).then(
    (answers) => answers.flat(),
    (error) => error.code,
  );
}

const refusal = (promise) =>
  promise.then(
    () => "done",
    (error) => error.message,
  );

async function changes() {
  const name = "changes.acme.test";
  const before = await ask(lab.resolvers.unbound, "TXT", name);
  await setTxt(lab, name, 'a "b" \\c');
  const set = await Promise.all(["unbound", "bind", "p1"].map((id) => ask(lab.resolvers[id], "TXT", name)));
  await setTxt(lab, name, "second");
  await deleteTxt(lab, name, "second");
  const first = await ask(lab.servers.two, "TXT", name);
  await deleteTxt(lab, name);
  const gone = await ask(lab.servers.two, "TXT", name);
  const readOnly = await refusal(setTxt(lab, "x.good-signed.test", "x"));

  const host = "www.preview.test";
  const servers = [lab.servers.one, lab.servers.two, ...["unbound", "bind", "p2"].map((id) => lab.resolvers[id])];
  const askAll = () => Promise.all(servers.map((server) => ask(server, "A", host)));
  const old = await askAll();
  await loadZone(lab, "preview.test", "www A 127.53.8.13");
  const replaced = await askAll();
  const broken = await refusal(loadZone(lab, "preview.test", "www A nonsense"));
  return { before, set, first, gone, readOnly, old, replaced, broken, kept: await askAll() };
}

/** The encrypted resolvers of the profile, with their certificates checked. */
function encrypted() {
  const profile = JSON.parse(readFileSync(process.env.DCVLINT_NETWORK_PROFILE, "utf8"));
  return profile.resolvers
    .filter(({ transport }) => transport === "tls" || transport === "https")
    .map(({ id, transport, address, port, tlsServerName, caFile }) => {
      const tls = [`+tls-ca=${caFile}`, ...(tlsServerName === null ? [] : [`+tls-hostname=${tlsServerName}`])];
      const args = [`@${address}`, "-p", String(port), `+${transport}`, ...tls, "+short", "good-signed.test", "A"];
      return [id, execFileSync("dig", args, { encoding: "utf8" }).trim()];
    });
}

const [observed, changed] = await Promise.all([observe(lab, SCENARIOS), changes()]);
const text = JSON.stringify({ observed, changed, encrypted: encrypted() });
await new Promise((done) => process.stdout.write(text, done));
process.exit();
