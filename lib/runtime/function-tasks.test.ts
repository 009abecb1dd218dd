import { beforeAll, describe, expect, test } from "vitest";
import { onEveryDialect } from "@/db/contract/dialects";
import { makeForm, makeItem, makePerson, unique } from "@/db/contract/make";
import { systemClock } from "@/lib/core/clock";
import type { Json } from "@/lib/core/json";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { CallbackFunction } from "@/lib/functions/function";
import { plainOf, scriptValueOf } from "@/lib/functions/plain";
import { deskTaskRunner } from "./function-tasks";
import type { Stores } from "./stores";

const callable = { id: "fun_1", name: "Sync" } as CallbackFunction;
const actor = { kind: "function", id: "fun_1", name: "Sync", personId: null } as const;

onEveryDialect("desk tasks of functions", (opened) => {
  let stores: Stores;
  let form: CustomForm;
  let email: string;
  const touched: number[] = [];
  beforeAll(async () => {
    stores = opened();
    form = await makeForm(stores);
    email = `ann${unique()}@example.com`;
    await makePerson(stores, { isAgent: true, emails: [email] });
  });

  const call = async (path: string, ...given: Json[]) => {
    const run = deskTaskRunner(
      { stores, clock: systemClock },
      { callable, actor, cause: null, touched: (id) => touched.push(id) },
    );
    // biome-ignore lint/suspicious/noExplicitAny: answers are JSON of many shapes
    return plainOf(await run(path, { arguments: given.map(scriptValueOf) })) as any;
  };
  const invoke = async (attributes: Record<string, Json>) => {
    const run = deskTaskRunner(
      { stores, clock: systemClock },
      { callable, actor, cause: null, touched: () => undefined },
    );
    const given = new Map(Object.entries(attributes).map(([key, value]) => [key, [scriptValueOf(value)]]));
    // biome-ignore lint/suspicious/noExplicitAny: answers are JSON of many shapes
    return plainOf(await run("zoho.sdp.invokeurl", { attributes: given })) as any;
  };
  const create = (more: Record<string, Json> = {}) =>
    call("zoho.sdp.create", "Request", { subject: "It burns", ...more });

  test("create, read, update and note, with people, choices and custom forms", async () => {
    const priority = await makeItem(stores, "priority");
    const made = await create({
      ...{ priority: { name: priority.name }, technician: { email_id: email }, third_party_ref: `R${unique()}` },
      udf_fields: { [form.name]: { Number: "N1" } },
    });
    expect(made).toMatchObject({
      id: expect.any(String),
      request: { subject: "It burns", priority: { name: priority.name }, technician: { email_id: email } },
      response_status: { status_code: 2000 },
    });
    expect(made.request.udf_fields[form.name]).toMatchObject({ Number: "N1" });
    expect(touched).toContain(Number(made.id));
    const changed = await call("ZOHO.SDPCLOUD.UPDATERECORD", "requests", made.request.display_id, {
      request: { status: { name: "Resolved" }, urgency: 9 },
    });
    expect(changed.request).toMatchObject({ status: { name: "Resolved" }, urgency: 9, subject: "It burns" });
    await call("zoho.sdp.associate", "Notes", made.id, { note: { description: "Called back" } });
    const messages = await stores.tickets.messages(Number(made.id));
    expect(messages).toMatchObject([{ body: "Called back", visibility: "private" }]);
    expect((await call("zoho.sdp.getRecordById", "requests", made.id)).request.id).toBe(made.id);
    const { items } = await stores.tickets.history(Number(made.id), { page: 1, pageSize: 10 });
    expect(new Set(items.map(({ actorId, origin }) => `${actorId} ${origin}`))).toEqual(new Set(["fun_1 callback"]));
    expect(items.every(({ cause }) => cause?.chain?.at(-1)?.id === "fun_1")).toBe(true);
  });

  test("requests are found by reference, by a part of the subject, and from any place on", async () => {
    const ref = `JIRA-${unique()}`;
    const subject = `Zebra ${unique()} crosses`;
    const made = await create({ third_party_ref: ref });
    for (let n = 0; n < 5; n++) await create({ subject: `${subject} ${n}` });
    const byRef = await call("zoho.sdp.getRecords", "requests", 1, 10, { third_party_ref: ref });
    expect(byRef.requests.map(({ id }: { id: string }) => id)).toEqual([made.id]);
    const page = async (start: number, count: number) => {
      const found = await call("zoho.sdp.getRecords", "requests", start, count, { subject });
      const last = found.requests.map((one: { subject: string }) => one.subject.at(-1)).join("");
      return [last, found.list_info.has_more_rows];
    };
    expect(await page(1, 2)).toEqual(["43", true]);
    expect(await page(2, 3)).toEqual(["321", true]);
    expect(await page(4, 10)).toEqual(["10", false]);
  });

  test("the vendor's own interface, with JSON in input_data", async () => {
    const input = JSON.stringify({ request: { subject: "By interface" } });
    const made = await invoke({ url: "/api/v3/requests", type: "POST", parameters: { input_data: input } });
    const url = `/app/itdesk/api/v3/requests/${made.id}`;
    expect((await invoke({ url })).request.subject).toBe("By interface");
    await invoke({ url, type: "PUT", parameters: { input_data: '{"request":{"subject":"Changed"}}' } });
    await invoke({ url: `${url}/notes`, type: "POST", body: { note: { description: "n", show_to_requester: true } } });
    expect((await invoke({ url })).request.subject).toBe("Changed");
    expect(await stores.tickets.messages(Number(made.id))).toMatchObject([{ visibility: "public" }]);
  });

  describe("what can't be done is said", () => {
    test.each([
      [["zoho.sdp.create", "Problem", {}], "There is no module “Problem” here"],
      [["zoho.sdp.create", "Request", {}], "A new request needs a subject"],
      [["zoho.sdp.create", "Request", { subject: "x", colour: 1 }], "A request has no field “colour”"],
      [["zoho.sdp.create", "Request", { subject: "x", requester: "no@body.example" }], "There is no person with"],
      [["zoho.sdp.create", "Request", { subject: "x", urgency: 99 }], "urgency"],
      [["zoho.sdp.update", "Request", "IN999999", { subject: "x" }], "There is no ticket IN999999"],
      [["zoho.sdp.getRecordById", "Request", "0"], "There is no request 0"],
      [["zoho.sdp.getRecords", "Request", 1, 1, { colour: "red" }], "can’t be searched by “colour”"],
      [["zoho.sdp.getRecords", "Request", 1, 1, { status: "Lost" }], "There is no status “lost”"],
      [["zoho.sdp.associate", "Notes", "1", {}], "A note needs a description"],
    ] as [[string, ...Json[]], string][])("%j", async ([path, ...given], message) => {
      await expect(call(path, ...given)).rejects.toThrow(message);
    });

    test("an address there is not", async () => {
      await expect(invoke({ url: "/api/v3/assets" })).rejects.toThrow("There is nothing at /api/v3/assets");
      await expect(invoke({ url: "/api/v3/requests", type: "DELETE" })).rejects.toThrow("is not available here");
    });
  });
});
