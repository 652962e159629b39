// Loaded before the command (`node --import`): notes where sockets are connected to, and makes every question to the
// system's resolver a failure that ends the process.
import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

const note = (text) => appendFileSync(process.env.DCVLINT_TEST_CALLS, `${text}\n`);
const end = (what) => {
  note(`resolver ${what}`);
  process.exit(99);
};

const { lookup } = dns;
for (const [name, own] of Object.entries(dns)) {
  if (typeof own !== "function" || !/^(lookup|resolve|reverse)/.test(name)) continue;
  // Node takes addresses through here, too, and asks nobody.
  dns[name] = (host, ...rest) => (name === "lookup" && net.isIP(host) ? lookup(host, ...rest) : end(`${name} ${host}`));
}
for (const name of Object.keys(dns.promises))
  if (/^(lookup|resolve|reverse)/.test(name)) dns.promises[name] = (host) => end(`${name} ${host}`);
syncBuiltinESMExports();

const { connect: connectUdp, send } = dgram.Socket.prototype;
dgram.Socket.prototype.connect = function (port, address, ...rest) {
  note(`connect ${address}`);
  return connectUdp.call(this, port, address, ...rest);
};
dgram.Socket.prototype.send = function (...args) {
  const address = args.find((each, i) => i > 0 && typeof each === "string");
  if (address !== undefined) note(`connect ${address}`);
  return send.apply(this, args);
};
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first] = args.flat();
  note(`connect ${first?.path ?? first?.host ?? JSON.stringify(first)}`);
  return connect.apply(this, args);
};
