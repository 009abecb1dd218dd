import { defineConfig } from "vitest/config";

export default defineConfig({
  // vitest can't resolve `server-only` outside a server bundle.
  resolve: {
    alias: { "@": import.meta.dirname, "server-only": `${import.meta.dirname}/node_modules/server-only/empty.js` },
  },
  test: { include: ["{app,lib,db,components,scripts}/**/*.test.{ts,tsx}"], testTimeout: 15_000 },
});
