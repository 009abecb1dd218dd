import { expect, test } from "vitest";
import { allPermissions } from "@/lib/access/permissions";
import { onEveryDialect } from "./dialects";
import { actor } from "./make";
import { auditCount, auditOf, builtInRole, failure, hostileTexts, makeRole, named, race } from "./make-access";

const now = new Date("2026-11-21T12:00:00.000Z");
const later = (ms: number) => new Date(now.getTime() + ms);

onEveryDialect("API keys", (stores) => {
  async function create(changes: Partial<Parameters<ReturnType<typeof stores>["apiKeys"]["create"]>[1]> = {}) {
    const roleId = changes.roleId ?? (await makeRole(stores())).id;
    return stores().apiKeys.create(actor, {
      name: named("Key"),
      tokenHash: named("hash"),
      hint: "wxyz",
      ...changes,
      roleId,
    });
  }
  const byId = async (id: string) => (await stores().apiKeys.list()).find((key) => key.id === id);

  test("creates and lists, newest first, without the token", async () => {
    const tokenHash = named("secret-hash");
    const key = await create({ tokenHash });
    expect(key).toMatchObject({ hint: "wxyz", createdBy: actor.name, lastUsedAt: null, revokedAt: null });
    const next = await create();
    const keys = await stores().apiKeys.list();
    expect(keys.slice(0, 2)).toEqual([next, key]);
    expect(JSON.stringify(keys)).not.toContain(tokenHash);
    expect(await auditOf(stores(), key.id)).toEqual(["apiKey.create"]);
  });

  test("a live key yields its principal", async () => {
    const role = await makeRole(stores(), { permissions: ["tickets.write"] });
    const tokenHash = named("hash");
    const key = await create({ tokenHash, roleId: role.id });
    expect(await stores().apiKeys.find(tokenHash, now)).toEqual({
      kind: "apiKey",
      id: key.id,
      name: key.name,
      personId: null,
      roleId: role.id,
      roleName: role.name,
      permissions: ["tickets.write"],
    });
    for (const text of ["", "%", ...hostileTexts]) expect(await stores().apiKeys.find(text, now)).toBeUndefined();

    const administrator = named("hash");
    await create({ tokenHash: administrator, roleId: (await builtInRole(stores(), "administrator")).id });
    expect((await stores().apiKeys.find(administrator, now))?.permissions).toEqual(allPermissions);
  });

  test("use is noted at most once a minute", async () => {
    const tokenHash = named("hash");
    const { id } = await create({ tokenHash });
    const usedAt = async (at: Date) => {
      await stores().apiKeys.find(tokenHash, at);
      return (await byId(id))?.lastUsedAt;
    };
    expect(await usedAt(now)).toEqual(now);
    expect(await usedAt(later(59_999))).toEqual(now);
    expect(await usedAt(later(60_000))).toEqual(later(60_000));
    expect(await usedAt(now)).toEqual(later(60_000));
    await Promise.all(Array.from({ length: 50 }, () => stores().apiKeys.find(tokenHash, later(200_000))));
    expect((await byId(id))?.lastUsedAt).toEqual(later(200_000));
  });

  test("a revoked key opens nothing; revoking again changes nothing", async () => {
    const tokenHash = named("hash");
    const { id } = await create({ tokenHash });
    await stores().apiKeys.revoke(actor, id);
    expect(await stores().apiKeys.find(tokenHash, now)).toBeUndefined();
    const revoked = await byId(id);
    expect(revoked?.revokedAt).toBeInstanceOf(Date);
    await stores().apiKeys.revoke(actor, id);
    expect(await byId(id)).toEqual(revoked);
    expect(await auditOf(stores(), id)).toEqual(["apiKey.create", "apiKey.revoke"]);
    expect(await failure(stores().apiKeys.revoke(actor, "key_0"))).toMatchObject({ code: "not_found" });
  });

  test("the same token again is the same key, also when two processes start at once", async () => {
    const tokenHash = named("hash");
    const { won } = await race(
      stores(),
      () => create({ tokenHash, name: "From the environment" }),
      () => create({ tokenHash, name: "From the environment" }),
    );
    expect(new Set(won.map(({ id }) => id)).size).toBe(1);
    expect(won).toHaveLength(2);
    const [key] = won;
    if (!key) throw new Error("no key");
    expect(await create({ tokenHash, name: "Renamed" })).toEqual(key);
    expect(await auditOf(stores(), key.id)).toEqual(["apiKey.create"]);
  });

  test("a revoked token stays revoked", async () => {
    const tokenHash = named("hash");
    const key = await create({ tokenHash });
    await stores().apiKeys.revoke(actor, key.id);
    expect(await failure(create({ tokenHash }))).toMatchObject({
      code: "conflict",
      message: `The API key “${key.name}” with this value was revoked. Use a new value.`,
    });
    expect(await stores().apiKeys.find(tokenHash, now)).toBeUndefined();
  });

  test("an unknown role is named and nothing is left behind", async () => {
    const before = await auditCount(stores());
    const tokenHash = named("hash");
    expect(await failure(create({ roleId: "rol_0", tokenHash }))).toMatchObject({
      code: "invalid",
      fields: { roleId: ["Choose a role"] },
    });
    expect(await stores().apiKeys.find(tokenHash, now)).toBeUndefined();
    expect(await auditCount(stores())).toBe(before);
  });

  test.each(hostileTexts)("%j comes back as it went in", async (name) => {
    const { id } = await create({ name });
    expect((await byId(id))?.name).toBe(name);
  });
});
