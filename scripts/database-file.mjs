import path from "node:path";
import { root } from "./workspace.mjs";

/** Where this installation keeps its SQLite file and its secret. Throws with a sentence when the database is elsewhere. */
export function dataFiles(env = process.env) {
  const folder = path.resolve(root, env.DATA_DIR || "data");
  const url = env.DATABASE_URL || "sqlite:";
  if (!url.startsWith("sqlite:"))
    throw new Error(
      "DATABASE_URL names a Postgres database: copy it with pg_dump --format=custom and bring it back with pg_restore; keep DATA_DIR/secret (or HOOKDESK_SECRET) with the copy.",
    );
  const file = url.replace(/^sqlite:(\/\/)?/, "");
  return {
    folder,
    database: file ? path.resolve(root, file) : path.join(folder, "hookdesk.db"),
    secret: path.join(folder, "secret"),
  };
}

/** A path as the person typed it: npm runs scripts in the checkout and notes where they were. */
export const fromCaller = (file) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
