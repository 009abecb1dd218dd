// `npm start` and `npm run dev`: the console and the delivery worker, kept running together and stopped together.
import "./node-version.mjs";
import { loadEnvFile } from "./env-file.mjs";
import { programs } from "./programs.mjs";
import { assertFree, localUrl, waitUntilReady } from "./ready.mjs";
import { stopWithProcess, supervise } from "./supervise.mjs";

const dev = process.argv.includes("--dev");

async function start() {
  loadEnvFile();
  const port = process.env.PORT || "3000";
  const host = process.env.HOST || "127.0.0.1";
  const parts = programs({ dev });
  await assertFree(port, host);

  const supervisor = supervise();
  const ending = new AbortController();
  stopWithProcess(supervisor);
  supervisor.launch(parts.console);
  const ready = waitUntilReady(`${localUrl(port, host)}/api/health/ready`, {
    signal: ending.signal,
    // Not before the console answers: a wrong setting is then reported once, and one process migrates.
    onAnswer: () => supervisor.launch(parts.worker),
    onSlow: (status) =>
      console.error(
        `[start] the console is still not ready (${status ? `status ${status}` : "no answer"} from /api/health/ready)`,
      ),
  });
  ready.then(
    (isReady) => isReady && console.log(`Hookdesk is ready: ${process.env.PUBLIC_URL || `http://localhost:${port}`}`),
  );
  const code = await supervisor.done;
  ending.abort();
  return code;
}

try {
  process.exit(await start());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
