import { expect } from "vitest";
import { allPermissions } from "@/lib/access/permissions";
import type { Account, Role, RoleInput } from "@/lib/access/role";
import { isAppError } from "@/lib/core/errors";
import { everything } from "@/lib/core/page";
import type { Person, PersonInput } from "@/lib/desk/person";
import type { Stores } from "@/lib/runtime/stores";
import { actor, makePerson, unique } from "./make";

/** A name no other test of the file uses. */
export const named = (start: string) => `${start} ${unique()}`;

/** Texts that break careless SQL, HTML or patterns; every one must come back as it went in. */
export const hostileTexts = [
  `O'Brien "x"; DROP TABLE roles;--`,
  "100% _sure_ \\ back",
  "🎫 naïve 日本語",
  "<b>&amp;</b>\r\n\ttab",
];

export async function builtInRole(stores: Stores, builtIn: NonNullable<Role["builtIn"]>): Promise<Role> {
  const role = (await stores.roles.list()).find((one) => one.builtIn === builtIn);
  if (!role) throw new Error(`There is no ${builtIn} role`);
  return role;
}

export const makeRole = (stores: Stores, overrides: Partial<RoleInput> = {}): Promise<Role> =>
  stores.roles.save(actor, {
    name: named("Role"),
    description: "",
    permissions: allPermissions.slice(0, 2),
    ...overrides,
  });

export const makeAgent = (stores: Stores, overrides: Partial<PersonInput> = {}): Promise<Person> =>
  makePerson(stores, { isAgent: true, ...overrides });

/** An enabled technician's account, whose password hash is "hash". */
export async function makeAccount(stores: Stores, overrides: Partial<Account> = {}): Promise<Account> {
  const personId = overrides.personId ?? (await makeAgent(stores)).id;
  const roleId = overrides.roleId ?? (await builtInRole(stores, "technician")).id;
  return stores.accounts.save(actor, {
    personId,
    roleId,
    passwordHash: "hash",
    isEnabled: overrides.isEnabled ?? true,
  });
}

/** Disables a person, or enables them again. */
export async function setDisabled(stores: Stores, personId: number, isDisabled: boolean): Promise<Person> {
  const person = await stores.people.get(personId);
  if (!person) throw new Error(`There is no person ${personId}`);
  const emails = person.emails.map(({ email }) => email);
  return stores.people.update(actor, personId, { ...person, emails, isDisabled });
}

/** Actions recorded about one subject, oldest first. */
export async function auditOf(stores: Stores, subject: string): Promise<string[]> {
  const { items } = await stores.audit.list(everything);
  return items.flatMap((entry) => (entry.subject === subject ? [entry.action] : [])).reverse();
}

export const auditCount = async (stores: Stores) => (await stores.audit.list(everything)).total;

/** The AppError a promise fails with, as `{ code, message, fields }`. */
export async function failure(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAppError(error)) throw expect.unreachable(`Expected an AppError, got ${String(error)}`);
  return { code: error.code, message: error.message, fields: error.fields };
}

/** Outcomes of calls that run at once, each on a database connection that is already open. */
export async function race<T>(stores: Stores, ...calls: (() => Promise<T>)[]) {
  await Promise.all(calls.map(() => stores.ping()));
  const results = await Promise.allSettled(calls.map((call) => call()));
  return {
    won: results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
    lost: results.flatMap((result): unknown[] => (result.status === "rejected" ? [result.reason] : [])),
  };
}
