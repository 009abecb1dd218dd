// The thread behind hot-link.ts, built as a program of its own: its own connections, the same statements.
import { parentPort, workerData } from "node:worker_threads";
import { connect, openWriter } from "./connection";
import { sqliteHot } from "./hot";
import type { Answer, Ask } from "./hot-link";

const port = parentPort;
if (!port) throw new Error("hot-thread runs as a worker thread only");
const { file } = workerData as { file: string };
const writer = openWriter(file);
const reader = connect(file);
const hot = sqliteHot(writer, reader);

async function answer({ method, given }: Ask): Promise<unknown> {
  if (method !== "close") return (hot[method] as (...given: unknown[]) => Promise<unknown>)(...given);
  await writer.close();
  reader.close();
  return undefined;
}

port.on("message", (ask: Ask) => {
  const { id, method } = ask;
  answer(ask)
    .then(
      (value): Answer => ({ id, value }),
      (error): Answer => ({ id, error: error instanceof Error ? error : new Error(String(error)) }),
    )
    .then((reply) => {
      port.postMessage(reply);
      if (method === "close") port.close();
    });
});
