// `npm run deluge -- check FILE…` and `run FILE [--args '{…}'] [--allow-net]`: Deluge in an editor or a pipeline.
import "./node-version.mjs";
import { load } from "./bundle.mjs";
import { loadEnvFile } from "./env-file.mjs";

try {
  loadEnvFile();
  await load("app/_server/deluge.ts");
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
