import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { dirname } from "node:path";
import acme from "acme-client";
import type { PebbleId } from "./addresses.js";
import { deleteTxt, setTxt } from "./mutate.js";
import type { LabInfo } from "./profile.js";
import { webFile } from "./web.js";

/** What the CA made of an order; `detail` is its own text. */
export type OrderResult = "valid" | { readonly invalid: true; readonly detail: string };

export interface OrderOptions {
  /** Where the TXT of a dns-01 challenge is written; nowhere when absent. */
  readonly publishAt?: string;
}

/** Real orders at the lab's Pebbles, with one account at each. */
export class Orders {
  readonly #clients = new Map<PebbleId, Promise<acme.Client>>();

  constructor(readonly lab: LabInfo) {
    // acme-client takes no CA of its own, and the lab's mustn't be trusted by the whole process.
    acme.axios.defaults.httpsAgent = new Agent({ ca: readFileSync(lab.caFile) });
  }

  /**
   * Orders a certificate for `name` (`*.name` for a wildcard), publishes the challenge, and tells how it ended. A valid
   * order is finalized and its certificate fetched. Throws only when the CA can't be spoken to.
   */
  async order(
    pebble: PebbleId,
    name: string,
    method: "dns-01" | "http-01",
    options: OrderOptions = {},
  ): Promise<OrderResult> {
    const client = await this.#client(pebble);
    const order = await client.createOrder({ identifiers: [{ type: "dns", value: name }] });
    const [authorization] = await client.getAuthorizations(order);
    const challenge = authorization.challenges.find(({ type }) => type === method);
    if (challenge === undefined) throw new Error(`the CA offers no ${method} for ${name}`);
    const content = await client.getChallengeKeyAuthorization(challenge);
    const withdraw = await this.#publish(authorization.identifier.value, challenge, content, options);
    try {
      await client.completeChallenge(challenge);
      // It rejects when the challenge is invalid, too; the text is at the authorization.
      await client.waitForValidStatus(challenge).catch(() => {});
    } finally {
      await withdraw();
    }
    const [{ status, challenges }] = await client.getAuthorizations(order);
    if (status !== "valid") return { invalid: true, detail: detailOf(status, challenges) };
    const [, csr] = await acme.crypto.createCsr({ altNames: [name] }, await acme.crypto.createPrivateEcdsaKey());
    await client.getCertificate(await client.finalizeOrder(order, csr));
    return "valid";
  }

  #client(pebble: PebbleId): Promise<acme.Client> {
    const known = this.#clients.get(pebble);
    if (known !== undefined) return known;
    const created = (async () => {
      const client = new acme.Client({
        directoryUrl: this.lab.pebbles[pebble].directoryUrl,
        accountKey: await acme.crypto.createPrivateEcdsaKey(),
        backoffAttempts: 200,
        backoffMin: 50,
        backoffMax: 200,
      });
      await client.createAccount({ termsOfServiceAgreed: true });
      return client;
    })();
    this.#clients.set(pebble, created);
    return created;
  }

  async #publish(
    host: string,
    { type, token }: { type: string; token: string },
    content: string,
    { publishAt }: OrderOptions,
  ): Promise<() => Promise<void>> {
    if (type === "dns-01") {
      if (publishAt === undefined) return async () => {};
      await setTxt(this.lab, publishAt, content);
      return () => deleteTxt(this.lab, publishAt, content);
    }
    const file = webFile(this.lab.webRoot, host, `/.well-known/acme-challenge/${token}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return async () => rmSync(file);
  }
}

function detailOf(status: string, challenges: readonly { error?: object }[]): string {
  const errors = challenges.flatMap(({ error }) => (error === undefined ? [] : [JSON.stringify(error)]));
  return errors.join("; ") || status;
}
