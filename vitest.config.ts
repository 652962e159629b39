import { basename } from "node:path";
import { defineConfig } from "vitest/config";

// Run from a package's folder by its own `test` script; the JSON report is what .ci/run adds up.
export default defineConfig({
  root: process.cwd(),
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    reporters: ["default", "json"],
    outputFile: { json: `reports/${basename(process.cwd())}.json` },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
