import { describe, expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import { everything } from "@/lib/core/page";
import { type FunctionInput, functionInput } from "@/lib/functions/function";
import type { FunctionRun } from "@/lib/functions/run";
import { onEveryDialect } from "./dialects";
import { actor, unique } from "./make";
import { auditCount, failure, hostileTexts, race } from "./make-access";

const all = { page: 1, pageSize: 100 };

onEveryDialect("functions", (stores) => {
  const functions = () => stores().functions;
  const inputOf = (overrides: Partial<FunctionInput> = {}) =>
    functionInput.parse({ name: `Function ${unique()}`, source: "return 1;", ...overrides });
  const make = (overrides: Partial<FunctionInput> = {}) => functions().create(actor, inputOf(overrides));
  const runOf = (functionId: string, overrides: Partial<FunctionRun> = {}): FunctionRun => ({
    ...{ id: newId("run"), functionId, functionName: "Function", version: 1, at: new Date(), durationMs: 3 },
    ...{ origin: "call", actorName: "", remoteAddress: "192.0.2.7", arguments: '{"id":1}', outcome: "succeeded" },
    ...{ result: "1", line: 0, info: ["a"], statements: 2, calls: [], ticketIds: [] },
    ...overrides,
  });

  describe("settings", () => {
    test("come back as they went in, whatever the texts", async () => {
      for (const text of hostileTexts) {
        const input = inputOf({ source: text, description: text.slice(0, 200) });
        const made = await functions().create(actor, input);
        expect(made).toMatchObject({ ...input, version: 1, isPublished: false, tokenEnd: null, lastRunAt: null });
        expect(await functions().get(made.id)).toEqual(made);
      }
    });

    test("names are unique upper and lower case aside, API names exactly, and blank ones any number of times", async () => {
      const apiName = `api_${unique()}`;
      const made = await make({ apiName });
      const twice = { ...inputOf(), name: made.name.toUpperCase() };
      expect(await failure(functions().create(actor, twice))).toMatchObject({
        code: "conflict",
        fields: { name: [expect.any(String)] },
      });
      expect(await failure(make({ apiName }))).toMatchObject({
        code: "conflict",
        fields: { apiName: [expect.any(String)] },
      });
      const other = await make({ apiName: apiName.toUpperCase() });
      await make();
      await make();
      expect((await functions().find(apiName))?.id).toBe(made.id);
      expect((await functions().find(made.name.toUpperCase()))?.id).toBe(made.id);
      expect((await functions().find(apiName.toUpperCase()))?.id).toBe(other.id);
      for (const name of ["", "nobody", "x\0"]) expect(await functions().find(name)).toBeUndefined();
    });

    test("of two who save the same version one is told", async () => {
      const made = await make();
      const save = (n: number) => () => functions().update(actor, made.id, inputOf({ source: `return ${n};` }), 1);
      const { won, lost } = await race(stores(), save(1), save(2));
      expect(won).toHaveLength(1);
      expect(lost).toEqual([expect.objectContaining({ code: "conflict" })]);
      expect((await functions().get(made.id))?.version).toBe(2);
    });

    test("every version is kept, and says who and when", async () => {
      const made = await make({ source: "return 1;" });
      await functions().update(actor, made.id, inputOf({ name: made.name, source: "return 2;" }));
      const { items, total } = await functions().versions(made.id, all);
      expect([total, items.map(({ version, actorName }) => [version, actorName])]).toEqual([
        2,
        [
          [2, actor.name],
          [1, actor.name],
        ],
      ]);
      expect((await functions().version(made.id, 1))?.values.source).toBe("return 1;");
      expect(await functions().version(made.id, 3)).toBeUndefined();
    });
  });

  describe("publishing", () => {
    test("needs an API name, makes a token that is kept sealed, and the next one replaces it", async () => {
      const bare = await make();
      expect(await failure(functions().publish(actor, bare.id, "token-AAAA"))).toMatchObject({
        code: "invalid",
        fields: { apiName: [expect.any(String)] },
      });
      const made = await make({ apiName: `api_${unique()}` });
      const audited = await auditCount(stores());
      expect(await functions().publish(actor, made.id, "token-one-ABCD")).toMatchObject({
        isPublished: true,
        tokenEnd: "ABCD",
      });
      const first = await functions().door(made.apiName);
      await functions().publish(actor, made.id, "token-two-EFGH");
      const second = await functions().door(made.apiName);
      expect(await functions().door(made.apiName.toUpperCase())).toBeUndefined();
      expect(second?.tokenHash).not.toBe(first?.tokenHash);
      expect(await functions().token(made.id)).toBe("token-two-EFGH");
      expect(
        JSON.stringify([await functions().get(made.id), second, await stores().audit.list(everything)]),
      ).not.toContain("token-two");
      expect(await auditCount(stores())).toBe(audited + 2);
      expect(await failure(functions().update(actor, made.id, inputOf({ apiName: "" })))).toMatchObject({
        code: "invalid",
      });
      await functions().unpublish(actor, made.id);
      expect(await functions().token(made.id)).toBeUndefined();
      expect(await functions().door(made.apiName)).toBeUndefined();
    });

    test("callers' proof: the secret is sealed, kept when left out, and asked for when there is none", async () => {
      const made = await make({ apiName: `api_${unique()}` });
      const proof = { kind: "hmac", headerName: "X-Signature" } as const;
      expect(await failure(functions().setProof(actor, made.id, proof))).toMatchObject({ code: "invalid" });
      await functions().setProof(actor, made.id, { ...proof, secret: "whsec_1" });
      await functions().publish(actor, made.id, "token-ABCD");
      await functions().setProof(actor, made.id, { ...proof, headerName: "X-Hub-Signature-256" });
      const found = await functions().door(made.apiName);
      expect(found).toMatchObject({ proofSecret: "whsec_1", proof: { headerName: "X-Hub-Signature-256" } });
      expect(JSON.stringify(await functions().get(made.id))).not.toContain("whsec_1");
    });
  });

  test("the list searches, filters, sorts and pages", async () => {
    const mark = `m${unique()}m`;
    for (const n of [3, 1, 2]) await make({ name: `Zebra ${mark} ${n}`, description: `says ${mark}x${n}` });
    const names = async (query: object) =>
      (await functions().list({ ...all, q: mark, ...query })).items.map(({ name }) => name.slice(-1));
    expect(await names({})).toEqual(["1", "2", "3"]);
    expect(await names({ sort: { key: "name", direction: "desc" }, pageSize: 2 })).toEqual(["3", "2"]);
    expect(await names({ q: `${mark}X2` })).toEqual(["2"]);
    expect(await names({ isPublished: true })).toEqual([]);
    expect(await names({ sort: { key: "lastRunAt", direction: "desc" } })).toHaveLength(3);
    expect((await functions().list({ ...all, q: mark, pageSize: 1 })).total).toBe(3);
  });

  test("test cases are saved, changed and removed, and go with their function", async () => {
    const made = await make();
    const input = { name: "One", arguments: '{"id": 1}', expects: { kind: "output", text: "1" } } as const;
    const saved = await functions().saveTest(actor, made.id, input);
    expect(await functions().saveTest(actor, made.id, { ...input, name: "Two" }, saved.id)).toMatchObject({
      name: "Two",
    });
    expect(await functions().tests(made.id)).toHaveLength(1);
    expect(await failure(functions().saveTest(actor, "fun_none", input))).toMatchObject({ code: "not_found" });
    await functions().removeTest(actor, saved.id);
    expect(await failure(functions().removeTest(actor, saved.id))).toMatchObject({ code: "not_found" });
    await functions().saveTest(actor, made.id, input);
    expect(await functions().remove(actor, [made.id, "fun_none"])).toBe(1);
    expect(await functions().tests(made.id)).toEqual([]);
  });

  test("the stamp differs once a function was made, saved or removed, and not for its runs", async () => {
    const one = await make();
    const stamps = [await functions().stamp()];
    await stores().functionRuns.record([runOf(one.id)]);
    expect(await functions().stamp()).toBe(stamps[0]);
    const two = await make();
    stamps.push(await functions().stamp());
    await functions().update(actor, two.id, inputOf());
    stamps.push(await functions().stamp());
    await functions().remove(actor, [two.id]);
    await make();
    stamps.push(await functions().stamp());
    expect(new Set(stamps).size).toBe(stamps.length);
  });

  describe("runs", () => {
    test("are recorded together; those of a removed function are left out", async () => {
      const made = await make();
      const runs = [
        runOf(made.id),
        runOf(made.id, { outcome: "failed", result: "No 100% luck", line: 3, durationMs: 90 }),
      ];
      await stores().functionRuns.record([...runs, runOf("fun_none")]);
      const { items } = await stores().functionRuns.list({ ...all, functionId: made.id });
      expect(items).toEqual(runs.toReversed());
      expect(await stores().functionRuns.get(runs[0]?.id ?? "")).toEqual(runs[0]);
      expect(await functions().get(made.id)).toMatchObject({ lastOutcome: "failed", lastRunAt: runs[1]?.at });
      const find = async (query: object) =>
        (await stores().functionRuns.list({ ...all, functionId: made.id, ...query })).total;
      expect([
        await find({ q: "100% LUCK" }),
        await find({ outcome: "succeeded" }),
        await find({ origin: "rule" }),
      ]).toEqual([1, 1, 0]);
      const numbers = await stores().functionRuns.numbers(made.id, new Date(0));
      expect(numbers).toEqual({ calls: 2, failures: 1, p95Ms: 90 });
      expect(await stores().functionRuns.numbers("fun_none", new Date(0))).toEqual({
        calls: 0,
        failures: 0,
        p95Ms: null,
      });
    });

    test("old ones are pruned, the oldest first", async () => {
      const made = await make();
      const old = [1, 2, 3].map((day) => runOf(made.id, { at: new Date(Date.UTC(2001, 0, day)) }));
      await stores().functionRuns.record([...old, runOf(made.id)]);
      expect(await stores().functionRuns.prune(new Date(Date.UTC(2001, 0, 3)), 10)).toBe(2);
      expect((await stores().functionRuns.list({ ...all, functionId: made.id })).total).toBe(2);
    });
  });
});
