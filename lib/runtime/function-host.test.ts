import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStores, type TestStores } from "@/db/testing";
import { systemActor } from "@/lib/core/actor";
import { systemClock } from "@/lib/core/clock";
import { type IncomingResponse, type OutgoingRequest, TransportError } from "@/lib/core/transport";
import { connectionInput } from "@/lib/delivery/connection";
import { type FunctionInput, functionInput } from "@/lib/functions/function";
import { createFunctions, type Functions } from "./functions";
import { scriptProgram } from "./script-pool-program";

let opened: TestStores;
let functions: Functions;
let sent: OutgoingRequest[];
let reply: () => Partial<IncomingResponse>;
beforeAll(async () => {
  opened = await openTestStores();
  functions = createFunctions({
    ...{ stores: opened.stores, clock: systemClock, timeZone: "UTC", portalId: 1 },
    pool: { program: scriptProgram() },
    send: async (request) => {
      sent.push(request);
      const answer = {
        status: 200,
        headers: { "content-type": "application/json" },
        body: "{}",
        timing: { totalMs: 1 },
      };
      return { ...answer, ...reply() };
    },
  });
});
afterAll(async () => {
  await functions.close();
  await opened.remove();
});

let count = 0;
async function run(source: string, more: Partial<FunctionInput> & { arguments?: string } = {}) {
  sent = [];
  const { arguments: given = "{}", ...input } = more;
  const name = input.name ?? `h${++count}`;
  const values = functionInput.parse({ name, source, ...input });
  const callable = await opened.stores.functions.create(systemActor, values);
  const ran = await functions.runner.run({ callable, arguments: given, origin: "console", actor: systemActor });
  await functions.record(ran.run);
  return ran;
}
/** Functions hear of a new one a tenth of a second later at most. */
const othersKnow = () => new Promise((resolve) => setTimeout(resolve, 250));
const url = "https://partner.example/api";

test("a call goes out through the way out, and is noted with its answer", async () => {
  reply = () => ({ status: 201, body: '{"id": 7}' });
  const ran = await run(
    `r = invokeurl [ url :"${url}" type :POST parameters:{"a":1}.toString() headers:{"X-A":"b"} detailed:true ];
return r.get("responseCode") + "/" + r.get("responseText");`,
  );
  expect(ran).toMatchObject({ ok: true, output: '201/{"id": 7}' });
  expect(sent).toMatchObject([{ method: "POST", url, body: '{"a":1}', headers: { "x-a": "b" } }]);
  expect(ran.run.calls).toMatchObject([
    { task: "invokeurl", target: `POST ${url}`, status: 201, request: '{"a":1}', reply: '{"id": 7}', error: null },
  ]);
});

test("a connection by name adds its credentials for its hosts only; they are kept from script and history", async () => {
  const connection = connectionInput.parse({
    ...{ name: "Partner", hosts: ["partner.example"] },
    auth: { type: "basic", username: "desk", password: "correct-horse" },
  });
  await opened.stores.connections.create(systemActor, connection);
  reply = () => ({ body: '{"echo": "correct-horse"}' });
  const ran = await run(`r = invokeurl [ url :"${url}" connection:"partner" ]; info r; return r.toString();`);
  expect(sent[0]?.headers.authorization).toMatch(/^Basic /);
  expect(JSON.stringify([ran.run, ran.masked])).not.toContain("correct-horse");
  const elsewhere = await run('return invokeurl [ url :"https://other.example/" connection:"Partner" ];');
  expect(elsewhere).toMatchObject({ ok: false, error: expect.stringContaining("may not be used for this address") });
  expect(sent).toEqual([]);
  expect(await run(`return invokeurl [ url :"${url}" connection:"Nobody" ];`)).toMatchObject({
    ok: false,
    error: expect.stringContaining("There is no connection “Nobody”"),
  });
});

test("why a call failed is for administrators; the script gets one neutral text, and can catch it", async () => {
  reply = () => {
    throw new TransportError("blocked", "10.0.0.7 is a private address");
  };
  const ran = await run(`try { invokeurl [ url :"${url}" ]; } catch (e) { return e.message; }`);
  expect(ran).toMatchObject({ ok: true, output: expect.stringMatching(/^The partner system could not be reached\./) });
  expect(ran.run.calls).toMatchObject([{ error: "10.0.0.7 is a private address", status: null }]);
});

test("mail goes to the outbox", async () => {
  const ran = await run(
    `sendmail [ from :"desk@example.com" to :"ann@example.com, bob@example.com" subject :"Hi" message :"<p>One</p><p>Two</p>" ];
return "sent";`,
    { name: "Mailer" },
  );
  expect(ran).toMatchObject({ ok: true });
  const { items } = await opened.stores.mails.list({ page: 1, pageSize: 10 });
  expect(items).toMatchObject([{ to: ["ann@example.com", "bob@example.com"], subject: "Hi", source: "Mailer" }]);
  const mail = await opened.stores.mails.get(items[0]?.id ?? "");
  expect(mail).toMatchObject({ html: "<p>One</p><p>Two</p>", text: "One\nTwo" });
});

test("functions call each other by name, results as text; a circle ends with an error", async () => {
  const parameters = [{ name: "n", type: "int" as const }];
  await run('return {"twice": n * 2};', {
    name: "Doubler",
    apiName: "doubler",
    returnType: "map",
    parameters,
    arguments: '{"n":1}',
  });
  await othersKnow();
  const ran = await run('return standalone.doubler(21).toMap().get("twice").toString();');
  expect(ran).toMatchObject({ ok: true, output: "42" });
  const { items } = await opened.stores.functionRuns.list({ page: 1, pageSize: 1, origin: "function" });
  expect(items).toMatchObject([{ functionName: "Doubler", outcome: "succeeded", result: '{"twice":42}' }]);
  await run("return 1;", { name: "Circle", apiName: "circle" });
  const circle = (await opened.stores.functions.find("circle")) ?? expect.fail();
  const source = "return standalone.circle();";
  const changed = await opened.stores.functions.update(
    systemActor,
    circle.id,
    functionInput.parse({ ...circle, source }),
  );
  await othersKnow();
  const ended = await functions.runner.run({
    callable: changed,
    arguments: "{}",
    origin: "console",
    actor: systemActor,
  });
  expect(ended).toMatchObject({ ok: false, error: expect.stringContaining("call each other more than 5 deep") });
});
