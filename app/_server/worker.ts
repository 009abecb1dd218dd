import { openStores } from "@/db";
import type { Log, WorkerPorts } from "@/lib/delivery/worker-ports";
import { trustedWith } from "@/lib/http/authorities";
import { createTransport } from "@/lib/http/transport";
import { createCertificateWatch } from "@/lib/runtime/certificate-watch";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";
import { createFunctionWorker } from "@/lib/runtime/function-worker";
import type { Functions } from "@/lib/runtime/functions";
import { createHeartbeat, createPulse, withTicks } from "@/lib/runtime/heartbeat";
import { createJobWorker } from "@/lib/runtime/job-worker";
import { createMailWorker } from "@/lib/runtime/mail-worker";
import { createNoticeWorker } from "@/lib/runtime/notice-worker";
import { createRuleWorker } from "@/lib/runtime/rule-worker";
import { createSearchIndexer } from "@/lib/runtime/search-indexer";
import { createStatsRecorder } from "@/lib/runtime/stats-recorder";
import { createSweeper } from "@/lib/runtime/sweeper";
import { countAttempts } from "./attempt-numbers";
import { readConfig } from "./config";
import { giveWay } from "./give-way";
import { log } from "./log";
import { logAttempt } from "./log-attempt";
import { createMailTransport } from "./mail-transport";
import { openFunctions } from "./open-functions";
import { outgoing } from "./outgoing";
import { startFailure } from "./start-failure";
import { openTraces } from "./traces";

/** The worker's process: asks the rules and sends what is due until it is asked to stop. Any number may run on one database. */
async function main() {
  const config = readConfig(process.env);
  yieldToPages();
  const out = createTransport(outgoing(config));
  const opened = await openStores(config.databaseUrl, createCipher(config.secrets));
  const stores = { ...opened, onChange: withTicks(opened.onChange) };
  const tell: Log = (level, message, fields) => log[level](fields ?? {}, message);
  const [delivering, ruling] = [createPulse(), createPulse()];
  const stats = createStatsRecorder(stores, tell);
  const mailServer = config.mail && createMailTransport(config.mail, { ca: trustedWith(config.authorities) });
  const numbers = countAttempts();
  const traces = await openTraces(process.env);
  const measured: WorkerPorts["measured"] = (attempt, claimed) => {
    stats.measured(attempt, claimed);
    numbers.count(attempt);
    logAttempt(log, attempt, claimed);
    traces?.record(attempt, claimed);
  };
  let functions: Functions | undefined;
  const runner = () => {
    functions ??= openFunctions(config, stores);
    return functions.runner;
  };
  const workers = [
    createDeliveryWorker(stores, out.transport, tell, {}, { onTurn: delivering.turned, measured }),
    createRuleWorker(stores, tell, { onTurn: ruling.turned }),
    createHeartbeat(stores.workers, [delivering, ruling], numbers.numbers, tell),
    createFunctionWorker({ stores, runner, log: tell }),
    createJobWorker(stores, tell),
    createSearchIndexer(stores, tell),
    createSweeper(stores, tell),
    createCertificateWatch(stores, tell),
    createNoticeWorker(stores, out.transport, config.publicUrl, tell),
    ...(mailServer ? [createMailWorker(stores, mailServer, tell)] : []),
  ];
  for (const worker of [...workers, stats]) worker.start();
  log.info("worker started");

  async function stop(signal: string) {
    log.info({ signal }, "worker stopping");
    await Promise.all(workers.map((worker) => worker.stop()));
    await functions?.close();
    await stats.stop();
    mailServer?.close();
    await traces?.close();
    await stores.close();
    process.exit(0);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(signal));
}

/** Where both want the same core, a page that someone waits for goes first. */
function yieldToPages() {
  try {
    giveWay();
  } catch (error) {
    log.debug({ err: error }, "the worker keeps its priority");
  }
}

main().catch((error) => {
  const { message, exitCode } = startFailure(error);
  console.error(message);
  process.exit(exitCode);
});
