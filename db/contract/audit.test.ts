import { expect, test } from "vitest";
import type { Actor } from "@/lib/core/actor";
import { onEveryDialect } from "./dialects";
import { hostileTexts, named } from "./make-access";

const person = (name: string): Actor => ({ kind: "person", id: "person:7", name, personId: 7 });

onEveryDialect("audit", (stores) => {
  const record = (actor: Actor, name: string) => stores().bins.create(actor, { name });
  const list = (query: object = {}) => stores().audit.list({ page: 1, pageSize: 100, ...query });

  test("an entry says who did what to what, and when", async () => {
    const before = Date.now();
    const bin = await record(person("Ann"), named("Bin"));
    const [entry] = (await list()).items;
    expect(entry).toEqual({
      id: expect.stringMatching(/^aud_/),
      at: expect.any(Date),
      actorId: "person:7",
      actorName: "Ann",
      action: "bin.create",
      subject: bin.id,
      subjectName: bin.name,
    });
    expect(entry?.at.getTime()).toBeGreaterThanOrEqual(before);
  });

  test("lists newest first in pages", async () => {
    const mark = named("page");
    for (const number of [1, 2, 3]) await record(person("Ann"), `${mark} ${number}`);
    const names = async (query: object) =>
      (await list({ q: mark, ...query })).items.map(({ subjectName }) => subjectName);
    expect(await names({})).toEqual([`${mark} 3`, `${mark} 2`, `${mark} 1`]);
    expect(await names({ page: 2, pageSize: 2 })).toEqual([`${mark} 1`]);
    expect(await names({ page: 3, pageSize: 2 })).toEqual([]);
    expect((await list({ q: mark, pageSize: 1 })).total).toBe(3);
  });

  test("searches action, subject's and actor's name in any case", async () => {
    const [who, what] = [named("Zoë Actor"), named("Subject")];
    await record(person(who), what);
    for (const q of [who.slice(4).toUpperCase(), what.toLowerCase(), `${what}`])
      expect((await list({ q })).items).toMatchObject([{ actorName: who, subjectName: what }]);
    expect((await list({ q: "BIN.create" })).total).toBe((await list()).total);
    expect((await list({ q: "nothing like this" })).total).toBe(0);
  });

  test.each(hostileTexts)("%j is recorded and found as it is", async (text) => {
    await record(person(text), text);
    expect((await list({ q: text })).items).toMatchObject([{ actorName: text, subjectName: text }]);
  });

  test("entries written at once are all there", async () => {
    const mark = named("burst");
    await Promise.all(Array.from({ length: 20 }, (_, i) => record(person("Ann"), `${mark}-${i}`)));
    expect((await list({ q: `${mark}-` })).total).toBe(20);
  });
});
