// SQLite: full, locked, I/O errors, read-only. Postgres: connections, resources, shutdown, system errors (classes 08, 53, 57, 58).
const codes = /^(SQLITE_(FULL|BUSY|LOCKED|IOERR|NOMEM|READONLY|CANTOPEN)|(08|53|57|58)[0-9A-Z]{3}$)/;

/** Whether an error speaks of the database, such as a full disk, and not of what was to be written. */
export function isDatabasesFault(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if ("code" in one && typeof one.code === "string" && codes.test(one.code)) return true;
  return false;
}
