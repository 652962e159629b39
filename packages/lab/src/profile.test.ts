import { expect, test } from "vitest";
import { networkProfile } from "./profile.js";

test("the profile has every field that decides where a checker goes, and nothing from outside the lab", () => {
  const profile = networkProfile("default", ". IN DS 1 13 2 AB", "/ca.pem") as Record<string, unknown>;
  expect(Object.keys(profile).sort()).toEqual([
    ...[
      "authorityPort",
      "cas",
      "concurrency",
      "http",
      "ipv6",
      "perspectives",
      "publicSuffixes",
      "resolvers",
      "rootHints",
    ],
    ...["systemResolver", "timeouts", "treatAsPublic", "trustAnchors"],
  ]);
  expect(profile.systemResolver).toBe("never");
  const addresses = JSON.stringify(profile).match(/\d+\.\d+\.\d+\.\d+/g) ?? [];
  expect(addresses.filter((address) => !address.startsWith("127."))).toEqual([]);
});

test("only the profile for it knows the resolver that never forgets", () => {
  const ids = (id: "default" | "stale"): string[] =>
    (networkProfile(id, "", "") as { resolvers: { id: string }[] }).resolvers.map((resolver) => resolver.id);
  expect(ids("default")).toEqual(["unbound", "bind", "doh", "dot"]);
  expect(ids("stale")).toEqual(["unbound", "bind", "doh", "dot", "stale"]);
});
