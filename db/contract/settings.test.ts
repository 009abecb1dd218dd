import { expect, test } from "vitest";
import { onEveryDialect } from "./dialects";
import { actor, unique } from "./make";

onEveryDialect("settings", (stores) => {
  test("nothing is stored at first", async () => {
    expect(await stores().settings.read(`none ${unique()}`)).toBeUndefined();
  });

  test("a group is replaced as a whole, and keys don't touch each other", async () => {
    const [key, other] = [`a ${unique()}`, `b ${unique()}`];
    await stores().settings.write(actor, key, { days: 30, list: ["x", null], deep: { on: true } });
    await stores().settings.write(actor, other, { days: 1 });
    await stores().settings.write(actor, key, { days: 31 });
    expect(await stores().settings.read(key)).toEqual({ days: 31 });
    expect(await stores().settings.read(other)).toEqual({ days: 1 });
  });

  test("the audit log says which group changed, and none of its values", async () => {
    const key = `audited ${unique()}`;
    await stores().settings.write(actor, key, { word: "unrepeatable" });
    const { items } = await stores().audit.list({ page: 1, pageSize: 100, q: key });
    expect(items).toMatchObject([{ action: "settings.update", subject: key, actorName: actor.name }]);
    expect(JSON.stringify(items)).not.toContain("unrepeatable");
  });

  test("two writers at once: one of them has the last word", async () => {
    const key = `raced ${unique()}`;
    await Promise.all([1, 2, 3].map((n) => stores().settings.write(actor, key, { n })));
    expect([1, 2, 3]).toContainEqual(((await stores().settings.read(key)) as { n: number }).n);
  });
});
