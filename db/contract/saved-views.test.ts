import { expect, test } from "vitest";
import { mostViews, type ViewInput, type ViewOwner } from "@/lib/access/saved-views";
import { onEveryDialect } from "./dialects";
import { actor, unique } from "./make";

onEveryDialect("saved views", (stores) => {
  const views = () => stores().savedViews;
  const ann: ViewOwner = { actor, personId: 11, mayShare: false };
  const bob: ViewOwner = { actor, personId: 12, mayShare: false };
  const admin: ViewOwner = { actor, personId: 13, mayShare: true };
  const input = (changed: Partial<ViewInput> = {}): ViewInput => ({
    ...{ page: `page ${unique()}`, name: `View ${unique()}`, query: "status=failed&q=%C3%A9", isShared: false },
    ...changed,
  });
  const names = async (page: string, { personId }: ViewOwner) =>
    (await views().list(page, personId)).map(({ name }) => name);

  test("one's own are nobody else's; everyone's are seen by all, by name", async () => {
    const { page } = input();
    const made = await views().create(ann, input({ page, name: "b mine" }));
    expect(made).toEqual({
      ...{ id: expect.stringMatching(/^viw_/), page, name: "b mine", query: "status=failed&q=%C3%A9", personId: 11 },
    });
    await views().create(admin, input({ page, name: "C all", isShared: true }));
    await views().create(admin, input({ page, name: "a admin's" }));
    await views().create(ann, input({ name: "another page" }));
    expect(await names(page, ann)).toEqual(["b mine", "C all"]);
    expect(await names(page, bob)).toEqual(["C all"]);
    expect(await names(page, admin)).toEqual(["a admin's", "C all"]);
  });

  test("are renamed, changed and deleted by their owner only", async () => {
    const mine = await views().create(ann, input());
    const shared = await views().create(admin, input({ page: mine.page, isShared: true }));
    expect(await views().update(ann, mine.id, { name: "Other", query: "" })).toMatchObject({
      name: "Other",
      query: "",
    });
    expect((await views().list(mine.page, 11)).map(({ query }) => query)).toContain("");
    for (const [who, id] of [
      [bob, mine.id],
      [admin, mine.id],
      [ann, shared.id],
      [ann, "viw_none"],
    ] as const) {
      await expect(views().update(who, id, { name: "Stolen" })).rejects.toMatchObject({ code: "not_found" });
      await expect(views().remove(who, id)).rejects.toMatchObject({ code: "not_found" });
    }
    await views().remove(ann, mine.id);
    await views().remove(admin, shared.id);
    expect(await names(mine.page, ann)).toEqual([]);
    const audit = await stores().audit.list({ page: 1, pageSize: 100, q: "view." });
    expect(audit.items.filter(({ subject }) => subject === mine.id).map(({ action }) => action)).toEqual([
      ...["view.remove", "view.update", "view.create"],
    ]);
  });

  test("for everyone only with the right to", async () => {
    await expect(views().create(ann, input({ isShared: true }))).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a name is used once per person and page, in any case", async () => {
    const { page } = input();
    const first = await views().create(ann, input({ page, name: "Late" }));
    const conflict = { code: "conflict", fields: { name: [expect.any(String)] } };
    await expect(views().create(ann, input({ page, name: "LATE" }))).rejects.toMatchObject(conflict);
    await views().create(bob, input({ page, name: "late" }));
    await views().create(admin, input({ page, name: "late", isShared: true }));
    const second = await views().create(ann, input({ page, name: "Later" }));
    await expect(views().update(ann, second.id, { name: "late" })).rejects.toMatchObject(conflict);
    expect(await views().update(ann, first.id, { name: "LATE" })).toMatchObject({ name: "LATE" });
  });

  test("there is an end to how many", async () => {
    const { page } = input();
    for (let index = 0; index < mostViews; index++) await views().create(ann, input({ page }));
    await expect(views().create(ann, input({ page }))).rejects.toMatchObject({ code: "limit" });
    await views().create(bob, input({ page }));
  }, 30_000);
});
