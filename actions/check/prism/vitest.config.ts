import { defineConfig } from "vitest/config";

// A run of its own: Prism takes two hundred packages, which nobody else needs.
export default defineConfig({
  test: { include: ["prism/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
