import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { node, root } from "./workspace.mjs";

const dialects = ["sqlite", "postgres"];
const folderOf = (dialect) => path.join(root, "db", dialect, "migrations");

function snapshot(folder) {
  if (!existsSync(folder)) return "";
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    return [path.relative(folder, file), readFileSync(file, "utf8")];
  });
  return JSON.stringify(texts.sort());
}

/** Whether `npm run db:generate` would add nothing. Generates for real and puts every folder back as it was. */
export async function checkMigrations() {
  const copy = mkdtempSync(path.join(tmpdir(), "hookdesk-migrations-"));
  const lines = [];
  try {
    for (const dialect of dialects) {
      const folder = folderOf(dialect);
      if (!existsSync(folder)) {
        lines.push(`db/${dialect}/migrations is missing: run npm run db:generate and commit the result.`);
        continue;
      }
      cpSync(folder, path.join(copy, dialect), { recursive: true, preserveTimestamps: true });
      const before = snapshot(folder);
      const config = `drizzle.${dialect}.config.ts`;
      const result = await node(["node_modules/drizzle-kit/bin.cjs", "generate", "--config", config], {
        capture: true,
      }).finally(() => {
        if (snapshot(folder) === before) return;
        lines.push(
          `The schema has changes that db/${dialect}/migrations lacks: run npm run db:generate and commit the result.`,
        );
        rmSync(folder, { recursive: true });
        cpSync(path.join(copy, dialect), folder, { recursive: true, preserveTimestamps: true });
      });
      if (result.code !== 0) lines.push(result.output.trim(), `drizzle-kit generate failed with ${config}.`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return { code: lines.length === 0 ? 0 : 1, output: lines.join("\n") };
}
