import { describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import { type CustomFormInput, customFormInput } from "@/lib/desk/custom-forms";
import { reservedFormKeys } from "@/lib/desk/fields";
import { onEveryDialect } from "./dialects";
import { actor, makeForm, makeTicket, makeWebhook, unique } from "./make";

const text = (name: string, id = 0) => ({ id, name, kind: "text" as const, options: [], isReadOnly: false });

onEveryDialect("custom form store", (stores) => {
  const forms = () => stores().customForms;
  const audits = async () => (await stores().audit.list(everything)).total;
  const save = (id: number, form: CustomFormInput, overrides: Partial<CustomFormInput>) =>
    forms().update(actor, id, customFormInput.parse({ ...form, ...overrides }));

  test("a form gets a key and its fields get ids", async () => {
    const before = await audits();
    const name = `Linked  Assets ${unique()} 🚒`;
    const form = await makeForm(stores(), {
      name,
      isMultiLine: true,
      fields: [text("Asset"), { ...text("Kind"), kind: "select", options: ["A", "B"], isReadOnly: true }],
    });
    expect(form).toMatchObject({ name, key: name.toLowerCase().replaceAll(" ", ""), isMultiLine: true });
    expect(form.fields.map(({ id }) => id)).toEqual([1, 2]);
    expect(form.fields[1]).toMatchObject({ kind: "select", options: ["A", "B"], isReadOnly: true });
    expect(await forms().get(form.id)).toEqual(form);
    expect(await forms().list()).toContainEqual(form);
    expect(await audits()).toBe(before + 1);
  });

  test("a name another form has, spaces and case aside, is a conflict and leaves nothing behind", async () => {
    const [form, other] = [await makeForm(stores()), await makeForm(stores())];
    const before = await audits();
    const conflict = { code: "conflict", fields: { name: [expect.any(String)] } };
    const name = form.name.toUpperCase().replaceAll(" ", "  ");
    await expect(makeForm(stores(), { name })).rejects.toMatchObject(conflict);
    await expect(save(other.id, other, { name })).rejects.toMatchObject(conflict);
    expect(await forms().get(other.id)).toEqual(other);
    expect(await audits()).toBe(before);
    expect(await save(form.id, form, { name })).toMatchObject({ name, key: form.key });
  });

  test("of many who want one name at once, one gets it", async () => {
    const name = `Wanted ${unique()}`;
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => makeForm(stores(), { name })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("names that built-in paths use are refused", async () => {
    expect(reservedFormKeys).toContain("assignedtoemail");
    for (const name of ["Status Name", "Person", "agent_team", "Parameters", "FORM"])
      await expect(makeForm(stores(), { name })).rejects.toMatchObject({
        code: "conflict",
        fields: { name: [expect.any(String)] },
      });
  });

  test("unknown types, fields and forms are refused", async () => {
    const form = await makeForm(stores());
    await expect(makeForm(stores(), { ticketTypeIds: [999_999] })).rejects.toMatchObject({
      code: "invalid",
      fields: { ticketTypeIds: ["There is no ticket type with id 999999"] },
    });
    await expect(save(form.id, form, { fields: [text("New", 77)] })).rejects.toMatchObject({ code: "invalid" });
    await expect(save(form.id, form, { fields: [text("A", 1), text("B", 1)] })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(save(999_999, form, { name: `New ${unique()}` })).rejects.toMatchObject({ code: "not_found" });
    await expect(forms().remove(actor, 999_999)).rejects.toMatchObject({ code: "not_found" });
    expect(await forms().get(999_999)).toBeUndefined();
  });

  test("a renamed field keeps its id, and the id of a removed one never comes back", async () => {
    const form = await makeForm(stores());
    const renamed = await save(form.id, form, { fields: [text("Renamed", 2), text("Third")] });
    expect(renamed.fields.map(({ id, name }) => [id, name])).toEqual([
      [2, "Renamed"],
      [3, "Third"],
    ]);
    await save(form.id, form, { fields: [text("Renamed", 2)] });
    const last = await save(form.id, form, { fields: [text("Fourth"), text("Renamed", 2)] });
    expect(last.fields.map(({ id }) => id)).toEqual([4, 2]);
  });

  describe("a form that webhooks map replies into", () => {
    test("can't lose the mapped field or go; the webhooks are named", async () => {
      const form = await makeForm(stores());
      const responseFields = [{ path: "result.number", formId: form.id, fieldId: 1 }];
      const [first, second] = [
        await makeWebhook(stores(), { responseFields }),
        await makeWebhook(stores(), { responseFields }),
      ];
      const before = await audits();
      const named = (error: Error) => [first, second].every(({ name }) => error.message.includes(name));
      const attempts = [
        () => save(form.id, form, { fields: [text("System id", 2)] }),
        () => forms().remove(actor, form.id),
      ];
      for (const attempt of attempts) {
        const error = await attempt().then(
          () => undefined,
          (reason: Error) => reason,
        );
        expect(error).toMatchObject({ code: "conflict" });
        expect(error && named(error)).toBe(true);
      }
      expect(await forms().get(form.id)).toEqual(form);
      expect(await audits()).toBe(before);
      expect((await save(form.id, form, { fields: [text("Number", 1)] })).fields).toHaveLength(1);
    });
  });

  test("removing a form removes its values", async () => {
    const [form, other] = [await makeForm(stores()), await makeForm(stores())];
    const ticket = await makeTicket(stores(), { forms: { [form.id]: [{ 1: "x" }], [other.id]: [{ 1: "y" }] } });
    await forms().remove(actor, form.id);
    const graph = await stores().tickets.graph(ticket.id);
    expect(graph?.ticket.forms).toEqual({ [other.id]: [{ 1: "y" }] });
    expect(graph?.forms.some(({ id }) => id === form.id)).toBe(false);
  });

  test("a multi-line form becomes single-line only while no ticket has more than one row", async () => {
    const form = await makeForm(stores(), { isMultiLine: true });
    const tickets = [
      await makeTicket(stores(), { forms: { [form.id]: [{ 1: "a" }, { 1: "b" }] } }),
      await makeTicket(stores(), { forms: { [form.id]: [{ 1: "a" }, { 1: "b" }, {}] } }),
      await makeTicket(stores(), { forms: { [form.id]: [{ 1: "a" }] } }),
    ];
    await expect(save(form.id, form, { isMultiLine: false })).rejects.toMatchObject({
      code: "conflict",
      fields: { isMultiLine: [expect.stringContaining("2 tickets have more than one row")] },
    });
    for (const { id } of tickets.slice(0, 2))
      await stores().changes.commit({
        ticketId: id,
        at: new Date(),
        expectedVersion: 1,
        forms: { [form.id]: [] },
        history: [],
      });
    expect((await save(form.id, form, { isMultiLine: false })).isMultiLine).toBe(false);
  });
});
