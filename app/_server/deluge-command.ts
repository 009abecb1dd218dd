import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isAppError } from "@/lib/core/errors";
import { check } from "@/lib/deluge/check/check";

export type CommandIo = {
  out(line: string): void;
  err(line: string): void;
  env: Record<string, string | undefined>;
  /** What relative paths start from. */
  cwd: string;
};

const usage = `Usage: npm run deluge -- check FILE…
       npm run deluge -- run FILE [--args '{"name": "value"}'] [--allow-net]`;

/** Exit code 2: nothing was judged, because the command itself was wrong or a file could not be read. */
class UsageError extends Error {}

/**
 * `npm run deluge` (contracts.md): prints one JSON line per file and resolves with the exit code: 0, 1 when a script has
 * errors or fails, 2 when the command could not be carried out.
 */
export async function delugeCommand([verb, ...rest]: readonly string[], io: CommandIo): Promise<number> {
  try {
    if (verb === "check") return checkFiles(rest, io);
    if (verb === "run") return await runFile(rest, io);
    if (verb === "help" || verb === "--help" || verb === "-h") {
      io.out(usage);
      return 0;
    }
    throw new UsageError(verb === undefined ? usage : `There is no command ${verb}.\n${usage}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(error.message);
    return 2;
  }
}

function checkFiles(files: readonly string[], io: CommandIo): number {
  const option = files.find((file) => file.startsWith("-"));
  if (option !== undefined) throw new UsageError(`There is no option ${option}.\n${usage}`);
  if (files.length === 0) throw new UsageError(`Which files?\n${usage}`);
  let code = 0;
  for (const file of files) {
    try {
      const found = check(read(file, io)).diagnostics;
      const diagnostics = found.map(({ severity, line, column, message, code }) => ({
        ...{ severity, line, column, message, code },
      }));
      io.out(JSON.stringify({ file, diagnostics }));
      if (found.some(({ severity }) => severity === "error")) code = Math.max(code, 1);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      io.err(error.message);
      code = 2;
    }
  }
  return code;
}

async function runFile(words: readonly string[], io: CommandIo): Promise<number> {
  const { file, args, mayCall } = runOptions(words);
  const source = read(file, io);
  // Loaded only here: checking needs neither the network nor the settings.
  const { runScript } = await import("./deluge-run");
  const done = await runScript({ source, args, mayCall, env: io.env }).catch((error: unknown) => {
    throw isAppError(error) ? new UsageError(error.message) : error;
  });
  io.out(JSON.stringify(done));
  return done.error ? 1 : 0;
}

function runOptions(words: readonly string[]) {
  const files: string[] = [];
  let args = "{}";
  let mayCall = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--allow-net") mayCall = true;
    else if (word === "--args") args = words[++i] ?? "";
    else if (word.startsWith("--args=")) args = word.slice("--args=".length);
    else if (word.startsWith("-")) throw new UsageError(`There is no option ${word}.\n${usage}`);
    else files.push(word);
  }
  const [file] = files;
  if (file === undefined || files.length > 1) throw new UsageError(`Run one file.\n${usage}`);
  if (!isObject(args)) throw new UsageError(`--args takes a JSON object, such as --args '{"name": "value"}'.`);
  return { file, args, mayCall };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function read(file: string, { cwd }: CommandIo): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : code;
    throw new UsageError(`${file} cannot be read: ${why}.`);
  }
}
