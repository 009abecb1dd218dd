import { expect, test } from "vitest";
import { onEveryDialect } from "./dialects";
import { actor } from "./make";
import {
  auditCount,
  auditOf,
  builtInRole,
  failure,
  hostileTexts,
  makeAccount,
  makeAgent,
  named,
  race,
  setDisabled,
} from "./make-access";

const first = (email: string) => ({ firstName: "Ada", lastName: "Lovelace", email, passwordHash: "first hash" });

onEveryDialect("accounts", (stores) => {
  const openSession = (personId: number) =>
    stores().sessions.create({
      personId,
      tokenHash: named("token"),
      createdAt: new Date(),
      lastSeenAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
      userAgent: "",
      address: "",
    });
  const sessionsOf = (personId: number) => stores().sessions.listFor(personId, new Date());

  test("a first address somebody has is a conflict and leaves nothing behind", async () => {
    const person = await makeAgent(stores());
    const before = await auditCount(stores());
    expect(await stores().accounts.isEmpty()).toBe(true);
    expect(await failure(stores().accounts.createFirst(first(person.emails[0]?.email ?? "")))).toMatchObject({
      code: "conflict",
      fields: { email: ["Another person has this address"] },
    });
    expect(await stores().accounts.isEmpty()).toBe(true);
    expect((await stores().people.list({ page: 1, pageSize: 100, q: "Lovelace" })).total).toBe(0);
    expect(await auditCount(stores())).toBe(before);
  });

  test("of several first-run screens one wins: an agent who is administrator", async () => {
    const { won, lost } = await race(
      stores(),
      ...[1, 2, 3, 4].map((number) => () => stores().accounts.createFirst(first(` Ada${number}@Example.com`))),
    );
    expect([won.length, lost.length]).toEqual([1, 3]);
    expect(lost[0]).toMatchObject({ code: "conflict", message: expect.stringContaining("already set up") });
    const account = won[0];
    if (!account) throw new Error("nobody won");
    expect(account).toMatchObject({
      name: "Ada Lovelace",
      email: expect.stringMatching(/^ada[1-4]@example\.com$/),
      roleId: (await builtInRole(stores(), "administrator")).id,
      isEnabled: true,
      lastSignInAt: null,
    });
    expect(await stores().people.get(account.personId)).toMatchObject({
      isAgent: true,
      emails: [{ email: account.email }],
    });
    expect((await stores().people.list({ page: 1, pageSize: 100, q: "Lovelace" })).total).toBe(1);
    expect(await stores().accounts.isEmpty()).toBe(false);
    expect(await auditOf(stores(), `person:${account.personId}`)).toEqual(["account.create"]);
    expect(await failure(stores().accounts.createFirst(first("third@example.com")))).toMatchObject({
      code: "conflict",
    });
  });

  test("the last administrator who can sign in stays one", async () => {
    const administrator = (await builtInRole(stores(), "administrator")).id;
    const technician = (await builtInRole(stores(), "technician")).id;
    const [only] = await stores().accounts.list();
    if (!only) throw new Error("no account");
    const { personId } = only;
    const conflict = { code: "conflict", message: expect.stringContaining("last administrator") };
    const others = {
      disabled: await makeAccount(stores(), { roleId: administrator, isEnabled: false }),
      disabledPerson: await makeAccount(stores(), { roleId: administrator }),
    };
    await setDisabled(stores(), others.disabledPerson.personId, true);

    const before = await auditCount(stores());
    const save = (changes: object) =>
      stores().accounts.save(actor, { personId, roleId: administrator, isEnabled: true, ...changes });
    expect(await failure(save({ isEnabled: false }))).toMatchObject(conflict);
    expect(await failure(save({ roleId: technician }))).toMatchObject(conflict);
    expect(await failure(stores().accounts.remove(actor, personId))).toMatchObject(conflict);
    expect(await failure(setDisabled(stores(), personId, true))).toMatchObject(conflict);
    expect(await stores().people.get(personId)).toMatchObject({ isDisabled: false });
    expect(await stores().accounts.get(personId)).toEqual(only);
    expect(await auditCount(stores())).toBe(before);

    await stores().accounts.save(actor, { ...others.disabled, isEnabled: true });
    await save({ roleId: technician });
    await save({ roleId: administrator });
  });

  test("two administrators who disable each other at once: one stays", async () => {
    const roleId = (await builtInRole(stores(), "administrator")).id;
    const enabled = (await stores().accounts.list()).filter((one) => one.roleId === roleId && one.isEnabled);
    const people = await Promise.all(enabled.map(({ personId }) => stores().people.get(personId)));
    const able = enabled.filter(({ personId }) => !people.find((person) => person?.id === personId)?.isDisabled);
    expect(able).toHaveLength(2);
    const { won, lost } = await race(
      stores(),
      ...able.map(
        ({ personId }) =>
          () =>
            stores().accounts.save(actor, { personId, roleId, isEnabled: false }),
      ),
    );
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0]).toMatchObject({ code: "conflict" });
  });

  test("signing in finds the account by any address in any case, and only while enabled", async () => {
    const name = named("Sign").replace(" ", "");
    const person = await makeAgent(stores(), { emails: [`${name}@Example.com`, `${name}@home.example`] });
    expect(await stores().accounts.findForSignIn(`${name}@example.com`)).toBeUndefined();
    const account = await makeAccount(stores(), { personId: person.id });
    for (const email of [`${name}@example.com`, ` ${name.toUpperCase()}@EXAMPLE.com `, `${name}@home.example`])
      expect(await stores().accounts.findForSignIn(email)).toEqual({ account, passwordHash: "hash" });
    for (const email of ["", "%", `_ign@example.com`, "a\0b@example.com", ...hostileTexts])
      expect(await stores().accounts.findForSignIn(email)).toBeUndefined();

    await stores().accounts.save(actor, { ...account, isEnabled: false });
    expect(await stores().accounts.findForSignIn(`${name}@example.com`)).toBeUndefined();
    await stores().accounts.save(actor, { ...account, isEnabled: true });
    await setDisabled(stores(), person.id, true);
    expect(await stores().accounts.findForSignIn(`${name}@example.com`)).toBeUndefined();
  });

  test("the hash leaves only for signing in", async () => {
    const account = await makeAccount(stores());
    for (const shown of [account, await stores().accounts.get(account.personId), await stores().accounts.list()])
      expect(JSON.stringify(shown)).not.toMatch(/hash/i);
  });

  test("a new password or disabling ends the sessions, a new role does not", async () => {
    const account = await makeAccount(stores());
    const { personId, passwordSetAt } = account;
    const session = await openSession(personId);
    const other = (await builtInRole(stores(), "administrator")).id;
    const kept = await stores().accounts.save(actor, { personId, roleId: other, isEnabled: true });
    expect(kept).toMatchObject({ roleId: other, passwordSetAt, createdAt: account.createdAt });
    expect(await sessionsOf(personId)).toEqual([session]);

    const changed = await stores().accounts.save(actor, { ...account, passwordHash: "new hash" });
    expect(changed.passwordSetAt.getTime()).toBeGreaterThanOrEqual(passwordSetAt.getTime());
    expect(await sessionsOf(personId)).toEqual([]);
    expect((await stores().accounts.findForSignIn(account.email))?.passwordHash).toBe("new hash");

    await openSession(personId);
    await stores().accounts.save(actor, { ...account, isEnabled: false });
    expect(await sessionsOf(personId)).toEqual([]);
    expect(await failure(openSession(personId))).toMatchObject({ code: "unauthenticated" });
    expect(await auditOf(stores(), `person:${personId}`)).toEqual([
      "person.create",
      "account.create",
      ...Array(3).fill("account.update"),
    ]);
  });

  test("what is missing is named, and nothing is written", async () => {
    const technician = (await builtInRole(stores(), "technician")).id;
    const person = await makeAgent(stores());
    const unreachable = await makeAgent(stores(), { emails: [] });
    const before = await auditCount(stores());
    const save = (personId: number, changes: object = {}) =>
      stores().accounts.save(actor, {
        personId,
        roleId: technician,
        isEnabled: true,
        passwordHash: "hash",
        ...changes,
      });
    expect(await failure(save(person.id, { passwordHash: undefined }))).toMatchObject({
      code: "invalid",
      fields: { password: ["Enter a password"] },
    });
    expect(await failure(save(person.id, { roleId: "rol_0" }))).toMatchObject({
      code: "invalid",
      fields: { roleId: ["Choose a role"] },
    });
    expect(await failure(save(unreachable.id))).toMatchObject({ message: expect.stringContaining("e-mail address") });
    expect(await failure(save(999_999))).toMatchObject({ code: "not_found" });
    expect(await failure(stores().accounts.remove(actor, person.id))).toMatchObject({ code: "not_found" });
    expect(await stores().accounts.get(person.id)).toBeUndefined();
    expect(await auditCount(stores())).toBe(before);
  });

  test("removing an account ends its sessions and keeps the person", async () => {
    const { personId } = await makeAccount(stores());
    await openSession(personId);
    await stores().accounts.remove(actor, personId);
    expect(await stores().accounts.get(personId)).toBeUndefined();
    expect(await sessionsOf(personId)).toEqual([]);
    expect(await stores().people.get(personId)).toBeDefined();
    expect((await auditOf(stores(), `person:${personId}`)).at(-1)).toBe("account.remove");
  });

  test("a sign-in is noted on account and person", async () => {
    const { personId } = await makeAccount(stores());
    const at = new Date("2026-11-21T08:00:00.123Z");
    await stores().accounts.touchSignIn(personId, at);
    expect((await stores().accounts.get(personId))?.lastSignInAt).toEqual(at);
    expect((await stores().people.get(personId))?.lastLoginAt).toEqual(at);
  });
});
