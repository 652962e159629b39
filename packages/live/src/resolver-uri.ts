import { isIP } from "node:net";
import type { Server, Transport } from "./dns/message.js";

/** A resolver under a name that reports and perspectives use. */
export interface Resolver {
  readonly id: string;
  /** Without an address (`""`) where `host` is a name: whoever asks it finds the address first, `exchange` never does. */
  readonly server: Server;
  /** The name in the URL of an `https` resolver whose address isn't given. */
  readonly host?: string;
}

export const DEFAULT_PORTS: Readonly<Record<Transport, number>> = { udp: 53, tcp: 53, tls: 853, https: 443 };

/** What most resolvers call it, and what `dig +https` asks. */
const DEFAULT_PATH = "/dns-query";

/** Without the brackets of IPv6 and the final dot. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

/**
 * `udp://ADDRESS[:PORT]`, `tcp://…`, `tls://ADDRESS[:PORT][#NAME]` or `https://HOST[:PORT][/PATH]`, IPv6 in brackets. The
 * name behind `#` is what the certificate must be good for; without one it must be good for the address. A string is the
 * reason why it is none of these. The URI is the resolver's id.
 */
export function parseResolver(uri: string): Resolver | string {
  const transport = (["udp", "tcp", "tls", "https"] as const).find((each) =>
    uri.toLowerCase().startsWith(`${each}://`),
  );
  if (transport === undefined) {
    const meant = isIP(uri) === 6 ? `udp://[${uri}]` : `udp://${uri}`;
    const hint = typeof readUri(meant) === "string" ? "" : `; did you mean "${meant}"?`;
    return `"${uri}" begins with none of udp://, tcp://, tls:// and https://${hint}`;
  }
  return readUri(uri, transport);
}

function readUri(uri: string, transport: Transport = "udp"): Resolver | string {
  // An https URI may be a template (RFC 8484 §4.1.1) whose variable only a GET would fill.
  const plain = transport === "https" ? uri.replace(/\{\?dns\}$/, "") : uri;
  const url = URL.canParse(plain) ? new URL(plain) : undefined;
  if (url === undefined || url.hostname === "" || url.port === "0") return `"${uri}" is not a resolver's URI`;
  if (url.username !== "" || url.password !== "")
    return `"${uri}" has a user or a password, which resolvers don't take`;
  const host = hostOf(url);
  const address = isIP(host) === 0 ? "" : host;
  const port = url.port === "" ? DEFAULT_PORTS[transport] : Number(url.port);
  if (transport === "https") {
    if (url.hash !== "") return `"${uri}" has a "#", which only tls:// takes`;
    if (/^https:\/\/[^/?]*$/i.test(uri)) url.pathname = DEFAULT_PATH;
    const server: Server = { transport, address, port, url: url.href };
    return address === "" ? { id: uri, server, host } : { id: uri, server };
  }
  if (address === "") return `"${uri}" has a name where ${transport}:// takes an address`;
  if (!/^\/?$/.test(url.pathname) || url.search !== "") return `"${uri}" has a path, which only https:// takes`;
  if (url.hash === "") return { id: uri, server: { transport, address, port } };
  const name = url.hash.slice(1);
  if (transport !== "tls") return `"${uri}" has a "#", which only tls:// takes`;
  if (!/^[A-Za-z0-9_.-]{1,253}$/.test(name)) return `"${name}" in "${uri}" is not a name that a certificate could have`;
  return { id: uri, server: { transport, address, port, tlsServerName: name } };
}
