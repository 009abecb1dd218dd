import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from "@/bench/bundle";
import { openStores } from "@/db";
import { actor, makeWebhook } from "@/db/contract/make";
import { triggerInput } from "@/lib/automation/trigger";
import { functionInput } from "@/lib/functions/function";
import { createCipher } from "./cipher";
import { createTicket, updateTicket } from "./tickets";
import { createTrigger } from "./triggers";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const rounds = 25;
const ticketCount = 6;

/** Starts the program; resolves once it works. */
async function launch(programs: string, folder: string, database: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(programs, "rules.mjs"), database], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout ?? child, "data");
  return child;
}
async function kill(child: ChildProcess) {
  const gone = once(child, "close");
  child.kill("SIGKILL");
  await gone;
}

test("rule workers killed at random moments: what an event leads to happens once, and all of it", async () => {
  const programs = await bundle({ rules: "bench/chaos/rules.ts" });
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-rule-chaos-"));
  cpSync("db/sqlite/migrations", join(folder, "db/sqlite/migrations"), { recursive: true });
  const database = `sqlite:${join(folder, "chaos.db")}`;
  const stores = await openStores(database, createCipher(["a secret for chaos"]));
  const [typeId = 0] = (await stores.deskLists.load()).types.map(({ id }) => id);
  const webhook = await makeWebhook(stores, { ticketTypeId: typeId, parameters: [], body: "{{ticket.title}}" });
  const callable = await stores.functions.create(actor, functionInput.parse({ name: "Count" }));
  const conditions = {
    type: "group",
    mode: "none",
    conditions: [{ type: "test", field: "event.source", operator: "equals", value: "rule" }],
  };
  const actions = [
    { type: "set_field", field: "ticket.thirdpartyref", value: "{{ticket.thirdpartyref}}x" },
    { type: "add_note", body: "{{ticket.title}}" },
    { type: "execute_webhook", webhookId: webhook.id },
    { type: "run_function", functionId: callable.id },
  ];
  const input = { name: "Answer", ticketTypeId: typeId, executeWhen: "updated", conditions, actions };
  const { id: ruleId } = await createTrigger(stores, actor, triggerInput.parse(input));
  const tickets = await Promise.all(
    Array.from({ length: ticketCount }, () => createTicket(stores, actor, { title: "Start", typeId }, new Date())),
  );
  const workers = await Promise.all([1, 2].map(() => launch(programs, folder, database)));
  try {
    for (let round = 1; round <= rounds; round++) {
      await Promise.all(
        tickets.map(({ id }) => updateTicket(stores, actor, id, { title: `Round ${round}` }, new Date())),
      );
      await sleep(Math.random() * 60);
      const victim = round % 2;
      await kill(workers[victim] as ChildProcess);
      workers[victim] = await launch(programs, folder, database);
    }
    for (const deadline = Date.now() + 30_000; (await stores.events.nextDueAt()) && Date.now() < deadline; )
      await sleep(50);
    expect(await stores.events.nextDueAt()).toBeNull();
    for (const { id } of tickets) {
      const ticket = (await stores.tickets.graph(id))?.ticket;
      expect(ticket?.thirdPartyRef).toBe("x".repeat(rounds));
      expect(await stores.tickets.messages(id)).toHaveLength(rounds);
      expect((await stores.deliveries.list({ ticketId: id, page: 1, pageSize: 1 })).total).toBe(rounds);
    }
    // Nobody runs them here: each that a rule asked for is still there, once.
    const calls = await stores.functionCalls.claim({ now: new Date(), leaseMs: 60_000, limit: 10_000 });
    for (const { id } of tickets) expect(calls.filter(({ ticketId }) => ticketId === id)).toHaveLength(rounds);
    expect((await stores.triggers.get(ruleId))?.runs).toBe(rounds * ticketCount);
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await stores.close();
    rmSync(folder, { recursive: true });
    rmSync(programs, { recursive: true, force: true });
  }
}, 120_000);
