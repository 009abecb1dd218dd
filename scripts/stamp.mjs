import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const digest = (value) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
const contents = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");

/** What decides which packages belong in node_modules: the dependency parts of package.json, the lock, and this Node. */
export function packagesHash(root, runtime = [process.versions.modules, process.platform, process.arch]) {
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  );
  const wanted = { dependencies, devDependencies, optionalDependencies, overrides, allowScripts };
  return digest([wanted, contents(path.join(root, "package-lock.json")), runtime]);
}

const sources = ["app", "components", "lib", "db", "public"];
const settings = ["next.config.ts", "postcss.config.mjs", "tsconfig.json", "scripts/build.mjs"];
const isSource = (file) => !/\.(test|spec)\.tsx?$/.test(file) && !file.startsWith(path.join("db", "contract"));

/** What decides the outcome of a build: the packages and every source file that is not a test. */
export function sourcesHash(root, packages = packagesHash(root)) {
  const files = sources
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name))),
    )
    .filter(isSource)
    .concat(settings)
    .sort();
  const hashes = files.map((file) => {
    const full = path.join(root, file);
    return [file, existsSync(full) ? createHash("sha256").update(readFileSync(full)).digest("hex") : ""];
  });
  return digest([packages, hashes]);
}

/** True when `file` says that the work with this hash was finished. */
export const isStamped = (file, hash) => contents(file) === hash;

export function writeStamp(file, hash) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, hash);
}

export const removeStamp = (file) => rmSync(file, { force: true });
