import { expect, test } from "vitest";
import { allPermissions, technicianPermissions } from "@/lib/access/permissions";
import { onEveryDialect } from "./dialects";
import { actor, makeWebhook } from "./make";
import {
  auditCount,
  auditOf,
  builtInRole,
  failure,
  hostileTexts,
  makeAccount,
  makeRole,
  named,
  race,
} from "./make-access";

onEveryDialect("roles", (stores) => {
  test("the built-in roles are there", async () => {
    expect(await builtInRole(stores(), "administrator")).toMatchObject({
      name: "Administrator",
      permissions: allPermissions,
    });
    expect(await builtInRole(stores(), "technician")).toMatchObject({ permissions: technicianPermissions });
  });

  test("saves, changes, lists by name and removes, each with its audit entry", async () => {
    const input = { name: named("Night"), description: "After ten", permissions: ["tickets.read" as const] };
    const role = await stores().roles.save(actor, input);
    expect(role).toEqual({ ...input, id: role.id, builtIn: null, createdAt: expect.any(Date) });
    expect(await stores().roles.get(role.id)).toEqual(role);

    const name = named("Day");
    const changed = await stores().roles.save(
      actor,
      { ...input, name, permissions: ["tickets.read", "tickets.read"] },
      role.id,
    );
    expect(changed).toEqual({ ...role, name });
    const names = (await stores().roles.list()).map((one) => one.name.toLowerCase());
    expect(names).toContain(name.toLowerCase());
    expect([...names].sort()).toEqual(names);

    await stores().roles.remove(actor, role.id);
    expect(await stores().roles.get(role.id)).toBeUndefined();
    expect(await auditOf(stores(), role.id)).toEqual(["role.create", "role.update", "role.remove"]);
  });

  test("a taken name is a conflict on the name and leaves nothing behind", async () => {
    const [one, other] = [await makeRole(stores()), await makeRole(stores())];
    const before = await auditCount(stores());
    const taken = { code: "conflict", fields: { name: ["Another role has this name"] } };
    expect(await failure(makeRole(stores(), { name: one.name }))).toMatchObject(taken);
    expect(await failure(stores().roles.save(actor, { ...other, name: one.name }, other.id))).toMatchObject(taken);
    expect(await stores().roles.get(other.id)).toEqual(other);
    expect(await auditCount(stores())).toBe(before);
  });

  test("of two roles with one name at once, one is saved", async () => {
    const name = named("Twin");
    const { won, lost } = await race(
      stores(),
      () => makeRole(stores(), { name }),
      () => makeRole(stores(), { name }),
    );
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0]).toMatchObject({ code: "conflict" });
  });

  test("the administrator role keeps its permissions and, like the other built-in one, stays", async () => {
    const administrator = await builtInRole(stores(), "administrator");
    const saved = await stores().roles.save(
      actor,
      { ...administrator, description: "All of it", permissions: [] },
      administrator.id,
    );
    expect(saved).toMatchObject({ description: "All of it", permissions: allPermissions });
    expect(await stores().roles.get(administrator.id)).toEqual(saved);
    for (const builtIn of ["administrator", "technician"] as const) {
      const { id } = await builtInRole(stores(), builtIn);
      expect(await failure(stores().roles.remove(actor, id))).toMatchObject({
        code: "conflict",
        message: expect.stringContaining("built in"),
      });
    }
  });

  test("a role in use can't be removed, and the message names the users", async () => {
    const { id: roleId, name } = await makeRole(stores());
    const account = await makeAccount(stores(), { roleId });
    const key = await stores().apiKeys.create(actor, {
      name: named("CI"),
      roleId,
      tokenHash: named("h"),
      hint: "abcd",
    });
    const webhook = await makeWebhook(stores(), { roleIds: [roleId] });
    expect(await failure(stores().roles.remove(actor, roleId))).toEqual({
      code: "conflict",
      message: `“${name}” is used by the account of ${account.name}, the API key ${key.name}, and the webhook ${webhook.name}. Give them another role first.`,
      fields: undefined,
    });

    await stores().accounts.remove(actor, account.personId);
    await stores().webhooks.setRoles(actor, webhook.id, []);
    await stores().apiKeys.revoke(actor, key.id);
    await stores().roles.remove(actor, roleId);
    expect(await stores().roles.get(roleId)).toBeUndefined();
    expect((await stores().apiKeys.list()).some(({ id }) => id === key.id)).toBe(false);
  });

  test("an unknown role is not found", async () => {
    expect(await stores().roles.get("rol_0")).toBeUndefined();
    const input = { name: named("Nobody"), description: "", permissions: [] };
    expect(await failure(stores().roles.save(actor, input, "rol_0"))).toMatchObject({ code: "not_found" });
    expect(await failure(stores().roles.remove(actor, "rol_0"))).toMatchObject({ code: "not_found" });
  });

  test.each(hostileTexts)("%j comes back as it went in", async (text) => {
    const role = await makeRole(stores(), { name: text, description: text });
    expect(await stores().roles.get(role.id)).toMatchObject({ name: text, description: text });
    await stores().roles.remove(actor, role.id);
  });
});
