import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from "node:tls";
import { promisify } from "node:util";
import { afterEach, expect } from "vitest";

/** Certificates are made by openssl. Without it their tests are skipped, unless the run must have it. */
export const lacksOpenssl = spawnSync("openssl", ["version"]).error !== undefined;
if (lacksOpenssl && process.env.DCVLINT_REQUIRE_TOOLS === "1") throw new Error("openssl is not installed");

const servers: Server[] = [];

/** A server on loopback that does with each connection what the test says. Returns its port. */
export function serve(onConnection: (socket: Socket) => void, address = "127.0.0.1"): Promise<number> {
  return listen(createServer(onConnection), address);
}

export function serveTls(options: TlsOptions, onConnection: (socket: TLSSocket) => void): Promise<number> {
  return listen(createTlsServer(options, onConnection), "127.0.0.1");
}

function listen(server: Server, address: string): Promise<number> {
  server.on("connection", (socket: Socket) => {
    socket.on("error", () => {});
    // Unread octets would hide that the client has gone.
    socket.resume();
  });
  server.on("secureConnection", (socket: Socket) => socket.on("error", () => {}).resume());
  servers.push(server);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, address, () => resolve((server.address() as AddressInfo).port));
  });
}

// No server ends a connection here, and none is closed before its last connection is: a client that doesn't let go of one
// fails the test when the hook's time is up.
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise((resolve) => server.close(resolve));
    expect(await promisify(server.getConnections.bind(server))()).toBe(0);
  }
}, 10_000);

/** Says the same to everybody who has asked something, and ends the connection unless told to keep it. */
export const answer =
  (text: string | Uint8Array, { keep = false } = {}) =>
  (socket: Socket): void => {
    socket.once("data", () => (keep ? socket.write(text) : socket.end(text)));
  };

/** Says something, and then the same thing without end, as fast as it is taken, or one piece at a time. */
export const endless =
  (head: string, piece: string, everyMs = 0) =>
  (socket: Socket): void => {
    socket.once("data", () => {
      socket.write(head);
      const more = () => {
        if (socket.destroyed) return;
        const taken = socket.write(piece);
        if (everyMs > 0) setTimeout(more, everyMs);
        else if (taken) setImmediate(more);
      };
      socket.on("drain", () => everyMs === 0 && more());
      more();
    });
  };

export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A self-signed certificate. `extensions` as of openssl's -addext. */
export function makeIdentity(names: readonly string[], extensions: readonly string[] = [], weak = false): Identity {
  const folder = mkdtempSync(join(tmpdir(), "dcvlint-certificate-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const kind = weak ? ["-newkey", "rsa:1024"] : ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const added = [...(names.length > 0 ? [`subjectAltName=${names.join(",")}`] : []), ...extensions];
    const args = ["req", "-x509", ...kind, "-nodes", "-days", "30", "-subj", "/CN=dcvlint test", "-keyout", key];
    execFileSync("openssl", [...args, "-out", cert, ...added.flatMap((each) => ["-addext", each])], { stdio: "pipe" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
