import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./db/postgres/tables.ts",
  out: "./db/postgres/migrations",
  casing: "snake_case",
});
