import { isAppError } from "@/lib/core/errors";
import { ConfigError, wrongSetting } from "./config";

const tryAgain = 1;
type Known = [sentence: string, exitCode: number];

/** What keeps a database from opening, by the driver's or the system's code. What may pass by itself is worth another start. */
const known: Record<string, Known> = {
  SQLITE_BUSY: ["The database file is locked by another program. Close it, or wait until it is done.", tryAgain],
  SQLITE_FULL: ["The disk of the database file is full. Make room and start again.", tryAgain],
  SQLITE_READONLY: ["The database file can't be written. Check who owns it and its folder (DATA_DIR).", wrongSetting],
  SQLITE_CANTOPEN: ["The database file can't be opened. Check DATA_DIR or DATABASE_URL and its owner.", wrongSetting],
  SQLITE_NOTADB: ["The database file is no SQLite database. Check DATABASE_URL, or restore a backup.", wrongSetting],
  SQLITE_CORRUPT: ["The database file is damaged. Restore a backup.", wrongSetting],
  ENOSPC: ["The disk is full. Make room and start again.", tryAgain],
  EACCES: ["A file or folder may not be read or written. Check who owns DATA_DIR.", wrongSetting],
  EROFS: ["DATA_DIR is on a read-only disk. Set it to a folder that can be written.", wrongSetting],
  EEXIST: ["DATA_DIR, or the folder of the database file, is not a folder.", wrongSetting],
  ENOTDIR: ["DATA_DIR, or the folder of the database file, is not a folder.", wrongSetting],
  ECONNREFUSED: ["The database server of DATABASE_URL refused the connection. Is it running?", tryAgain],
  ENOTFOUND: ["The host name of the database server in DATABASE_URL was not found.", tryAgain],
  EAI_AGAIN: ["The host name of the database server in DATABASE_URL could not be looked up.", tryAgain],
  ETIMEDOUT: ["The database server of DATABASE_URL did not answer in time.", tryAgain],
  "57P03": ["The database server is still starting.", tryAgain],
  "53300": ["The database server has no free connection.", tryAgain],
  "28P01": ["The database server refused the user name or password of DATABASE_URL.", wrongSetting],
  "28000": ["The database server refused the user of DATABASE_URL.", wrongSetting],
  "3D000": ["The database named in DATABASE_URL does not exist. Create it first.", wrongSetting],
  "42501": ["The user of DATABASE_URL may not create tables. Grant it the right to.", wrongSetting],
};

function knownCause(error: unknown): Known | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const inner = current instanceof AggregateError ? current.errors[0] : current;
    const code: unknown = inner instanceof Error && "code" in inner ? inner.code : undefined;
    if (typeof code !== "string") continue;
    // Extended SQLite codes (SQLITE_CANTOPEN_ISDIR) begin with the plain one.
    const found = known[code] ?? known[code.split("_", 2).join("_")];
    if (found) return found;
  }
  return undefined;
}

/** What a start that failed tells the person, and the exit code: `wrongSetting` where starting again can't help. Never repeats DATABASE_URL. */
export function startFailure(error: unknown): { message: unknown; exitCode: number } {
  if (error instanceof ConfigError || isAppError(error)) return { message: error.message, exitCode: wrongSetting };
  const [message, exitCode] = knownCause(error) ?? [error, tryAgain];
  return { message, exitCode };
}
