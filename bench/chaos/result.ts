import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(import.meta.dirname, "../chaos.json");

/** Puts the result of a run under its name into bench/chaos.json, beside those of other runs. */
export function noteResult(name: string, result: Record<string, unknown>): void {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
  const runs = "rounds" in before ? {} : before;
  const noted = { ...runs, [name]: { at: new Date().toISOString(), ...result } };
  writeFileSync(file, `${JSON.stringify(noted, null, 2)}\n`);
}
