import { expect, test } from "vitest";
import { allPermissions } from "@/lib/access/permissions";
import { onEveryDialect } from "./dialects";
import { actor } from "./make";
import {
  auditCount,
  auditOf,
  builtInRole,
  failure,
  hostileTexts,
  makeAccount,
  makeRole,
  named,
  setDisabled,
} from "./make-access";

const now = new Date("2026-11-21T12:00:00.500Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const hour = 3_600_000;

onEveryDialect("sessions", (stores) => {
  const open = (personId: number, changes: object = {}) =>
    stores().sessions.create({
      personId,
      tokenHash: named("token"),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: later(hour),
      userAgent: "Firefox",
      address: "192.0.2.1",
      ...changes,
    });

  test("a live session yields its principal, with the role's permissions of this moment", async () => {
    const role = await makeRole(stores(), { permissions: ["tickets.read"] });
    const account = await makeAccount(stores(), { roleId: role.id });
    const tokenHash = named("token");
    const session = await open(account.personId, { tokenHash });
    expect(session).toEqual({
      id: expect.stringMatching(/^ses_/),
      personId: account.personId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: later(hour),
      userAgent: "Firefox",
      address: "192.0.2.1",
    });
    expect(await stores().sessions.find(tokenHash, now)).toEqual({
      session,
      email: account.email,
      principal: {
        kind: "person",
        id: `person:${account.personId}`,
        name: account.name,
        personId: account.personId,
        roleId: role.id,
        roleName: role.name,
        permissions: ["tickets.read"],
      },
    });
    await stores().roles.save(actor, { ...role, permissions: ["audit.read"] }, role.id);
    expect((await stores().sessions.find(tokenHash, now))?.principal.permissions).toEqual(["audit.read"]);
  });

  test("administrators hold every permission", async () => {
    const { id: roleId } = await builtInRole(stores(), "administrator");
    const { personId } = await makeAccount(stores(), { roleId });
    const tokenHash = named("token");
    await open(personId, { tokenHash });
    expect((await stores().sessions.find(tokenHash, now))?.principal.permissions).toEqual(allPermissions);
  });

  test("expired, revoked, disabled and unknown sessions are none", async () => {
    const account = await makeAccount(stores());
    const tokenHash = named("token");
    const session = await open(account.personId, { tokenHash });
    const found = (at = now) => stores().sessions.find(tokenHash, at);
    expect(await found(later(hour - 1))).toBeDefined();
    expect(await found(later(hour))).toBeUndefined();
    for (const text of ["", "%", ...hostileTexts]) expect(await stores().sessions.find(text, now)).toBeUndefined();

    await setDisabled(stores(), account.personId, true);
    expect(await found()).toBeUndefined();
    await setDisabled(stores(), account.personId, false);

    if (await found()) await stores().sessions.revoke(actor, session.id);
    expect(await found()).toBeUndefined();
  });

  test("revoking is recorded without the token and happens once", async () => {
    const account = await makeAccount(stores());
    const tokenHash = named("token");
    const session = await open(account.personId, { tokenHash });
    await stores().sessions.revoke(actor, session.id);
    expect(await stores().sessions.find(tokenHash, now)).toBeUndefined();
    const before = await auditCount(stores());
    expect(await failure(stores().sessions.revoke(actor, session.id))).toMatchObject({ code: "not_found" });
    expect(await auditCount(stores())).toBe(before);
    const { items } = await stores().audit.list({ page: 1, pageSize: 1 });
    expect(items[0]).toMatchObject({ action: "session.revoke", subject: session.id, subjectName: account.name });
    expect(JSON.stringify(items)).not.toContain(tokenHash);
  });

  test("lists the live sessions, last seen first", async () => {
    const { personId } = await makeAccount(stores());
    const old = await open(personId);
    const fresh = await open(personId, { lastSeenAt: later(1000) });
    await open(personId, { expiresAt: later(10) });
    expect(await stores().sessions.listFor(personId, later(10))).toEqual([fresh, old]);
    await stores().sessions.touch(old.id, later(2000));
    expect(await stores().sessions.listFor(personId, later(10))).toEqual([{ ...old, lastSeenAt: later(2000) }, fresh]);
  });

  test("expired sessions go when the person signs in again", async () => {
    const { personId } = await makeAccount(stores());
    const expired = await open(personId, { expiresAt: later(10) });
    const live = await open(personId);
    const fresh = await open(personId, { createdAt: later(10), lastSeenAt: later(10) });
    expect(await stores().sessions.listFor(personId, now)).toEqual([fresh, live]);
    expect(await failure(stores().sessions.revoke(actor, expired.id))).toMatchObject({ code: "not_found" });
  });

  test("signs a person out everywhere, but for one session if given, and nobody else", async () => {
    const [one, other] = [await makeAccount(stores()), await makeAccount(stores())];
    const kept = await open(one.personId);
    await open(one.personId);
    const others = await open(other.personId);
    await stores().sessions.revokeAll(actor, one.personId, kept.id);
    expect(await stores().sessions.listFor(one.personId, now)).toEqual([kept]);
    await stores().sessions.revokeAll(actor, one.personId);
    await stores().sessions.revokeAll(actor, one.personId);
    expect(await stores().sessions.listFor(one.personId, now)).toEqual([]);
    expect(await stores().sessions.listFor(other.personId, now)).toEqual([others]);
    const actions = await auditOf(stores(), `person:${one.personId}`);
    expect(actions.filter((action) => action === "session.revokeAll")).toHaveLength(2);
    expect(await failure(stores().sessions.revokeAll(actor, 999_999))).toMatchObject({ code: "not_found" });
  });

  test.each(hostileTexts)("a browser may call itself %j", async (userAgent) => {
    const { personId } = await makeAccount(stores());
    expect(await open(personId, { userAgent })).toMatchObject({ userAgent });
  });

  test("nobody without an account gets a session", async () => {
    expect(await failure(open(999_999))).toMatchObject({ code: "unauthenticated" });
  });
});
