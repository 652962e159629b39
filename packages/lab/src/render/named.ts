export interface NamedZone {
  readonly name: string;
  readonly file: string;
  readonly dynamic?: boolean;
  /** The server signs, with the keys of this folder. */
  readonly keyDirectory?: string;
}
export interface NamedView {
  readonly name: string;
  /** The addresses it answers at. */
  readonly at: string;
  /** Only these sources; otherwise anyone but `notFrom`. */
  readonly from?: string;
  readonly notFrom?: readonly string[];
  readonly zones: readonly NamedZone[];
  /** A validating resolver that asks from this address. */
  readonly resolvesFrom?: string;
}
export interface NamedConfig {
  readonly directory: string;
  readonly views: readonly NamedView[];
  /** DNSKEY record of the root. */
  readonly rootKey: string;
  readonly rootHints: string;
  readonly policy: string;
  readonly control: { readonly address: string; readonly secret: string };
}

/** named.conf. Views are matched in the order given, so a view with `from` excludes nobody only if others do (`notFrom`). */
export function renderNamed(config: NamedConfig): string {
  // A zone's file is loaded by the first view that has it; the others share it (`in-view`), as an update must reach all.
  const owners = new Map<string, string>();
  const views = config.views.map((view) => renderView(view, config, owners));
  const listen = [...new Set(config.views.map((view) => view.at))];
  return `key "lab" { algorithm hmac-sha256; secret "${config.control.secret}"; };
controls { inet ${config.control.address} port 953 allow { 127.0.0.0/8; } keys { "lab"; }; };
${config.policy}options {
  directory "${config.directory}";
  listen-on { ${listen.map((address) => `${address};`).join(" ")} };
  listen-on-v6 { none; };
  recursion no;
  minimal-responses yes;
  check-names primary ignore;
  check-integrity no;
  empty-zones-enable no;
  notify no;
  max-cache-size 64M;
  prefetch 0;
  servfail-ttl 0;
  trust-anchor-telemetry no;
  lock-file none;
  pid-file none;
  session-keyfile "${config.directory}/session.key";
  managed-keys-directory "${config.directory}";
};
${views.join("")}view "refuse" { match-clients { any; }; };
`;
}

/** What rndc needs in order to reach that server. */
export const renderRndc = ({ address, secret }: NamedConfig["control"]): string =>
  `key "lab" { algorithm hmac-sha256; secret "${secret}"; };
options { default-server ${address}; default-port 953; default-key "lab"; };
`;

function renderView(view: NamedView, config: NamedConfig, owners: Map<string, string>): string {
  const clients =
    view.from !== undefined ? `${view.from};` : `${(view.notFrom ?? []).map((a) => `!${a}; `).join("")}any;`;
  const lines = [`match-destinations { ${view.at}; };`, `match-clients { ${clients} };`];
  if (view.resolvesFrom !== undefined) {
    lines.push("recursion yes;", "allow-recursion { any; };", "allow-query-cache { any; };", "dnssec-validation yes;");
    lines.push(`trust-anchors { ${renderAnchor(config.rootKey)} };`, `query-source address ${view.resolvesFrom};`);
    lines.push(`zone "." { type hint; file "${config.rootHints}"; };`);
  }
  for (const zone of view.zones) {
    const id = `${zone.name} ${zone.file}`;
    const owner = owners.get(id);
    if (owner === undefined) owners.set(id, view.name);
    lines.push(`zone "${zone.name}" { ${owner === undefined ? renderZone(zone) : `in-view "${owner}";`} };`);
  }
  return `view "${view.name}" {\n${lines.map((line) => `  ${line}\n`).join("")}};\n`;
}

function renderZone({ file, dynamic, keyDirectory }: NamedZone): string {
  const lines = ["type primary;", `file "${file}";`];
  if (dynamic) lines.push("allow-update { 127.0.0.0/8; };");
  if (keyDirectory !== undefined) lines.push('dnssec-policy "lab";', `key-directory "${keyDirectory}";`);
  return lines.join(" ");
}

/** `. IN DNSKEY 257 3 13 KEY` as a trust anchor that never rolls. */
function renderAnchor(record: string): string {
  const [flags, protocol, algorithm, ...key] = record.split(/\s+DNSKEY\s+/)[1].split(/\s+/);
  return `"." static-key ${flags} ${protocol} ${algorithm} "${key.join("")}";`;
}
