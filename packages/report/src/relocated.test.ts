import { expect, test } from "vitest";
import { relocated } from "./relocated.js";
import { sarif } from "./sarif.js";
import { contextFor, DOTLESS, resultOf, span } from "./testing.js";

test("every place of a report is named from another folder, and nothing else changes", () => {
  const result = resultOf([DOTLESS], [{ what: "x", span: span("dns/a.zone", 1, 1, 2) }]);
  const log = sarif(
    relocated(result, (file) => `infrastructure/${file}`),
    contextFor(),
  );
  const uris = [...log.matchAll(/"uri": "([^"]*\.zone)"/g)].map(([, uri]) => uri);
  expect(uris).toHaveLength(4);
  expect(new Set(uris)).toEqual(new Set(["infrastructure/dns/a.zone"]));
  expect(log.replaceAll("infrastructure/", "")).toBe(sarif(result, contextFor()));
});
