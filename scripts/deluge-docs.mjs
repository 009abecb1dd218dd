// Writes docs/deluge.md from the registry of functions, the checks and samples.
import "./node-version.mjs";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { load } from "./bundle.mjs";
import { root } from "./workspace.mjs";

try {
  const { delugeDocs } = await load("scripts/deluge-docs-text.ts");
  writeFileSync(path.join(root, "docs/deluge.md"), delugeDocs(root));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
