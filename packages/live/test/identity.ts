import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Certificates are made by openssl. Without it their tests are skipped, unless the run must have it. */
export const lacksOpenssl = spawnSync("openssl", ["version"]).error !== undefined;
if (lacksOpenssl && process.env.DCVLINT_REQUIRE_TOOLS === "1") throw new Error("openssl is not installed");

/** PEM, and the files in which it is. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  readonly keyFile: string;
  readonly certFile: string;
}

/** A folder of its own for certificates; `identity` makes a self-signed one, which is its own CA. */
export class Certificates {
  readonly folder = mkdtempSync(join(tmpdir(), "dcvlint-live-"));

  /** `names` as in `DNS:resolver.example,IP:127.0.0.1`. */
  identity(names: string): Identity {
    const [keyFile, certFile] = ["key", "cert"].map((kind) =>
      join(this.folder, `${names.replace(/\W/g, "-")}.${kind}`),
    );
    const args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    const subject = ["-subj", "/CN=test", "-addext", `subjectAltName=${names}`];
    execFileSync("openssl", [...args, ...subject, "-keyout", keyFile, "-out", certFile], { stdio: "ignore" });
    return { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8"), keyFile, certFile };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
