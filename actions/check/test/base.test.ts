import { afterEach, describe, expect, test, vi } from "vitest";
import { credentialsFor } from "../src/base.js";

afterEach(() => vi.unstubAllEnvs());

/** A git that answers `config` from a map, as the real one does: it fails where there is nothing. */
const gitWith = (config: Record<string, string>) => async (args: readonly string[]) => {
  const value = config[args.at(-1)!];
  if (args[0] !== "config" || value === undefined) throw new Error("status 1");
  return Buffer.from(`${value}\n`);
};
const REMOTE = "https://github.com/o/r";

describe("the step's token, when a base is fetched", () => {
  test("goes to the server that the event comes from, by the environment", async () => {
    vi.stubEnv("GITHUB_SERVER_URL", "https://github.com");
    expect(await credentialsFor(gitWith({ "remote.origin.url": REMOTE }), "t0ken")).toEqual({
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "http.https://github.com/.extraheader",
      GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from("x-access-token:t0ken").toString("base64")}`,
    });
  });
  test("goes nowhere else", async () => {
    vi.stubEnv("GITHUB_SERVER_URL", "https://github.com");
    for (const url of [
      "https://evil.example/o/r",
      "https://github.com.evil.example/o/r",
      "http://github.com/o/r",
      "git@github.com:o/r",
      "https://github.com@evil.example/o/r",
    ])
      expect(await credentialsFor(gitWith({ "remote.origin.url": url }), "t0ken"), url).toBeUndefined();
    vi.stubEnv("GITHUB_SERVER_URL", "http://github.internal");
    const plain = gitWith({ "remote.origin.url": "http://github.internal/o/r" });
    expect(await credentialsFor(plain, "t0ken")).toBeUndefined();
  });
  test("stands back where the checkout left its own", async () => {
    vi.stubEnv("GITHUB_SERVER_URL", "https://github.com");
    const config = { "remote.origin.url": REMOTE, "http.https://github.com/.extraheader": "AUTHORIZATION: basic x" };
    expect(await credentialsFor(gitWith(config), "t0ken")).toBeUndefined();
    expect(await credentialsFor(gitWith({ "remote.origin.url": REMOTE }), undefined)).toBeUndefined();
  });
});
