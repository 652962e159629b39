export interface PebbleConfig {
  readonly address: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Pebble's configuration: challenges are looked for at the real ports. */
export function renderPebble({ address, certFile, keyFile }: PebbleConfig): string {
  const pebble = {
    listenAddress: `${address}:14000`,
    managementListenAddress: `${address}:15000`,
    certificate: certFile,
    privateKey: keyFile,
    httpPort: 80,
    tlsPort: 443,
    ocspResponderURL: "",
    externalAccountBindingRequired: false,
  };
  return `${JSON.stringify({ pebble }, null, 2)}\n`;
}
