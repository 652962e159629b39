import { join } from "node:path";
import { cached } from "./cache.js";
import { mustRun } from "./run.js";

export interface Certificates {
  /** Of the CA that the lab's own servers (resolvers, Pebble) are trusted by. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** A certificate that nobody trusts, for web sites. */
  readonly selfSignedFile: string;
  readonly selfSignedKeyFile: string;
}

/** Certificates for servers at these addresses and names. */
export async function makeCertificates(addresses: readonly string[], names: readonly string[]): Promise<Certificates> {
  const alternatives = [...addresses.map((address) => `IP:${address}`), ...names.map((name) => `DNS:${name}`)].join(
    ",",
  );
  const folder = await cached(["tls", alternatives], { days: 30, spareDays: 5 }, async (draft) => {
    const file = (name: string): string => join(draft, name);
    const request = (name: string, subject: string, ...more: string[]): Promise<string> =>
      mustRun("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"],
        ...["-keyout", file(`${name}.key`), "-out", file(`${name}.pem`), "-subj", `/CN=${subject}`, ...more],
      ]);
    await request("ca", "lab CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign");
    await request("self-signed", "self-signed");
    const leaf = ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", `subjectAltName=${alternatives}`];
    await request("server", names[0] ?? "server", "-CA", file("ca.pem"), "-CAkey", file("ca.key"), ...leaf);
  });
  return {
    caFile: join(folder, "ca.pem"),
    certFile: join(folder, "server.pem"),
    keyFile: join(folder, "server.key"),
    selfSignedFile: join(folder, "self-signed.pem"),
    selfSignedKeyFile: join(folder, "self-signed.key"),
  };
}
