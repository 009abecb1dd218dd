import { existsSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { node, root, run } from "./workspace.mjs";

const folder = path.join(root, "node_modules/better-sqlite3");

/** Opens a database in a process of its own: an addon built for another Node can crash instead of throwing. */
export async function loadsAddon() {
  return (await node(["-e", "new (require('better-sqlite3'))(':memory:')"], { capture: true })).code === 0;
}

/** Puts the addon where prebuild-install looks before it downloads or compiles: the next clone on this machine takes seconds. */
export async function keepAddon() {
  if (process.platform === "win32" || isMusl()) return;
  const require = createRequire(path.join(folder, "package.json"));
  const prebuilds = require("prebuild-install/util");
  const file = prebuilds.cachedPrebuild(
    prebuilds.getDownloadUrl({
      pkg: require("./package.json"),
      platform: process.platform,
      arch: process.arch,
      libc: "",
      abi: process.versions.modules,
      runtime: "node",
      "tag-prefix": "v",
    }),
  );
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.tmp`;
  const packed = await run("tar", ["czf", half, "-C", folder, "build/Release/better_sqlite3.node"], { capture: true });
  if (packed.code !== 0) throw new Error(packed.output.trim());
  renameSync(half, file);
}

const isMusl = () => process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
