// `npm run worker`: one more delivery worker on the same database.
import "./node-version.mjs";
import { loadEnvFile } from "./env-file.mjs";
import { programs } from "./programs.mjs";
import { stopWithProcess, supervise } from "./supervise.mjs";

try {
  loadEnvFile();
  const { worker } = programs();
  const supervisor = supervise();
  stopWithProcess(supervisor);
  supervisor.launch(worker);
  console.log("One more worker is running. Ctrl-C stops it.");
  process.exit(await supervisor.done);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
