// Prints tickets per second through everything: the event, the rule, four templates, the delivery, the reply on the ticket.
// Argument: URL of a receiver.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "@/db";
import { triggerInput } from "@/lib/automation/trigger";
import { systemActor } from "@/lib/core/actor";
import { webhookInput } from "@/lib/delivery/webhook";
import { defaultWorkerOptions } from "@/lib/delivery/worker-ports";
import { customFormInput } from "@/lib/desk/custom-forms";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";
import { createRuleWorker } from "@/lib/runtime/rule-worker";
import type { Stores } from "@/lib/runtime/stores";
import { createTicket } from "@/lib/runtime/tickets";
import { createTrigger } from "@/lib/runtime/triggers";
import { bareLoop } from "./bare-loop";

const [url = ""] = process.argv.slice(2);
const rounds = 5;
const perRound = 2_000;
const { concurrency } = defaultWorkerOptions;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-bench-"));
  const stores = await openStores(`sqlite:${join(folder, "bench.db")}`, createCipher(["a secret for benchmarks"]));
  const typeId = await prepare(stores);
  const measured: { full: number; bare: number }[] = [];
  await bareLoop(url, perRound, concurrency);
  await drain(stores, typeId);
  for (let round = 0; round < rounds; round++)
    measured.push({ bare: await bareLoop(url, perRound, concurrency), full: await drain(stores, typeId) });
  await stores.close();
  rmSync(folder, { recursive: true });
  measured.sort((a, b) => a.full / a.bare - b.full / b.bare);
  console.log(JSON.stringify(measured[Math.floor(rounds / 2)]));
}

/** A rule for new tickets that fires a webhook with three parameters, whose reply sets a field. Returns the ticket type. */
async function prepare(stores: Stores): Promise<number> {
  const typeId = (await stores.deskLists.load()).types[0]?.id ?? 1;
  const fields = [{ name: "Number", kind: "text" }];
  const form = await stores.customForms.create(
    systemActor,
    customFormInput.parse({ name: "Partner", ticketTypeIds: [typeId], fields }),
  );
  const parameters = [
    { name: "id", defaultText: "{{ticket.id}}" },
    { name: "title", defaultText: "{{ticket.title}}" },
    { name: "number", defaultText: "{{ticket.displayid}}" },
  ];
  const webhook = await stores.webhooks.create(
    systemActor,
    webhookInput.parse({
      ...{ name: "Benchmark", ticketTypeId: typeId, url, parameters },
      body: `{"id": "{{id}}", "title": "{{title}}", "number": "{{number}}", "description": "${"x".repeat(800)}"}`,
      responseFields: [{ path: "result.number", formId: form.id, fieldId: 1 }],
    }),
  );
  const conditions = {
    ...{ type: "group", mode: "all" },
    conditions: [{ type: "test", field: "ticket.title", operator: "contains", value: "jams" }],
  };
  const actions = [{ type: "execute_webhook", webhookId: webhook.id, parameters: {} }];
  await createTrigger(
    stores,
    systemActor,
    triggerInput.parse({ name: "New", ticketTypeId: typeId, conditions, actions }),
  );
  return typeId;
}

/** From the workers' start until every reply is on its ticket; the tickets and their events are there before. */
async function drain(stores: Stores, typeId: number): Promise<number> {
  const made = Array.from({ length: perRound }, (_, number) =>
    createTicket(stores, systemActor, { title: `Printer ${number} jams`, typeId }, new Date()),
  );
  await Promise.all(made);
  const before = (await stores.deliveries.counts()).succeeded;
  const policy = { allow: parseAllowList("127.0.0.1"), ownOrigins: [] };
  const out = createTransport({ policy, connectionsPerOrigin: concurrency });
  let left = perRound;
  let done = () => {};
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  const tell = (level: string, message: string, fields: unknown) => console.error(level, message, fields);
  const rules = createRuleWorker(stores, tell);
  const deliveries = createDeliveryWorker(
    stores,
    out.transport,
    tell,
    { concurrency },
    { measured: (attempt) => void (attempt.outcome === "succeeded" && --left === 0 && done()) },
  );
  const since = performance.now();
  rules.start();
  deliveries.start();
  await finished;
  await Promise.all([rules.stop(), deliveries.stop()]);
  const seconds = (performance.now() - since) / 1000;
  await out.close();
  const { succeeded } = await stores.deliveries.counts();
  if (succeeded - before !== perRound) throw new Error(`${succeeded - before} of ${perRound} deliveries succeeded`);
  return perRound / seconds;
}

await main();
