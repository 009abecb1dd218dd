import { defineConfig, devices } from "@playwright/test";
import { e2e } from "./e2e/environment";
import { findBrowser } from "./scripts/browser.mjs";

const chromium = findBrowser();

const webServer = {
  reuseExistingServer: false,
  timeout: 120_000,
  env: e2e.serverEnv,
  gracefulShutdown: { signal: "SIGTERM" as const, timeout: 12_000 },
};

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  retries: process.env.CI ? 2 : 0,
  // For a machine several times slower than a desk's.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: e2e.url,
    actionTimeout: 20_000,
    // What still moves when Playwright wants to click makes it scroll the page under open popups, and the click is lost.
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    // Creates the administrator through the first-run screen and a technician through the pages; everyone else starts signed in.
    { name: "first run", testMatch: "first-run.setup.ts" },
    { name: "console", testMatch: "*.spec.ts", dependencies: ["first run"], use: { storageState: e2e.adminState } },
  ],
  webServer: [
    {
      ...webServer,
      name: "start",
      command: "node scripts/start.mjs --no-env-file",
      url: `${e2e.url}/api/health/ready`,
    },
    // On Postgres several workers share the work; one more shows that they do not get in each other's way.
    ...(process.env.E2E_DATABASE_URL
      ? [
          {
            ...webServer,
            name: "worker",
            command: "node scripts/worker.mjs --no-env-file",
            wait: { stdout: /running/ },
          },
        ]
      : []),
  ],
});
