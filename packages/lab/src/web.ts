import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join, normalize } from "node:path";
import { WEB, type WebId } from "./addresses.js";
import type { Certificates } from "./tls.js";

/** How late the slow server is, in milliseconds: past Let's Encrypt's limit of 10 s, within Pebble's of 15 s. */
const SLOW_MS = 12_000;
const SHELL = '<!doctype html><title>App</title><div id="root"></div><script src="/app.js"></script>\n';
const BLOCKED =
  "<!doctype html><title>Attention Required!</title><p>Checking your browser before accessing this site.</p>\n";

/** Starts every web server. `root` holds a folder for each host, and in it the files at their paths. */
export async function startWeb(root: string, certificates: Certificates): Promise<() => void> {
  const files: RequestListener = (request, response) => void serveFile(root, request, response);
  const status =
    (code: number, body: string, headers: Record<string, string> = {}): RequestListener =>
    (_, response) =>
      response.writeHead(code, { "content-type": "text/html", ...headers }).end(body);
  const redirect =
    (to: (host: string, path: string) => string): RequestListener =>
    (request, response) =>
      response.writeHead(302, { location: to(hostOf(request), request.url ?? "/") }).end();
  const late: RequestListener = (request, response) => {
    const timer = setTimeout(() => files(request, response), SLOW_MS);
    response.on("close", () => clearTimeout(timer));
  };
  const toHttps = redirect((host, path) => `https://${host}${path}`);
  const plain: Partial<Record<WebId, RequestListener>> = {
    serves: files,
    servesToo: files,
    serves6: files,
    redirectsToHttps: toHttps,
    loops: redirect((host, path) => `http://${host}${path}`),
    redirectsOffPort: redirect((host, path) => `http://${host}:8080${path}`),
    forbids: status(403, "Forbidden\n"),
    lacks: status(404, "Not found\n"),
    shell: status(200, SHELL),
    shell6: status(200, SHELL),
    slow: late,
    challenges: status(403, BLOCKED, { server: "cloudflare", "cf-mitigated": "challenge" }),
    plainOnTls: toHttps,
    hangsUp: (request) => request.socket.destroy(),
  };
  const servers: [server: Server, port: number, address: string][] = Object.entries(plain).map(([id, listener]) => [
    createServer(listener),
    80,
    WEB[id as WebId],
  ]);
  const tls = { cert: readFileSync(certificates.selfSignedFile), key: readFileSync(certificates.selfSignedKeyFile) };
  for (const id of ["serves", "servesToo", "serves6", "redirectsToHttps"] as const)
    servers.push([createTlsServer(tls, files), 443, WEB[id]]);
  servers.push([createServer(files), 443, WEB.plainOnTls]);
  // A specific address each: one listener for all would make a dead web server answer.
  await Promise.all(servers.map(([server, port, address]) => once(server.listen(port, address), "listening")));
  return () => {
    for (const [server] of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
}

/** Where a file of a host is. Host and path come from outside, so neither may lead out of `root`. */
export function webFile(root: string, host: string, path: string): string {
  const safeHost = host
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, "_")
    .replace(/^\.+/, "_");
  return join(root, safeHost, normalize(`/${path.replace(/[?#].*$/s, "").replaceAll("\0", "_")}`));
}

const hostOf = (request: IncomingMessage): string => (request.headers.host ?? "none").replace(/:\d+$/, "");

async function serveFile(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const content = await readFile(webFile(root, hostOf(request), request.url ?? "/"));
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(content);
  } catch {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
  }
}
