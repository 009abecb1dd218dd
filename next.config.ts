import type { NextConfig } from "next";

const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  // Parallel builds (a second checkout's tests, say) need folders of their own.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  // Arguments of server actions can hold passwords.
  logging: { serverFunctions: false },
  // `npm test` checks types; a type error in a test must not keep `npm start` from building.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["better-sqlite3", "pg", "pino", "@node-rs/argon2"],
  turbopack: { root: import.meta.dirname },
};
export default config;
