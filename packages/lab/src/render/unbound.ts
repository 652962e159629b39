export interface UnboundConfig {
  readonly directory: string;
  readonly address: string;
  readonly rootHints: string;
  readonly anchorFile: string;
  /** A path of less than 108 octets (sun_path). */
  readonly controlSocket: string;
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** Keeps every answer for a day, whatever its TTL. */
  readonly stale?: boolean;
  readonly validating: boolean;
}

/** unbound.conf of one resolver. */
export function renderUnbound(config: UnboundConfig): string {
  const lines = [
    "server:",
    `  directory: "${config.directory}"`,
    `  interface: ${config.address}@53`,
    ...iteration(config),
    '  username: ""',
    '  chroot: ""',
    '  pidfile: ""',
    '  logfile: ""',
    "  use-syslog: no",
    "  do-daemonize: no",
    "  num-threads: 1",
    "  access-control: 127.0.0.0/8 allow",
    "  trust-anchor-signaling: no",
    "  ede: yes",
    "  val-log-level: 2",
  ];
  if (!config.validating) lines.push('  module-config: "iterator"');
  if (config.tls !== undefined) {
    lines.push(`  interface: ${config.address}@853`, "  tls-port: 853");
    lines.push(`  tls-service-pem: "${config.tls.certFile}"`, `  tls-service-key: "${config.tls.keyFile}"`);
  }
  if (config.stale) lines.push("  cache-min-ttl: 86400", "  cache-max-negative-ttl: 86400", "  serve-expired: yes");
  lines.push("remote-control:", "  control-enable: yes", "  control-use-cert: no");
  lines.push(`  control-interface: "${config.controlSocket}"`, "");
  return lines.join("\n");
}

/** For unbound-host, which iterates and validates by itself. */
export const renderUnboundHost = (config: Pick<UnboundConfig, "rootHints" | "anchorFile">): string =>
  ["server:", ...iteration({ ...config, validating: true }), ""].join("\n");

function iteration(config: Pick<UnboundConfig, "rootHints" | "anchorFile" | "validating">): string[] {
  return [
    `  root-hints: "${config.rootHints}"`,
    ...(config.validating ? [`  trust-anchor-file: "${config.anchorFile}"`] : []),
    "  do-ip6: no",
    "  do-not-query-localhost: no",
    // Unbound answers NXDOMAIN for these by itself (RFC 6761 §6.2).
    '  local-zone: "test." nodefault',
  ];
}
