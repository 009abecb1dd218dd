import { readdirSync } from "node:fs";

/** Every page of the console as a URL pattern (`/tickets/[displayId]`), read from the folders Next reads. */
export const pagePatterns: string[] = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("page.tsx"))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, "")}`.replace(/\/\([^)]+\)/g, "") || "/")
  .sort();
