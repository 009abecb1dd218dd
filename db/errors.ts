/** Drizzle wraps driver errors; the code that tells what happened is on the cause. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && typeof current.code === "string") return current.code;
  }
  return "";
}

const unique = new Set(["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"]);
const foreignKey = new Set(["SQLITE_CONSTRAINT_FOREIGNKEY", "23503"]);

export const isUniqueViolation = (error: unknown): boolean => unique.has(codeOf(error));
export const isForeignKeyViolation = (error: unknown): boolean => foreignKey.has(codeOf(error));
