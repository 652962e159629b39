export interface PdnsConfig {
  readonly directory: string;
  readonly address: string;
  readonly zones: readonly { readonly name: string; readonly file: string }[];
}

/** pdns.conf, and the list of zones in named's syntax that its bind backend reads. */
export function renderPdns({ directory, address, zones }: PdnsConfig): { config: string; zoneList: string } {
  const config = [
    "launch=bind",
    `bind-config=${directory}/zones.conf`,
    `local-address=${address}`,
    "local-port=53",
    `socket-dir=${directory}`,
    "daemon=no",
    "guardian=no",
    "security-poll-suffix=",
    "",
  ];
  const list = zones.map(({ name, file }) => `zone "${name.replace(/\.$/, "")}" { type master; file "${file}"; };\n`);
  return { config: config.join("\n"), zoneList: list.join("") };
}
